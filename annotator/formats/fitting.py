"""A document as a format can hold it: what does not fit is simplified by a stated rule or left out, and counted."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from annotator.core.offsets import TOKEN, trim
from annotator.core.people import GOLD
from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.core.rows import Fragments
from annotator.formats.holds import EVERYTHING, OURS, Holds
from annotator.formats.loss import OnLoss, Unheld

_LINE_END = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
FINISHED = ("submitted", "in review", "approved", "final")


def fitted(
    record: DocumentRecord, holds: Holds, on_loss: OnLoss = "simplify"
) -> tuple[list[DocumentRecord], list[Unheld]]:
    """The record as records that the format holds, and what it cannot hold of it; the record stays as it is.

    Several records where the work of several authors cannot stand in one; none where nothing of it fits.
    """
    if holds == EVERYTHING:
        return [record], []
    fitting = _Fitting(record, holds, drop=on_loss == "drop")
    return list(fitting.records()), fitting.found


class _Fitting:
    """One document on its way into a format."""

    def __init__(self, record: DocumentRecord, holds: Holds, *, drop: bool) -> None:
        self._record, self._holds, self._drop = record, holds, drop
        self.found: list[Unheld] = []

    def records(self) -> Iterator[DocumentRecord]:
        whole = self._document()
        sets = [self._set(whole, one) for one in self._finished(self._record.sets)]
        if self._record.sets and not sets:
            return
        if self._holds.authors or len(sets) < 2:
            yield replace(whole, sets=sets)
            return
        self._say("authors")
        if self._drop:
            yield replace(whole, sets=[next((one for one in sets if one.kind == GOLD), sets[0])])
            return
        for one, name in zip(sets, _apart(sets), strict=True):
            yield replace(whole, name=f"{whole.name} ({name})", sets=[one])

    def _say(
        self, kind: str, author: str = "", item: str = "", place: Fragments = ((0, 0),), *, ours: bool = False
    ) -> None:
        self.found.append(Unheld(kind, self._record.name, author, item, place[0][0], place[-1][1], ours))

    # ---- the document

    def _document(self) -> DocumentRecord:
        """The record without its sets."""
        record, holds = self._record, self._holds
        text = record.text
        if holds.not_in_text:
            for match in re.finditer(holds.not_in_text, text):
                self._say("signs", place=(match.span(),))
            text = re.sub(holds.not_in_text, "\ufffd", text)
        if holds.paragraphs:
            text = self._in_lines(text)
        if not holds.text_exact and not _is_plain(text):
            self._say("text", place=((0, len(text)),))
        meta = record.meta if holds.meta else {key: record.meta[key] for key in holds.keeps if key in record.meta}
        if len(meta) < len(record.meta):
            self._say("meta")
        comments, verdicts = record.comments, record.verdicts
        if not holds.comments:
            for comment in comments:
                self._say("comments", comment.about, comment.item, (comment.place,))
            for _ in verdicts:
                self._say("verdicts")
            comments, verdicts = [], []
        return replace(record, text=text, meta=meta, sets=[], comments=comments, verdicts=verdicts)

    def _in_lines(self, text: str) -> str:
        """The text with blanks for the line ends that are too many; offsets stay."""
        kept = 0
        signs = list(text)
        for match in _LINE_END.finditer(text):
            behind = text[match.end() :].strip()
            if match[0] == "\n" and kept < self._holds.paragraphs - 1 and behind:
                kept += 1
            else:
                self._say("paragraphs", place=(match.span(),))
                signs[match.start()] = " "
        return "".join(signs)

    def _finished(self, sets: list[SetRecord]) -> list[SetRecord]:
        if self._holds.states:
            return sets
        open_ = [one for one in sets if one.state not in FINISHED]
        for one in open_:
            self._say("states", one.author)
        if not sets:
            self._say("states")
        return [one for one in sets if one not in open_] if self._drop else sets

    # ---- a set

    def _set(self, record: DocumentRecord, one: SetRecord) -> SetRecord:
        holds = self._holds
        if not holds.labels:
            for _ in one.labels:
                self._say("labels", one.author)
        if not holds.comments:
            for _ in one.rejections:
                self._say("rejections", one.author)
            for _ in one.intended:
                self._say("intended", one.author)
        spans = [self._bare(one, span) for span in one.spans]
        for step, fits in self._steps(record):
            if not fits:
                spans = [kept for span in spans if (kept := step(one, span)) is not None]
        spans, same = self._once(one, sorted(spans, key=_reading_order))
        if not holds.nested:
            spans = self._apart(one, spans)
        relations = self._relations(one, {span.id for span in spans}, same)
        labels = one.labels if holds.labels else []
        return replace(one, spans=spans, relations=relations, labels=labels)

    def _steps(
        self, record: DocumentRecord
    ) -> Iterator[tuple[Callable[[SetRecord, SpanRecord], SpanRecord | None], bool]]:
        """What is done with each span, one after the other, where the format does not hold it as it is."""
        edges = set() if self._holds.off_tokens else _edges(record)
        yield self._hull, self._holds.discontinuous == "yes"
        yield lambda one, span: self._trimmed(record, one, span), bool(self._holds.white_space)
        yield lambda one, span: self._on_edges(edges, one, span), bool(self._holds.off_tokens)

    def _bare(self, one: SetRecord, item: SpanRecord) -> SpanRecord:
        return replace(item, **self._rest(one, item, item.fragments), surface="")

    def _rest(self, one: SetRecord, item: SpanRecord | RelationRecord, place: Fragments) -> dict[str, Any]:
        """Label, attributes, note and mark as the format has them."""
        holds = self._holds
        values: dict[str, Any] = {"attributes": dict(sorted(item.attributes.items()))}
        for kind, kept, name, blank in (
            ("attributes", holds.attributes, "attributes", {}),
            ("notes", holds.notes, "note", ""),
            ("unsure", holds.unsure, "unsure", False),
        ):
            if getattr(item, name) and not kept:
                self._say(kind, one.author, item.id, place)
                values[name] = blank
        if holds.not_in_labels and re.search(holds.not_in_labels, item.label):
            self._say("label_names", one.author, item.id, place)
            values["label"] = re.sub(holds.not_in_labels, "_", item.label)
        return values

    def _hull(self, one: SetRecord, span: SpanRecord) -> SpanRecord | None:
        if len(span.fragments) == 1:
            return span
        ours = self._holds.discontinuous == OURS
        self._say("discontinuous", one.author, span.id, span.fragments, ours=ours and not self._drop)
        if self._drop:
            return None
        return span if ours else replace(span, fragments=((span.fragments[0][0], span.fragments[-1][1]),))

    def _trimmed(self, record: DocumentRecord, one: SetRecord, span: SpanRecord) -> SpanRecord | None:
        places = tuple(trim(record.text, *place) for place in span.fragments)
        if places == span.fragments:
            return span
        left = tuple(place for place in places if place[0] < place[1])
        self._say("white_space" if left else "blank", one.author, span.id, span.fragments)
        return replace(span, fragments=left) if left and not self._drop else None

    def _on_edges(self, edges: set[int], one: SetRecord, span: SpanRecord) -> SpanRecord | None:
        if edges.issuperset(edge for place in span.fragments for edge in place):
            return span
        self._say("off_tokens", one.author, span.id, span.fragments)
        return None if self._drop else span

    def _once(self, one: SetRecord, spans: list[SpanRecord]) -> tuple[list[SpanRecord], dict[str, str]]:
        """Spans without those that became equal to another, and which id stands for which."""
        first: dict[tuple[Fragments, str], SpanRecord] = {}
        same = {}
        for span in spans:
            kept = first.setdefault((span.fragments, span.label), span)
            same[span.id] = kept.id
            if kept is not span:
                self._say("identical", one.author, span.id, span.fragments)
        return list(first.values()), same

    def _apart(self, one: SetRecord, spans: list[SpanRecord]) -> list[SpanRecord]:
        """Spans that share no text: the longer is kept, of equals the first."""
        kept = longest(spans)
        names = {span.id for span in kept}
        for span in spans:
            if span.id not in names:
                self._say("nested", one.author, span.id, span.fragments)
        return kept

    def _relations(self, one: SetRecord, there: set[str], same: dict[str, str]) -> list[RelationRecord]:
        found: dict[tuple[str, str, str], RelationRecord] = {}
        ends = {span.id: span.fragments for span in one.spans}
        for relation in one.relations:
            head, tail = same.get(relation.head, ""), same.get(relation.tail, "")
            place = tuple(sorted((*ends[relation.head], *ends[relation.tail])))
            if not self._holds.relations:
                self._say("relations", one.author, relation.id, place)
            elif head not in there or tail not in there:
                self._say("relation_ends", one.author, relation.id, place)
            else:
                fit = replace(relation, **self._rest(one, relation, place), head=head, tail=tail)
                found.setdefault((head, tail, fit.label), fit)
        return list(found.values())


def longest(spans: list[SpanRecord]) -> list[SpanRecord]:
    """Spans that share no text: of those that do the longer is kept, of equals the first."""
    starts: list[int] = []
    ends: list[int] = []
    kept = set()
    for span in sorted(spans, key=_longest_first):
        start, end = span.fragments[0][0], span.fragments[-1][1]
        place = bisect_left(ends, start + 1)
        if place == len(starts) or starts[place] >= end:
            starts.insert(place, start)
            ends.insert(place, end)
            kept.add(span.id)
    return [span for span in spans if span.id in kept]


def _reading_order(span: SpanRecord) -> tuple[int, int]:
    return (span.fragments[0][0], -span.fragments[-1][1])


def _longest_first(span: SpanRecord) -> tuple[int, int, str]:
    start, end = span.fragments[0][0], span.fragments[-1][1]
    return (start - end, start, span.label)


def _edges(record: DocumentRecord) -> set[int]:
    """Where words begin and end: as the document's pipeline cut them, else by `TOKEN`."""
    places = record.tokens if record.tokens is not None else (match.span() for match in TOKEN.finditer(record.text))
    return {edge for place in places for edge in place}


def _is_plain(text: str) -> bool:
    """Whether words are parted by one blank or one line feed and nothing else."""
    return not re.search(r"[^\S \n]|\s\s|^\s|\s$", text)


def _apart(sets: Iterable[SetRecord]) -> list[str]:
    """Names that tell sets apart: the author's, with the version of a model where two have the same."""
    names: list[str] = []
    for number, one in enumerate(sets, 1):
        name = one.author or str(number)
        name = f"{name} {one.version}".strip() if name in names else name
        names.append(f"{name} {number}" if name in names else name)
    return names
