"""Light or dark, by the system or by choice; fonts; what every widget of the window follows."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from annotator.ui import theme as themes
from annotator.ui.memory import Memory
from annotator.ui.theme import Theme

CHOICES = ("system", "light", "dark")


class Looks(QObject):
    """The theme in force; changes when the system's does, or the setting."""

    changed = Signal()

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self._memory = memory
        self.choice = memory.text("looks/theme", "system")
        if self.choice not in CHOICES:
            self.choice = "system"
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: self.apply())
        self.apply()

    @property
    def theme(self) -> Theme:
        """The theme as chosen."""
        made: dict[str, Callable[[], Theme]] = {"light": themes.light, "dark": themes.dark}
        return made.get(self.choice, themes.system_theme)()

    def apply(self) -> None:
        """Dress the application."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(themes.application_palette(self.theme))
        font = QFont(themes.font_family())
        font.setPixelSize(13)
        application.setFont(font)
        self.changed.emit()

    def choose(self, choice: str) -> None:
        """Light, dark, or as the system."""
        self.choice = choice
        self._memory.keep("looks/theme", choice)
        self.apply()

    def cycle(self) -> str:
        """The next choice."""
        self.choose(CHOICES[(CHOICES.index(self.choice) + 1) % len(CHOICES)])
        return self.choice

    @property
    def is_dark(self) -> bool:
        """Whether the theme in force is dark."""
        return self.choice == "dark" or (
            self.choice == "system" and QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        )
