"""Relations by the mouse alone: made, relabelled, turned round, deleted; far ends there and back; to oneself."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QMenu
from pytestqt.qtbot import QtBot

from annotator.core.records import DocumentRecord, SetRecord, SpanRecord
from annotator.core.rows import Name, Relation
from annotator.core.scheme import LabelSpec
from annotator.session import Session
from annotator.session.importing import import_records
from annotator.ui.bars import LabelBar
from annotator.ui.main_window import MainWindow
from tests.ui.test_actions import window  # noqa: F401  (fixture)

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NEAR = "Ada Lund runs Norda. Norda owns Birk.\n\n"
TEXT = NEAR + "Nothing happens in this paragraph of the text, nothing at all.\n\n" * 60 + "Zara Holt left Norda."
LABELS = [
    LabelSpec("span", "PERSON"),
    LabelSpec("span", "ORG"),
    LabelSpec("relation", "runs", key="1"),
    LabelSpec("relation", "owns", key="2"),
]
SPANS = {"ada": "Ada Lund", "norda": "Norda", "birk": "Birk", "zara": "Zara Holt"}


@pytest.fixture
def page(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> MainWindow:  # noqa: F811
    """The window on a text with four entities, one of them far away."""
    path = tmp_path / "mouse.annot"
    session = Session.create(path, person="Ana", labels=LABELS)
    one = SetRecord("Ana")
    for name, words in SPANS.items():
        start = TEXT.index(words)
        one.spans.append(SpanRecord(name, ((start, start + len(words)),), "ORG" if "N" in words else "PERSON"))
    for _ in import_records(session, [DocumentRecord("mouse", TEXT, sets=[one])], lambda finding: None):
        pass
    session.close()
    assert window.projects.open(path, person="Ana")
    window.resize(1300, 800)
    qtbot.waitUntil(lambda: window.pane.canvas.frame_now() is not None)
    return window


def span(page: MainWindow, key: str) -> Name:
    start = TEXT.index(SPANS[key])
    return next(one.id for one in page.desk.view.set.spans if one.start == start)


def relations(page: MainWindow) -> list[tuple[str, str, str]]:
    """(from, label, to) in words."""
    view = page.desk.view

    def words(row: Relation) -> tuple[str, str, str]:
        head, tail = view.set.span(row.head), view.set.span(row.tail)
        assert head is not None
        assert tail is not None
        return view.surface(head), view.label_name(row.label), view.surface(tail)

    return sorted(words(row) for row in view.set.relations.values())


def drag(page: MainWindow, qtbot: QtBot, start: QPoint, end: QPoint) -> None:
    viewport = page.pane.canvas.viewport()
    qtbot.mousePress(viewport, LEFT, pos=start)
    qtbot.mouseMove(viewport, (start + end) / 2 + QPoint(0, 12))
    qtbot.mouseMove(viewport, end)
    qtbot.mouseRelease(viewport, LEFT, pos=end)


def chip(page: MainWindow, key: str) -> QPoint:
    box = page.pane.canvas.rect_of_chip(span(page, key))
    assert box is not None
    return box.center().toPoint()


def take_label(page: MainWindow, qtbot: QtBot, words: str) -> None:
    """Click a label in the numbered bar."""
    bar = page.findChild(LabelBar)
    assert bar is not None

    def buttons() -> list[QAbstractButton]:
        return [one for one in bar.findChildren(QAbstractButton) if words in one.accessibleName() and one.isVisible()]

    qtbot.waitUntil(lambda: bool(buttons()))
    qtbot.mouseClick(buttons()[0], LEFT)


def link(page: MainWindow, qtbot: QtBot, head: str, tail: str, label: str) -> None:
    drag(page, qtbot, chip(page, head), chip(page, tail))
    if page.desk.linking is not None:
        take_label(page, qtbot, label)
    assert page.desk.linking is None


def on_the_words(page: MainWindow) -> QPoint:
    (row,) = page.desk.view.set.relations.values()
    box = page.pane.canvas.rect_of_relation_label(row.id)
    assert box is not None
    return box.center().toPoint()


def test_made_relabelled_turned_and_deleted(page: MainWindow, qtbot: QtBot) -> None:
    viewport = page.pane.canvas.viewport()
    link(page, qtbot, "ada", "norda", "runs")
    assert relations(page) == [("Ada Lund", "runs", "Norda")]
    qtbot.mouseClick(viewport, LEFT, pos=on_the_words(page))
    assert page.desk.focus.kind == "relation"
    take_label(page, qtbot, "owns")
    assert relations(page) == [("Ada Lund", "owns", "Norda")]
    for action, expected in (("reverse", [("Norda", "owns", "Ada Lund")]), ("reject", [])):
        page.pane.canvas.context_requested.emit(page.pane.canvas.hit(on_the_words(page)), on_the_words(page))
        menu = page.pane.findChildren(QMenu)[-1]
        qtbot.waitUntil(menu.isVisible)
        entry = page.actions_by_id[action]
        qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(entry).center())
        qtbot.waitUntil(lambda expected=expected: relations(page) == expected)


def test_far_ends_there_and_back(page: MainWindow, qtbot: QtBot) -> None:
    desk, canvas = page.desk, page.pane.canvas
    desk.focus_item(span(page, "zara"))
    desk.link(span(page, "zara"), span(page, "norda"))
    desk.finish_linking(desk.link_labels()[0].id)
    desk.focus_item(span(page, "norda"))
    for there in ("zara", "norda", "zara"):
        qtbot.mouseClick(canvas.viewport(), LEFT, pos=on_the_words(page))
        assert desk.focus.id == span(page, there)
        start, end = canvas.visible_range()
        assert start <= desk.focus.start <= end


def test_to_oneself(page: MainWindow, qtbot: QtBot) -> None:
    canvas, here = page.pane.canvas, chip(page, "birk")
    text = canvas.rect_of_span(span(page, "birk"))
    assert text is not None
    viewport = canvas.viewport()
    qtbot.mousePress(viewport, LEFT, pos=here)
    qtbot.mouseMove(viewport, here + QPoint(90, 30))
    qtbot.mouseMove(viewport, text.center().toPoint())
    qtbot.mouseRelease(viewport, LEFT, pos=text.center().toPoint())
    if page.desk.linking is not None:
        take_label(page, qtbot, "owns")
    assert relations(page) == [("Birk", "owns", "Birk")]


def test_from_many_to_many(page: MainWindow, qtbot: QtBot) -> None:
    for head in ("ada", "birk"):
        for tail in ("norda", "birk", "ada"):
            if head != tail:
                link(page, qtbot, head, tail, "runs")
    assert len(relations(page)) == 4
