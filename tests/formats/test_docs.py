"""The examples of the documentation are what this program writes, and reading them gives the example again."""

import runpy
from pathlib import Path
from typing import Any

import pytest

from annotator.formats import FORMATS
from annotator.formats.fitting import fitted
from tests.formats.generated import essence
from tests.formats.test_read_only import EXAMPLES
from tests.formats.test_round_trips import read

DOCS = Path(__file__).resolve().parents[2] / "docs"
WRITTEN = [one for one in FORMATS.values() if one.writes and not one.heavy]


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return runpy.run_path(str(DOCS / "make_formats.py"))


def test_every_example_is_what_is_written_now(made: dict[str, Any]) -> None:
    examples: dict[str, bytes] = made["examples"]()
    there = {path.relative_to(DOCS / "formats").as_posix() for path in (DOCS / "formats").rglob("*") if path.is_file()}
    by_hand = {f"{name}{FORMATS[name].suffixes[0]}" for name in EXAMPLES}
    assert there == {*examples, *by_hand, "html.html", "table.csv"}
    for name, data in examples.items():
        assert (DOCS / "formats" / name).read_bytes() == data, f"{name} is old: python docs/make_formats.py"


@pytest.mark.parametrize("form", WRITTEN, ids=lambda form: form.id)
def test_reading_an_example_gives_it_again(form: Any, made: dict[str, Any]) -> None:
    path = DOCS / "formats" / (form.id if form.folder else f"{form.id}{form.suffixes[0]}")
    back, said = read(path, form)
    assert [one.text for one in said if one.lost] == []
    expected = fitted(made["example"](), form.holds)[0]
    assert [essence(one, form.holds) for one in back] == [essence(one, form.holds) for one in expected]


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_of_what_is_only_read(name: str) -> None:
    path = DOCS / "formats" / f"{name}{FORMATS[name].suffixes[0]}"
    assert path.read_text(encoding="utf-8") == EXAMPLES[name]
    assert read(path, FORMATS[name])[0][0].sets


def test_the_example_of_a_table() -> None:
    found, said = read(DOCS / "formats" / "table.csv", FORMATS["table"])
    assert [one.name for one in found] == ["Kestrin invests in Nitra", "Namsol sells a stake"]
    assert (found[0].meta, said) == ({"outlet": "Wire", "date": "2026-11-02"}, [])


def test_every_format_has_its_part_of_the_page() -> None:
    page = (DOCS / "formats.md").read_text(encoding="utf-8")
    titles = " ".join(line for line in page.split("\n") if line.startswith("## "))
    assert [name for name in FORMATS if f"`{name}`" not in titles] == []


def test_the_table_of_losses(made: dict[str, Any]) -> None:
    assert "\n".join(made["losses"]()) in (DOCS / "formats.md").read_text(encoding="utf-8")
