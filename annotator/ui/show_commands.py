"""What opens a dialog or gives the keyboard to a panel."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog

from annotator.ui.dialogs.about import About
from annotator.ui.dialogs.about_document import AboutDocument
from annotator.ui.dialogs.export import Export
from annotator.ui.dialogs.import_texts import ImportTexts
from annotator.ui.dialogs.keys import Keys
from annotator.ui.dialogs.label_picker import LabelPicker
from annotator.ui.dialogs.open_document import OpenDocument
from annotator.ui.dialogs.palette import Palette
from annotator.ui.dialogs.people import People
from annotator.ui.dialogs.same_texts import SameTexts
from annotator.ui.dialogs.settings import Settings
from annotator.ui.dialogs.who import Who
from annotator.ui.dialogs.word_lists import WordLists
from annotator.ui.scheme_editor.editor import SchemeEditor

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class ShowCommands(QObject):
    """Commands that ask or show something; none of them is in the way of work."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._desk, self._looks = window, window.desk, window.looks

    def palette(self) -> None:
        """Every action, found by typing."""
        Palette(self._window).open()

    def documents(self) -> None:
        """Open a document by its name."""
        if self._desk.session is not None:
            OpenDocument(self._window, self._desk, self._looks).open()

    def labels(self) -> None:
        """Every label, found by typing."""
        if self._desk.document is not None:
            LabelPicker(self._window, self._desk, self._looks).open()

    def same_texts(self) -> None:
        """The same label on all same texts, after a look at them."""
        desk = self._desk
        if desk.focus.kind != "span":
            desk.message.emit(self.tr("Focus an entity first."), "refused")
        elif not desk.same_texts(case=False, whole_word=False):
            desk.message.emit(self.tr("No other place has these words."), "info")
        else:
            SameTexts(self._window, desk, self._looks).open()

    def search(self) -> None:
        """Find in all documents, at once what is selected as text."""
        focus, scene = self._desk.focus, self._desk.scene
        words = scene.text[focus.start : focus.end] if scene is not None and focus.kind == "text" else ""
        self._window.docks.show("search")
        self._window.search.begin(words)

    def everywhere(self) -> None:
        """The same words in all documents, to be given the label of the focused entity."""
        desk = self._desk
        row = desk.entity(desk.focus.id) if desk.focus.kind == "span" else None
        if row is None and desk.focus.kind != "text":
            desk.message.emit(self.tr("Focus an entity or select text first."), "refused")
            return
        self._window.docks.show("search")
        words = desk.scene.text[desk.focus.start : desk.focus.end] if desk.scene is not None else ""
        self._window.search.begin(words, row.label_id if row is not None else "")
        self._window.search.to_hits()

    def note(self) -> None:
        """Write a note on what is focused."""
        if not self._desk.focus.id:
            self._desk.message.emit(self.tr("Focus an entity or a relation first."), "refused")
            return
        self._window.docks.reveal("inspector")
        self._window.inspector.edit_note()

    def attributes(self) -> None:
        """Edit the attributes of what is focused."""
        self._window.docks.reveal("inspector")
        self._window.inspector.edit_attributes()

    def comment(self) -> None:
        """Write a comment on what is focused, or on the document."""
        if self._desk.document is not None:
            self._window.docks.reveal("comments")
            self._window.comments.begin()

    def send_back(self) -> None:
        """Send back; where nothing says why yet, the comment box opens first."""
        if self._desk.reviewing and not self._desk.can_send_back():
            self._desk.message.emit(self.tr("Say why in a comment, then send back."), "refused")
            self.comment()
        else:
            self._desk.send_back()

    def reopen(self) -> None:
        """Open an approved document again, with a reason."""
        reason, sure = QInputDialog.getText(self._window, self.tr("Reopen"), self.tr("Why is it opened again?"))
        if sure:
            self._desk.reopen(reason)

    def switch_role(self) -> None:
        """Annotate, or review."""
        session = self._desk.session
        if session is not None:
            self._desk.act_as(session.actor.name, reviewing=not session.reviewing)
            if not self._desk.open_first():
                self._desk.close_document()

    def who(self) -> None:
        """Who works here now, and as what."""
        if self._desk.session is not None:
            Who(self._window, self._desk, self._looks).open()

    def filter_queue(self) -> None:
        """Put the keyboard into the filter of the queue."""
        self._window.docks.reveal("queue")
        self._window.queue.filter.field.setFocus()
        self._window.queue.filter.field.selectAll()

    def people(self, page: int = 0) -> None:
        """Who works here and as what, and who gets which documents."""
        if self._desk.session is not None:
            People(self._window, self._desk, self._looks, page=page).open()

    def about_document(self) -> None:
        """Everything known of the document on screen."""
        if self._desk.document is not None:
            AboutDocument(self._window, self._desk, self._looks).open()

    def import_paths(self, paths: list[Path]) -> None:
        """Import files and folders."""
        if self._desk.session is not None:
            suggester = self._window.suggester
            dialog = ImportTexts(self._window, self._desk, self._looks, paths, pipeline=suggester.chosen)
            dialog.suggestions_wanted.connect(suggester.read_all)
            dialog.open()

    def export(self) -> None:
        """Export, after a look at what goes out."""
        if self._desk.session is not None:
            Export(self._window, self._desk, self._looks).open()

    def history(self) -> None:
        """What was done to the document."""
        self._window.docks.show("history")

    def problems(self) -> None:
        """What the checks find in the whole project."""
        if self._desk.session is not None:
            self._window.docks.show("problems")
            self._window.problems.show_project()

    def intended(self) -> None:
        """Say why the problem of what is focused is meant so."""
        self._window.docks.reveal("problems")
        self._window.problems.refresh()
        self._window.problems.intend_focused()

    def scheme(self) -> None:
        """The scheme editor; the one that is open already comes to the front."""
        if self._desk.session is not None:
            found = self._window.findChild(SchemeEditor)
            editor = found or SchemeEditor(self._window, self._desk, self._looks, self._window.memory)
            editor.open()

    def settings(self) -> None:
        """Settings of the person and of the project."""
        Settings(self._window, self._desk, self._looks).open()

    def word_lists(self) -> None:
        """Words and patterns that suggest."""
        if self._desk.session is not None:
            WordLists(self._window, self._desk, self._looks).open()

    def keys(self) -> None:
        """All keys."""
        Keys(self._window, self._desk, self._looks).open()

    def about(self) -> None:
        """What this program is."""
        About(self._window).open()
