"""Ctrl+P finds documents by words of their texts and shows the place."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from annotator.ui.desk import Desk
from annotator.ui.dialogs.open_document import OpenDocument
from annotator.ui.looks import Looks


def test_a_word_of_the_text_opens_and_shows_the_place(desk: Desk, looks: Looks, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = OpenDocument(window, desk, looks)
    dialog.open()
    places: list[tuple[int, int]] = []
    desk.show_requested.connect(lambda start, end: places.append((start, end)))
    qtbot.keyClicks(dialog.field, "hire")
    (row,) = dialog.model.rows
    assert (row.text, row.excerpt[slice(*row.mark)]) == ("plant", "hire")
    assert "hire" in dialog.model.index(0, 0).data(int(Qt.ItemDataRole.AccessibleTextRole))
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert desk.doc is not None
    assert desk.doc.document.name == "plant"
    assert desk.doc.text[slice(*places[-1])] == "hire"


def test_all_documents_while_nothing_is_typed_and_none_for_nonsense(desk: Desk, looks: Looks, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    dialog = OpenDocument(window, desk, looks)
    assert [row.text for row in dialog.model.rows] == ["deal", "plant", "quiet"]
    qtbot.keyClicks(dialog.field, "walrus")
    assert not dialog.model.rows
    dialog.field.setText("2")
    assert dialog.model.rows[0].text == "plant"
