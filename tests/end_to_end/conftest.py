"""A screen for the whole run, a fresh program for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.end_to_end.driver import Program, Screen, missing_tools, screen


@pytest.fixture(scope="session")
def display() -> Iterator[Screen]:
    """An X server with a window manager; skipped, visibly, where one cannot be had."""
    missing = missing_tools()
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)} (python3 start.py test installs them as root)")
    with screen() as made:
        yield made


@pytest.fixture
def start(display: Screen, tmp_path: Path) -> Iterator[Callable[..., Program]]:
    """Starts programs, and ends them after the test."""
    programs: list[Program] = []

    def begin(*arguments: str, home: str = "home") -> Program:
        program = Program(display, tmp_path / home, *arguments)
        programs.append(program)
        return program

    yield begin
    for program in programs:
        program.close()
