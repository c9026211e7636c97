"""What tests of formats share: files made on the spot, and what was said of them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.core.records import Finding


class Said:
    """Findings as they are reported."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def __call__(self, finding: Finding) -> None:
        self.findings.append(finding)

    @property
    def lost(self) -> list[str]:
        """What was left out: "place: sentence"."""
        return [f"{one.place}: {one.text}" for one in self.findings if one.lost]

    @property
    def noted(self) -> list[str]:
        """What was repaired or only noted."""
        return [f"{one.place}: {one.text}" for one in self.findings if not one.lost]


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """Makes a file; text is written as UTF-8 as it is."""

    def make(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return make
