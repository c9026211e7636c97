"""Whether a panel is seen: Qt moves docks behind a tab off the screen, and calls what is in them visible."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

BEHIND = "behind a tab"


def in_view(panel: QWidget) -> bool:
    """Whether somebody can see it, so that work for it is not in vain."""
    return panel.isVisible() and not panel.property(BEHIND)


def follow_tab(panel: QWidget, dock: QDockWidget) -> None:
    """Know when the dock of a panel goes behind another, and show the panel anew when it comes to the front."""

    def change(seen: bool) -> None:
        was_behind = bool(panel.property(BEHIND))
        panel.setProperty(BEHIND, not seen)
        if seen and was_behind and panel.isVisible():
            QApplication.sendEvent(panel, QShowEvent())

    dock.visibilityChanged.connect(change)
