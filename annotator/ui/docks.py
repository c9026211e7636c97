"""The docks around the canvas: closed, moved, restored, and walked with F6."""

from itertools import pairwise

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from annotator.ui.memory import Memory
from annotator.ui.parts.in_view import follow_tab

LAYOUT = 4  # grows when the docks change, so that an old arrangement is not forced on new ones


class Docks(QObject):
    """All docks of a window, in the order F6 walks them."""

    def __init__(self, window: QMainWindow, memory: Memory, canvas: QWidget) -> None:
        super().__init__(window)
        self._window, self._memory, self._canvas = window, memory, canvas
        self._docks: list[QDockWidget] = []
        self._aside: list[QDockWidget] = []
        self._usual = window.saveState(LAYOUT)
        window.setDockNestingEnabled(True)
        # What is stacked at the right needs all the height there is; what is below the text needs width.
        window.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)

    def add(self, name: str, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        """Put a panel in a dock."""
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        dock.setWidget(panel)
        follow_tab(panel, dock)
        self._window.addDockWidget(area, dock)
        self._docks.append(dock)
        return dock

    def add_aside(self, name: str, title: str, panel: QWidget, area: Qt.DockWidgetArea) -> QDockWidget:
        """Put a panel in a dock that is out of sight until it is asked for."""
        dock = self.add(name, title, panel, area)
        dock.hide()
        self._aside.append(dock)
        return dock

    def stack(self, *docks: QDockWidget) -> None:
        """Lay docks over each other as tabs, the first in front."""
        for below, above in pairwise(docks):
            self._window.tabifyDockWidget(below, above)
        docks[0].raise_()

    def settle(self) -> None:
        """The docks stand as they are meant to: from here on this can be restored."""
        self._usual = self._window.saveState(LAYOUT)
        kept = self._memory.bytes("window/docks")
        if not kept.isEmpty():
            self._window.restoreState(kept, LAYOUT)

    def keep(self) -> None:
        """Remember where the docks are."""
        self._memory.keep("window/docks", self._window.saveState(LAYOUT))

    def restore(self) -> None:
        """Put every dock back where it belongs."""
        self._window.restoreState(self._usual, LAYOUT)
        for dock in self._docks:
            dock.setVisible(dock not in self._aside)

    @property
    def all(self) -> list[QDockWidget]:
        """The docks."""
        return self._docks

    def show(self, name: str) -> None:
        """Bring a dock into view and give it the keyboard."""
        for dock in self._docks:
            if dock.objectName() == name:
                dock.show()
                dock.raise_()
                _enter(dock.widget())

    def reveal(self, name: str) -> None:
        """Bring a dock into view; the keyboard stays where it is."""
        for dock in self._docks:
            if dock.objectName() == name:
                dock.show()
                dock.raise_()

    def next_pane(self, step: int) -> None:
        """Give the keyboard to the next panel in view; the canvas is one of them."""
        stops = [self._canvas, *(dock.widget() for dock in self._docks if _in_view(dock))]
        here = next((place for place, stop in enumerate(stops) if _has_keyboard(stop)), 0)
        _enter(stops[(here + step) % len(stops)])


def _in_view(dock: QDockWidget) -> bool:
    return dock.isVisible() and not dock.visibleRegion().isEmpty()


def _has_keyboard(widget: QWidget) -> bool:
    window = widget.window()
    focused = window.focusWidget()
    return focused is not None and (focused is widget or widget.isAncestorOf(focused))


def _enter(panel: QWidget) -> None:
    """Give the keyboard to a panel, or to the first of its parts that takes it."""
    if panel.focusPolicy() != Qt.FocusPolicy.NoFocus or panel.focusProxy() is not None:
        panel.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return
    for part in panel.findChildren(QWidget):
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible() and part.isEnabled():
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
