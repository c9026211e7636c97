"""A desk whose person leads the project."""

from pathlib import Path

import pytest

from tests.end_to_end.project import make
from tests.ui.dialogs.conftest import desk, looks

__all__ = ["desk", "looks"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "one.annot"
    make(path, people=("Ana",))
    return path
