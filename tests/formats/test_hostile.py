"""Whatever stands in a file of any format: findings and sentences, never another failure, and never a long wait."""

import json
from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.records import DocumentRecord, Finding
from annotator.formats import FORMATS, Format, UnreadableFile, detect
from annotator.formats.reading import read_paths
from tests.core.exchange import Project
from tests.formats.mutating import mutated
from tests.formats.test_jsonl import everything
from tests.formats.test_round_trips import written

READERS = [one for one in FORMATS.values() if one.reads and (not one.heavy or one.id in ("html", "pdf"))]
TABLE = 'title;text;source\nOne;"Ana, of Brno;\nand more words";wire\nTwo;The second has words, too;wire\n'


def good(form: Format, folder: Path) -> dict[str, bytes]:
    """Files of a good document in this format."""
    if form.id == "text":
        (folder / "out.txt").write_text("Ana lives in Brno.")
    elif form.id == "table":
        (folder / "out.csv").write_text(TABLE, encoding="utf-8")
    elif form.id in ("html", "pdf", "docx"):
        from tests.formats.article_files import article_files

        (folder / f"out{form.suffixes[0]}").write_bytes(article_files()[form.id])
    elif form.write is None:
        from tests.formats.test_read_only import EXAMPLES

        (folder / f"out{form.suffixes[0]}").write_text(EXAMPLES[form.id], encoding="utf-8")
    else:
        written([everything()], form, folder, "out")
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def come_in(paths: list[Path], form: str) -> tuple[list[DocumentRecord], list[Finding]]:
    """Read and import; what is said is a sentence with a place."""
    said: list[Finding] = []
    records = [one for one in read_paths(paths, form, "file", said.append) if one.text]
    project = Project()
    project.take(records)
    for finding in (*said, *project.findings):
        assert finding.place
        assert finding.text.rstrip("”\"')").endswith(".")
    return records, said


@pytest.mark.parametrize("form", READERS, ids=lambda form: form.id)
@settings(max_examples=40, suppress_health_check=list(HealthCheck), deadline=2_000)
@given(seed=st.integers(0, 2**32))
def test_changed_files(form: Format, seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    random = Random(seed)
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = good(form, folder)
        chosen = random.choice(sorted(files))
        (folder / chosen).write_bytes(mutated(files[chosen], random))
        come_in([path for path in folder.rglob("*") if path.suffix == form.suffixes[0]], form.id)


ANYTHING = ("text", "html", "table", "brat", "csv", "yedda", "conll", "conllu")  # nearly any text is of these formats


def structured(value: Any, random: Random) -> Any:
    """JSON with something else in some place."""
    if not isinstance(value, dict | list) or not value or random.random() < 0.15:
        return random.choice([None, True, -1, 3, 10**17, 0.5, "", "x", [], {}, [[]], [1, 2], {"a": 1}, ["a"], [None]])
    value = dict(value) if isinstance(value, dict) else list(value)
    key = random.choice(list(value)) if isinstance(value, dict) else random.randrange(len(value))
    value[key] = structured(value[key], random)
    return value


JSON = [one for one in READERS if one.suffixes[0] in (".json", ".jsonl")]


@pytest.mark.parametrize("form", JSON, ids=lambda form: form.id)
@settings(max_examples=60, suppress_health_check=list(HealthCheck), deadline=2_000)
@given(seed=st.integers(0, 2**32))
def test_json_of_other_shapes(form: Format, seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    random = Random(seed)
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = good(form, folder)
        chosen = random.choice([one for one in sorted(files) if one.endswith(form.suffixes[0])])
        lines = files[chosen].decode().split("\n") if form.suffixes[0] == ".jsonl" else [files[chosen].decode()]
        values = [json.loads(line) for line in lines if line]
        for _ in range(random.randint(1, 3)):
            values[0] = structured(values[0], random)
        (folder / chosen).write_text("\n".join(json.dumps(value) for value in values), encoding="utf-8")
        come_in([folder / chosen], form.id)


DEEP = 100_000
HOSTILE: dict[str, bytes] = {
    "empty": b"",
    "zeros": b"\x00" * 64,
    "blank": b" \n\n\t\n",
    "no json": b"{]",
    "deep list": b"[" * DEEP + b"]" * DEEP,
    "deep object": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "deep xml": b"<a>" * 3_000 + b"</a>" * 3_000,
    "nan": b'{"text": NaN}',
    "numbers": json.dumps([1, 2.5, None, True, "x"]).encode(),
    "lists": b"[[], {}, [[]], [{}]]",
    "wrong types": b'{"text": 1, "document": [], "sentences": 4, "denotations": {}, "tokens": "x", "documents": 1}',
    "laughs": b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b"]><collection>&b;</collection>",
    "outside": b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/hostname">]><collection>&x;</collection>',
    "huge number": b'{"text": "a", "spans": [{"start": ' + b"9" * 5_000 + b"}]}",
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("form", READERS, ids=lambda form: form.id)
def test_hostile_files(form: Format, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / f"bad{form.suffixes[0]}"
    path.write_bytes(content)
    (tmp_path / "bad.txt").write_bytes(b"Ana lives in Brno.")
    _, said = come_in([path], form.id)
    assert said or not content.strip() or form.id in ANYTHING
    assert not any("/etc" in one.text for one in said)
    with suppress(UnreadableFile):
        detect(path)


NAMES = ["../../up", "/etc/up", "CON", "a" * 400, "..", "a/../../b", "x\x00y", "é" * 200, "nul.txt", " . ", "a:b"]


@pytest.mark.parametrize("form", [one for one in FORMATS.values() if one.folder], ids=lambda form: form.id)
def test_names_stay_inside_the_folder(form: Format, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    written([DocumentRecord(name, f"Text {n}.") for n, name in enumerate(NAMES)], form, inside, "out")
    assert [path.name for path in tmp_path.iterdir()] == ["inside"]
    assert [path.name for path in inside.iterdir()] == ["out"]
    texts = [path for path in (inside / "out").rglob(f"*{form.suffixes[0]}") if path.is_file()]
    assert len(texts) >= len(NAMES)
    assert all(len(part.encode()) < 200 for path in texts for part in path.relative_to(inside).parts)
