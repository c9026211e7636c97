"""About this document: where it stands, whose it is, and all its metadata, to copy and to filter the queue by."""

import json
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QWidget

from annotator.core.document import AnnotatedDocument
from annotator.core.filtering import META, Spoken, spoken, written
from annotator.session import Session
from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import Popup, button
from annotator.ui.looks import Looks
from annotator.ui.panels.queue import QueuePanel
from annotator.ui.panels.queue_words import state_name
from annotator.ui.parts.column import ScrollColumn
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import tool, words

HIGH = 300  # pixels of the list
LONGEST = 2_000  # characters of a value that are shown


def facts_of(session: Session, doc: AnnotatedDocument) -> Iterator[tuple[str, str]]:
    """(what, how it is) of a document apart from its metadata; states are of people alone."""
    row, people = doc.document, session.people
    yield "name", row.name
    yield "number", f"{row.position + 1:,}"
    yield "length", f"{row.length:,}"
    yield "language", session.language_of(doc.id)
    given = [people.name_of(one.author) for one in doc.assignments.values()]
    if given:
        yield "assigned", ", ".join(given)
    for one in doc.sets.values():
        if one.row is not None and people.authors[one.author].kind == "person":
            yield people.name_of(one.author), one.state


def meta_lines(meta: dict[str, Any]) -> list[tuple[str, str]]:
    """(field, value) of metadata; lists and objects as JSON."""
    return [
        (field, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for field, value in meta.items()
    ]


class AboutDocument(Popup):
    """Everything known of the document on screen; the words can be selected, the queue filtered by a value."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        super().__init__(parent, parent.tr("About this document"), width=560)
        self._desk = desk
        session, doc = desk.session, desk.doc
        assert session is not None, "a project is open"
        assert doc is not None, "a document is open"
        self.say(doc.document.name, heading=True)
        self._box = QWidget()
        self._grid = QGridLayout(self._box)
        self._grid.setContentsMargins(0, 0, 2 * UNIT, 0)
        self._grid.setHorizontalSpacing(4 * UNIT)
        self._grid.setVerticalSpacing(UNIT)
        self._grid.setColumnStretch(1, 1)
        said = self._said()
        for what, how in facts_of(session, doc):
            if what != "name":
                known = state_name(how) if what not in said else how
                self._add(said.get(what, what), known)
        self._meta = meta_lines(doc.document.meta)
        self._add_meta()
        self._finish(looks)

    def _said(self) -> dict[str, str]:
        return {
            "number": self.tr("Number"),
            "length": self.tr("Characters"),
            "language": self.tr("Language"),
            "assigned": self.tr("Assigned to"),
        }

    def _add_meta(self) -> None:
        self._grid.setRowMinimumHeight(self._grid.rowCount(), 2 * UNIT)
        row = self._grid.rowCount() + 1
        title = self.tr("Metadata") if self._meta else self.tr("It has no metadata.")
        self._grid.addWidget(words(title, "section"), row, 0, 1, 3)
        for field, value in self._meta:
            self._add(field, value, filters=written(META + field, value))
        self._grid.setRowStretch(self._grid.rowCount(), 1)

    def _add(self, what: str, how: str, *, filters: str = "") -> None:
        row = self._grid.rowCount()
        shown = words(how if len(how) <= LONGEST else how[:LONGEST] + "…", wrap=True)
        shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        shown.setAccessibleName(f"{what}: {how[:LONGEST]}")
        top = Qt.AlignmentFlag.AlignTop
        self._grid.setRowMinimumHeight(row, 24)
        self._grid.addWidget(words(what, "faint"), row, 0, top)
        self._grid.addWidget(shown, row, 1, top)
        if filters and spoken(filters) == [Spoken(META + what, how, False, " " in how)]:  # else it cannot be written
            narrow = tool("filter", self.tr("Documents with the same {0}").format(what))
            narrow.setFixedSize(28, 24)
            narrow.clicked.connect(lambda: self.filter_by(filters))
            self._grid.addWidget(narrow, row, 2, top)

    def _finish(self, looks: Looks) -> None:
        scroll = ScrollColumn()
        scroll.column.setContentsMargins(0, 0, 0, 0)
        scroll.column.addWidget(self._box)
        scroll.setAccessibleName(self.windowTitle())
        scroll.setMinimumHeight(HIGH)
        self.column.addWidget(scroll, 1)
        copy, close = button(self.tr("Copy the metadata")), button(self.tr("Close"), main=True)
        copy.setEnabled(bool(self._meta))
        copy.clicked.connect(self.copy)
        close.clicked.connect(self.accept)
        self.add_buttons(close, left=(copy,))
        close.setFocus()
        self._desk.document_changed.connect(self.reject)
        looks.changed.connect(self.update)

    def copy(self) -> None:
        """Put the metadata on the clipboard, a line a field."""
        QApplication.clipboard().setText("\n".join(f"{field}\t{value}" for field, value in self._meta))
        self._desk.message.emit(self.tr("Copied."), "info")

    def filter_by(self, condition: str) -> None:
        """List the documents that have the same value."""
        window = self.parentWidget()
        panel = window.findChild(QueuePanel) if window is not None else None
        if panel is not None:
            panel.narrow_to(condition)
            self.accept()
