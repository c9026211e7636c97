"""Documents with everything in them, made up: the one strategy that the tests of all formats share."""

from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.core.rows import Fragments
from annotator.formats.holds import Holds

PIECES = st.sampled_from(
    [
        *("Ana", "Brno", "a-b", "x", "Żubr", "é", "e\u0301", "😀", "🏳️\u200d🌈", "שלום", "مرحبا", "上海", "ﬁ"),
        *(" ", " ", " ", "  ", "\n", "\r\n", "\n\n", "\t", "\u00a0", "\u2028", "\u0085", "\u200b", "\ufeffx"),
        *(".", ", ", "&", "<b>", '"', "|", "\\", "_", "*", "]]>", "=1+1", "#", "-", "…", "O", "\x0b", "B-ORG", "$1"),
    ]
)
LABELS = ("ORG", "PERSON", "GPE", "Größe", "A-B")
TIES = ("owns", "born in", "works_for")
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.booleans(),
    st.integers(-9, 9),
    st.sampled_from([0.5, -2.25]),
    st.sampled_from(["high", "", "very high", "a|b", "ü", "true", "7", "two\nlines", " edge ", "=A1"]),
)
NOTES = st.sampled_from(
    ["", "", "", "why?", "two\nlines\tand 'more' \"quotes\"", "ünïcode 😀", " edges ", "</x> & {json}"]
)


@st.composite
def fragments(draw: st.DrawFn, length: int) -> Fragments:
    """One range, or a few that neither overlap nor touch, of a text of that many characters; some are long."""
    start = draw(st.integers(0, length - 1))
    end = draw(st.integers(start + 1, min(length, start + draw(st.sampled_from([1, 2, 3, 8, 60])))))
    if draw(st.integers(0, 4)) or end + 1 >= length:
        return ((start, end),)
    second = draw(st.integers(end + 1, length - 1))
    return ((start, end), (second, draw(st.integers(second + 1, length))))


@st.composite
def sets(draw: st.DrawFn, author: str, length: int) -> SetRecord:
    """One author's finished work."""
    places = draw(st.lists(st.tuples(fragments(length), st.sampled_from(LABELS)), max_size=6))
    if places and draw(st.booleans()):  # on the same place, and right behind another without a gap
        places.append((places[0][0], draw(st.sampled_from(LABELS))))
        end = places[0][0][-1][1]
        places += [(((end, end + 1),), LABELS[0])] if end < length else []
    spans = [SpanRecord(f"s{n}", place, label) for n, (place, label) in enumerate(dict.fromkeys(places), 1)]
    for span in spans:
        span.attributes = draw(st.dictionaries(st.sampled_from(["kind", "Mood", "n_1"]), VALUES, max_size=2))
        span.note, span.unsure = draw(NOTES), draw(st.booleans())
    names = [span.id for span in spans]
    ties = draw(st.lists(st.tuples(*[st.sampled_from(names)] * 2, st.sampled_from(TIES)), max_size=4)) if names else []
    relations = [RelationRecord(f"r{n}", *tie) for n, tie in enumerate(dict.fromkeys(ties), 1)]
    for relation in relations:
        relation.attributes = draw(st.dictionaries(st.just("kind"), VALUES, max_size=1))
        relation.note = draw(NOTES)
    return SetRecord(author, state="submitted", at="2026-01-02T03:04:05+00:00", spans=spans, relations=relations)


@st.composite
def documents(draw: st.DrawFn) -> DocumentRecord:
    """A document with one or two authors' work: nested, crossing, of fragments, equal, touching, in any script."""
    text = draw(st.lists(PIECES, min_size=1, max_size=30).map("".join).filter(str.strip))
    authors = draw(st.sampled_from([("Ana",), ("Ana",), ("Ana", "Ben")]))
    record = DocumentRecord(draw(st.sampled_from(["deal", "2026-march", "é 1"])), text, "en")
    record.meta = draw(st.sampled_from([{}, {"source": "x-y", "n": 1}]))
    record.sets = [draw(sets(author, len(text))) for author in authors]
    return record


def project() -> st.SearchStrategy[list[DocumentRecord]]:
    """A few documents, each of another name and text."""
    return st.lists(documents(), min_size=1, max_size=3).map(
        lambda some: [replace(one, name=f"{one.name} {n}", text=f"{one.text} {n}") for n, one in enumerate(some)]
    )


# ---- what must come back


def essence(record: DocumentRecord, holds: Holds) -> Any:
    """What of a document a format must bring back, as plain values that can be compared."""
    ranks = _ranks(record.text) if not holds.text_exact else None
    text = record.text if holds.text_exact else "".join(record.text.split())
    authors = sorted((_set(one, holds, ranks) for one in record.sets), key=repr)
    return text, [one for one in authors if one[1] or one[2] or holds.states]


def _ranks(text: str) -> list[int]:
    """How many signs that are no white space stand before each offset."""
    found = [0]
    for sign in text:
        found.append(found[-1] + (not sign.isspace()))
    return found


def _set(one: SetRecord, holds: Holds, ranks: list[int] | None) -> Any:
    keys = {span.id: (_place(span.fragments, ranks), span.label) for span in one.spans}
    spans = sorted(((*keys[span.id], *_rest(span, holds)) for span in one.spans), key=repr)
    ties = [(keys[tie.head], keys[tie.tail], tie.label, *_rest(tie, holds)) for tie in one.relations]
    return one.author if holds.authors else "", spans, sorted(ties, key=repr)


def _place(place: Fragments, ranks: list[int] | None) -> Fragments:
    return place if ranks is None else tuple((ranks[start], ranks[end]) for start, end in place)


def _rest(item: SpanRecord | RelationRecord, holds: Holds) -> tuple[Any, ...]:
    attributes = sorted(item.attributes.items()) if holds.attributes else []
    return [(key, type(value).__name__, value) for key, value in attributes], item.note if holds.notes else ""
