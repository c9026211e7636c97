"""The program is local: the main job opens no connection to anywhere."""

import ast
import os
import subprocess
import sys
from pathlib import Path

WATCHED = """
import sys

def watch(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto") and not str(arguments[-1]).startswith("/"):
        family = getattr(arguments[0], "family", None)
        if getattr(family, "name", "") != "AF_UNIX":
            print("network:", event, arguments, file=sys.stderr)
            sys.stderr.flush()
            import os
            os._exit(97)

sys.addaudithook(watch)
"""
ROOT = Path(__file__).resolve().parent.parent


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python with the watch in this process and in every Python process that it starts."""
    (folder / "sitecustomize.py").write_text(WATCHED, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT)])}
    environment |= {"QT_QPA_PLATFORM": "offscreen"}
    environment |= {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_DATA_HOME": str(folder / "data")}
    return subprocess.run([sys.executable, *arguments], capture_output=True, text=True, env=environment, timeout=300)


def test_the_watch_sees_a_connection(tmp_path: Path) -> None:
    """A test that cannot fail would say nothing."""
    code = "import socket\ntry: socket.create_connection(('127.0.0.1', 9), timeout=1)\nexcept OSError: pass"
    assert run(tmp_path, "-c", code).returncode == 97


def test_the_headless_job_opens_no_connection(tmp_path: Path) -> None:
    """Importing, spaCy in its own process, exporting and drawing, on the sample."""
    done = run(tmp_path, "-m", "annotator", "demo", "--headless", "--out", str(tmp_path / "out"))
    assert done.returncode in (0, 1), done.stderr
    assert list((tmp_path / "out").glob("sample-suggestions-*.jsonl"))


def test_no_module_of_ours_can_speak_over_a_network() -> None:
    """Neither Python's modules for it, nor Qt's, are imported anywhere in the package."""
    banned = {"socket", "ssl", "http", "urllib", "ftplib", "smtplib", "requests", "httpx", "aiohttp", "QtNetwork"}
    for path in (ROOT / "annotator").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [part for alias in node.names for part in alias.name.split(".")]
            elif isinstance(node, ast.ImportFrom):
                names = [*(node.module or "").split("."), *(alias.name for alias in node.names)]
            else:
                continue
            assert banned.isdisjoint(names), f"{path.relative_to(ROOT)}: {names}"
