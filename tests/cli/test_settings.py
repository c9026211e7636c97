"""`annotator settings`: what is set, where, and what of the file cannot be read."""

import tomllib

from tests.cli.running import Shell


def test_without_a_file_the_usual_settings_are_printed_as_toml(shell: Shell) -> None:
    done = shell("settings")
    assert tomllib.loads(done.out)["looks"] == {"theme": "system"}
    assert "settings.toml" in done.out.splitlines()[0]
    path = shell("settings", "--path").out.strip()
    assert path in done.out


def test_garbage_is_said_and_the_file_left_as_it_is(shell: Shell) -> None:
    path = shell.folder / shell("settings", "--path").out.strip()
    path.parent.mkdir(parents=True)
    raw = '[looks]\ntheme = "dark"\n]]\n'
    path.write_text(raw, encoding="utf-8")
    done = shell("settings", "--json", expect=1)
    assert done.json["settings"]["looks.theme"] == "dark"
    assert done.json["problems"] == ["settings.toml, line 3: this is no setting and was left out."]
    assert path.read_text("utf-8") == raw
