"""Ctrl+P: open a document by words of its name."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from annotator.ui.desk import Desk
from annotator.ui.dialogs.type_ahead import Choice, TypeAhead
from annotator.ui.looks import Looks


class OpenDocument(TypeAhead):
    """Documents of the project, asked of the file as one types."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        super().__init__(parent, parent.tr("Open document"), parent.tr("Name of the document"))
        self._desk = desk
        self.refill()

    def choices(self, typed: str) -> Sequence[Choice]:
        """Documents whose names hold the words."""
        session = self._desk.session
        rows = session.find_documents(typed) if session else []
        return [Choice(row.document, f"{row.number}  {row.name}") for row in rows]

    def take(self, key: str, *, control: bool) -> None:
        """Open it."""
        self._desk.open_document(key)
