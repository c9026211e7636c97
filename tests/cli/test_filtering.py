"""`annotator show --filter`: the window's filters in a shell."""

import pytest

from tests.cli.running import Shell


def names(shell: Shell, project: str, words: str) -> list[str]:
    return [row["name"] for row in shell("show", project, "--filter", words, "--json").json]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("state:submitted", ["deal"]),
        ("person:Ana", ["deal"]),
        ("-person:Ana", ["plant"]),
        ("label:ORG", ["deal"]),
        ("brno", ["plant"]),
        ("problem:checked state:approved", []),
        ('"soren labs" state:submitted', ["deal"]),
    ],
)
def test_what_is_listed(shell: Shell, project: str, words: str, expected: list[str]) -> None:
    shell("submit", project, "deal", "--author", "Ana")
    assert names(shell, project, words) == expected


def test_what_is_no_filter_is_said(shell: Shell, project: str) -> None:
    assert "there are state, person" in shell("show", project, "--filter", "stat:x", expect=3).err
    assert "lists documents" in shell("show", project, "deal", "--filter", "x", expect=2).err
