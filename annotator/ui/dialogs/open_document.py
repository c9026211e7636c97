"""Ctrl+P: open a document by words of its name, its metadata or its text, or by its number."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from annotator.core.errors import ReadFailed
from annotator.core.listing import QueueRow
from annotator.core.search_words import Hit
from annotator.session import searching
from annotator.ui.desk import Desk
from annotator.ui.dialogs.type_ahead import EDGE, Choice, TypeAhead
from annotator.ui.icons import paint_icon
from annotator.ui.looks import Looks
from annotator.ui.parts import ink
from annotator.ui.parts.cells import RowDelegate, say
from annotator.ui.parts.keycap import keycap_width, paint_keycap

MOST = 50
HIGH = 46  # two lines


class FoundDelegate(RowDelegate):
    """A document in two lines: its name, and the words that were found where they stand."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(HIGH, parent)

    def paint_cell(self, painter: QPainter, box: QRectF, row: Choice, column: int) -> None:
        """Draw one document."""
        theme = ink.theme_now()
        left, right = box.left() + EDGE, box.right() - EDGE
        paint_icon(painter, QRectF(left, box.top() + 7, 16, 16), row.icon, theme.faint)
        left += 26
        if row.hint:
            painter.save()
            right -= keycap_width(row.hint)
            paint_keycap(painter, QRectF(right, box.top() + 15, 0, 0).topLeft(), row.hint)
            painter.restore()
            right -= 10
        said = say(painter, QRectF(left, box.top() + 4, right - left, 20), row.text, theme.text, weight=500)
        beside = QRectF(left + said + 8, box.top() + 4, right - left - said - 8, 20)
        if row.excerpt and beside.width() > 40:
            say(painter, beside, row.detail, theme.faint, px=ink.SMALL)
        low = QRectF(left, box.top() + 24, box.right() - EDGE - left, 17)
        if row.excerpt:
            self._say_excerpt(painter, low, row)
        else:
            say(painter, low, row.detail, theme.faint, px=ink.SMALL)

    def _say_excerpt(self, painter: QPainter, box: QRectF, row: Choice) -> None:
        """The line with the hit, which stands out by weight and colour."""
        theme, (start, end) = ink.theme_now(), row.mark
        parts = ((row.excerpt[:start], theme.arc_text, 400), (row.excerpt[start:end], theme.text, 700))
        left = box.left()
        for words, colour, weight in (*parts, (row.excerpt[end:], theme.arc_text, 400)):
            if words and box.right() - left > 8:
                place = QRectF(left, box.top(), box.right() - left, box.height())
                left += say(painter, place, words, colour, px=12, weight=weight)


class OpenDocument(TypeAhead):
    """Documents of the project, asked of the file as one types."""

    row_height = HIGH
    width_wanted = 680

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        self._desk = desk
        self._places: dict[str, tuple[int, int]] = {}
        super().__init__(
            parent, parent.tr("Open document"), parent.tr("Words of its name, metadata or text; or its number")
        )
        looks.changed.connect(self.update)
        self.refill()

    def delegate(self) -> RowDelegate:
        """Two lines a document."""
        return FoundDelegate(self.list)

    def choices(self, typed: str) -> Sequence[Choice]:
        """Documents that have all the words; all of them while nothing is typed."""
        session = self._desk.session
        if session is None:
            return []
        try:
            if not typed.strip():
                return [self._plain(row) for row in session.find_documents("", limit=MOST)]
            hits = searching.find(session, typed, limit=MOST)
            numbered = self._by_number(typed.strip())
        except ReadFailed as error:
            self._desk.message.emit(str(error), "error")
            return []
        self._places = {hit.document: hit.place for hit in hits if hit.place is not None}
        found = [self._found(hit) for hit in hits]
        return [numbered, *(one for one in found if one.key != numbered.key)] if numbered is not None else found

    def _by_number(self, typed: str) -> Choice | None:
        session = self._desk.session
        name = session.find_document(typed) if session is not None and typed.isdigit() else None
        if session is None or name is None:
            return None
        row = session.glance(name).document
        return Choice(name, row.name, str(row.position + 1), detail=self._length(row.length), icon="document")

    def _plain(self, row: QueueRow) -> Choice:
        return Choice(row.document, row.name, str(row.number), detail=self._length(row.length), icon="document")

    def _found(self, hit: Hit) -> Choice:
        field = "" if hit.where in ("name", "text") or not hit.excerpt else f"{hit.where}: "
        return Choice(
            *(hit.document, hit.name, str(hit.number)),
            detail=self._length(hit.length),
            icon="document",
            excerpt=field + hit.excerpt,
            mark=(hit.mark[0] + len(field), hit.mark[1] + len(field)),
        )

    def _length(self, length: int) -> str:
        return self.tr("{0} characters").format(f"{length:,}")

    def take(self, key: str, *, control: bool) -> None:
        """Open it, and show where it was found."""
        self._desk.open_document(key)
        place = self._places.get(key)
        if place is not None and self._desk.document == key:
            self._desk.show_place(*place)
