"""The page of what word lists are not to suggest: learnt from rejections, or written here."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from annotator.core.change import EditRefused
from annotator.core.rows import WordException
from annotator.core.word_lists import change_exception, except_text, label_of, remove_exceptions
from annotator.session import Session
from annotator.session.session import now
from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import MARGIN, button
from annotator.ui.dialogs.word_list_rows import WordDelegate, WordRow, WordRows
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.filter_row import FilterRow
from annotator.ui.parts.form import Form
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.label_look import label_look
from annotator.ui.parts.labels import words
from annotator.ui.parts.table import ItemTable


class ExceptionsPage(QWidget):
    """A table of exceptions, and the one in the fields below it."""

    left = Signal()  # Esc in the list, or in the empty field above it

    def __init__(self, desk: Desk, do: Callable[..., bool]) -> None:
        super().__init__()
        self._desk, self._do = desk, do
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 4 * UNIT, MARGIN, 3 * UNIT)
        column.setSpacing(2 * UNIT)
        said = self.tr("No word list suggests these texts; X rejects a suggestion, T then puts it here")
        column.addWidget(words(said, "section"))
        column.addWidget(self._make_filter())
        column.addWidget(self._make_table(), 1)
        column.addLayout(self._make_form())
        column.addLayout(self._make_buttons())

    def _make_filter(self) -> FilterRow:
        self.filter = FilterRow(self.tr("Find an exception"))
        self.filter.changed.connect(lambda: self._rows.narrow(self.filter.text))
        self.filter.entered.connect(lambda: self.table.setFocus())
        self.filter.left.connect(self.left)
        layout = self.filter.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        return self.filter

    def _make_table(self) -> ItemTable:
        titles = (self.tr("Text"), self.tr("Not as"), self.tr("Where"), self.tr("By"))
        self.table, self._rows = ItemTable(several=True, height=28), WordRows(titles, self)
        self.table.show_rows(self._rows, WordDelegate(self.table))
        self.table.setAccessibleName(self.tr("Exceptions"))
        self.table.setProperty("role", "boxed")
        head = self.table.horizontalHeader()
        head.show()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for section, width in ((0, 220), (1, 140), (3, 110)):
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(section, width)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.table.marked.connect(self._show)
        self.table.left.connect(self.left)
        self.table.installEventFilter(self)
        return self.table

    def _make_form(self) -> QHBoxLayout:
        self.text, self.before, self.after = QLineEdit(), QLineEdit(), QLineEdit()
        self.label, self.where = Combo(), Combo()
        left, right, both = Form(), Form(), QHBoxLayout()
        for form in (left, right):
            form.setColumnMinimumWidth(0, 110)
        left.add(self.tr("Text"), self.text)
        left.add(self.tr("Not as"), self.label)
        left.add(self.tr("Where"), self.where)
        right.add(self.tr("Word before"), self.before)
        right.add(self.tr("Word after"), self.after, hint=self.tr("Empty: whatever stands there."))
        both.setSpacing(6 * UNIT)
        both.addLayout(left, 1)
        both.addLayout(right, 1)
        self.text.returnPressed.connect(self.add)
        return both

    def _make_buttons(self) -> QHBoxLayout:
        self.add_one, self.change_one = button(self.tr("Add  ⏎")), button(self.tr("Change"))
        self.drop = button(self.tr("Suggest again  Del"))
        row = QHBoxLayout()
        for one, act in ((self.add_one, self.add), (self.change_one, self.change), (self.drop, self.remove)):
            one.clicked.connect(lambda _checked=False, act=act: act())
            row.addWidget(one)
        row.addStretch(1)
        return row

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Del takes exceptions away, Enter goes to the fields."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.text.setFocus()
        else:
            return False
        return True

    # ---- what is shown

    def refill(self, session: Session) -> None:
        """Read everything anew."""
        current, label = self.table.name_now(), self.label.currentText()
        self._rows.fill([self._row(session, one) for one in session.people.exceptions.values()])
        self.label.clear()
        self.label.addItems([one.name for one in session.scheme.ordered("span")])
        self.label.setCurrentIndex(max(0, self.label.findText(label)))
        self.where.clear()
        self.where.addItem(self.tr("Everywhere"), "")
        if self._desk.doc is not None:
            self.where.addItem(self.tr("In {0}").format(self._desk.doc.document.name), self._desk.doc.id)
        self.table.follow(self._rows.place_of(current))
        self.change_one.setEnabled(self._rows.rowCount() > 0)
        self.drop.setEnabled(self._rows.rowCount() > 0)

    def _row(self, session: Session, one: WordException) -> WordRow:
        writer = session.people.name_of(one.writer) if one.writer else ""
        cells = (one.text, session.scheme.name_of(one.label), self._where(session, one), writer)
        return WordRow(one.id, cells, None, label_look(self._desk, one.label))

    def _where(self, session: Session, one: WordException) -> str:
        parts = [self.tr("in {0}").format(self._document(session, one.only_in))] if one.only_in else []
        if one.before or one.after:
            parts.append(self.tr("as in “{0}”").format(f"{one.before} {one.text} {one.after}".strip()))
        return ", ".join(parts) or self.tr("everywhere")

    def _document(self, session: Session, name: str) -> str:
        try:
            return session.glance(name).document.name
        except EditRefused:
            return self.tr("a document that is gone")

    def _now(self) -> WordException | None:
        session = self._desk.session
        return session.people.exceptions.get(self.table.name_now()) if session is not None else None

    def _show(self) -> None:
        one, session = self._now(), self._desk.session
        if one is None or session is None:
            return
        for field, said in ((self.text, one.text), (self.before, one.before), (self.after, one.after)):
            field.setText(said)
        self.label.setCurrentText(session.scheme.name_of(one.label))
        if one.only_in and self.where.findData(one.only_in) < 0:
            self.where.addItem(self.tr("In {0}").format(self._document(session, one.only_in)), one.only_in)
        self.where.setCurrentIndex(max(0, self.where.findData(one.only_in)))

    # ---- what is done

    def _typed(self, session: Session) -> WordException:
        label, at = label_of(session.scheme, self.label.currentText()), now()
        where = str(self.where.currentData() or "")
        before, after = self.before.text().strip(), self.after.text().strip()
        return WordException("", self.text.text().strip(), label, where, before, after, session.actor.id, at)

    def add(self) -> None:
        """Add what is in the fields."""
        self._do(lambda session: except_text(session.people, session.scheme, [self._typed(session)]))

    def change(self) -> None:
        """Make the current exception what is in the fields."""
        one = self._now()
        if one is not None:
            self._do(lambda session: change_exception(one, self._typed(session)))

    def remove(self) -> None:
        """Let lists suggest these texts again."""
        session = self._desk.session
        gone = [session.people.exceptions[name] for name in self.table.names()] if session is not None else []
        if gone:
            self._do(lambda _session: remove_exceptions(gone))
