"""The user guide names every action with exactly its keys."""

import re
from pathlib import Path

import pytest

from annotator.ui.actions import ACTIONS, PRODIGY, Action

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "guide.md").read_text(encoding="utf-8")
SHOWN = {"Return": "Enter", "PgDown": "PgDn"}  # Qt's names of keys, and the words on the keys


def _shown(key: str) -> str:
    for name, word in SHOWN.items():
        key = key.replace(name, word)
    return key


def _rows(section: str) -> dict[str, list[str]]:
    """Words and keys of the rows of tables under a heading, up to the next of the same rank or to the other set."""
    rank = section.split()[0]
    text = GUIDE.split(f"\n{section}\n")[1].split(f"\n{rank} ")[0].split("\n### As in Prodigy\n")[0]
    found = re.findall(r"^\| ([^|]+) \| (.+) \|$", text, re.MULTILINE)
    return {words: re.findall(r"`([^`]+)`", keys) for words, keys in found}


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: str(action.id))
def test_every_action_stands_in_the_guide_with_its_keys(action: Action) -> None:
    keys = list(dict.fromkeys(_shown(key) for key in action.keys))
    assert _rows("## All keys")[action.text.removesuffix(" …")] == keys


def test_the_other_set_of_keys_stands_in_the_guide() -> None:
    words = {action.id: action.text.removesuffix(" …") for action in ACTIONS}
    rows = _rows("### As in Prodigy")
    expected = {words[name]: list(dict.fromkeys(_shown(key) for key in keys)) for name, keys in PRODIGY.items()}
    assert {name: rows[name] for name in expected} == expected


def test_links_within_the_guide_lead_somewhere() -> None:
    headings = re.findall(r"^#+ (.+)$", GUIDE, re.MULTILINE)
    places = {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}
    wanted = set(re.findall(r"\]\(#([^)]+)\)", GUIDE))
    assert wanted
    assert wanted <= places
