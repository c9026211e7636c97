"""Settings as TOML: whatever the file holds the program starts, and what can be read of it holds."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.preferences import KNOWN, Preferences
from annotator.preferences.salvage import salvage
from annotator.preferences.toml_text import said_value, table_name


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def read(file: Path) -> Preferences:
    found = Preferences(file)
    found.refresh()
    return found


def test_without_a_file_the_usual_values_hold_and_none_is_made(file: Path) -> None:
    found = read(file)
    assert {one.key: found.get(one.key) for one in KNOWN} == {one.key: one.usual for one in KNOWN}
    assert not file.parent.exists()


def test_what_is_kept_is_there_at_the_next_start_in_plain_toml_that_explains_itself(file: Path) -> None:
    found = read(file)
    found.keep("looks/theme", "dark")
    found.keep("text/size", "22")  # as a list in the window gives it
    found.keep_preset("Left hand", {"based_on": ("ours",), "accept": ("Ctrl+Space", "Return")})
    again = read(file)
    assert (again.get("looks/theme"), again.get("text/size")) == ("dark", 22)
    assert again.presets == {"Left hand": {"based_on": ("ours",), "accept": ("Ctrl+Space", "Return")}}
    text = file.read_text("utf-8")
    assert tomllib.loads(text)["looks"]["theme"] == "dark"
    assert all(one.means in text for one in KNOWN)
    assert [path.name for path in file.parent.iterdir()] == ["settings.toml"]


def test_a_value_that_a_setting_does_not_take_is_not_kept(file: Path) -> None:
    found = read(file)
    found.keep("looks/theme", "pink")
    found.keep("text/size", "huge")
    assert (found.get("looks/theme"), found.get("text/size")) == ("system", 16)


def test_bad_lines_are_left_out_and_said_the_rest_holds_and_the_file_is_kept_aside(file: Path) -> None:
    file.parent.mkdir()
    raw = '[looks]\ntheme = "dark"\n<<<<<<< mine\n[text]\nsize = "huge"\nmeasure = 70\nspace 80\nunbalanced = "\n'
    file.write_text(raw, encoding="utf-8")
    found = read(file)
    assert (found.get("looks/theme"), found.get("text/measure"), found.get("text/size")) == ("dark", 70, 16)
    assert [problem.partition(":")[0] for problem in found.problems] == [
        "settings.toml, line 3",
        "settings.toml, line 7",
        "settings.toml, line 8",
        "settings.toml",
    ]
    assert "text.size must be a number from 8 to 72; it is 16 now." in found.problems[3]
    assert (file.parent / "settings.unread-1.toml").read_text("utf-8") == raw
    assert read(file).problems == []
    assert read(file).get("text/measure") == 70


def test_settings_of_a_later_version_stay(file: Path) -> None:
    file.parent.mkdir()
    file.write_text('[looks]\nhue = 3\n[moon]\nphase = ["new", 1.5]\nat = 2020-01-02\n', encoding="utf-8")
    read(file).keep("looks/theme", "light")
    kept = tomllib.loads(file.read_text("utf-8"))
    assert kept["looks"] == {"theme": "light", "hue": 3}
    assert kept["moon"]["phase"] == ["new", 1.5]
    assert str(kept["moon"]["at"]) == "2020-01-02"


def test_a_change_made_in_an_editor_meanwhile_is_not_lost(file: Path) -> None:
    found = read(file)
    found.keep("looks/theme", "dark")
    file.write_text('[text]\nsize = 20  # mine\n[looks]\ntheme = "dark"\n', encoding="utf-8")
    found.keep("text/measure", 60)
    assert (read(file).get("text/size"), read(file).get("text/measure")) == (20, 60)


def test_where_nothing_can_be_written_the_values_hold_and_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where a folder should be")
    found = read(tmp_path / "config" / "settings.toml")
    found.keep("looks/theme", "dark")
    assert found.get("looks/theme") == "dark"
    assert "could not be written" in found.problems[0]


@given(raw=st.binary(max_size=300) | st.text("[]=\"'\n ax1.#{},\\", max_size=200).map(str.encode))
def test_no_file_stops_a_start(raw: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = tmp_path_factory.mktemp("garbage") / "settings.toml"
    file.write_bytes(raw)
    found = read(file)
    assert {one.key: one.takes(found.get(one.key)) for one in KNOWN} == dict.fromkeys([one.key for one in KNOWN], True)
    found.keep("text/size", 30)
    again = read(file)
    assert (again.get("text/size"), again.problems) == (30, [])


VALUES = st.recursive(
    st.text() | st.integers(-(2**63), 2**63 - 1) | st.booleans() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(name=st.text(), value=VALUES)
def test_values_are_written_as_toml_reads_them(name: str, value: object) -> None:
    line = f"{table_name(name)} = {said_value(value)}"
    assert salvage(line, lambda _line: None) == {name: value}
