"""?: all keys, as they are in the preset in force."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from annotator.ui.actions import ACTIONS, MENUS
from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import Popup
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.menus import keys_of


class Keys(Popup):
    """A table of what each key does, by menu; digits first."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        super().__init__(parent, parent.tr("Keys"), width=560)
        self.resize(600, 640)
        preset = Memory().text("keys/preset", "ours")
        rows = [(self.tr("1 … 9, 0; with Shift 11 … 20"), self.tr("The label with this number in the bar"), "")]
        for menu in (*MENUS, ""):
            for action in ACTIONS:
                keys = [
                    QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
                    for key in keys_of(action, preset)
                ]
                if action.menu == menu and keys:
                    rows.append((" · ".join(keys), action.text, menu))
        table = QTableWidget(len(rows), 2)
        table.setAccessibleName(self.tr("Keys"))
        table.horizontalHeader().hide()
        table.verticalHeader().hide()
        table.setShowGrid(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        for number, (keys_text, words, menu) in enumerate(rows):
            table.setItem(number, 0, QTableWidgetItem(keys_text))
            item = QTableWidgetItem(words)
            item.setToolTip(menu)
            table.setItem(number, 1, item)
        table.setColumnWidth(0, 230)
        table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column.addWidget(table)
