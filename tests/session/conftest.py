"""Folders in memory where the system has them: what is tested is the program, not the disk."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.session import Session
from tests.session.project import small_project

MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def memory() -> Iterator[Path]:
    """A folder in memory, or an ordinary one where there is none."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield Path(folder)


@pytest.fixture
def folder(memory: Path) -> Iterator[Path]:
    """A folder of one test."""
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture
def session(folder: Path) -> Iterator[Session]:
    """A small project, open; Ana annotates."""
    session = small_project(folder / "news.annot")
    yield session
    session.close()
