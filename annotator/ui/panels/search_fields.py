"""What is looked for and where: words or an expression, a list, a label, the whole project or the queue."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from annotator.core.rows import Name
from annotator.session.everywhere import Query
from annotator.session.finding import Wanted
from annotator.ui.desk import Desk
from annotator.ui.icons import icon
from annotator.ui.memory import Memory
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.ink import UNIT, tip
from annotator.ui.parts.labels import name_icons, tool

TYPING_MS = 200  # the search begins so long after the last letter
OPTIONS = ("case", "word", "expression")
WHOLE, QUEUE = "project", "queue"


class SearchFields(QWidget):
    """The row above the hits."""

    asked = Signal()
    entered = Signal()  # Enter or Down: to the hits
    left = Signal()  # Escape
    list_wanted = Signal()  # somebody wants to give a list of words

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._memory: Memory | None = None
        self.words: tuple[str, ...] = ()
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._timer = QTimer(self, interval=TYPING_MS, singleShot=True)
        self._timer.timeout.connect(self.asked)
        self.field = QLineEdit(placeholderText=self.tr("Find in all documents"))
        self.field.setAccessibleName(self.tr("Find in all documents"))
        self.field.addAction(icon("find", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        self.field.setClearButtonEnabled(True)
        name_icons(self.field, clear=self.tr("Empty the field"))
        self.case, self.whole, self.expression = (
            self._option("Aa", self.tr("Match case")),
            self._option("W", self.tr("Whole words")),
            self._option(".*", self.tr("Regular expression")),
        )
        self.list = tool("list", self.tr("The words of a list …"))
        self.list.setCheckable(True)
        self.close_tool = tool("close", self.tr("Close the search"))
        self.label, self.scope = Combo(), Combo()
        self._name_choices()
        self._lay_out()
        self._connect()

    def _option(self, words: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(words)
        button.setToolTip(tip(name))
        button.setAccessibleName(name)
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _name_choices(self) -> None:
        self.label.setAccessibleName(self.tr("Words anywhere, or entities with a label"))
        for combo in (self.label, self.scope):
            combo.setSizeAdjustPolicy(Combo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(12)
            combo.setMinimumWidth(110)
        self.scope.setAccessibleName(self.tr("Where to look"))
        self.scope.addItem(self.tr("Whole project"), WHOLE)
        self.scope.addItem(self.tr("Documents in the queue"), QUEUE)
        self.fill_labels()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * UNIT, 2 * UNIT, 3 * UNIT, 2 * UNIT)
        row.setSpacing(UNIT)
        row.addWidget(self.field, 1)
        for button in (self.case, self.whole, self.expression, self.list):
            row.addWidget(button)
        row.addSpacing(2 * UNIT)
        row.addWidget(self.label)
        row.addSpacing(UNIT)
        row.addWidget(self.scope)
        row.addSpacing(UNIT)
        row.addWidget(self.close_tool)
        self.setFocusProxy(self.field)

    def _connect(self) -> None:
        self.field.textEdited.connect(lambda _text: self._timer.start())
        self.field.textChanged.connect(lambda text: None if text else self._timer.start())
        self.field.installEventFilter(self)
        for button in (self.case, self.whole, self.expression):
            button.toggled.connect(self._switched)
        self.label.activated.connect(lambda _row: self.asked.emit())
        self.scope.activated.connect(lambda _row: self._switched())
        self.list.clicked.connect(self._ask_for_list)

    def _ask_for_list(self) -> None:
        self.list.setChecked(bool(self.words))
        self.list_wanted.emit()

    # ---- what is looked for

    @property
    def scope_is_queue(self) -> bool:
        """Whether only the documents of the queue are searched."""
        return bool(self.scope.currentData() == QUEUE)

    def query(self) -> Query:
        """What is looked for."""
        label: Name = self.label.currentData() or ""
        flags = (self.case.isChecked(), self.whole.isChecked())
        if self.words:
            return Query(Wanted("", *flags, words=self.words), label)
        return Query(Wanted(self.field.text(), *flags, self.expression.isChecked()), label)

    def look_for(self, words: str, *, case: bool, whole: bool) -> None:
        """Plain words, in all texts."""
        self.use_list((), ask=False)
        for button, checked in ((self.case, case), (self.whole, whole), (self.expression, False)):
            button.blockSignals(True)  # one question, not four
            button.setChecked(checked)
            button.blockSignals(False)
        self.label.setCurrentIndex(0)
        self.field.setText(words)
        self.ask_now()

    def use_list(self, words: tuple[str, ...], *, ask: bool = True) -> None:
        """Look for the words of a list, or, without any, for what is typed again."""
        self.words = words
        self.list.setChecked(bool(words))
        self.field.setEnabled(not words)
        self.expression.setEnabled(not words)
        said = self.tr("{0} words of a list").format(f"{len(words):,}") if words else self.tr("Find in all documents")
        self.field.setPlaceholderText(said)
        if words:
            self.field.clear()
        if ask:
            self.ask_now()

    def ask_now(self) -> None:
        """Do not wait for more letters."""
        self._timer.stop()
        self.asked.emit()

    def fill_labels(self) -> None:
        """The labels of the scheme as it is now; the one chosen stays."""
        chosen = self.label.currentData() or ""
        self.label.clear()
        self.label.addItem(self.tr("Any text"), "")
        session = self._desk.session
        for row in session.scheme.ordered("span") if session is not None else ():
            self.label.addItem(self.tr("Entities: {0}").format(row.name), row.id)
        self.label.setCurrentIndex(max(0, self.label.findData(chosen)))

    # ---- remembering

    def remember(self, memory: Memory) -> None:
        """Switches as they were left, and keep them from now on."""
        chosen = memory.text("search/options", "word").split()
        for name, button in zip(OPTIONS, (self.case, self.whole, self.expression), strict=True):
            button.setChecked(name in chosen)
        self.scope.setCurrentIndex(max(0, self.scope.findData(memory.text("search/scope", WHOLE))))
        self._memory = memory

    def _switched(self) -> None:
        if self._memory is not None:
            buttons = zip(OPTIONS, (self.case, self.whole, self.expression), strict=True)
            self._memory.keep("search/options", " ".join(name for name, button in buttons if button.isChecked()) or "-")
            self._memory.keep("search/scope", self.scope.currentData())
        self.ask_now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Down go to the hits, Escape leaves."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                return True
            if self._timer.isActive():
                self.ask_now()
            self.entered.emit()
        else:
            return False
        return True
