"""Both commands of README on a Debian 12 with python3 and git alone: two minutes; ANNOTATOR_CHROOT=0 skips it."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SUITE = "bookworm"
# How this machine reaches its packages holds for the bare one too; read at run time, never written down.
NETWORK = ("/etc/resolv.conf", "/etc/hosts", "/etc/pip.conf", "/etc/ssl/certs/ca-certificates.crt")
DROPPED = ("DISPLAY", "HOME", "PATH", "PYTHON", "PYTEST", "PYENV", "QT_", "VIRTUAL_ENV", "WAYLAND_DISPLAY", "XDG_")

pytestmark = [pytest.mark.slow, pytest.mark.chroot]


class Bare:
    """A bare machine in a folder: its own files and processes, this machine's network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith(DROPPED)}
        self._environment = {
            **kept,
            "HOME": "/root",
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        }

    def make(self) -> None:
        """Install the least of Debian, and how to reach the rest."""
        bootstrap = [
            "debootstrap",
            "--variant=minbase",
            "--include=python3,git,ca-certificates",
            SUITE,
            str(self.folder),
        ]
        done = subprocess.run(bootstrap, capture_output=True, text=True)
        assert done.returncode == 0, (done.stdout + done.stderr)[-2_000:]
        for name in filter(os.path.exists, NETWORK):
            shutil.copy(name, self.folder / name[1:])
        settings = subprocess.run(["apt-config", "dump", "Acquire"], capture_output=True, text=True, check=True).stdout
        (self.folder / "etc/apt/apt.conf.d/99network").write_text(settings, encoding="utf-8")

    def clone(self) -> None:
        """A copy of what is tracked, as a clone would have it, owned by nobody in particular."""
        listing = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
        names = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
        for name in filter(None, names):
            if (ROOT / name).is_file():
                (self.folder / "annotator" / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, self.folder / "annotator" / name)

    def run(self, *command: str, user: str = "root") -> subprocess.CompletedProcess[str]:
        """Run a command there, in namespaces of its own, so that neither mounts nor processes are left behind."""
        mount = f"mount --bind /dev {self.folder}/dev && mount -t proc proc {self.folder}/proc && "
        enter = f'exec chroot --userspec={user} {self.folder} "$@"'
        unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", mount + enter, "sh"]
        return subprocess.run([*unshare, *command], env=self._environment, cwd="/", capture_output=True, text=True)

    def start(self, *arguments: str, user: str = "root") -> subprocess.CompletedProcess[str]:
        """Run start.py there."""
        return self.run("python3", "/annotator/start.py", *arguments, user=user)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    """A bare machine; skipped, visibly, where one cannot be made."""
    if os.environ.get("ANNOTATOR_CHROOT") == "0":
        pytest.skip("ANNOTATOR_CHROOT=0 asks for none; it takes two minutes")
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root on Linux can make a bare machine")
    if not shutil.which("debootstrap"):
        pytest.skip("not installed: debootstrap (python3 start.py test installs it as root)")
    folder = tmp_path_factory.mktemp("bare") / "debian"
    machine = Bare(folder)
    machine.make()
    machine.clone()
    yield machine
    # One file system only: were a mount left after all, what it shows is not ours to remove.
    subprocess.run(["rm", "-rf", "--one-file-system", str(folder)], check=True)


def test_the_commands_of_the_readme(bare: Bare) -> None:
    unprivileged = bare.start(user="nobody")
    assert unprivileged.returncode == 3, unprivileged.stderr
    assert "apt-get install -y --no-install-recommends python3.11-venv " in unprivileged.stderr

    first = bare.start()
    assert first.returncode == 0, (first.stdout + first.stderr)[-3_000:]
    exports = bare.folder / "annotator" / "exports"
    suggested = [line for path in exports.glob("*.jsonl") for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(suggested) >= 20
    (picture,) = exports.glob("*.png")
    assert picture.read_bytes().startswith(b"\x89PNG")

    began = time.monotonic()
    assert bare.start("setup").returncode == 0
    assert time.monotonic() - began < 2  # 0.1 when nothing else runs: all is there

    tests = bare.start("test", "tests/test_start.py", "tests/test_pyside.py", "-q")
    assert tests.returncode == 0, (tests.stdout + tests.stderr)[-3_000:]
    assert " passed" in tests.stdout.splitlines()[-1]
