"""Whatever a person does in whatever order: no exception, no warning, and the screen says what the file says.

Ten histories of 200 random actions each, keys, mouse, wheel, resizing, zoom, themes and undo among them, on random
documents in many scripts. A history is its seed, which the name of a failed test says.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from annotator.core.people import join, set_setting
from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.session import Session
from annotator.session.importing import import_records
from annotator.ui.actions import ACTIONS
from annotator.ui.canvas.setting import Setting
from annotator.ui.canvas.sheet import Sheet
from annotator.ui.main_window import MainWindow
from annotator.ui.shown import DocumentScene
from tests.session.history import shape
from tests.ui.test_actions import no_modal_box, window  # noqa: F401  (fixtures)

HISTORIES, STEPS, CHECKED_EVERY = 10, 200, 25
LABELS = ("ORG", "PERSON", "PLACE", "EVENT")
WORDS = (
    "Pfizer buys the small plant in Utrecht on Monday because of 43 million reasons.",
    "شركة النفط في القاهرة",
    "ירושלים היא עיר",
    "東京で会議が開かれた。",
    "서울에서 열린 회의",
    "ประเทศไทยมีภูเขา",
    "दिल्ली में बैठक हुई",
    "👩‍👩‍👧 and 🏳️‍🌈 flags",
    "e\u0301te\u0301 à\u0327 Zu\u0308rich",
    "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐍈𐌰",
    "\t\r\n",
    "\n\n",
    "\u202emixed\u202c ",
)
# They leave the project, block on a dialog of the system, or begin work that is somebody else's test.
LEFT_OUT = {"open_sample", "quit", "new_project", "open_project", "import", "export", "save_copy", "doctor"} | {
    "palette",  # would lead to all the others
    "suggest_all",
    "suggest_cancel",
    "undo",  # done by the person, who leaves the import alone
}


def random_text(chance: Random) -> str:
    return "".join(chance.choice(WORDS) + chance.choice((" ", " ", "\n")) for _ in range(chance.randint(20, 120)))


def random_set(chance: Random, length: int, who: SetRecord) -> SetRecord:
    """Nested, crossing, identical and discontinuous spans, relations among them, to themselves too."""
    for number in range(chance.randint(0, 80)):
        start = chance.randrange(length - 1)
        fragments = [(start, min(length, start + chance.randint(1, 30)))]
        if chance.random() < 0.1 and fragments[0][1] + 8 < length:
            fragments.append((fragments[0][1] + 3, fragments[0][1] + 8))
        who.spans.append(SpanRecord(f"s{number}", tuple(fragments), chance.choice(LABELS)))
    for number in range(len(who.spans) // 2):
        head, tail = chance.choice(who.spans), chance.choice(who.spans)
        who.relations.append(RelationRecord(f"r{number}", head.id, tail.id, chance.choice(("near", "owns"))))
    return who


def random_project(path: Path, chance: Random) -> Path:
    session = Session.create(path, person="Ana")
    session.do(set_setting(session.people, "pipeline", "none"))
    session.do(join(session.people, "Ben"))
    records = []
    for number in range(3):
        text = random_text(chance)
        sets = [SetRecord("Ana"), SetRecord("news", kind="model", state="suggested")]
        made = [random_set(chance, len(text), one) for one in sets]
        records.append(DocumentRecord(f"text {number}", text, sets=made))
    for _ in import_records(session, records, lambda finding: None):
        pass
    session.close()
    return path


class Person:
    """Does something, anything."""

    def __init__(self, window: MainWindow, qtbot: QtBot, chance: Random) -> None:  # noqa: F811
        self._window, self._qtbot, self._chance = window, qtbot, chance
        assert window.desk.session is not None
        self._base = window.desk.session._store.revisions()[-1].id
        self._actions = [action.id for action in ACTIONS if action.id not in LEFT_OUT]
        self._actions += 3 * [action.id for action in ACTIONS if action.menu == "Annotate"]
        self._ways: list[tuple[int, Callable[[], object]]] = [
            (50, self._act),
            (20, self._digit),
            (15, self._focus),
            (12, self._click),
            (12, self._drag),
            (3, self._wheel),
            (3, self._resize),
            (3, self._undo),
            (2, self._map),
        ]

    def step(self) -> None:
        weights, ways = zip(*self._ways, strict=True)
        self._chance.choices(ways, weights)[0]()
        QApplication.processEvents()
        for dialog in self._window.findChildren(QDialog):
            self._answer(dialog)

    def _answer(self, dialog: QDialog) -> None:
        """Half of what opens is used a little, all of it is left."""
        if dialog.isVisible() and self._chance.random() < 0.5:
            where = dialog.focusWidget() or dialog
            for key in self._chance.choices((Qt.Key.Key_Down, Qt.Key.Key_Tab, Qt.Key.Key_O, Qt.Key.Key_Return), k=2):
                if where.isVisible():
                    self._qtbot.keyClick(where, key)
        dialog.close()

    def sit_down(self) -> None:
        """Go on with some document, as its annotator, wherever the last actions led."""
        desk = self._window.desk
        assert desk.session is not None
        if self._chance.random() < 0.8:
            desk.act_as("Ana", reviewing=False)
        desk.open_document(self._chance.choice(desk.session.documents()))
        desk.withdraw()
        desk.take_up()
        desk.settle_question()

    @property
    def _page(self) -> QWidget:
        return self._window.pane.canvas.viewport()

    def _act(self) -> None:
        self._window.actions_by_id[self._chance.choice(self._actions)].trigger()

    def _focus(self) -> None:
        """As Tab or a row of a panel would."""
        spans = self._spans()
        if spans:
            self._window.desk.focus_item(self._chance.choice(spans))

    def _digit(self) -> None:
        shift = Qt.KeyboardModifier.ShiftModifier if self._chance.random() < 0.2 else Qt.KeyboardModifier.NoModifier
        self._window.pane.canvas.setFocus()
        self._qtbot.keyClick(self._window.pane.canvas, str(self._chance.randint(0, 9)), shift)

    def _point(self) -> QPoint:
        return QPoint(self._chance.randrange(self._page.width()), self._chance.randrange(self._page.height()))

    def _modifier(self) -> Qt.KeyboardModifier:
        kinds = Qt.KeyboardModifier
        usual = [kinds.NoModifier] * 4
        return self._chance.choice([*usual, kinds.ControlModifier, kinds.ShiftModifier, kinds.AltModifier])

    def _click(self) -> None:
        modifier, point = self._modifier(), self._point()
        if self._chance.random() < 0.2:
            self._qtbot.mouseDClick(self._page, Qt.MouseButton.LeftButton, modifier, point)
        else:
            self._qtbot.mouseClick(self._page, Qt.MouseButton.LeftButton, modifier, point)

    def _drag(self) -> None:
        """From a chip, an edge or the text to anywhere; now and then an edit comes in between."""
        modifier, start, end = self._modifier(), self._point(), self._point()
        spans = self._spans()
        if spans and self._chance.random() < 0.5:
            box = self._window.pane.canvas.rect_of_chip(self._chance.choice(spans))
            start = box.center().toPoint() if box is not None else start
        self._qtbot.mousePress(self._page, Qt.MouseButton.LeftButton, modifier, start)
        self._qtbot.mouseMove(self._page, (start + end) / 2)
        if self._chance.random() < 0.1:
            self._undo()
        self._qtbot.mouseMove(self._page, end)
        self._qtbot.mouseRelease(self._page, Qt.MouseButton.LeftButton, modifier, end)

    def _spans(self) -> list[str]:
        scene = self._window.desk.scene
        shown = scene.spans_in(*self._window.pane.canvas.visible_range()) if scene is not None else []
        return [span.id for span in shown]

    def _wheel(self) -> None:
        modifier = self._chance.choice((Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier))
        turn, at = QPoint(0, self._chance.choice((-480, -120, 120, 480))), QPointF(self._point())
        event = QWheelEvent(
            at,
            self._page.mapToGlobal(at),
            QPoint(),
            turn,
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(self._page, event)

    def _resize(self) -> None:
        self._window.resize(self._chance.randint(700, 1500), self._chance.randint(420, 1000))

    def _undo(self) -> None:
        for _ in range(self._chance.randint(1, 4)):
            self._take_back() if self._chance.random() < 0.6 else self._window.desk.redo()

    def _take_back(self) -> bool:
        """Undo, but for what was there before the person came. Returns whether there was anything."""
        desk = self._window.desk
        step = desk.session.undo_step() if desk.session is not None else None
        if step is None or step.info.id <= self._base:
            return False
        desk.undo()
        return True

    def take_all_back(self) -> None:
        """Undo until nothing is left."""
        for _ in range(10 * STEPS):
            if not self._take_back():
                return

    @property
    def done(self) -> int:
        """Edits in the file since the person came, undone ones included."""
        session = self._window.desk.session
        return len(session._store.revisions("id > ?", (self._base,))) if session is not None else 0

    def _map(self) -> None:
        minimap = self._window.pane.minimap
        self._qtbot.mouseClick(
            minimap, Qt.MouseButton.LeftButton, pos=QPoint(5, self._chance.randrange(max(1, minimap.height())))
        )


def check_screen_and_file_agree(window: MainWindow) -> None:  # noqa: F811
    """Memory is what the file says; what is laid out is what would be laid out from nothing."""
    desk, canvas = window.desk, window.pane.canvas
    assert desk.session is not None
    fresh = Session.open(desk.session.path, read_only=True)
    try:
        for name in desk.session.documents():
            assert shape(desk.session.document(name)) == shape(fresh.document(name))
    finally:
        fresh.close()
    if desk.scene is None or canvas.sheet is None:
        return
    again = DocumentScene(desk.view, type(desk.suggestions)(desk.view), tokens=None, show_rejected=desk.show_rejected)
    again.comments, again.problems = desk.scene.comments, desk.scene.problems
    whole = (0, len(desk.scene.text) + 1)
    assert desk.scene.spans_in(*whole) == again.spans_in(*whole)
    check_layout(canvas.sheet, again)


def check_layout(sheet: Sheet, scene: DocumentScene) -> None:
    """Text, fills and chips stand where a sheet made anew puts them; only rails remember who came first."""
    old: Setting = sheet.setting
    new = Sheet(scene, old.metrics, old.width, window=sheet.window, threshold=sheet.threshold)
    new.show(arcs=old.arcs, suggestions=old.suggestions)
    new.draw_in_full(old.drawn_in_full)
    for block in range(len(sheet.blocks)):
        for one, other in zip(sheet.laid(block).lines, new.laid(block).lines, strict=True):
            fills = [[(f.span, f.label, f.state, f.box.left, f.box.right) for f in line.fills] for line in (one, other)]
            assert fills[0] == fills[1]
            chips = [[(c.span, c.words, c.kind) for c in line.chips] for line in (one, other)]
            assert chips[0] == chips[1]


@pytest.mark.usefixtures("no_modal_box")
@pytest.mark.parametrize("seed", range(HISTORIES))
def test_anything_in_any_order(window: MainWindow, qtbot: QtBot, tmp_path: Path, seed: int) -> None:  # noqa: F811
    chance = Random(seed)
    assert window.projects.open(random_project(tmp_path / "anything.annot", chance), person="Ana")
    person = Person(window, qtbot, chance)
    for step in range(1, STEPS + 1):
        with qtbot.captureExceptions() as errors:
            person.step()
        assert not errors, errors[0]
        if step % CHECKED_EVERY == 0:
            check_screen_and_file_agree(window)
            person.sit_down()
    assert person.done > STEPS // 100
    person.take_all_back()
    check_screen_and_file_agree(window)
