"""Who may import whom: the table of the architecture as data, held against every module, and at run time."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
STANDARD = sys.stdlib_module_names
OURS = "annotator"

# What a package may import, anywhere in its modules; the row with the longest name that fits a module counts.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "annotator": ("annotator.api",),
    "annotator.api": (
        "annotator.api",
        "annotator.core",
        "annotator.formats",
        "annotator.resources_path",
        "annotator.session",
        "spacy",  # for the checker of types alone: a wall keeps it out of the process
    ),
    "annotator.__main__": (),
    "annotator.resources_path": (),
    "annotator.preferences": ("annotator.preferences", "platformdirs"),
    "annotator.sample": ("annotator.core", "annotator.session", "annotator.resources_path", "platformdirs"),
    "annotator.core": ("annotator.core",),
    "annotator.store": ("annotator.core", "annotator.store", "sqlite_utils"),
    "annotator.store.backup": ("annotator.core", "annotator.store", "sqlite_utils", "platformdirs"),
    "annotator.formats": ("annotator.core", "annotator.formats"),
    "annotator.nlp": ("annotator.core", "annotator.nlp", "spacy"),
    "annotator.nlp.messages": ("annotator.nlp.messages",),
    "annotator.session": ("annotator.core", "annotator.store", "annotator.session"),
    "annotator.ui": (
        "PySide6",
        "numpy",
        "fontpkg_inter",
        "qtawesome",
        "annotator.core",
        "annotator.formats",
        "annotator.nlp.messages",
        "annotator.preferences",
        "annotator.resources_path",
        "annotator.sample",
        "annotator.session",
        "annotator.ui",
    ),
    "annotator.cli": (
        "annotator.cli",
        "annotator.core",
        "annotator.formats",
        "annotator.nlp",
        "annotator.preferences",
        "annotator.resources_path",
        "annotator.sample",
        "annotator.session",
        "annotator.store",
        "platformdirs",
        "rich",
        "typer",
    ),
    "annotator.app": ("annotator", "PySide6", "numpy", "platformdirs"),
}
# What it may import inside a function besides, where the cost is paid only by those who ask for it.
MAY_IMPORT_INSIDE_FUNCTIONS: dict[str, tuple[str, ...]] = {
    "annotator.api": ("annotator.nlp.docs",),
    "annotator.__main__": ("annotator.cli", "annotator.nlp.worker", "annotator.formats.elsewhere"),
    "annotator.formats": ("cassis", "defusedxml", "openpyxl", "pyarrow", "pypdfium2", "spacy", "trafilatura"),
    "annotator.cli": ("annotator.app", "annotator.ui"),
    "annotator.session": ("regex",),
}
# What must not be in the process once these were imported.
WALLS: dict[str, tuple[str, ...]] = {
    "annotator.api": ("PySide6", "spacy"),
    "annotator.core": ("PySide6", "spacy"),
    "annotator.store": ("PySide6", "spacy"),
    "annotator.session": ("PySide6", "spacy"),
    "annotator.formats": ("PySide6", "spacy", "pyarrow", "cassis", "openpyxl", "pypdfium2", "trafilatura"),
    "annotator.nlp": ("PySide6",),
    "annotator.nlp.messages": ("PySide6", "spacy"),
    "annotator.cli": ("PySide6", "spacy"),
    "annotator.ui": ("spacy", "rich", "typer"),
    "annotator.app": ("spacy", "rich", "typer"),
}


class Import(NamedTuple):
    """One import: what, in which line, and whether only a call brings it about."""

    target: str
    line: int
    inside_function: bool


def modules() -> dict[str, Path]:
    """Every module of the package, by its dotted name."""
    found = {}
    for path in sorted((ROOT / OURS).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imports_of(name: str, path: Path) -> list[Import]:
    """Every import of a module, those by `import_module("…")` included."""
    found: list[Import] = []
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]

    def visit(node: ast.AST, inside: bool) -> None:
        inside = inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        found.extend(Import(target, node.lineno, inside) for target in targets(node, package))  # type: ignore[attr-defined]
        for child in ast.iter_child_nodes(node):
            visit(child, inside)

    visit(ast.parse(path.read_text(encoding="utf-8")), False)
    return found


def targets(node: ast.AST, package: str) -> Iterator[str]:
    """The modules that one statement or call imports."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        parts = package.split(".")
        base = ".".join(parts[: len(parts) - node.level + 1]) if node.level else ""
        source = ".".join(part for part in (base, node.module) if part)
        for alias in node.names:
            full = f"{source}.{alias.name}"
            yield full if full in MODULES else source
    elif isinstance(node, ast.Call) and ast.unparse(node.func) in (
        "import_module",
        "importlib.import_module",
        "__import__",
    ):
        yield str(node.args[0].value) if isinstance(node.args[0], ast.Constant) else "a module known only when it runs"


def belongs(module: str, package: str) -> bool:
    """Whether a module is the package or lies in it."""
    return module == package or module.startswith(package + ".")


def has_row(module: str, package: str) -> bool:
    """Whether a row speaks of a module; that of the outermost package speaks of its `__init__` alone."""
    return module == package if package == OURS else belongs(module, package)


def row(table: dict[str, tuple[str, ...]], module: str) -> tuple[str, ...]:
    """What the table says of a module."""
    fitting = [package for package in table if has_row(module, package)]
    return table[max(fitting, key=len)] if fitting else ()


def is_in(target: str, allowed: tuple[str, ...]) -> bool:
    """Whether an import is among what is allowed; the standard library always is."""
    return target.partition(".")[0] in STANDARD or any(belongs(target, package) for package in allowed)


def breaches(name: str, path: Path) -> list[str]:
    """The imports of a module that the table forbids."""
    always = row(MAY_IMPORT, name)
    lazily = always + row(MAY_IMPORT_INSIDE_FUNCTIONS, name)
    return [
        f"{path.relative_to(ROOT)}:{one.line} imports {one.target}"
        for one in imports_of(name, path)
        if not is_in(one.target, lazily if one.inside_function else always)
    ]


@pytest.mark.parametrize("name", MODULES)
def test_imports_only_what_the_table_allows(name: str) -> None:
    assert breaches(name, MODULES[name]) == []


def test_a_breach_is_found_in_every_manner_of_importing(tmp_path: Path) -> None:
    source = tmp_path / "edits.py"
    source.write_text(
        "import numpy\n"
        "from annotator.store import log\n"
        "from ..ui import theme\n"
        "def f():\n"
        "    import spacy.tokens\n"
        "    import_module('PySide6.QtCore')\n"
        "    import json\n",
        encoding="utf-8",
    )
    found = [(one.target, one.line) for one in imports_of("annotator.core.edits", source)]
    assert found == [
        ("numpy", 1),
        ("annotator.store.log", 2),
        ("annotator.ui.theme", 3),
        ("spacy.tokens", 5),
        ("PySide6.QtCore", 6),
        ("json", 7),
    ]
    allowed = row(MAY_IMPORT, "annotator.core.edits") + row(MAY_IMPORT_INSIDE_FUNCTIONS, "annotator.core.edits")
    assert [target for target, _ in found if is_in(target, allowed)] == ["json"]


@pytest.mark.parametrize("package", [package for package in WALLS if package in MODULES])
def test_what_a_process_must_not_load(package: str) -> None:
    inner = [other for other in WALLS if other != package and belongs(other, package)]
    wanted = [name for name in MODULES if belongs(name, package) and not any(belongs(name, other) for other in inner)]
    code = f"import sys, importlib\nfor name in {wanted!r}: importlib.import_module(name)\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2_000:]
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded & set(WALLS[package]) == set()
