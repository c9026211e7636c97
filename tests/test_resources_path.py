"""What travels with the program is found in a checkout and in an installed wheel."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from annotator import resources_path

ROOT = Path(__file__).resolve().parents[1]


def test_in_a_checkout() -> None:
    assert resources_path.resource("schemes/news.toml") == ROOT / "resources" / "schemes" / "news.toml"
    assert resources_path.seed("project.toml") == ROOT / "seeds" / "project.toml"


def test_what_is_missing_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"resources/schemes/no-such\.toml"):
        resources_path.resource("schemes/no-such.toml")


@pytest.mark.slow
def test_in_a_wheel(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; python3 start.py test installs it")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    installed = tmp_path / "installed"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    # -I and the path by hand: an editable install of this checkout must not answer for the wheel.
    code = (
        f"import sys; sys.path.insert(0, {str(installed)!r})\n"
        "from annotator.resources_path import resource, seed\n"
        "print(resource('schemes/news.toml'), seed('project.toml'), sep='\\n')"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], cwd=tmp_path, check=True, capture_output=True, text=True)
    package = installed / "annotator"
    expected = [package / "resources" / "schemes" / "news.toml", package / "seeds" / "project.toml"]
    assert done.stdout.splitlines() == [str(path) for path in expected]
    tracked_tests = [name for name in zipfile.ZipFile(wheel).namelist() if name.startswith(("tests", "benchmarks"))]
    assert tracked_tests == []
