"""What stands in the middle while no document is on screen: what one may do next, in words and buttons."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from annotator.ui.desk import Desk
from annotator.ui.icons import icon
from annotator.ui.memory import Memory
from annotator.ui.panels.queue_words import tally
from annotator.ui.parts.column import clear
from annotator.ui.parts.ink import UNIT, on_menu, tip
from annotator.ui.parts.labels import words
from annotator.ui.parts.nothing import IconLabel

RECENT = 5  # projects that are offered
WIDTH = 460


class Offer(NamedTuple):
    """A button: what it is called, its icon, and the id of the action it does."""

    words: str
    icon: str
    action: str


class Said(NamedTuple):
    """What is the matter, and what one may do."""

    icon: str
    title: str
    text: str
    offers: tuple[Offer, ...] = ()


class EmptyPane(QWidget):
    """Covers a widget while no document is open: no project, no documents, all done, nothing that fits."""

    wanted = Signal(str)  # the id of an action
    project_wanted = Signal(Path)

    def __init__(self, desk: Desk, memory: Memory, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._memory, self._over = desk, memory, over
        self.setProperty("role", "body")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._middle = QWidget()
        self._middle.setMaximumWidth(WIDTH)
        self.column = QVBoxLayout(self._middle)
        self.column.setSpacing(2 * UNIT)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        outer.addWidget(self._middle, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        over.installEventFilter(self)
        for signal in (desk.project_changed, desk.document_changed, desk.queue_changed, desk.mode_changed):
            signal.connect(self.refresh)
        self.refresh()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what is covered."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._over.rect())
        return False

    def refresh(self) -> None:
        """Say what is the matter now, or get out of the way."""
        covers = self._desk.document is None
        self.setVisible(covers)
        if covers:
            self.setGeometry(self._over.rect())
            self.raise_()
            self._show(self.said())

    def said(self) -> Said:
        """What there is to say while no document is on screen."""
        session = self._desk.session
        if session is None:
            return self._no_project()
        states = session.queue_states(session.queue_filter())
        if not sum(states.values()):
            return self._none_assigned() if session.assigned_only else self._no_documents()
        mine = ("submitted", "in review") if session.reviewing else ("to do", "in progress", "sent back")
        if any(states[state] for state in mine):
            return Said("document", self.tr("No document is open"), tally(states), (self._next(),))
        return self._all_done(states, reviewing=session.reviewing)

    def _next(self) -> Offer:
        return Offer(self.tr("Open document …"), "document", "open_document")

    def _no_project(self) -> Said:
        text = self.tr("A project is one file on this machine; nothing leaves it.")
        offers = (
            Offer(self.tr("New project …"), "new", "new_project"),
            Offer(self.tr("Open project …"), "open", "open_project"),
            Offer(self.tr("Open the sample"), "sample", "open_sample"),
        )
        return Said("empty", self.tr("No project is open"), text, offers)

    def _no_documents(self) -> Said:
        text = self.tr("Import files or folders, paste a text, or drop either here.")
        offers = (
            Offer(self.tr("Import texts …"), "import", "import"),
            Offer(self.tr("Paste a text"), "paste", "paste_text"),
        )
        return Said("empty", self.tr("No documents yet"), text, offers)

    def _none_assigned(self) -> Said:
        text = self.tr("Documents of this project are assigned to people, none of them to you so far.")
        offers = (Offer(self.tr("Documents of others too"), "document", "all_documents"),)
        return Said("empty", self.tr("Nothing is assigned to you"), text, offers)

    def _all_done(self, states: dict[str, int], *, reviewing: bool) -> Said:
        waiting = states["submitted"] + states["in review"]
        if reviewing:
            return Said("finished", self.tr("Nothing waits for review"), tally(states), (self._next(),))
        title = self.tr("All done")
        if waiting:
            title = self.tr("All done · {0} wait for review").format(f"{waiting:,}")
        offers = (Offer(self.tr("Export …"), "export", "export"), Offer(self.tr("Import texts …"), "import", "import"))
        return Said("finished", title, tally(states), offers)

    def _show(self, said: Said) -> None:
        clear(self.column)
        centre = Qt.AlignmentFlag.AlignHCenter
        self.column.addWidget(IconLabel(said.icon, 40), 0, centre)
        title, text = words(said.title, "title", wrap=True), words(said.text, "faint", wrap=True)
        for label in (title, text):
            label.setAlignment(centre)
            label.setFixedWidth(WIDTH - 40)
            label.setMinimumHeight(label.heightForWidth(WIDTH - 40))
            self.column.addWidget(label)
        self.column.addWidget(self._buttons(said.offers), 0, centre)
        recent = self._memory.recent()[:RECENT] if self._desk.session is None else []
        for path in recent:
            self.column.addWidget(self._recent(path), 0, centre)

    def _buttons(self, offers: tuple[Offer, ...]) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 2 * UNIT, 0, 2 * UNIT)
        row.setSpacing(2 * UNIT)
        for place, offer in enumerate(offers):
            button = QPushButton(icon(offer.icon, "text" if place else "on_accent"), offer.words)
            button.setProperty("role", "" if place else "main")
            button.clicked.connect(lambda _checked=False, action=offer.action: self.wanted.emit(action))
            row.addWidget(button)
        return box

    def _recent(self, path: Path) -> QWidget:
        button = QPushButton(icon("document", "faint"), on_menu(path.stem))
        button.setProperty("role", "flat")
        button.setToolTip(tip(str(path)))
        button.clicked.connect(lambda _checked=False: self.project_wanted.emit(path))
        return button
