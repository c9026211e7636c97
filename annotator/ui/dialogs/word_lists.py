"""Word lists and patterns of the project: lists, their entries, and what they are not to suggest."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from annotator.core.change import Edit, EditRefused
from annotator.core.errors import WriteFailed
from annotator.session import Happened, Session
from annotator.ui.desk import Desk
from annotator.ui.dialogs.exceptions_page import ExceptionsPage
from annotator.ui.dialogs.lists_page import ListsPage
from annotator.ui.dialogs.popup import Popup, button
from annotator.ui.looks import Looks
from annotator.ui.parts.ink import tip
from annotator.ui.parts.labels import words

SHOWN = {"word_list", "word_entry", "word_exception", "label"}


class WordLists(Popup):
    """Two pages: the lists with their entries, and the exceptions; every change is an edit that can be undone."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        super().__init__(parent, parent.tr("Word lists and patterns"), width=880)
        self._desk = desk
        self.column.setContentsMargins(0, 0, 0, 0)
        self.pages = QTabWidget()
        self.pages.setDocumentMode(True)
        self.pages.setAccessibleName(self.tr("Word lists and patterns"))
        self.pages.tabBar().setAccessibleName(self.tr("Lists, or exceptions"))
        self.lists = ListsPage(desk, self.do)
        self.exceptions = ExceptionsPage(desk, self.do)
        self.pages.addTab(self.lists, "")
        self.pages.addTab(self.exceptions, "")
        self.column.addWidget(self.pages, 1)
        self.said = words("", "small", wrap=True)
        self.undo, close = button(self.tr("Undo")), button(self.tr("Close"), main=True)
        close.setAutoDefault(False)
        close.setDefault(False)
        self.undo.clicked.connect(desk.undo)
        close.clicked.connect(self.accept)
        foot = self.foot()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.undo)
        foot.addWidget(close)
        desk.content_changed.connect(self._follow)
        desk.project_changed.connect(self._refill)
        looks.changed.connect(self.update)
        for page in (self.lists, self.exceptions):
            page.left.connect(self.reject)
        self.resize(880, 600)
        self._refill()
        self.lists.begin()

    def _follow(self, happened: Happened) -> None:
        """The window behind goes on: only what is shown here is read again."""
        if {change.table for change in happened.changes} & SHOWN:
            self._refill()
        else:
            self._offer_undo()

    def _refill(self) -> None:
        session = self._desk.session
        if session is None:
            self.reject()
            return
        for page in (self.lists, self.exceptions):
            page.refill(session)
            page.setEnabled(not session.read_only)
        lists, exceptions = len(session.people.lists), len(session.people.exceptions)
        self.pages.setTabText(0, self.tr("Lists ({0})").format(lists))
        self.pages.setTabText(1, self.tr("Not to suggest ({0})").format(exceptions))
        self._offer_undo()

    def _offer_undo(self) -> None:
        session = self._desk.session
        step = session.undo_step() if session is not None and not session.read_only else None
        self.undo.setEnabled(step is not None)
        self.undo.setToolTip(tip(step.info.title) if step is not None else "")

    def do(self, make: Callable[[Session], Edit], said: str = "") -> bool:
        """Store an edit; what comes of it, or why it may not be, is said at the bottom."""
        session = self._desk.session
        if session is None:
            return False
        try:
            happened = session.do(make(session))
        except EditRefused as refusal:
            self.said.setText(refusal.reason)
            return False
        except WriteFailed as failure:
            self._desk.failed(failure)
            self.said.setText(str(failure))
            return False
        self.said.setText(f"{said or happened.info.title}. ".replace("..", "."))
        return True

    def add_files(self, paths: list[Path]) -> None:
        """Add lists from files."""
        self.lists.add_files(paths)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Z takes back here too."""
        if event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._desk.undo()
        else:
            super().keyPressEvent(event)
