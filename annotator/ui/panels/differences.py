"""Where the reviewer's version and the author's work differ."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from annotator.ui.desk import Desk
from annotator.ui.looks import Looks


class DifferencesPanel(QWidget):
    """A list of differences; a click goes there."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__()
        self._desk = desk
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Differences"))
        self.list.setWordWrap(True)
        self.list.itemClicked.connect(self._go)
        self.list.itemActivated.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.list)
        self._later = QTimer(self, interval=60, singleShot=True)
        self._later.timeout.connect(self._refresh)
        desk.document_changed.connect(self._later.start)
        desk.content_changed.connect(lambda _happened: self._later.start())

    def _refresh(self) -> None:
        self.list.clear()
        rows = self._desk.differences()
        for row in rows:
            item = QListWidgetItem(f"{row.kind}: {row.text}")
            item.setData(Qt.ItemDataRole.UserRole, row.item)
            item.setToolTip(row.text)
            self.list.addItem(item)
        if not rows:
            words = self.tr("No differences.") if self._desk.document else ""
            item = QListWidgetItem(words)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(item)

    def _go(self, item: QListWidgetItem) -> None:
        name = item.data(Qt.ItemDataRole.UserRole)
        if name:
            self._desk.focus_item(name)
            self._desk.canvas_wanted.emit()
