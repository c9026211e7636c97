"""Lines typed to add labels."""

import pytest

from annotator.core.scheme_file import LabelSpec
from annotator.ui.scheme_editor.typed import read_line


@pytest.mark.parametrize(
    ("kind", "line", "wanted"),
    [
        ("span", "  ORG ", LabelSpec("span", "ORG")),
        ("span", "ORG > BANK", LabelSpec("span", "BANK", parent="ORG")),
        ("relation", "works  for", LabelSpec("relation", "works for")),
        ("relation", "buys: ORG, BANK -> ORG", LabelSpec("relation", "buys", heads=("ORG", "BANK"), tails=("ORG",))),
        ("relation", "near: * → LOC", LabelSpec("relation", "near", heads=("*",), tails=("LOC",))),
        ("span", "a: b -> c", LabelSpec("span", "a: b -> c")),
        ("span", "   ", LabelSpec("span", "")),
    ],
)
def test_a_line_becomes_a_label(kind: str, line: str, wanted: LabelSpec) -> None:
    assert read_line(kind, line) == wanted
