"""What the lists of entities and relations have in common: they fill when seen, follow edits and the focus."""

from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from annotator.core.rows import Name
from annotator.session import Happened
from annotator.ui.desk import Desk
from annotator.ui.dialogs.label_picker import LabelPicker
from annotator.ui.icons import icon
from annotator.ui.item_model import Column, ItemModel, Listing
from annotator.ui.looks import Looks
from annotator.ui.parts.cells import RowDelegate
from annotator.ui.parts.filter_row import FilterRow
from annotator.ui.parts.in_view import in_view
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import Elided
from annotator.ui.parts.table import ItemTable

FILL_MS = 20
"""So long after another document is on screen its lists are filled: the text paints first."""


class ItemPanel(QWidget):
    """A filter, a list, and a foot that counts, or edits what is selected."""

    kind = "span"  # of the items: span or relation

    def __init__(self, desk: Desk, looks: Looks, listing: Listing[Any], columns: tuple[Column, ...]) -> None:
        super().__init__()
        self.desk, self.looks = desk, looks
        self.model: ItemModel[Any] = ItemModel(listing, columns, self)
        self.table = ItemTable(several=True, height=self.row_height())
        self.table.show_rows(self.model, self.delegate())
        self.filter = self.filter_row()
        self._fill = QTimer(self, interval=FILL_MS, singleShot=True)
        self._fill.timeout.connect(self._reload)
        self._stale = True
        self._touched: set[Name] | None = set()  # since the list followed last; None: all
        self._lay_out()
        self._connect()

    # ---- what the two lists say differently

    def row_height(self) -> int:
        """Height of a row in pixels."""
        raise NotImplementedError

    def delegate(self) -> RowDelegate:
        """What paints the rows."""
        raise NotImplementedError

    def filter_row(self) -> FilterRow:
        """The row above the list."""
        raise NotImplementedError

    def touched(self, happened: Happened) -> set[Name] | None:
        """Items that a revision may have altered; None for all."""
        raise NotImplementedError

    def wanted(self, row: Any, text: str) -> bool:
        """Whether the filter keeps a row."""
        raise NotImplementedError

    def narrows(self) -> bool:
        """Whether anything but the field narrows the list."""
        return False

    def count_words(self, shown: int) -> str:
        """How many there are, in words."""
        raise NotImplementedError

    # ---- building

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        column.addWidget(self._make_foot())
        self.setFocusProxy(self.table)

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        foot.setProperty("role", "foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._count = Elided(role="small")
        self.relabel_button = self._foot_button("label", self.tr("Relabel …"))
        self.relabel_button.clicked.connect(self.relabel)
        self.delete_button = self._foot_button("delete", self.tr("Delete"))
        self.delete_button.clicked.connect(self.delete)
        row = QHBoxLayout(foot)
        row.setContentsMargins(3 * UNIT, 0, UNIT, 0)
        row.setSpacing(UNIT)
        row.addWidget(self._count, 1)
        row.addWidget(self.relabel_button)
        row.addWidget(self.delete_button)
        foot.setFixedHeight(7 * UNIT)
        return foot

    def _foot_button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(icon(name), words)
        button.setProperty("role", "flat")
        button.hide()
        return button

    def _connect(self) -> None:
        desk, table = self.desk, self.table
        table.chosen.connect(self.go)
        table.left.connect(desk.canvas_wanted)
        table.marked.connect(self._show_count)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._show_menu)
        self.filter.changed.connect(self.apply_filter)
        self.filter.left.connect(desk.canvas_wanted)
        self.filter.entered.connect(table.setFocus)
        desk.document_changed.connect(self._outdate)
        desk.content_changed.connect(self._follow)
        desk.settled.connect(self._settle)
        self.looks.changed.connect(table.viewport().update)
        self._show_count()

    # ---- filling

    def _outdate(self) -> None:
        self._stale = True
        if self.desk.document is None:
            self._reload()
        elif in_view(self):
            self._fill.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._fill.start()

    def _reload(self) -> None:
        self._fill.stop()
        self._stale, self._touched = False, set()
        self.model.reload()
        self._follow_focus()
        self._show_count()

    def _follow(self, happened: Happened) -> None:
        if self._stale:
            return
        if not in_view(self):
            self._stale = True
            return
        names = self.touched(happened)
        self._touched = None if names is None or self._touched is None else self._touched | names

    def _settle(self) -> None:
        """Follow the edits since last time, and the focus."""
        if self._stale:
            return
        chosen, names = self.table.names(), self._touched
        self._touched = set()
        if names is None:
            self._reload()
        elif names:
            self.model.refresh(names)
        if len(chosen) > 1 and names != set():
            self.table.select_rows(self.model.place_of(name) for name in chosen)
        else:
            self._follow_focus()
        if names != set():
            self._show_count()

    def _follow_focus(self) -> None:
        """Show the focused item, unless several rows are selected here."""
        if self._stale or (self.table.hasFocus() and len(self.table.names()) > 1):
            return
        self.table.follow(self.model.place_of(self.desk.focus.id) if self.desk.focus.id else -1)

    def apply_filter(self) -> None:
        """Show only what the field and the menus ask for."""
        text = self.filter.text
        narrow = bool(text) or self.narrows()
        self.model.set_filter((lambda row: self.wanted(row, text)) if narrow else None)
        self._follow_focus()
        self._show_count()

    def _show_count(self) -> None:
        chosen = len(self.table.names()) if self.table.model() is not None else 0
        for button in (self.relabel_button, self.delete_button):
            button.setVisible(chosen > 1)
        if chosen > 1:
            self._count.setText(self.tr("{0} selected").format(chosen))
        else:
            self._count.setText(self.count_words(self.model.rowCount()) if self.desk.document else "")

    # ---- doing

    def go(self, name: Name) -> None:
        """Focus an item; the keyboard goes back to the canvas."""
        self.desk.focus_item(name)
        self.desk.canvas_wanted.emit()

    def delete(self) -> None:
        """Delete what is selected, suggestions are rejected, as one held act."""
        names = self.table.names()
        if names:
            self.desk.held = tuple(names)
            self.desk.reject_or_delete()

    def relabel(self) -> None:
        """Give one label to all that is selected."""
        names = self.table.names()
        if names:
            picker = LabelPicker(self.window(), self.desk, self.looks, kind=self.kind)
            picker.taken.connect(lambda label: self.desk.relabel_many(names, label))
            picker.open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self.table.hasFocus():
            self.delete()
        else:
            super().keyPressEvent(event)

    def fill_menu(self, menu: QMenu) -> None:
        """What the menu of a row offers."""
        menu.addAction(icon("to"), self.tr("Go there"), lambda: self.go(self.table.name_now()))
        menu.addSeparator()
        menu.addAction(icon("label"), self.tr("Relabel …"), self.relabel)
        menu.addAction(icon("delete"), self.tr("Delete or reject"), self.delete)

    def _show_menu(self, at: QPoint) -> None:
        if not self.table.names():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fill_menu(menu)
        menu.popup(self.table.viewport().mapToGlobal(at))
