"""Sets up `.venv` beside this file and starts Annotator, or runs its tests; needs nothing but Python's own library.

python3 start.py            set up what is missing, then open the program (without a display: do the job headless)
python3 start.py setup      only set up; then .venv/bin/annotator is the program
python3 start.py test       set up, check the style and types, run all tests
python3 start.py test …     set up, run pytest with these arguments
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
OLDEST, NEWEST = (3, 11), (3, 13)
DONE, FAILED, WRONG_USE, REFUSED, INTERRUPTED = 0, 1, 2, 3, 130
NO_TESTS = 5  # pytest's exit code where it found none
DISPLAY_SECONDS = 5.0
DOWNLOAD_MB = {"pipelines": 218, "dev": 47}  # measured on Linux, x86-64; with "pipelines" comes all that runs

# What Qt links and a bare Debian lacks: the library, and the package that has it.
XCB = "cursor0 icccm4 image0 keysyms1 randr0 render-util0 shape0 shm0 sync1 util1 xfixes0 xkb1"
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    **{f"libxcb-{name[:-1]}.so.{name[-1]}": f"libxcb-{name}" for name in XCB.split()},
}
# Emoji, and the signs of Chinese, Japanese and Korean: without them articles show boxes, but nothing stops.
FONTS = {
    "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf": "fonts-noto-color-emoji",
    "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf": "fonts-droid-fallback",
}
# What the tests use to drive the program from outside.
TEST_TOOLS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "dbus-daemon": "dbus",
    "dbus-monitor": "dbus-bin",
    "gdbus": "libglib2.0-bin",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
}
# What they use besides where they run as root: the bare machine that they set up.
ROOT_TEST_TOOLS = {"debootstrap": "debootstrap"}


class Refused(Exception):
    """Something outside the program stands in the way; the text says what, and what to do."""


def main(arguments: Sequence[str]) -> int:
    """Do what the command line asks for and return the exit code: 0 done, 1 tests failed, 2 wrong use, 3 refused."""
    verb, rest = (arguments[0], list(arguments[1:])) if arguments else ("start", [])
    if verb not in ("start", "setup", "test") or (rest and verb != "test"):
        print(__doc__, file=sys.stdout if verb in ("-h", "--help", "help") else sys.stderr)
        return DONE if verb in ("-h", "--help", "help") else WRONG_USE
    try:
        find_python(arguments)
        set_up(testing=verb == "test", again=verb == "setup")
        if verb == "test":
            return run_tests(rest)
        if verb == "setup":
            show(f"Ready: {venv_program('annotator')}")
            return DONE
        start_program()
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("Stopped. The same command goes on where this one left off.", file=sys.stderr)
        return INTERRUPTED


# ---- Python


def find_python(arguments: Sequence[str]) -> None:
    """Go on under a Python that will do: this one, or another one on the PATH. Raises Refused if there is none."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.run([found, "-c", ""], stderr=subprocess.DEVNULL).returncode == 0:
            hand_over([found, str(ROOT / "start.py"), *arguments])
    raise Refused(
        f"Annotator needs Python {dotted(OLDEST)} to {dotted(NEWEST)}; this is {dotted(sys.version_info[:3])} "
        f"({sys.executable}). Install one of these and run the same command with it."
    )


def dotted(version: Sequence[object]) -> str:
    """(3, 11) as 3.11."""
    return ".".join(str(part) for part in version)


def venv_program(name: str) -> Path:
    """A program of the virtual environment, where this system puts it."""
    if os.name == "nt":
        return ROOT / ".venv" / "Scripts" / (name + ".exe")
    return ROOT / ".venv" / "bin" / name


def hand_over(command: Sequence[str]) -> NoReturn:
    """Become another program; where that is not possible, wait for it and end with its exit code."""
    sys.stdout.flush()
    if os.name == "nt":
        sys.exit(subprocess.call(command))
    os.execv(command[0], list(command))


# ---- what the system must have


def missing_packages(*, testing: bool, building: bool) -> list[str]:
    """The system packages to install before going on, in order; empty where all is there or nothing can be told."""
    if not sys.platform.startswith("linux"):
        return []
    missing = []
    if building and not (importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv")):
        missing.append(f"python{dotted(sys.version_info[:2])}-venv")
    known = known_libraries()
    if known:
        missing += [package for library, package in QT_LIBRARIES.items() if library not in known]
    if testing:
        tools = {**TEST_TOOLS, **(ROOT_TEST_TOOLS if is_root() else {})}
        missing += [package for tool, package in tools.items() if not shutil.which(tool)]
    if missing or (building and is_root() and shutil.which("apt-get")):
        missing += [package for file, package in FONTS.items() if not os.path.exists(file)]
    return missing


def known_libraries() -> set[str]:
    """The names of the libraries that the loader knows; empty where it cannot be asked."""
    loader = shutil.which("ldconfig") or "/sbin/ldconfig"
    try:
        answer = subprocess.run([loader, "-p"], capture_output=True, text=True, errors="replace").stdout
    except OSError:
        return set()
    return {line.split()[0] for line in answer.splitlines()[1:] if line.strip()}


def is_root() -> bool:
    """Whether system packages can be installed without asking anybody."""
    return sys.platform != "win32" and os.geteuid() == 0


def install_packages(packages: Sequence[str], *, root: bool) -> None:
    """Install system packages on Debian, Ubuntu and their kin. Raises Refused where that needs another hand."""
    if not shutil.which("apt-get"):
        show("This system may lack libraries that Annotator needs; Debian calls them: " + " ".join(packages))
        return
    if not root:
        sudo = "sudo " if shutil.which("sudo") else ""
        names = " ".join(packages)
        raise Refused(
            "Some system packages are missing. Run this line once as root, then the same command again:\n\n"
            f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {names}\n"
        )
    show("Reading the list of system packages ...", passing=True)
    install = ["apt-get", "install", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    follow(["apt-get", "update", "-o", "DPkg::Lock::Timeout=300"], environment)
    addresses = subprocess.run([*install, "--print-uris", "-qq", *packages], capture_output=True, text=True).stdout
    sizes = re.findall(r"^'[^']*' \S+ (\d+)", addresses, re.MULTILINE)
    show(f"System packages to install: {len(sizes)}, {sum(map(int, sizes)) / 1e6:.0f} MB to download")
    code, last = follow([*install, *packages], environment, lambda line: show("  " + line.strip(), passing=True))
    if code:
        raise Refused(f"The system packages could not be installed; apt-get said:\n{last}")


# ---- the virtual environment


def set_up(*, testing: bool, again: bool) -> None:
    """Make `.venv` what it should be; `again` tries once more what could not be had before. Raises Refused."""
    wanted = {"pipelines", "dev"} if testing else {"pipelines"}
    installed = read_stamp()
    packages = missing_packages(testing=testing, building=installed is None)
    if packages:
        install_packages(packages, root=is_root())
    if not to_install(wanted, installed, again=again):
        return
    with only_one_setup():
        installed = read_stamp()  # another start may have done the work meanwhile
        if installed is None:
            make_venv()
        if to_install(wanted, installed, again=again):
            there = installed or {}
            write_stamp({**there, **install(wanted | set(there), there)})


def to_install(wanted: set[str], installed: dict[str, bool] | None, *, again: bool) -> bool:
    """Whether an extra is missing that was not tried yet (`again`: or was tried in vain)."""
    return installed is None or any(
        not installed.get(extra, False) if again else extra not in installed for extra in wanted
    )


def make_venv() -> None:
    """A new, empty virtual environment in place of whatever is there."""
    venv = ROOT / ".venv"
    show(f"Making the virtual environment .venv {'anew ' if venv.exists() else ''}...")
    try:
        if venv.is_symlink():
            venv.unlink()
        elif venv.exists():
            shutil.rmtree(venv)
    except OSError as error:
        raise Refused(f"{venv} is outdated and in use ({error}). Close Annotator, then run the same command.") from None
    # Not sys.executable: that may be the Python of the .venv which was just removed.
    python = getattr(sys, "_base_executable", None) or sys.executable
    code, last = follow([python, "-m", "venv", str(venv)])
    if code:
        raise Refused(f"The virtual environment could not be made; {python} -m venv said:\n{last}")


def install(extras: set[str], there: dict[str, bool]) -> dict[str, bool]:
    """Install the project with these extras and say of each whether it is there now. Raises Refused."""
    megabytes = sum(DOWNLOAD_MB[extra] for extra in extras - set(there))
    show(f"Python packages: up to {megabytes} MB to download (less where pip has kept them)")
    code, last = pip_install(extras)
    if code == 0:
        return dict.fromkeys(extras, True)
    show("That did not work; once more without the language pipelines")
    without = extras - {"pipelines"}
    if pip_install(without)[0]:
        raise Refused(f"The Python packages could not be installed; pip said:\n{last}")
    show(
        "The language pipelines could not be had, so Annotator will suggest nothing for now; all else works.\n"
        f"`{Path(sys.executable).name} start.py setup` tries again. pip said:\n{last}"
    )
    return {**dict.fromkeys(without, True), "pipelines": False}


def pip_install(extras: set[str]) -> tuple[int, str]:
    """Run pip; its exit code and its last words."""
    project = f".[{','.join(sorted(extras))}]" if extras else "."
    command = [
        str(venv_program("python")),
        "-I",
        "-m",
        "pip",
        "install",
        "--no-input",
        "--progress-bar=off",
        "-e",
        project,
    ]
    # By the environment, and not by -c, the exact versions hold for the build's own packages too.
    lock = {"PIP_CONSTRAINT": "constraints.txt", "PIP_BUILD_CONSTRAINT": "constraints.txt"}
    return follow(command, {**os.environ, **lock, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}, PipProgress())


class PipProgress:
    """Tells how far pip is from what it writes."""

    def __init__(self) -> None:
        self._megabytes = 0.0

    def __call__(self, line: str) -> None:
        """Read one line."""
        found = re.match(r"\s*(?:Downloading|Using cached) (\w+?)-\d\S* \(([\d.]+) ([kM])B\)", line)
        if found:
            size = float(found[2]) / (1000 if found[3] == "k" else 1)
            show(f"  {self._megabytes:.0f} MB so far; now {found[1]} ({size:.1f} MB)", passing=size < 5)
            self._megabytes += size
        elif line.startswith("Installing collected packages"):
            show(f"  {self._megabytes:.0f} MB there; unpacking {line.count(',') + 1} packages ...")


def fingerprint() -> dict[str, str]:
    """What `.venv` was made from; if it differs now, `.venv` is outdated or was moved."""
    import tomllib  # not in Pythons older than 3.11, which read this file only to say that they will not do

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [settings.get("build-system"), settings.get("project"), settings.get("tool", {}).get("hatch")]
    locked = (ROOT / "constraints.txt").read_bytes()
    return {
        "needs": hashlib.sha256(json.dumps(parts, sort_keys=True).encode() + locked).hexdigest(),
        "python": dotted(sys.version_info[:2]),
        "path": str(ROOT),
    }


def read_stamp() -> dict[str, bool] | None:
    """The extras that were installed or tried in vain; None if `.venv` is missing, half-made, moved or outdated."""
    try:
        stamp = json.loads(stamp_file().read_text(encoding="utf-8"))
        extras = {str(name): bool(there) for name, there in stamp.pop("extras").items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return extras if stamp == fingerprint() and venv_program("python").exists() else None


def write_stamp(extras: dict[str, bool]) -> None:
    """Say that `.venv` is whole; the last thing done."""
    unfinished = stamp_file().with_suffix(".new")
    unfinished.write_text(json.dumps({**fingerprint(), "extras": extras}, indent=1), encoding="utf-8")
    unfinished.replace(stamp_file())


def stamp_file() -> Path:
    """Where the stamp lies: inside, so that it goes with what it speaks of."""
    return ROOT / ".venv" / "annotator-stamp.json"


@contextlib.contextmanager
def only_one_setup() -> Iterator[None]:
    """Wait until no other start is setting up this folder; the system ends the lock with the process."""
    if sys.platform == "win32":
        yield  # a second start fails on the files that the first one holds open, and says so
        return
    import fcntl

    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            show("Another start is setting up; waiting for it ...")
            fcntl.flock(folder, fcntl.LOCK_EX)
        except OSError:  # some network folders have no locks: one careful person will do there
            pass
        yield
    finally:
        os.close(folder)


# ---- starting


def start_program() -> NoReturn:
    """Hand over to the program: its window where there is a display, the same job without one elsewhere."""
    os.chdir(ROOT)
    reason = display_trouble()
    if reason:
        show(f"No window: {reason}. Doing the same job without one.")
    hand_over([str(venv_program("python")), "-m", "annotator", "demo", *(["--headless"] if reason else [])])


def display_trouble(*, seconds: float = DISPLAY_SECONDS) -> str:
    """Why no window can be opened; empty if one can. A child process tries, as a dead display aborts Qt."""
    if os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in ("offscreen", "minimal"):
        return "QT_QPA_PLATFORM asks for none"
    if not sys.platform.startswith("linux"):
        return ""
    named = [f"{name}={os.environ[name]}" for name in ("WAYLAND_DISPLAY", "DISPLAY") if os.environ.get(name)]
    if not named:
        return "there is no display"
    attempt = "import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
    attempt += "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"
    command = [str(venv_program("python")), "-I", "-c", attempt]
    try:
        tried = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        return f"{' '.join(named)} does not answer within {seconds:g} s"
    words = [line for line in tried.stderr.splitlines() if line.strip()] or ["it cannot be opened"]
    return f"{' '.join(named)}: {words[0]}" if tried.returncode else ""


# ---- the tests


def run_tests(arguments: Sequence[str]) -> int:
    """Run the checks and all tests, or pytest alone with the arguments given; 0 only if nothing failed."""
    os.chdir(ROOT)
    if arguments:
        return subprocess.call([str(venv_program("python")), "-m", "pytest", *arguments])
    failed = []
    for name, command in checks().items():
        show(f"== {name}")
        if subprocess.call(command):
            failed.append(name)
    # What drives a real window owns a display and counts time, so nothing runs beside it.
    alone = "end_to_end or chroot"
    runs = [run_pytest(["-n", "2", "-m", f"not ({alone})"]), run_pytest(["-m", alone])]
    passed, broken, skipped = (sum(run[column] for run in runs) for column in range(1, 4))
    if any(code not in (0, NO_TESTS) for code, *_ in runs) or passed == 0:
        failed.append("pytest")
    show("\n" + (f"Failed: {', '.join(failed)}" if failed else "All checks and tests passed"))
    show(f"{passed} passed, {broken} failed, {skipped} skipped")
    return FAILED if failed else DONE


def run_pytest(arguments: Sequence[str]) -> tuple[int, int, int, int]:
    """Run pytest; its exit code, and how many tests passed, failed and were skipped."""
    show(f"\n== pytest {' '.join(arguments)}")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        python = str(venv_program("python"))
        code = subprocess.call([python, "-m", "pytest", f"--junitxml={report}", *arguments])
        return (code, *(count(report) if report.exists() else (0, 0, 0)))


def checks() -> dict[str, list[str]]:
    """What is checked without running the program."""
    ruff = str(venv_program("ruff"))
    return {
        "ruff format": [ruff, "format", "--check", "."],
        "ruff check": [ruff, "check", "."],
        "mypy": [str(venv_program("mypy")), "--num-workers", "2"],
    }


def count(report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped, from the report that pytest wrote."""
    from xml.etree import ElementTree  # ours alone: written a moment ago by the pytest that was started here

    suite = next(ElementTree.parse(report).iter("testsuite"))
    tests, failures, errors, skipped = (
        int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")
    )
    return tests - failures - errors - skipped, failures + errors, skipped


# ---- telling, and running other programs


def show(text: str, *, passing: bool = False) -> None:
    """Print a line; on a terminal a passing one is replaced by the next, elsewhere it is left out."""
    if sys.stdout.isatty():
        width = shutil.get_terminal_size().columns - 1
        print("\r" + " " * width + "\r" + (text[:width] if passing else text), end="" if passing else "\n", flush=True)
    elif not passing:
        print(text, flush=True)


def follow(
    command: Sequence[str], environment: dict[str, str] | None = None, each_line: Callable[[str], None] | None = None
) -> tuple[int, str]:
    """Run a program to its end, reading along; its exit code and the last lines it wrote."""
    last: deque[str] = deque(maxlen=12)
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            last.append(line.rstrip())
            if each_line:
                each_line(line)
    return process.returncode, "\n".join(last)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
