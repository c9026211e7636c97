"""The editor on a real project: what is changed in it stands in the file, and comes back by undo."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.core.people import give_role
from annotator.core.review import is_approved
from annotator.core.rows import Label
from annotator.session.scheming import label_counts
from annotator.ui.desk import Desk
from annotator.ui.dialogs.label_picker import LabelPicker
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.scheme_editor.editor import SchemeEditor
from annotator.ui.scheme_editor.labels_page import LabelsPage
from annotator.ui.scheme_editor.split_window import SplitWindow

KEY, ALT, CTRL = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


def spans(editor: SchemeEditor) -> LabelsPage:
    return editor.pages["span"]


def go_to(editor: SchemeEditor, name: str, kind: str = "span") -> Label:
    page = editor.pages[kind]
    editor.tabs.setCurrentWidget(page)
    row = editor.deeds.session.scheme.named(name, kind)
    page.table.setFocus()
    page.table.follow(page.table.rows.place_of(row.id))
    return row


def named(editor: SchemeEditor, name: str, kind: str = "span") -> Label:
    return editor.deeds.session.scheme.named(name, kind)


def counts(editor: SchemeEditor) -> dict[str, int]:
    scheme = editor.deeds.session.scheme
    return {scheme.name_of(label): number for label, number in label_counts(editor.deeds.session).items()}


def idle(editor: SchemeEditor, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: editor.deeds.job is None)


def turn(editor: SchemeEditor, qtbot: QtBot, key: str = "z") -> None:
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    QTest.keyClick(editor, key, CTRL)
    idle(editor, qtbot)


# ---- the list


def test_labels_stand_with_their_counts(editor: SchemeEditor) -> None:
    rows = {row.label.name: row.used for row in spans(editor).table.rows.rows}
    assert rows == {"ORG": 5, "PERSON": 2, "PLACE": 3}  # Ana's, and those of the final version
    assert editor.tabs.tabText(1).split() == ["Relations", "3"]


def test_typing_and_enter_adds_one_after_the_other(editor: SchemeEditor) -> None:
    page = spans(editor)
    QTest.keyClick(editor, KEY.Key_N, CTRL)
    assert page.new.hasFocus()
    for line in ("LAW", "LAW > TREATY", "TREATY > PACT"):
        QTest.keyClicks(page.new, line)
        QTest.keyClick(page.new, KEY.Key_Return)
        assert (page.new.text(), page.new.hasFocus()) == ("", True)
    pact = named(editor, "PACT")
    assert (pact.key, pact.parent) == ("6", named(editor, "TREATY").id)
    QTest.keyClicks(page.new, "ORG")
    QTest.keyClick(page.new, KEY.Key_Return)
    assert (page.new.text(), editor.said.text()) == ("ORG", '"ORG" is there already.')


def test_a_relation_is_added_with_its_rule(editor: SchemeEditor) -> None:
    editor.tabs.setCurrentIndex(1)
    page = editor.pages["relation"]
    QTest.keyClicks(page.new, "lives in: PERSON -> PLACE, ORG")
    QTest.keyClick(page.new, KEY.Key_Return)
    row = named(editor, "lives in", "relation")
    assert len(editor.deeds.session.scheme.pairs(row.id)) == 2


def test_parents_fold_and_typing_finds_what_is_folded(editor: SchemeEditor, qtbot: QtBot) -> None:
    page = spans(editor)
    QTest.keyClicks(page.new, "ORG > BANK")
    QTest.keyClick(page.new, KEY.Key_Return)
    go_to(editor, "ORG")
    QTest.keyClick(page.table, KEY.Key_Left)
    assert [row.label.name for row in page.table.rows.rows] == ["ORG", "PERSON", "PLACE"]
    QTest.keyClicks(page.filter.field, "ban")
    qtbot.waitUntil(lambda: [row.label.name for row in page.table.rows.rows] == ["BANK"])
    page.filter.field.clear()
    qtbot.waitUntil(lambda: len(page.table.rows.rows) == 3)
    QTest.keyClick(page.table, KEY.Key_Right)
    assert [row.label.name for row in page.table.rows.rows][:2] == ["ORG", "BANK"]


def test_alt_and_arrows_move_a_label(editor: SchemeEditor, qtbot: QtBot) -> None:
    go_to(editor, "PLACE")
    QTest.keyClick(spans(editor).table, KEY.Key_Up, ALT)
    QTest.keyClick(spans(editor).table, KEY.Key_Up, ALT)
    scheme = editor.deeds.session.scheme
    assert [row.name for row in scheme.ordered("span")] == ["PLACE", "ORG", "PERSON"]
    QTest.keyClick(spans(editor).table, KEY.Key_Down, ALT)
    assert [row.name for row in scheme.ordered("span")] == ["ORG", "PLACE", "PERSON"]
    for _ in range(3):
        turn(editor, qtbot)
    assert [row.name for row in scheme.ordered("span")] == ["ORG", "PERSON", "PLACE"]


def test_a_label_is_dragged_to_its_place(editor: SchemeEditor) -> None:
    table = spans(editor).table
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(table.viewport(), left, NONE, QPoint(60, 14))
    QTest.mouseMove(table.viewport(), QPoint(60, 40))
    QTest.mouseMove(table.viewport(), QPoint(60, 160))
    QTest.mouseRelease(table.viewport(), left, NONE, QPoint(60, 160))
    assert [row.name for row in editor.deeds.session.scheme.ordered("span")] == ["PERSON", "PLACE", "ORG"]


def test_a_digit_gives_a_key_and_the_owner_gets_the_other(editor: SchemeEditor) -> None:
    go_to(editor, "PLACE")
    QTest.keyClick(spans(editor).table, KEY.Key_1)
    assert (named(editor, "PLACE").key, named(editor, "ORG").key) == ("1", "3")
    QTest.keyClick(spans(editor).table, KEY.Key_4, SHIFT)
    assert named(editor, "PLACE").key == "shift+4"


# ---- fields


def test_a_rename_is_one_step_that_keeps_approvals(editor: SchemeEditor, qtbot: QtBot) -> None:
    session = editor.deeds.session
    go_to(editor, "ORG")
    QTest.keyClick(spans(editor).table, KEY.Key_F2)
    field = spans(editor).fields.name
    assert field.hasFocus()
    QTest.keyClicks(field, "FIRM")
    QTest.keyClick(field, KEY.Key_Return)
    assert "Rename ORG to FIRM. 5 entities and 1 suggestion in 2 documents" in editor.said.text()
    assert "1 approval stays" in editor.said.text()
    assert is_approved(session.document(session.documents()[0]), session.people)
    assert counts(editor)["FIRM"] == 5
    turn(editor, qtbot)
    assert (editor.said.text(), named(editor, "ORG").name) == ("Undone: Rename ORG to FIRM", "ORG")
    turn(editor, qtbot, "y")
    assert field.text() == "FIRM"


def test_clashes_are_said_while_one_types(editor: SchemeEditor) -> None:
    go_to(editor, "ORG")
    fields = spans(editor).fields
    fields.colour.setFocus()
    QTest.keyClicks(fields.colour, "#4f9b3e")
    QTest.keyClick(fields.colour, KEY.Key_Return)
    assert named(editor, "ORG").colour == "#4f9b3e"
    go_to(editor, "PERSON")
    fields.colour.setFocus()
    QTest.keyClicks(fields.colour, "#509b3f")
    assert "Looks like ORG" in fields.clash.text()
    fields.name.setFocus()
    fields.name.selectAll()
    QTest.keyClicks(fields.name, "PLACE")
    assert "“PLACE” is there already." in fields.clash.text()
    QTest.keyClick(fields.name, KEY.Key_Escape)
    assert fields.name.text() == "PERSON"
    assert "PLACE" not in fields.clash.text()
    assert "ORG and PERSON look alike" in spans(editor).odd.text()


def test_the_palette_is_used_by_keys(editor: SchemeEditor) -> None:
    go_to(editor, "ORG")
    swatches = spans(editor).fields.swatches
    QTest.keyClick(swatches, KEY.Key_Right)
    QTest.keyClick(swatches, KEY.Key_Down)
    QTest.keyClick(swatches, KEY.Key_Space)
    assert named(editor, "ORG").colour == swatches.colours[10]


def test_a_guideline_is_kept_when_one_leaves_it_and_shown_as_it_reads(editor: SchemeEditor) -> None:
    go_to(editor, "ORG")
    guideline = spans(editor).fields.guideline
    guideline.source.setFocus()
    QTest.keyClicks(guideline.source, "**Firms** <b>only</b>")
    assert guideline.preview.toPlainText() == "Firms <b>only</b>"
    go_to(editor, "PERSON")
    assert named(editor, "ORG").guideline == "**Firms** <b>only</b>"
    assert named(editor, "PERSON").guideline == ""


# ---- rules


def test_the_grid_by_keys_and_a_rule_that_breaks_work_is_asked_about(editor: SchemeEditor, qtbot: QtBot) -> None:
    session = editor.deeds.session
    row = go_to(editor, "works for", "relation")
    grid = editor.pages["relation"].fields.grid
    grid.setFocus()
    grid.setCurrentIndex(grid.rules.index(1, 1))  # PERSON → PERSON
    QTest.keyClick(grid, KEY.Key_Space)
    person, org = named(editor, "PERSON").id, named(editor, "ORG").id
    assert set(session.scheme.pairs(row.id)) == {(person, org), (person, person)}
    QTest.keyClick(grid, KEY.Key_Left)
    QTest.keyClick(grid, KEY.Key_Space)
    assert editor.ask.isVisible()
    assert "2 relations will be against the rules" in editor.ask.words.text()
    assert "1 approval is outdated" in editor.ask.words.text()
    assert (person, org) in session.scheme.pairs(row.id)
    QTest.keyClick(editor, KEY.Key_Escape)
    assert editor.isVisible()
    assert not editor.ask.isVisible()
    grid.setFocus()
    QTest.keyClick(grid, KEY.Key_Space)
    QTest.keyClick(editor.ask.yes, KEY.Key_Return)
    assert set(session.scheme.pairs(row.id)) == {(person, person)}
    assert not is_approved(session.document(session.documents()[0]), session.people)
    turn(editor, qtbot)
    assert is_approved(session.document(session.documents()[0]), session.people)


def test_rows_columns_and_everything(editor: SchemeEditor) -> None:
    row = go_to(editor, "near", "relation")
    grid = editor.pages["relation"].fields.grid
    scheme = editor.deeds.session.scheme
    grid.setFocus()
    QTest.keyClick(grid, KEY.Key_R)
    assert len(scheme.pairs(row.id)) == 3
    QTest.keyClick(grid, KEY.Key_C)
    assert len(scheme.pairs(row.id)) == 5
    QTest.keyClick(grid, KEY.Key_A)
    assert scheme.pairs(row.id) == []


# ---- merging, splitting, retiring, deleting


def test_a_merge_is_shown_before_runs_as_a_job_and_is_one_step(editor: SchemeEditor, qtbot: QtBot) -> None:
    before = counts(editor)
    go_to(editor, "PERSON")
    spans(editor).buttons["merge"].click()
    picker = editor.findChild(LabelPicker)
    QTest.keyClicks(picker.field, "org")
    QTest.keyClick(picker.field, KEY.Key_Return)
    assert "Merge PERSON into ORG: 2 entities in 1 document" in editor.ask.words.text()
    assert counts(editor) == before
    editor.ask.yes.click()
    idle(editor, qtbot)
    assert counts(editor) == {"ORG": 7, "PLACE": 3, "works for": 2}
    qtbot.waitUntil(lambda: spans(editor).table.rows.rows[-1].label.retired)
    turn(editor, qtbot)
    assert counts(editor) == before
    turn(editor, qtbot, "y")
    assert counts(editor)["ORG"] == 7


def split_of(editor: SchemeEditor, name: str, qtbot: QtBot) -> SplitWindow:
    go_to(editor, name)
    spans(editor).buttons["split"].click()
    window = editor.findChild(SplitWindow)
    qtbot.waitUntil(lambda: window._reading is None and len(window.model.items) > 0)
    return window


def test_a_split_by_rule(editor: SchemeEditor, qtbot: QtBot) -> None:
    before = counts(editor)
    window = split_of(editor, "ORG", qtbot)
    window.into.setText("BANK")
    window.words.setText("^NORD")
    window.count()
    assert not window.go.isEnabled()
    window.case.setChecked(True)
    window.count()
    assert window.said.text() == "1 of 6 chosen. 1 entity in 1 document (1 in progress)."
    window.go.click()
    idle(editor, qtbot)
    assert (counts(editor)["BANK"], counts(editor)["ORG"]) == (1, 4)
    turn(editor, qtbot)
    assert counts(editor) == before
    assert editor.deeds.session.scheme.find("BANK") is None


def test_a_split_by_hand_with_all_of_the_same_words(editor: SchemeEditor, qtbot: QtBot) -> None:
    window = split_of(editor, "ORG", qtbot)
    window.into.setText("DRUGS")
    words = [one.words for one in window.model.items]
    window.table.follow(words.index("Pfizer"))
    QTest.keyClick(window.table, KEY.Key_2, SHIFT)
    window.table.follow(words.index("Nordbank"))
    QTest.keyClick(window.table, KEY.Key_2)
    window.table.follow(words.index("Nordbank"))
    QTest.keyClick(window.table, KEY.Key_1)
    window.count()
    assert "1 approval is outdated" in window.said.text()
    window.go.click()
    idle(editor, qtbot)
    assert (counts(editor)["DRUGS"], counts(editor)["ORG"]) == (2, 3)
    assert "Pfizer" in words
    assert len(words) == 6


def test_a_pattern_that_is_none_is_said(editor: SchemeEditor, qtbot: QtBot) -> None:
    window = split_of(editor, "ORG", qtbot)
    window.words.setText("(")
    window.count()
    assert '"(" is no pattern' in window.fault.text()


def test_what_is_used_is_retired_after_a_look_and_what_is_not_is_deleted(editor: SchemeEditor) -> None:
    page = spans(editor)
    go_to(editor, "PLACE")
    assert not page.buttons["delete"].isEnabled()
    page.buttons["retire"].click()
    assert editor.ask.isVisible()
    editor.ask.yes.click()
    assert named(editor, "PLACE").retired
    go_to(editor, "PLACE")
    page.buttons["retire"].click()
    assert not named(editor, "PLACE").retired
    page.new.setText("SPARE")
    page.add()
    go_to(editor, "SPARE")
    QTest.keyClick(page.table, KEY.Key_Delete)
    assert editor.deeds.session.scheme.find("SPARE") is None
    go_to(editor, "ORG")
    QTest.keyClick(page.table, KEY.Key_Delete)
    assert "retire it, or merge it" in editor.said.text() or "joins nothing" in editor.said.text()


# ---- attributes, files, manners


def test_attributes_are_made_and_altered(editor: SchemeEditor) -> None:
    editor.tabs.setCurrentIndex(3)
    page = editor.attributes
    QTest.keyClicks(page.new, "certainty: sure, rumour")
    QTest.keyClick(page.new, KEY.Key_Return)
    row = next(iter(editor.deeds.session.scheme.attributes.values()))
    assert (row.name, row.kind, row.choices, row.labels) == ("certainty", "choice", ("sure", "rumour"), ())
    page.labels.setFocus()
    QTest.keyClick(page.labels, KEY.Key_Space)
    assert editor.deeds.session.scheme.attributes[row.id].labels == (named(editor, "ORG").id,)
    page.holds.setCurrentIndex(page.holds.findData("flag"))
    page.holds.activated.emit(page.holds.currentIndex())
    assert editor.deeds.session.scheme.attributes[row.id].kind == "flag"


def test_a_scheme_goes_out_and_comes_in(editor: SchemeEditor, tmp_path: Path, qtbot: QtBot) -> None:
    out = tmp_path / "out.toml"
    editor.export_file(out)
    foreign = tmp_path / "annotation.conf"
    foreign.write_text("[entities]\nDrug\n[relations]\ntreats Arg1:Drug, Arg2:Drug\n", encoding="utf-8")
    editor.import_file(foreign)
    assert named(editor, "Drug")
    assert named(editor, "treats", "relation")
    go_to(editor, "ORG")
    fields = spans(editor).fields
    fields.title.setFocus()
    QTest.keyClicks(fields.title, "Organisation")
    QTest.keyClick(fields.title, KEY.Key_Return)
    editor.import_file(out)
    editor.deeds.answer(yes=True)
    assert named(editor, "ORG").title == ""
    editor.import_file(tmp_path / "nothing.toml")
    assert editor.said.property("role") == "problem"


def test_who_is_no_lead_reads_why(desk: Desk, qtbot: QtBot) -> None:
    session = desk.session
    assert session is not None
    session.do(give_role(session.people, session.people.named("Rita").id, "lead"))
    session.do(give_role(session.people, session.actor.id, "annotator"))
    memory, window = Memory(), QWidget()
    qtbot.addWidget(window)
    editor = SchemeEditor(window, desk, Looks(memory), memory)
    editor.open()
    assert "Only a lead changes the scheme" in editor.notice.text()
    fields = spans(editor).fields
    assert not any(part.isEnabled() for part in (fields.name, fields.swatches, fields.nests, spans(editor).new))
    assert fields.guideline.source.isReadOnly()
    assert not editor.deeds.do(lambda: pytest.fail("nothing is tried"))


def test_its_size_is_remembered_and_a_half_typed_name_is_kept(desk: Desk, editor: SchemeEditor, qtbot: QtBot) -> None:
    editor.resize(1000, 640)
    go_to(editor, "ORG")
    fields = spans(editor).fields
    fields.name.setFocus()
    fields.name.selectAll()
    QTest.keyClicks(fields.name, "FIRM")
    editor.reject()
    assert desk.session is not None
    assert desk.session.scheme.find("FIRM") is not None
    memory, window = Memory(), QWidget()
    qtbot.addWidget(window)
    again = SchemeEditor(window, desk, Looks(memory), memory)
    again.open()
    qtbot.waitExposed(again)
    assert again.size().height() == 640
