"""The scheme editor on a real project: labels made by typing, changed, ordered, merged, split, taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.core.people import give_role, join
from annotator.core.rows import Label
from annotator.ui.desk import Desk
from annotator.ui.jobs import Jobs
from annotator.ui.looks import Looks
from annotator.ui.scheme_editor.editor import SchemeEditor
from annotator.ui.scheme_editor.parting import Merge, Split


@pytest.fixture
def editor(qtbot: QtBot, desk: Desk, looks: Looks) -> Iterator[SchemeEditor]:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = SchemeEditor(window, desk, looks)
    made.open()
    yield made
    made.close()


def label(desk: Desk, name: str, kind: str = "span") -> Label:
    assert desk.session is not None
    return desk.session.scheme.named(name, kind)


def choose(editor: SchemeEditor, name: str, kind: str = "span") -> None:
    """Make a label the current one of its page."""
    page = editor.pages[kind]
    editor.tabs.setCurrentWidget(page)
    page._find(label(editor._desk, name, kind))


def typed(editor: SchemeEditor, kind: str, *names: str) -> None:
    """New labels, by the keyboard alone."""
    page = editor.pages[kind]
    editor.tabs.setCurrentWidget(page)
    page.field.setFocus()
    for name in names:
        QTest.keyClicks(page.field, name)
        QTest.keyClick(page.field, Qt.Key.Key_Return)


def wait_for_jobs(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not Jobs.of(desk).running)


def count(desk: Desk, name: str) -> int:
    """Spans of people with this label."""
    assert desk.session is not None
    return desk.session.scheme_reads.usage([label(desk, name).id]).spans


def test_labels_are_made_by_typing_with_keys_while_there_are_any(editor: SchemeEditor, desk: Desk) -> None:
    before = len(desk.session.scheme.ordered("span")) if desk.session else 0
    typed(editor, "span", *(f"NEW{number}" for number in range(12)))
    assert desk.session is not None
    labels = desk.session.scheme.ordered("span")
    assert [one.name for one in labels][before:] == [f"NEW{number}" for number in range(12)]
    keys = [one.key for one in labels if one.key and not one.key.startswith("shift")]
    assert len(keys) == len(set(keys)) == 10
    assert editor.pages["span"].field.text() == ""
    assert editor.pages["span"].list.current == label(desk, "NEW11").id
    typed(editor, "span", "NEW3")  # is there: it is found, not made again
    assert editor.pages["span"].list.current == label(desk, "NEW3").id


def test_fields_change_the_label_and_undo_takes_it_back(editor: SchemeEditor, desk: Desk) -> None:
    choose(editor, "ORG")
    detail = editor.pages["span"].detail
    detail.name.setText("COMPANY")
    detail.name.editingFinished.emit()
    assert label(desk, "COMPANY").key == label(desk, "COMPANY").key
    assert "Rename ORG to COMPANY" in editor.said.text()
    detail.key.setCurrentIndex(detail.key.findData("shift+9"))
    detail.key.activated.emit(0)
    assert label(desk, "COMPANY").key == "shift+9"
    detail.guideline.setPlainText("Companies, **not** towns.")
    detail.keep()
    assert label(desk, "COMPANY").guideline == "Companies, **not** towns."
    for _ in range(3):
        editor.acting.turn("undo")
    assert label(desk, "ORG").guideline != "Companies, **not** towns."
    editor.acting.turn("redo")
    assert detail.name.text() == "COMPANY"


def test_a_name_or_a_key_that_is_taken_is_said(editor: SchemeEditor, desk: Desk) -> None:
    choose(editor, "ORG")
    detail = editor.pages["span"].detail
    QTest.keyClicks(detail.name, "x")
    detail.name.setText("PERSON")
    detail.name.textEdited.emit("PERSON")
    assert detail.warning.text() == "“PERSON” is there already."
    detail.name.editingFinished.emit()
    assert "merge the two" in editor.said.text()
    assert detail.name.text() == "ORG"
    taken = label(desk, "PERSON").key
    assert detail.key.itemText(detail.key.findData(taken)).endswith("PERSON")
    detail.key.setCurrentIndex(detail.key.findData(taken))
    detail.key.activated.emit(0)
    assert f'"{taken}" is the key of PERSON.' in editor.said.text()


def test_order_by_alt_and_arrows(editor: SchemeEditor, desk: Desk) -> None:
    assert desk.session is not None
    names = [one.name for one in desk.session.scheme.ordered("span")]
    choose(editor, names[1])
    QTest.keyClick(editor.pages["span"].list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [one.name for one in desk.session.scheme.ordered("span")][:2] == [names[1], names[0]]
    assert editor.pages["span"].list.current == label(desk, names[1]).id


def test_children_stand_under_their_parent_and_fold(editor: SchemeEditor, desk: Desk) -> None:
    typed(editor, "span", "BANK")
    detail = editor.pages["span"].detail
    detail.parent_label.setCurrentIndex(detail.parent_label.findData(label(desk, "ORG").id))
    detail.parent_label.activated.emit(0)
    assert label(desk, "BANK").parent == label(desk, "ORG").id
    rows = editor.pages["span"].list
    shown = rows.count()
    choose(editor, "ORG")
    QTest.keyClick(rows, Qt.Key.Key_Left)
    assert rows.count() == shown - 1
    QTest.keyClick(rows, Qt.Key.Key_Right)
    assert rows.count() == shown


def test_the_grid_says_what_a_relation_may_join(editor: SchemeEditor, desk: Desk) -> None:
    typed(editor, "relation", "sits in")
    grid = editor.pages["relation"].detail.grid
    assert desk.session is not None
    names = [one.name for one in desk.session.scheme.ordered("span")]
    grid.setCurrentCell(names.index("ORG"), names.index("GPE"))
    QTest.keyClick(grid, Qt.Key.Key_Space)
    made = label(desk, "sits in", "relation").id
    pair = (label(desk, "ORG").id, label(desk, "GPE").id)
    assert desk.session.scheme.pairs(made) == [pair]
    grid.verticalHeader().sectionClicked.emit(names.index("PERSON"))
    assert len(desk.session.scheme.pairs(made)) == 1 + len(names)
    editor.acting.turn("undo")
    assert grid.pairs() == [pair]


def test_attributes(editor: SchemeEditor, desk: Desk) -> None:
    page = editor.attributes
    editor.tabs.setCurrentWidget(page)
    page.field.setText("certainty")
    page.add()
    page.holds.setCurrentIndex(page.holds.findData("choice"))
    page._hold()  # asks for choices first
    page.choices.setText("high, low")
    page.choices.editingFinished.emit()
    assert desk.session is not None
    made = next(one for one in desk.session.scheme.attributes.values() if one.name == "certainty")
    assert (made.kind, made.choices, made.labels) == ("choice", ("high", "low"), ())
    page.labels.item(0).setCheckState(Qt.CheckState.Checked)
    made = desk.session.scheme.attributes[made.id]
    assert made.labels == (desk.session.scheme.ordered("span")[0].id,)


def marked(desk: Desk) -> None:
    """Two suggestions accepted, so that labels have work done by them."""
    desk.first_undecided()
    desk.accept()
    desk.accept()


def test_what_a_change_touches_is_asked_before(editor: SchemeEditor, desk: Desk) -> None:
    marked(desk)
    name = next(one.name for one in desk.session.scheme.ordered("span") if count(desk, one.name))  # type: ignore[union-attr]
    choose(editor, name)
    editor.pages["span"].retire.click()
    assert editor.question.isVisible()
    assert editor.asked.text().startswith(f"Retire {name}? ")
    editor.not_so.click()
    assert not label(desk, name).retired
    editor.pages["span"].retire.click()
    editor.sure.click()
    assert label(desk, name).retired
    assert editor.pages["span"].retire.text() == "Bring back"


def test_merge_split_and_back(editor: SchemeEditor, desk: Desk, qtbot: QtBot) -> None:
    marked(desk)
    assert desk.session is not None
    used = [one.name for one in desk.session.scheme.ordered("span") if count(desk, one.name)]
    source, before = used[0], count(desk, used[0])
    typed(editor, "span", "THING")
    merge = Merge(editor, editor.acting, label(desk, source).id)
    merge.target.setCurrentIndex(merge.target.findText("THING"))
    assert merge.sentence.text().startswith(f"{before} entit")
    merge.start()
    wait_for_jobs(desk, qtbot)
    assert count(desk, "THING") == before
    split = Split(editor, editor.acting, label(desk, "THING").id)
    split.into.setText("PART")
    split.by_hand.setChecked(True)
    for place in range(split.items.count()):
        split.items.item(place).setCheckState(Qt.CheckState.Checked)
    assert split.main.isEnabled()
    split.start()
    wait_for_jobs(desk, qtbot)
    assert (count(desk, "PART"), count(desk, "THING")) == (before, 0)
    editor.acting.turn("undo")
    editor.acting.turn("undo")
    wait_for_jobs(desk, qtbot)
    assert count(desk, source) == before
    assert desk.session.scheme.find("PART") is None


@pytest.mark.parametrize("given", [("["), ("nothing like this")])
def test_a_split_that_fits_nothing_cannot_begin(editor: SchemeEditor, desk: Desk, given: str) -> None:
    split = Split(editor, editor.acting, label(desk, "ORG").id)
    split.into.setText("X")
    split.pattern.setText(given)
    split.look()
    assert not split.main.isEnabled()


def test_a_scheme_comes_from_a_file_and_goes_into_one(editor: SchemeEditor, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "scheme.toml"
    editor.export_file(path)
    path.write_text(path.read_text(encoding="utf-8") + '\n[[span]]\nname = "VESSEL"\n', encoding="utf-8")
    editor.import_file(path)
    assert label(desk, "VESSEL").kind == "span"
    path.write_text("no toml [", encoding="utf-8")
    editor.import_file(path)
    assert editor.said.text().startswith("scheme.toml: ")


def test_who_is_no_lead_may_look(qtbot: QtBot, desk: Desk, looks: Looks) -> None:
    assert desk.session is not None
    desk.session.do(join(desk.session.people, "Rita"))
    desk.session.do(give_role(desk.session.people, desk.session.people.named("Rita").id, "annotator"))
    desk.act_as("Rita", reviewing=False)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    made = SchemeEditor(window, desk, looks)
    made.open()
    assert "Only a lead changes the scheme" in made.said.text()
    assert not made.pages["span"].detail.isEnabled()
    assert not made.pages["span"].merge.isEnabled()
