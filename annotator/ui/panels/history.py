"""What was done to the document: who, what, when, old and new."""

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from annotator.core.listing import HistoryEntry
from annotator.core.rows import Relation, Span
from annotator.ui.desk import Desk
from annotator.ui.looks import Looks

MOST = 30  # changes of one step that are listed


class HistoryPanel(QWidget):
    """Steps, the last first; each opens to what it changed. Read only while it is in view."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self._desk, self._looks = desk, looks
        self.tree = QTreeWidget()
        self.tree.setHeaderLabels([self.tr("What"), self.tr("Who"), self.tr("When")])
        self.tree.setAccessibleName(self.tr("History of this document"))
        self.tree.setRootIsDecorated(True)
        self.tree.setColumnWidth(0, 190)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tree)
        self._later = QTimer(self, interval=150, singleShot=True)
        self._later.timeout.connect(self._refresh)
        desk.document_changed.connect(self._later.start)
        desk.content_changed.connect(lambda _happened: self._later.start())

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        self._later.start()

    def _refresh(self) -> None:
        session, document = self._desk.session, self._desk.document
        if not self.isVisible():
            return
        self.tree.clear()
        if session is None or document is None:
            return
        for entry in reversed(session.history(document)):
            self.tree.addTopLevelItem(self._item(entry))

    def _item(self, entry: HistoryEntry) -> QTreeWidgetItem:
        info = entry.info
        verb = {"undo": self.tr("Undo: "), "redo": self.tr("Redo: ")}.get(info.kind, "")
        who = self._desk.view.people.name_of(info.actor)
        item = QTreeWidgetItem([verb + info.title, who, info.at[:16].replace("T", " ")])
        if entry.undone:
            for column in range(3):
                item.setForeground(column, self._looks.theme.faint)
            item.setToolTip(0, self.tr("undone"))
        else:
            item.setToolTip(0, info.title)
        for change in entry.changes[:MOST]:
            words = f"{self._words(change.before) or '–'} → {self._words(change.after) or '–'}"
            child = QTreeWidgetItem([words, change.table.replace("_", " "), ""])
            child.setToolTip(0, words)
            item.addChild(child)
        if len(entry.changes) > MOST:
            item.addChild(QTreeWidgetItem([self.tr("and {0} more").format(len(entry.changes) - MOST), "", ""]))
        return item

    def _words(self, row: Any) -> str:
        view = self._desk.view
        if isinstance(row, Span):
            return f"{view.surface(row)} {view.label_name(row.label)} {row.start}–{row.end}"
        if isinstance(row, Relation):
            return view.label_name(row.label)
        return str(getattr(row, "state", "") or getattr(row, "text", "") or getattr(row, "name", "")) if row else ""
