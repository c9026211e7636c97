"""start.py: what it finds missing, what it takes for outdated, what it says, when it stops."""

import ast
import contextlib
import importlib.metadata
import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import start

ROOT = Path(__file__).resolve().parents[1]
LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="displays and packages of Linux")


def run(code: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run Python code beside a start.py, with variables set besides."""
    command = [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {code}"]
    return subprocess.run(command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True)


def script(folder: Path, name: str, body: str) -> None:
    """A program of that name for the PATH."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


# ---- the file itself


def test_it_can_be_read_by_python_3_8() -> None:
    ast.parse((ROOT / "start.py").read_text(encoding="utf-8"), feature_version=(3, 8))


def test_it_needs_the_standard_library_alone() -> None:
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"))
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named = {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in plain | named} <= sys.stdlib_module_names


def test_an_old_python_is_told_what_is_needed(tmp_path: Path) -> None:
    old = "sys.version_info = (3, 8, 18, 'final', 0)"
    done = run(f"{old}; import start; sys.exit(start.main(['setup']))", PATH=str(tmp_path))
    assert done.returncode == start.REFUSED
    assert "needs Python 3.11 to 3.13; this is 3.8.18" in done.stderr


@pytest.mark.parametrize("arguments", [["begin"], ["setup", "now"], ["--headless"]])
def test_wrong_use(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert start.main(arguments) == start.WRONG_USE
    assert "python3 start.py setup" in capsys.readouterr().err


# ---- system packages


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH with nothing but an apt-get, which notes what it is asked, and a loader that knows one library."""
    script(tmp_path, "ldconfig", "printf '2 libs found\\n\\tlibEGL.so.1 (libc6,x86-64) => /lib/libEGL.so.1\\n'")
    script(tmp_path, "apt-get", f'echo "$@" >> {tmp_path}/asked; echo "\'address\' file.deb 2500000 hash"')
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@LINUX
def test_what_is_missing_is_named(bare: Path) -> None:
    running = start.missing_packages(testing=False, building=False)
    assert "libegl1" not in running
    assert {"libgl1", "libxcb-cursor0", "libglib2.0-0"} <= set(running)
    assert "xvfb" not in running
    assert {"xvfb", "openbox", "xdotool"} <= set(start.missing_packages(testing=True, building=False))


@LINUX
def test_nothing_is_missing_where_the_loader_cannot_be_asked(bare: Path) -> None:
    script(bare, "ldconfig", "exit 1")
    assert start.missing_packages(testing=False, building=False) == []


@LINUX
def test_not_root_gets_one_line_to_run(bare: Path) -> None:
    done = run("import os, start; os.geteuid = lambda: 1000; sys.exit(start.main(['setup']))", PATH=str(bare))
    assert done.returncode == start.REFUSED
    lines = [line for line in done.stderr.splitlines() if "apt-get install" in line]
    assert len(lines) == 1
    assert lines[0].startswith("apt-get update && apt-get install -y --no-install-recommends ")
    assert "libxcb-cursor0" in lines[0]
    assert not (bare / "asked").exists()


@LINUX
def test_root_installs_just_what_is_missing(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start.install_packages(["libgl1", "xvfb"], root=True)
    asked = (bare / "asked").read_text(encoding="utf-8").splitlines()
    assert asked[0].startswith("update")
    assert asked[-1].startswith("install -y --no-install-recommends")
    assert asked[-1].endswith(" libgl1 xvfb")
    assert "System packages to install: 1, 2 MB to download" in capsys.readouterr().out


@LINUX
def test_what_apt_refuses_is_passed_on(bare: Path) -> None:
    script(bare, "apt-get", "echo 'E: Unable to locate package libgl1'; exit 100")
    with pytest.raises(start.Refused, match="Unable to locate package libgl1"):
        start.install_packages(["libgl1"], root=True)


# ---- when .venv counts as whole


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with a whole .venv."""
    folder = tmp_path / "project"
    python = folder / ".venv" / ("Scripts" if os.name == "nt" else "bin") / start.venv_program("python").name
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (folder / "pyproject.toml").write_text(
        '[project]\nname = "p"\ndependencies = ["spacy"]\n[tool.ruff]\nline-length = 120\n', encoding="utf-8"
    )
    (folder / "constraints.txt").write_text("spacy==3.8.18\n", encoding="utf-8")
    monkeypatch.setattr(start, "ROOT", folder)
    start.write_stamp({"pipelines": True})
    return folder


def replace(path: Path, old: str, new: str) -> None:
    """Change a text file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_whole_one_is_kept(project: Path) -> None:
    assert start.read_stamp() == {"pipelines": True}
    replace(project / "pyproject.toml", "line-length = 120", "line-length = 100")
    assert start.read_stamp() == {"pipelines": True}


def test_it_is_outdated_when_a_version_or_a_need_changed(project: Path) -> None:
    replace(project / "constraints.txt", "3.8.18", "3.8.19")
    assert start.read_stamp() is None
    replace(project / "constraints.txt", "3.8.19", "3.8.18")
    assert start.read_stamp() is not None
    replace(project / "pyproject.toml", '"spacy"', '"spacy", "numpy"')
    assert start.read_stamp() is None


def test_it_does_not_survive_a_move(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moved = project.rename(project.with_name("moved"))
    monkeypatch.setattr(start, "ROOT", moved)
    assert start.read_stamp() is None


@pytest.mark.parametrize("version", [(3, 12, 1), (3, 13, 0)])
def test_it_belongs_to_one_python(
    project: Path, monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]
) -> None:
    if version[:2] == sys.version_info[:2]:
        pytest.skip("this is that Python")
    monkeypatch.setattr(sys, "version_info", version)
    assert start.read_stamp() is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"extras": 1}', '{"extras": {"pipelines": true}}'])
def test_a_stamp_that_says_nothing_counts_as_none(project: Path, text: str) -> None:
    start.stamp_file().write_text(text, encoding="utf-8")
    assert start.read_stamp() is None


def test_without_its_python_or_its_stamp_it_is_half_made(project: Path) -> None:
    python = start.venv_program("python")
    python.unlink()
    python.symlink_to(project / "gone")
    assert start.read_stamp() is None
    python.unlink()
    python.symlink_to(sys.executable)
    assert start.read_stamp() is not None
    start.stamp_file().unlink()
    assert start.read_stamp() is None


@pytest.mark.parametrize(
    ("installed", "again", "expected"),
    [
        (None, False, True),
        ({"pipelines": True}, False, False),
        ({"pipelines": True}, True, False),
        ({"pipelines": False}, False, False),
        ({"pipelines": False}, True, True),
    ],
)
def test_pipelines_that_could_not_be_had_are_tried_again_when_asked(
    installed: dict[str, bool] | None, again: bool, expected: bool
) -> None:
    assert start.to_install({"pipelines"}, installed, again=again) is expected
    assert start.to_install({"pipelines", "dev"}, installed, again=again) is True


# ---- the display


@pytest.fixture
def no_platform(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """No display and no word on one."""
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    if not start.venv_program("python").exists():
        pytest.skip("start.py looks with the Python of .venv, which is not there")
    return monkeypatch


@LINUX
def test_without_a_display_there_is_none(no_platform: pytest.MonkeyPatch) -> None:
    assert start.display_trouble() == "there is no display"


@LINUX
def test_a_dead_display_is_none(no_platform: pytest.MonkeyPatch) -> None:
    no_platform.setenv("DISPLAY", ":9876")
    assert re.match("DISPLAY=:9876: .*could not connect", start.display_trouble())


@LINUX
def test_a_display_that_never_answers_is_none(no_platform: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        number = silent.getsockname()[1] - 6000
        no_platform.setenv("DISPLAY", f"127.0.0.1:{number}")
        assert start.display_trouble(seconds=1) == f"DISPLAY=127.0.0.1:{number} does not answer within 1 s"


@pytest.fixture
def screen() -> Iterator[str]:
    """An X server; skipped, visibly, where there is none."""
    if not shutil.which("Xvfb"):
        pytest.skip("not installed: Xvfb (python3 start.py test installs it as root)")
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        with os.fdopen(read) as pipe:
            yield ":" + pipe.readline().strip()
        server.terminate()


@LINUX
def test_a_living_display_is_one(no_platform: pytest.MonkeyPatch, screen: str) -> None:
    no_platform.setenv("DISPLAY", screen)
    assert start.display_trouble() == ""
    no_platform.setenv("QT_QPA_PLATFORM", "offscreen")
    assert start.display_trouble() == "QT_QPA_PLATFORM asks for none"


# ---- the exact versions


def pins() -> dict[str, str]:
    """Each pinned package and its version."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    stated = [line for line in lines if line and not line.startswith("#")]
    assert [line for line in stated if not re.fullmatch(r"[\w.-]+==[\w.!+-]+", line)] == []
    return {normal(name): version for name, version in (line.split("==") for line in stated)}


def normal(name: str) -> str:
    """A package's name in the one spelling that is compared."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needs() -> set[str]:
    """The packages that the project names itself: to run, to suggest, to test, to be built."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    project, build = settings["project"], settings["build-system"]
    extras = project["optional-dependencies"]
    stated = project["dependencies"] + extras["pipelines"] + extras["dev"] + build["requires"]
    return {normal(Requirement(text).name) for text in stated}


def test_every_need_and_its_needs_are_pinned() -> None:
    seen, open_ends = set[str](), sorted(needs())
    while open_ends:
        name = open_ends.pop()
        if name in seen:
            continue
        seen.add(name)
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):  # in a .venv that start.py did not make
            for need in map(Requirement, importlib.metadata.requires(name) or []):
                if need.marker is None or need.marker.evaluate({"extra": ""}):
                    open_ends.append(normal(need.name))
    assert len(seen) > len(needs())
    with_python = {"pip", "setuptools"}
    assert seen - with_python - set(pins()) == set()


def test_what_is_installed_is_what_is_pinned() -> None:
    installed = {normal(one.metadata["Name"]): one.version for one in importlib.metadata.distributions()}
    both = installed.keys() & pins().keys()
    assert {name: installed[name] for name in both} == {name: pins()[name] for name in both}
