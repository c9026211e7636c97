"""Formats of other packages: the page that tells how to write one is installed and used; bad ones are said."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.formats import FORMATS, Format, Holds
from annotator.formats.registry import GROUP, Table

PAGE = Path(__file__).resolve().parents[2] / "docs" / "write-a-format.md"


def block(language: str) -> str:
    """The first block of code of this language on the page."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def install(folder: Path, name: str, code: str, entry_points: str) -> None:
    """Put a package where Python finds it, as pip would."""
    (folder / f"{name}.py").write_text(code, encoding="utf-8")
    about = folder / f"{name}-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name.replace('_', '-')}\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[{GROUP}]\n{entry_points}\n")


class Program:
    """The command line in a folder, with packages beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        known = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH")]))
        self._environment = {**os.environ, "PYTHONPATH": known, "HOME": str(folder), "XDG_DATA_HOME": str(folder)}

    def __call__(self, *arguments: str) -> tuple[str, str]:
        command = [sys.executable, "-m", "annotator", *arguments]
        done = subprocess.run(
            command, cwd=self._folder, env=self._environment, capture_output=True, text=True, check=False
        )
        assert done.returncode in (0, 1), done.stderr
        return done.stdout, done.stderr


def test_the_page_is_a_format(tmp_path: Path) -> None:
    code = block("python")
    assert len([line for line in code.splitlines() if line.strip()]) <= 40
    (target,) = re.findall(r'^slashes = "(.*)"$', block("toml"), re.MULTILINE)
    install(tmp_path, "annotator_slashes", code, f"slashes = {target}")
    run = Program(tmp_path)
    listed = json.loads(run("formats", "--json")[0])
    (one,) = [one for one in listed if one["id"] == "slashes"]
    assert (one["reads"], one["writes"], one["holds"]["relations"]) == (True, True, "no")
    (tmp_path / "in.slashes").write_text("[Ana Reed]/PERSON lives in [Brno]/GPE.\nNothing here.\n", encoding="utf-8")
    run("new", "p")
    assert "No word has a label." in run("import", "p", "in.slashes", "--author", "Ana")[1]
    run("export", "p", "out.slashes", "--format", "slashes", "--which", "author:Ana")
    assert (tmp_path / "out.slashes").read_text(encoding="utf-8") == (tmp_path / "in.slashes").read_text(
        encoding="utf-8"
    )
    manifest = json.loads((tmp_path / "out.slashes.manifest.json").read_text(encoding="utf-8"))
    assert manifest["format"] == "slashes"


def test_packages_that_cannot_be_used_are_said(tmp_path: Path) -> None:
    install(tmp_path, "bad_one", "raise RuntimeError('no')", "bad = bad_one:ROW")
    install(tmp_path, "bad_two", "ROW = 7", "odd = bad_two:ROW")
    taken = "from annotator.formats import FORMATS\nROWS = [FORMATS.ours['jsonl']._replace(title='Mine')]"
    install(tmp_path, "bad_three", taken, "taken = bad_three:ROWS")
    out, said = Program(tmp_path)("formats", "--json")
    assert [one["id"] for one in json.loads(out)] == list(FORMATS.ours)
    assert "Mine" not in out
    assert said.splitlines() == [
        "The format bad of bad-one cannot be loaded: RuntimeError: no.",
        "The format odd of bad-two is int, not annotator.formats.Format.",
        'The format taken of bad-three has the id "jsonl", which is taken; it is left out.',
    ]


def test_what_packages_bring_stands_before_what_nearly_any_text_looks_like() -> None:
    one, two = (Format(name, name, (".x",), None, None, lambda start: "", Holds()) for name in "ab")
    table = Table([one], [two])
    assert (list(table), len(table), table["a"], "c" in table) == (["a", "b"], 2, one, False)
    with pytest.raises(KeyError):
        table["c"]
