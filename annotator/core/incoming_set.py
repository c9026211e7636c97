"""One author's annotations of a file as rows: spans off the text, doubles and unknown labels are said and left out."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from annotator.core.change import Draft
from annotator.core.digest import short_content
from annotator.core.document import AnnotationSet
from annotator.core.listing import STATES
from annotator.core.named_keys import lasting_key
from annotator.core.records import UNCHANGED, DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.core.rows import (
    Attributes,
    DocumentLabel,
    Fragments,
    Intended,
    Name,
    Rejection,
    Relation,
    SetState,
    Span,
)

Items = dict[str, Span | Relation]

_STATES = {"person": STATES, "model": ("suggested",), "gold": ("draft", "final")}
_INSTEAD = {"person": "in progress", "model": "suggested", "gold": "draft"}


class Known(NamedTuple):
    """Lasting names of labels, by (kind, human name), of attributes and of people, by human name."""

    labels: dict[tuple[str, str], Name]
    attributes: dict[str, Name]
    people: dict[str, Name]

    def label(self, kind: str, name: str) -> Name | None:
        """The label of this kind and name."""
        return self.labels.get((kind, name))


class IncomingSet:
    """Adds the rows of one set to a draft. `lost` says whether anything was left out."""

    def __init__(
        self, draft: Draft, record: DocumentRecord, document: Name, author: Name, kind: str, known: Known
    ) -> None:
        self._draft, self._record, self._document, self._kind, self._known = draft, record, document, kind, known
        self.author = author
        self.lost = False
        self._row: SetState | None = None
        self._items: Items = {}  # by the id the file gives them
        self._made: dict[object, tuple[Span | Relation, SetRecord]] = {}  # by what they are: doubles are kept once
        self._adding = SetRecord()
        self._labels: dict[Name, None] = {}
        self._keys: dict[str, None] = {}
        self._intended: dict[str, Intended] = {}
        self._findings: list[Finding] = []
        self._unknown: Counter[str] = Counter()

    def named(self, item: str) -> Name:
        """The row that an item of the file became; empty for none."""
        row = self._items.get(item)
        return row.id if row else ""

    def item(self, item: str) -> Span | Relation | None:
        """The row that an item of the file became."""
        return self._items.get(item)

    def add(self, one: SetRecord, sets: Sequence["IncomingSet"]) -> None:
        """Add what the file has of this author; `sets` are those that came in before, for what items point at."""
        self._adding = one
        others = [other for other in sets if other is not self]
        items: Items = {}  # ids need differ inside one set of the file only
        for span in one.spans:
            self._add_span(span, items, others)
        for relation in one.relations:
            self._add_relation(relation, items, others)
        self._items |= items
        if self._kind == one.kind:  # suggestions are spans and relations alone
            self._labels |= dict.fromkeys(self._document_labels(one))
            self._keys |= dict.fromkeys(self._rejections(one))
            self._intended |= {row.key: row for row in self._meant(one, items)}
        if self._row is None:
            self._row = SetState(self._document, self.author, self._state(one), one.reason, one.at, one.round)
            self._row = self._row._replace(base=self._base(one, others))

    def finish(self, report: Callable[[Finding], None]) -> None:
        """Add what is once a set, and say what there is to say."""
        if self._row is not None:
            self._draft.add(self._row)
        for label in self._labels:
            self._draft.add(DocumentLabel("", self._document, self.author, label))
        for key in self._keys:
            self._draft.add(Rejection("", self._document, self.author, key))
        for row in self._intended.values():
            self._draft.add(row)
        for what, count in self._unknown.items():
            self._say(f"{count} × {what}: left out, the scheme lacks this label.", lost=True)
        for finding in self._findings:
            report(finding)

    def _state(self, one: SetRecord) -> str:
        if self._kind != one.kind:  # all of it comes in as suggestions
            return _INSTEAD[self._kind]
        if one.state in _STATES[self._kind]:
            return one.state
        self._say(f'There is no state "{one.state}"; this became "{_INSTEAD[self._kind]}".')
        return _INSTEAD[self._kind]

    # ---- spans

    def _add_span(self, span: SpanRecord, items: Items, others: list["IncomingSet"]) -> None:
        fragments = tuple(sorted(span.fragments))
        label = self._known.label("span", span.label)
        if not self._in_text(span, fragments):
            return
        if label is None:
            self._unknown[f'entities labelled "{span.label}"' if span.label else "entities without a label"] += 1
            return
        self._compare_words(span, fragments)
        content = (fragments, label, self._values(span), span.note, span.unsure)
        origin = _named(span.origin, others)
        row = Span("", self._document, self.author, *content, origin, span.how, span.score)
        self._keep(span.id, (fragments, label), row, items, lambda: f"{span.label} at {_places(fragments)}")

    def _in_text(self, span: SpanRecord, fragments: Fragments) -> bool:
        length = len(self._record.text)
        last = 0
        for start, end in fragments:
            if not last <= start < end <= length:
                what = "is empty" if start == end else "overlaps itself" if 0 <= start < last else "lies off the text"
                words = f"{span.label} at {_places(fragments)} {what} ({length} characters); it was left out."
                self._say(words, lost=True)
                return False
            last = end
        return bool(fragments)

    def _compare_words(self, span: SpanRecord, fragments: Fragments) -> None:
        if span.surface:
            found = " … ".join(self._record.text[start:end] for start, end in fragments)
            if found != span.surface:
                words = f'{span.label} at {_places(fragments)} is "{found[:40]}" here and "{span.surface[:40]}"'
                self._say(f"{words} in the file; the offsets were kept. Check it.")

    def _keep(self, name: str, key: object, row: Span | Relation, items: Items, what: Callable[[], str]) -> None:
        """Add a row unless its like is there: then the file's id means that one."""
        fresh = key not in self._made
        if fresh:
            self._made[key] = self._draft.add(row), self._adding
        kept, whose = self._made[key]
        if (kept.note, kept.attributes, kept.unsure) != (row.note, row.attributes, row.unsure):
            self._say(f"{what()} is there twice; the first was kept, with its note and attributes.", lost=True)
        elif not fresh and whose is self._adding:
            self._say(f"{what()} is there twice; it was kept once.")
        if name in items and items[name] is not kept:
            self._say(f'The id "{name}" is given twice; relations that name it mean the first.')
        items.setdefault(name, kept)

    # ---- relations

    def _add_relation(self, relation: RelationRecord, items: Items, others: list["IncomingSet"]) -> None:
        label = self._known.label("relation", relation.label)
        head, tail = items.get(relation.head), items.get(relation.tail)
        if not isinstance(head, Span) or not isinstance(tail, Span):
            missing = relation.head if not isinstance(head, Span) else relation.tail
            words = f'The relation "{relation.label}" joins the entity "{missing}", which is not there'
            self._say(f"{words}; it was left out.", lost=True)
        elif label is None:
            self._unknown[f'relations "{relation.label}"' if relation.label else "relations without a label"] += 1
        else:
            content = (head.id, tail.id, label, self._values(relation), relation.note, relation.unsure)
            origin = _named(relation.origin, others)
            row = Relation("", self._document, self.author, *content, origin, relation.how, relation.score)

            def what() -> str:
                return f'"{relation.label}" from {_places(head.fragments)} to {_places(tail.fragments)}'

            self._keep(relation.id, content[:3], row, items, what)

    # ---- the rest

    def _values(self, item: SpanRecord | RelationRecord) -> Attributes:
        if not item.attributes:
            return ()
        return tuple(sorted((self._known.attributes.get(name, name), value) for name, value in item.attributes.items()))

    def _document_labels(self, one: SetRecord) -> list[Name]:
        found = []
        for name in one.labels:
            label = self._known.label("document", name)
            if label is None:
                self._unknown[f'document label "{name}"'] += 1
            else:
                found.append(label)
        return found

    def _rejections(self, one: SetRecord) -> list[str]:
        found = []
        for key in one.rejections:
            lasting = lasting_key(key, self._known.label)
            if lasting:
                found.append(lasting)
            else:
                self._say(f'A rejection of "{key[:40]}" names a label the scheme lacks; it was left out.', lost=True)
        return found

    def _meant(self, one: SetRecord, items: Items) -> Iterator[Intended]:
        """Problems that are meant to be so; of items that did not come in there is nothing to say."""
        for record in one.intended:
            item, writer = items.get(record.item), self._known.people.get(record.writer.strip(), self.author)
            if item is not None or not record.item:
                about = item.id if item is not None else f"{record.place[0]}-{record.place[1]}"
                key = f"{record.kind}|{about}"
                yield Intended("", self._document, self.author, key, record.reason, writer, record.at)

    def _base(self, one: SetRecord, others: list["IncomingSet"]) -> tuple[tuple[Name, str], ...]:
        found = []
        for name, content in one.base:
            row = next((row for other in others if (row := other.item(name))), None)
            if row is not None:
                found.append((row.id, self._content(row) if content == UNCHANGED else content))
        return tuple(sorted(found))

    def _content(self, row: Span | Relation) -> str:
        """A relation's content has the names of its ends, which it gets when stored: what cannot be told stays so."""
        if isinstance(row, Relation):
            return UNCHANGED
        return short_content(AnnotationSet(row.document, row.author), row)

    def _say(self, text: str, *, lost: bool = False) -> None:
        self.lost = self.lost or lost
        self._findings.append(Finding(self._record.place or self._record.name, text, lost))


def _named(item: str, sets: Sequence[IncomingSet]) -> Name:
    return next((name for one in reversed(sets) if (name := one.named(item))), "") if item else ""


def _places(fragments: Any) -> str:
    return ", ".join(f"{start}–{end}" for start, end in fragments)
