"""Finds what travels with the program: resources and seeds, run from a checkout or installed."""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _find(folder: str, name: str) -> Path:
    for root in (_PACKAGE, _PACKAGE.parent):
        path = root / folder / name
        if path.exists():
            return path
    raise FileNotFoundError(f"{folder}/{name} does not come with this program")


def resource(name: str) -> Path:
    """A file of `resources/`, such as "schemes/news.toml". Raises FileNotFoundError."""
    return _find("resources", name)


def seed(name: str) -> Path:
    """A file of `seeds/`, such as "project.toml". Raises FileNotFoundError."""
    return _find("seeds", name)
