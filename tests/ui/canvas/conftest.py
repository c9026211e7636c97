"""Canvas tests run without a screen unless one is asked for."""

import os
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from annotator.ui import theme
from annotator.ui.canvas.view import CanvasView
from benchmarks.memory_scene import MemoryScene


@pytest.fixture
def show(qtbot: QtBot) -> Callable[..., CanvasView]:
    """Opens a canvas on a scene; all arcs drawn unless a threshold is given."""

    def open_view(scene: MemoryScene, *, width: int = 1120, height: int = 900, threshold: int = 10_000) -> CanvasView:
        view = CanvasView()
        qtbot.addWidget(view)
        view.set_theme(theme.light())
        view.set_arc_threshold(threshold)
        view.resize(width, height)
        view.set_scene(scene)
        with qtbot.waitExposed(view):
            view.show()
        QApplication.processEvents()  # the first paint comes after the exposure
        return view

    return open_view
