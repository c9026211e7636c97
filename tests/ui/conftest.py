"""Tests of the interface run offscreen; what that platform has to say of itself is no fault of ours."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The offscreen platform warns of each window with a least size, and of each that is raised."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings of whoever runs the tests are neither read nor changed."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
