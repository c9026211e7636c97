"""Ctrl+P: open a document by words of its name, or by its number."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from annotator.core.listing import QueueRow
from annotator.ui.desk import Desk
from annotator.ui.dialogs.type_ahead import Choice, TypeAhead
from annotator.ui.looks import Looks

MOST = 50


class OpenDocument(TypeAhead):
    """Documents of the project, asked of the file as one types."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        super().__init__(parent, parent.tr("Open document"), parent.tr("Name or number of a document"))
        self._desk = desk
        looks.changed.connect(self.update)
        self.refill()

    def choices(self, typed: str) -> Sequence[Choice]:
        """Documents whose names hold the words."""
        session = self._desk.session
        rows = session.find_documents(typed, limit=MOST) if session is not None else []
        found = [self._choice(row) for row in rows]
        numbered = self._by_number(typed.strip())
        return [numbered, *(one for one in found if one.key != numbered.key)] if numbered is not None else found

    def _by_number(self, typed: str) -> Choice | None:
        session = self._desk.session
        if session is None or not typed.isdigit():
            return None
        name = session.find_document(typed)
        if name is None:
            return None
        row = session.document(name).document
        return Choice(name, row.name, str(row.position + 1), detail=self._length(row.length), icon="document")

    def _choice(self, row: QueueRow) -> Choice:
        return Choice(row.document, row.name, str(row.number), detail=self._length(row.length), icon="document")

    def _length(self, length: int) -> str:
        return self.tr("{0} characters").format(f"{length:,}")

    def take(self, key: str, *, control: bool) -> None:
        """Open it."""
        self._desk.open_document(key)
