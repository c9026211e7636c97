"""The row under the menus, for the mouse: through the queue, hand in, undo, find; every button is an action."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolBar, QToolButton, QWidget

from annotator.core.rows import Name
from annotator.ui.desk import Desk
from annotator.ui.icons import icon
from annotator.ui.parts.ink import UNIT, tip
from annotator.ui.parts.labels import words

DONE = ("submitted", "in review", "approved")


class ToolBar(QToolBar):
    """Buttons of the table's actions; what hands the document in has its name and its key on it."""

    def __init__(self, desk: Desk, actions: dict[str, QAction]) -> None:
        super().__init__(desk.tr("Tool bar"))
        self._desk, self._actions = desk, actions
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setIconSize(QSize(16, 16))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._place = words(role="faint")
        self._place.setAccessibleName(self.tr("Place in the queue"))
        self.hand_in, self.send_back = self._push("submit", main=True), self._push("send_back")
        self._lay_out()
        for signal in (desk.document_changed, desk.queue_changed, desk.project_changed, desk.mode_changed):
            signal.connect(self.refresh)
        desk.settled.connect(self._show_verbs)
        desk.settled.connect(self._show_undo)
        self.refresh()

    def _lay_out(self) -> None:
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        row.setSpacing(UNIT)
        row.addWidget(self._tool("previous_document", "from"))
        row.addWidget(self._place)
        row.addWidget(self._tool("next_document", "to"))
        row.addSpacing(2 * UNIT)
        row.addWidget(self.hand_in)
        row.addWidget(self.send_back)
        row.addSpacing(2 * UNIT)
        self._undo, self._redo = self._tool("undo", "undo"), self._tool("redo", "redo")
        row.addWidget(self._undo)
        row.addWidget(self._redo)
        row.addStretch(1)
        row.addWidget(self._tool("find", "find"))
        row.addWidget(self._tool("palette", "keys"))
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.addWidget(inside)

    def _tool(self, name: str, sign: str) -> QToolButton:
        action = self._actions[name]
        button = QToolButton()
        button.setIcon(icon(sign, "text"))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # they have keys; Tab belongs to the text
        button.setToolTip(tip(_with_key(action)))
        button.setAccessibleName(action.text())
        button.clicked.connect(lambda: self._run(name))
        return button

    def _push(self, name: str, *, main: bool = False) -> QPushButton:
        button = QPushButton()
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if main:
            button.setProperty("role", "main")
        button.clicked.connect(lambda: self._run(name))
        return button

    def _run(self, name: str) -> None:
        self._actions[name].trigger()
        if name not in ("find", "palette", "send_back"):
            self._desk.canvas_wanted.emit()

    # ---- what is shown

    def refresh(self) -> None:
        """Read place and verbs again."""
        session, document = self._desk.session, self._desk.document
        place = session.queue_place(self._desk.queue_filter, document) if session and document else None
        total = sum(session.queue_states(self._desk.queue_filter).values()) if session else 0
        self._place.setText(f"{place + 1:,} / {total:,}" if place is not None else f"– / {total:,}" if total else "")
        self._show_verbs()
        self._show_undo()

    def _show_verbs(self) -> None:
        desk = self._desk
        reviewing = desk.reviewing
        review = desk.session.people.setting("review") if desk.session else "none"
        said = self.tr("Approve") if reviewing else self.tr("Done") if review == "none" else self.tr("Submit")
        self._name(self.hand_in, said, "submit")
        self._name(self.send_back, self.tr("Send back"), "send_back")
        self.send_back.setVisible(reviewing)
        able = desk.document is not None and bool(desk.session and not desk.session.read_only)
        state = self._state()
        self.hand_in.setEnabled(able and (state in DONE[:2] if reviewing else state not in DONE))
        self.send_back.setEnabled(able and state in DONE[:2])

    def _state(self) -> str:
        desk = self._desk
        if desk.document is None or desk.doc is None or desk.session is None:
            return ""
        author: Name = desk.reviewed if desk.reviewing else desk.session.actor.id
        return desk.doc.set_of(author).state if author else ""

    def _name(self, button: QPushButton, said: str, action: str) -> None:
        button.setText(said)
        button.setToolTip(tip(_with_key(self._actions[action], said)))
        button.setAccessibleName(said)

    def _show_undo(self) -> None:
        session = self._desk.session
        undo, redo = (session.undo_step(), session.redo_step()) if session else (None, None)
        for button, step, name in ((self._undo, undo, "undo"), (self._redo, redo, "redo")):
            button.setEnabled(step is not None)
            action = self._actions[name]
            button.setToolTip(tip(_with_key(action, f"{action.text()}: {step.info.title}" if step else "")))


def _with_key(action: QAction, said: str = "") -> str:
    """Words and the key that does the same."""
    key = action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)
    said = said or action.text().removesuffix(" …")
    return f"{said} ({key})" if key else said
