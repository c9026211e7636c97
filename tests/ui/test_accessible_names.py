"""Every control says what it is to those who do not see it, and F6 walks the window in one order."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QScrollBar,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from annotator.ui.dialogs.about import About
from annotator.ui.dialogs.export import Export
from annotator.ui.dialogs.import_texts import ImportTexts
from annotator.ui.dialogs.keys import Keys
from annotator.ui.dialogs.label_picker import LabelPicker
from annotator.ui.dialogs.new_project import NewProject
from annotator.ui.dialogs.open_document import OpenDocument
from annotator.ui.dialogs.palette import Palette
from annotator.ui.dialogs.same_texts import SameTexts
from annotator.ui.dialogs.settings import Settings
from annotator.ui.dialogs.who import Who
from annotator.ui.dialogs.word_list import WordList
from annotator.ui.dialogs.word_lists import WordLists
from annotator.ui.main_window import MainWindow
from annotator.ui.scheme_editor.editor import SchemeEditor
from tests.end_to_end.project import make
from tests.ui.test_actions import no_modal_box, window  # noqa: F401  (fixtures)

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QTabBar,
)
F6_ORDER = ["canvas", "queue", "entities", "relations", "inspector"]


def is_part(widget: QWidget) -> bool:
    """Whether Qt made it as a part of another control, which is what has the name."""
    if isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_"):
        return True
    above = widget.parentWidget()
    if isinstance(above, QFrame) and isinstance(above.parentWidget(), QComboBox):  # the list that drops down
        return True
    return isinstance(above, (QAbstractSpinBox, QComboBox, QAbstractItemView, QTabBar))


def nameless(root: QWidget) -> list[str]:
    """Controls, and whatever Tab stops at, that have no name on the way a screen reader asks for it."""
    found = []
    for widget in root.findChildren(QWidget):
        takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and not isinstance(widget, QDialog)
        if (isinstance(widget, CONTROLS) or takes_tab) and not is_part(widget) and not name_of(widget):
            found.append(path_of(widget))
    return found


def name_of(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).strip()


def path_of(widget: QWidget | None) -> str:
    names = []
    while widget is not None:
        names.append(f"{type(widget).__name__}({widget.objectName() or widget.toolTip()})")
        widget = widget.parentWidget()
    return " < ".join(names[:5])


@pytest.fixture
def opened(window: MainWindow, tmp_path: Path) -> MainWindow:  # noqa: F811
    path = tmp_path / "named.annot"
    make(path, people=("Ana", "Rita"))
    assert window.projects.open(path, person="Ana")
    return window


def test_the_walk_finds_a_control_without_a_name(qtbot: QtBot) -> None:
    inside = QWidget()
    qtbot.addWidget(inside)
    QLineEdit(inside)
    assert len(nameless(inside)) == 1


@pytest.mark.usefixtures("no_modal_box")
def test_every_control_of_the_window_has_a_name(opened: MainWindow) -> None:
    assert nameless(opened) == []


DIALOGS: dict[str, Callable[[MainWindow], QDialog]] = {
    "about": About,
    "export": lambda w: Export(w, w.desk, w.looks),
    "import": lambda w: ImportTexts(w, w.desk, w.looks),
    "keys": lambda w: Keys(w, w.desk, w.looks),
    "labels": lambda w: LabelPicker(w, w.desk, w.looks),
    "new project": lambda w: NewProject(w, ""),
    "documents": lambda w: OpenDocument(w, w.desk, w.looks),
    "palette": Palette,
    "same texts": lambda w: SameTexts(w, w.desk, w.looks),
    "scheme": lambda w: SchemeEditor(w, w.desk, w.looks, w.memory),
    "settings": lambda w: Settings(w, w.desk, w.looks),
    "word lists": lambda w: WordLists(w, w.desk, w.looks),
    "who": lambda w: Who(w, w.desk, w.looks),
    "word list": lambda w: WordList(w, ("Brno",)),
}


@pytest.mark.usefixtures("no_modal_box")
@pytest.mark.parametrize("name", DIALOGS)
def test_every_control_of_a_dialog_has_a_name(opened: MainWindow, name: str) -> None:
    dialog = DIALOGS[name](opened)
    assert nameless(dialog) == []
    assert dialog.windowTitle() or dialog.accessibleName()


@pytest.mark.usefixtures("no_modal_box")
@pytest.mark.parametrize(
    ("action", "order"), [("next_pane", F6_ORDER), ("previous_pane", F6_ORDER[:1] + F6_ORDER[:0:-1])]
)
def test_f6_walks_the_panes_in_reading_order_and_comes_back(opened: MainWindow, action: str, order: list[str]) -> None:
    opened.pane.canvas.setFocus()
    places = {dock.objectName(): dock for dock in opened.docks.all}

    def where() -> str:
        focused = opened.focusWidget()
        inside = [name for name, dock in places.items() if focused is not None and dock.isAncestorOf(focused)]
        return inside[0] if inside else "canvas" if focused is opened.pane.canvas else path_of(focused)

    walked = [where()]
    for _ in order:
        opened.actions_by_id[action].trigger()
        walked.append(where())
    assert walked == [*order, "canvas"]
