"""A document with the annotations of all its authors, indexed so that an edit costs the same at every length."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from annotator.core.change import Change
from annotator.core.rows import (
    Assignment,
    Comment,
    Document,
    DocumentLabel,
    Intended,
    Name,
    Rejection,
    Relation,
    SetState,
    Span,
    Verdict,
    by_place,
)

BUCKET = 512  # code points: a look-up reads one or two buckets
LONG = 8  # a span over more buckets is kept apart, so that adding it stays cheap


class SpanIndex:
    """Spans by lasting name and by place: adding, removing and finding cost O(1) plus what is found."""

    def __init__(self) -> None:
        self.by_name: dict[Name, Span] = {}
        self._buckets: dict[int, dict[Name, Span]] = {}
        self._long: dict[Name, Span] = {}

    def __len__(self) -> int:
        return len(self.by_name)

    def __iter__(self) -> Iterator[Span]:
        return iter(self.by_name.values())

    def add(self, span: Span) -> None:
        """Add a span, or put a new value in the place of the old one."""
        if span.id in self.by_name:
            self.remove(span.id)
        self.by_name[span.id] = span
        for home in self._homes(span):
            home[span.id] = span

    def remove(self, name: Name) -> None:
        """Forget a span."""
        span = self.by_name.pop(name)
        for home in self._homes(span):
            del home[name]

    def _homes(self, span: Span) -> list[dict[Name, Span]]:
        first, last = span.start // BUCKET, max(span.start, span.end - 1) // BUCKET
        if last - first > LONG:
            return [self._long]
        return [self._buckets.setdefault(number, {}) for number in range(first, last + 1)]

    def within(self, start: int, end: int) -> list[Span]:
        """Spans whose hull touches [start, end), in reading order; empty ones count where they stand."""
        if not self.by_name:
            return []
        buckets = self._buckets
        numbers = range(start // BUCKET, max(start, end - 1) // BUCKET + 1)
        if len(numbers) > len(buckets):
            near: Iterator[Span] = iter(self)
        else:
            homes = [buckets[number] for number in numbers if number in buckets]
            if not homes and not self._long:
                return []  # asked 30,000 times where everything is accepted at once
            near = chain(self._long.values(), *(home.values() for home in homes))
        found = {
            span.id: span
            for span in near
            if (span.start < end and span.end > start) or (span.start == span.end and start <= span.start <= end)
        }
        return sorted(found.values(), key=by_place)

    def ordered(self) -> list[Span]:
        """All spans in reading order."""
        return sorted(self.by_name.values(), key=by_place)


class AnnotationSet:
    """One author's annotations of one document, with a review state."""

    def __init__(self, document: Name, author: Name) -> None:
        self.document, self.author = document, author
        self.row: SetState | None = None
        self.spans = SpanIndex()
        self.relations: dict[Name, Relation] = {}
        self.labels: dict[Name, DocumentLabel] = {}
        self.by_origin: dict[Name, Name] = {}  # suggestion or copied item → own item
        self.rejections: dict[str, Rejection] = {}  # by key
        self.intended: dict[str, Intended] = {}  # problems that are meant to be so, by key
        self._links: dict[Name, dict[Name, Relation]] = {}

    @property
    def state(self) -> str:
        """Where the set stands in review."""
        return self.row.state if self.row else "to do"

    def span(self, name: Name) -> Span | None:
        """The span of this name, if it is in this set."""
        return self.spans.by_name.get(name)

    def relations_of(self, span: Name) -> list[Relation]:
        """Relations with this span as either end."""
        return list(self._links.get(span, {}).values())

    def item(self, name: Name) -> Span | Relation | None:
        """The span or relation of this name."""
        return self.spans.by_name.get(name) or self.relations.get(name)

    def is_empty(self) -> bool:
        """Whether nothing is marked."""
        return not (self.spans.by_name or self.relations or self.labels)

    def apply(self, change: Change) -> None:
        """Follow a committed Change of a row of this set."""
        before, after = change
        row = after if after is not None else before
        match row:
            case Span():
                self._apply_span(before, after)  # type: ignore[arg-type]
            case Relation():
                self._apply_relation(before, after)  # type: ignore[arg-type]
            case SetState():
                self.row = after  # type: ignore[assignment]
            case Rejection():
                _put_by_key(self.rejections, change)
            case Intended():
                _put_by_key(self.intended, change)
            case DocumentLabel():
                if after is None:
                    del self.labels[row.id]
                else:
                    self.labels[row.id] = row

    def _apply_span(self, before: Span | None, after: Span | None) -> None:
        if before is not None:
            self.spans.remove(before.id)
            if self.by_origin.get(before.origin) == before.id:
                del self.by_origin[before.origin]
        if after is not None:
            self.spans.add(after)
            if after.origin:
                self.by_origin[after.origin] = after.id

    def _apply_relation(self, before: Relation | None, after: Relation | None) -> None:
        if before is not None:
            del self.relations[before.id]
            for end in (before.head, before.tail):
                self._links[end].pop(before.id, None)
            if self.by_origin.get(before.origin) == before.id:
                del self.by_origin[before.origin]
        if after is not None:
            self.relations[after.id] = after
            for end in (after.head, after.tail):
                self._links.setdefault(end, {})[after.id] = after
            if after.origin:
                self.by_origin[after.origin] = after.id


class AnnotatedDocument:
    """A document, its text and the sets open on it; verbs read it, the Session alone changes it."""

    def __init__(self, document: Document, text: str) -> None:
        self.document, self.text = document, text
        self.sets: dict[Name, AnnotationSet] = {}
        self._empty: dict[Name, AnnotationSet] = {}  # for reading only: no change is ever applied to them
        self.comments: dict[Name, Comment] = {}
        self.verdicts: dict[Name, Verdict] = {}
        self.assignments: dict[Name, Assignment] = {}

    @property
    def id(self) -> Name:
        """Lasting name of the document."""
        return self.document.id

    def set_of(self, author: Name) -> AnnotationSet:
        """The author's set; an empty one, none of the document's, where the author has done nothing yet."""
        found = self.sets.get(author) or self._empty.get(author)
        if found is None:
            found = self._empty[author] = AnnotationSet(self.document.id, author)
        return found

    def surface(self, span: Span) -> str:
        """The words of a span; fragments are joined by " … "."""
        return " … ".join(self.text[start:end] for start, end in span.fragments)

    def find_span(self, name: Name) -> Span | None:
        """The span of this name, whosever it is."""
        return next((span for one in self.sets.values() if (span := one.span(name))), None)

    def find_relation(self, name: Name) -> Relation | None:
        """The relation of this name, whosever it is."""
        return next((found for one in self.sets.values() if (found := one.relations.get(name))), None)

    def last_verdict(self) -> Verdict | None:
        """The verdict given last; verdicts are kept in the order of the log, not of anybody's clock."""
        return next(reversed(self.verdicts.values()), None)

    def apply(self, change: Change) -> None:
        """Follow a committed Change of a row of this document."""
        row = change.row
        if isinstance(row, Comment):
            _put(self.comments, change)
        elif isinstance(row, Verdict):
            _put(self.verdicts, change)
        elif isinstance(row, Assignment):
            _put(self.assignments, change)
        elif isinstance(row, Document):
            self.document = row
        else:
            author: Name = row.author  # type: ignore[union-attr]
            if author not in self.sets:
                self.sets[author] = AnnotationSet(self.document.id, author)
            self.sets[author].apply(change)

    def order_talk(self, comments: Iterable[Comment], verdicts: Iterable[Verdict]) -> None:
        """Take comments and verdicts in the order of the log, after an undo brought some back."""
        for table, rows in ((self.comments, comments), (self.verdicts, verdicts)):
            table.clear()
            table.update({row.id: row for row in rows})  # type: ignore[misc]


def _put(table: dict[Name, Comment] | dict[Name, Verdict] | dict[Name, Assignment], change: Change) -> None:
    if change.after is None:
        del table[change.key]  # type: ignore[arg-type]
    else:
        table[change.key] = change.after  # type: ignore[index, assignment]


def _put_by_key(table: dict[str, Any], change: Change) -> None:
    if change.before is not None:
        table.pop(change.before.key, None)  # type: ignore[union-attr]
    if change.after is not None:
        table[change.after.key] = change.after  # type: ignore[union-attr]
