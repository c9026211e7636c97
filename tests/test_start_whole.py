"""start.py as a person runs it, on a small project that needs no network: set up, start, be interrupted, test."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import start

ROOT = Path(__file__).resolve().parents[1]
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals and links as Linux and macOS have them")

PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]

[project]
name = "annotator"
version = "0"

[project.optional-dependencies]
pipelines = [%s]
dev = []

[tool.mypy]
files = ["annotator"]

[tool.pytest.ini_options]
markers = ["end_to_end", "chroot"]
"""
# Builds an editable install without fetching anything: metadata, and a path to the folder.
BACKEND = """
import os, zipfile, tomllib

def build_editable(folder, settings=None, metadata=None):
    extras = tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]
    lines = ["Metadata-Version: 2.1", "Name: annotator", "Version: 0"]
    for extra, needs in extras.items():
        lines += [f"Provides-Extra: {extra}"] + [f'Requires-Dist: {need}; extra == "{extra}"' for need in needs]
    with zipfile.ZipFile(os.path.join(folder, "annotator-0-py3-none-any.whl"), "w") as wheel:
        wheel.writestr("annotator.pth", os.getcwd())
        wheel.writestr("annotator-0.dist-info/METADATA", chr(10).join(lines))
        wheel.writestr("annotator-0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any")
        wheel.writestr("annotator-0.dist-info/RECORD", "")
    return "annotator-0-py3-none-any.whl"
"""
PROGRAM = '"""Says what it was called with."""\n\nimport sys\n\nprint("the program", *sys.argv[1:])\n'


def make_project(folder: Path, *, pipelines: str = "") -> Path:
    """A project with this repository's start.py and next to nothing else."""
    (folder / "annotator").mkdir(parents=True)
    (folder / "annotator" / "__main__.py").write_text(PROGRAM, encoding="utf-8")
    (folder / "backend.py").write_text(BACKEND, encoding="utf-8")
    (folder / "constraints.txt").write_text("# none\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text(PROJECT % pipelines, encoding="utf-8")
    shutil.copy(ROOT / "start.py", folder)
    return folder


def environment() -> dict[str, str]:
    """This environment without a display, without a network, and without what pytest says to its children."""
    dropped = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    kept = {name: value for name, value in os.environ.items() if name not in dropped and not name.startswith("PYTEST")}
    return {**kept, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run its start.py."""
    command = [sys.executable, str(folder / "start.py"), *arguments]
    return subprocess.run(command, cwd=folder.parent, env=environment(), capture_output=True, text=True)


@pytest.mark.slow
def test_the_first_start_sets_up_and_the_second_is_quick(tmp_path: Path) -> None:
    project = make_project(tmp_path / "a project")
    first = run(project)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "Making the virtual environment" in first.stdout
    assert first.stdout.splitlines()[-1] == "the program demo --headless"
    began = time.monotonic()
    second = run(project)
    seconds = time.monotonic() - began
    assert second.stdout.splitlines() == [
        "No window: there is no display. Doing the same job without one.",
        "the program demo --headless",
    ]
    assert seconds < 1.0  # 0.1 when nothing else runs


@pytest.mark.slow
def test_pipelines_that_cannot_be_had_stop_nothing(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project", pipelines='"no-such-pipeline==1.0"')
    first = run(project, "setup")
    assert first.returncode == 0, first.stdout + first.stderr
    assert "could not be had" in first.stdout
    assert "No matching distribution found for no-such-pipeline" in first.stdout
    assert "could not be had" not in run(project).stdout
    assert "could not be had" in run(project, "setup").stdout
    shutil.copy(make_project(tmp_path / "other") / "pyproject.toml", project)
    assert "could not be had" not in run(project, "setup").stdout


@pytest.mark.slow
@POSIX
def test_one_that_was_killed_half_way_is_made_anew(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    command = [sys.executable, str(project / "start.py"), "setup"]
    with subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL, start_new_session=True) as half:
        until = time.monotonic() + 60
        while not (project / ".venv" / "bin" / "pip").exists():
            assert half.poll() is None, "it ended too soon to be killed"
            assert time.monotonic() < until, "waited in vain for pip"
            time.sleep(0.01)
        os.killpg(half.pid, signal.SIGKILL)
    assert not (project / ".venv" / "annotator-stamp.json").exists()
    left = project / ".venv" / "left-over"
    left.touch()
    again = run(project, "setup")
    assert again.returncode == 0, again.stdout + again.stderr
    assert not left.exists()
    assert json.loads((project / ".venv" / "annotator-stamp.json").read_text())["extras"] == {"pipelines": True}


@pytest.mark.slow
@POSIX
def test_two_at_once_set_up_once(tmp_path: Path) -> None:
    project = make_project(tmp_path / "project")
    command = [sys.executable, str(project / "start.py"), "setup"]
    both = [subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate()[0] for one in both]
    assert [one.returncode for one in both] == [0, 0]
    assert sum("Making the virtual environment" in text for text in said) == 1


# ---- the tests' own verb


@pytest.fixture
def tested(tmp_path: Path) -> Path:
    """A project whose .venv is the one that runs this test, with one good test in it."""
    project = make_project(tmp_path / "project")
    (project / ".venv").symlink_to(sys.prefix)
    (project / "backend.py").unlink()
    (project / "start.py").unlink()
    (project / "tests").mkdir()
    (project / "tests" / "test_one.py").write_text("def test_one():\n    assert True\n", encoding="utf-8")
    return project


def run_tests(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What the verb does once all is set up."""
    code = f"import sys, pathlib, start; start.ROOT = pathlib.Path({str(project)!r}); "
    code += f"sys.exit(start.run_tests({list(arguments)!r}))"
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True)


@pytest.mark.slow
@POSIX
def test_all_good(tested: Path) -> None:
    done = run_tests(tested)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-2:] == ["All checks and tests passed", "1 passed, 0 failed, 0 skipped"]


@pytest.mark.slow
@POSIX
def test_whatever_fails_is_counted_and_named(tested: Path) -> None:
    more = "@pytest.mark.end_to_end\ndef test_two():\n    assert False\n\n\ndef test_three():\n    pytest.skip()\n"
    (tested / "tests" / "test_two.py").write_text("import os\n\nimport pytest\n\n\n" + more, encoding="utf-8")
    done = run_tests(tested)
    assert done.returncode == start.FAILED
    assert done.stdout.splitlines()[-2:] == ["Failed: ruff check, pytest", "1 passed, 1 failed, 1 skipped"]


@pytest.mark.slow
@POSIX
def test_a_run_without_any_test_has_failed(tested: Path) -> None:
    (tested / "tests" / "test_one.py").unlink()
    done = run_tests(tested)
    assert done.returncode == start.FAILED
    assert done.stdout.splitlines()[-1] == "0 passed, 0 failed, 0 skipped"


@POSIX
def test_arguments_go_to_pytest_alone(tested: Path) -> None:
    done = run_tests(tested, "-q", "-k", "one")
    assert done.returncode == 0
    assert "ruff" not in done.stdout
    assert "1 passed" in done.stdout.splitlines()[-1]
