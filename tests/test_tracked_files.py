"""The files under version control: fit for anybody's machine, and small enough to read."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MOST_LINES_OF_A_FILE = 500
MOST_LINES_OF_A_FUNCTION = 60
# Put together here, so that this file does not hold what it looks for.
ELSEWHERE = re.compile(
    r"(?<![\w.])/(?:work|root|home|Users)/\w|[Cc]:\\Users\\|/opt/wheels"
    r"|\b(?:pypi|pythonhosted|debian|ubuntu|npmjs|conda|anaconda)\.(?:org|com)\b"
)


def tracked() -> list[Path]:
    """The files under version control; skipped, visibly, outside a checkout."""
    listing = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"]
    try:
        done = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a checkout, so what is tracked cannot be told")
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def python_files() -> list[Path]:
    """Those in Python."""
    return [path for path in tracked() if path.suffix == ".py"]


def test_no_place_of_one_machine_and_no_registry() -> None:
    found = []
    for path in tracked():
        if path == Path(__file__):
            continue
        lines = path.read_bytes().decode("utf-8", errors="replace").splitlines()
        found += [
            f"{path.relative_to(ROOT)}:{number}" for number, line in enumerate(lines, 1) if ELSEWHERE.search(line)
        ]
    assert found == []


@pytest.mark.parametrize("text", ["see /home/ada/notes", r"C:\Users\ada", "index of pypi" + ".org", "from /root/x"])
def test_such_a_place_would_be_found(text: str) -> None:
    assert ELSEWHERE.search(text)


def test_files_are_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files()}
    assert [
        f"{path.relative_to(ROOT)}: {count}" for path, count in lengths.items() if count > MOST_LINES_OF_A_FILE
    ] == []


def test_functions_are_short() -> None:
    found = []
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MOST_LINES_OF_A_FUNCTION:
                    found.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {length}")
    assert found == []


def test_each_module_says_what_it_is() -> None:
    parsed = {path: ast.parse(path.read_text(encoding="utf-8")) for path in python_files()}
    silent = [path for path, tree in parsed.items() if tree.body and not ast.get_docstring(tree)]
    assert [str(path.relative_to(ROOT)) for path in silent] == []
