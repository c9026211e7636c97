"""Sets of keys: what a change takes from others, what is kept, and that no key is ever claimed twice."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.preferences import Preferences
from annotator.ui.actions import ACTIONS
from annotator.ui.keymap import Keymap, keep_keymap, keymap_named, keymap_now
from annotator.ui.menus import clashes

IDS = [action.id for action in ACTIONS]


@pytest.fixture
def kept(tmp_path: Path) -> Preferences:
    return Preferences(tmp_path / "settings.toml")


def test_a_key_that_is_taken_is_taken_from_its_owner() -> None:
    ours = Keymap("ours")
    changed = ours.with_keys("accept", ["G"])
    assert (changed.keys("accept"), changed.keys("hints")) == (("G",), ())
    assert changed.owner("g") == "accept"
    assert changed.is_changed("hints")
    assert changed.without("hints").keys("hints") == ("G",)
    assert changed.without("hints").keys("accept") == ()


def test_a_change_of_a_set_of_the_programs_becomes_the_persons_own(kept: Preferences) -> None:
    own = keep_keymap(kept, Keymap("prodigy", "prodigy").with_keys("hints", ["Ctrl+J"]))
    assert own.name == "My keys"
    assert keymap_now(kept) == own
    assert keymap_now(kept).keys("accept") == ("A", "Return", "Enter")
    assert keymap_now(kept).keys("hints") == ("Ctrl+J",)
    assert keymap_named(kept, "prodigy").keys("hints") == ("G",)
    again = keep_keymap(kept, own.with_keys("hints", ["G"]))
    assert (again.name, again.changed, keymap_now(kept).keys("hints")) == ("My keys", (), ("G",))


def test_nonsense_in_the_file_leaves_the_keys_that_make_sense(kept: Preferences) -> None:
    kept.path.write_text(
        '[keys]\npreset = "mine"\n[keys.presets.mine]\nbased_on = "moon"\naccept = ["Hyper+Q+Z", "B"]\nfly = ["J"]\n'
        'reject = 3\nhints = "B"\n',
        encoding="utf-8",
    )
    kept.refresh()
    mine = keymap_now(kept)
    assert (mine.name, mine.base, mine.keys("accept"), mine.keys("hints")) == ("mine", "ours", ("B",), ())
    assert mine.keys("reject") == ("X", "Del", "Backspace")
    assert "keys.presets.mine.reject must be a list of keys" in kept.problems[0]
    assert clashes(mine) == []


KEYS = st.sampled_from(["A", "G", "X", "Ctrl+Z", "Return", "F8", "Ctrl+Shift+P", "?", "J", "Alt+1", "nonsense", ""])


@given(base=st.sampled_from(["ours", "prodigy"]), steps=st.lists(st.tuples(st.sampled_from(IDS), st.lists(KEYS))))
def test_no_key_is_claimed_twice_whatever_is_changed(base: str, steps: list[tuple[str, list[str]]]) -> None:
    keymap = Keymap(base, base)
    for action, keys in steps:
        keymap = keymap.with_keys(action, keys)
    assert clashes(keymap) == []
    for action, _ in steps:
        keymap = keymap.without(action)
    assert clashes(keymap) == []
