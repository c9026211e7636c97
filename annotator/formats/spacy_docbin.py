"""spaCy's binary collections (.spacy): entities, span groups and relations, as training reads them."""

import zlib
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats import shape
from annotator.formats.beside import beside, try_beside
from annotator.formats.decoding import Report, UnreadableFile
from annotator.formats.fitting import longest
from annotator.formats.format import Format
from annotator.formats.holds import NO, OURS, YES, Holds
from annotator.formats.output import Part
from annotator.formats.shape import Json, Misshapen
from annotator.formats.tokens import cut

KEY = "sc"  # where spaCy's own span categorizer looks
BLOCK = "annotator"  # our own fields in `doc.user_data`
REL = ("._.", "rel", None, None)  # where `doc._.rel` is kept
MOST_BYTES = 1 << 30  # of a collection, unpacked

# ---- writing


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """A Doc a document: its entities in `doc.ents` as far as they share no text, all of them in `doc.spans["sc"]`.

    Where the export has relations, `doc._.rel` says of every ordered pair of entities which labels hold, 1.0 or 0.0.
    """
    tokens: Any = import_module("spacy.tokens")
    vocab = import_module("spacy.vocab").Vocab()
    held = []
    for record in records:
        held.append(record)
        yield Part(b"")
    labels = sorted({tie.label for record in held for one in record.sets for tie in one.relations})
    collection = tokens.DocBin(store_user_data=True)
    for record in held:
        collection.add(_doc(tokens.Doc, vocab, record, labels))
        yield Part(b"")
    yield Part(collection.to_bytes())


def _doc(make: Any, vocab: Any, record: DocumentRecord, labels: list[str]) -> Any:
    one = record.sets[0] if record.sets else SetRecord()
    hulls = [(span.fragments[0][0], span.fragments[-1][1]) for span in one.spans]
    tokens = cut(record.text, record.tokens, set(hulls))
    words, spaces = [record.text[t.start : t.end] for t in tokens], [t.ws for t in tokens]
    doc = make(vocab, words=words, spaces=spaces)
    firsts = {token.start: number for number, token in enumerate(tokens)}
    lasts = {token.end: number + 1 for number, token in enumerate(tokens)}
    places = {span.id: (firsts[a], lasts[b]) for span, (a, b) in zip(one.spans, hulls, strict=True)}
    span_of: Any = import_module("spacy.tokens").Span
    doc.spans[KEY] = [span_of(doc, *places[span.id], label=span.label) for span in one.spans]
    entities = longest([SpanRecord(s.id, (hull,), s.label) for s, hull in zip(one.spans, hulls, strict=True)])
    doc.ents = [span_of(doc, *places[span.id], label=span.label) for span in entities]
    doc.cats = dict.fromkeys(one.labels, 1.0)
    if labels:
        doc.user_data[REL] = _pairs([places[span.id][0] for span in entities], places, one, labels)
    doc.user_data[BLOCK] = _block(record, one)
    return doc


def _pairs(
    starts: list[int], places: dict[str, tuple[int, int]], one: SetRecord, labels: list[str]
) -> dict[tuple[int, int], dict[str, float]]:
    """Every ordered pair of entities, by their first words, with every label: 1.0 where it holds."""
    held = {(places[tie.head][0], places[tie.tail][0], tie.label) for tie in one.relations}
    return {
        (head, tail): {label: float((head, tail, label) in held) for label in labels}
        for head in starts
        for tail in starts
    }


def _block(record: DocumentRecord, one: SetRecord) -> Json:
    number = {span.id: place for place, span in enumerate(one.spans)}
    spans = [
        beside(span) | ({"fragments": [list(part) for part in span.fragments]} if len(span.fragments) > 1 else {})
        for span in one.spans
    ]
    ties = [[number[tie.head], number[tie.tail], tie.label, beside(tie)] for tie in one.relations]
    return {"name": record.name, "meta": record.meta, "spans": spans, "relations": ties}


# ---- reading


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """A document a Doc. Raises UnreadableFile."""
    vocab = import_module("spacy.vocab").Vocab()
    tokens: Any = import_module("spacy.tokens")
    try:
        data = path.read_bytes()
        unpacking = zlib.decompressobj()
        unpacking.decompress(data, MOST_BYTES)
        if unpacking.unconsumed_tail:
            raise UnreadableFile(f"{path.name} unpacks to more than {MOST_BYTES >> 20} MB; split it.")
        docs = list(tokens.DocBin(store_user_data=True).from_bytes(data).get_docs(vocab))
    except OSError as error:
        raise UnreadableFile(f"{path.name} cannot be read: {error.strerror or error}.") from error
    except UnreadableFile:
        raise
    except Exception as error:  # what spaCy raises of a broken file is of every kind
        raise UnreadableFile(f"{path.name} is no collection of spaCy ({type(error).__name__}).") from error
    for number, doc in enumerate(docs, 1):
        place = f"{path.name}, document {number}"
        if not doc.text.strip():
            report(Finding(place, "It has no text; it was left out.", lost=True))
            continue
        yield _Reader(doc, f"{path.stem}-{number}", place, report).record()


class _Reader:
    """Reads one Doc."""

    def __init__(self, doc: Any, name: str, place: str, report: Report) -> None:
        self._doc, self._place, self._report = doc, place, report
        block = doc.user_data.get(BLOCK)
        self._block: Json = block if isinstance(block, dict) else {}
        given = self._block.get("name", doc.user_data.get("name"))
        self._name = given if isinstance(given, str) and given else name

    def record(self) -> DocumentRecord:
        """The document."""
        doc = self._doc
        record = DocumentRecord(self._name, doc.text, doc.lang_ or "", place=self._place)
        meta = self._block.get("meta")
        record.meta = dict(meta) if isinstance(meta, dict) else {}
        record.tokens = [(token.idx, token.idx + len(token)) for token in doc]
        record.tokenizer = "spacy"
        one = SetRecord()
        found = [span for group in doc.spans.values() for span in group] or list(doc.ents)
        one.spans = [self._span(number, span) for number, span in enumerate(found)]
        one.relations = (
            list(self._ours(one.spans)) if "relations" in self._block else list(self._pairs(one.spans, found))
        )
        one.labels = sorted(label for label, value in doc.cats.items() if value >= 0.5)
        if one.spans or one.labels:
            record.sets.append(one)
        return record

    def _span(self, number: int, found: Any) -> SpanRecord:
        span = SpanRecord(f"s{number}", ((found.start_char, found.end_char),), found.label_)
        spans = self._block.get("spans")
        rest = spans[number] if isinstance(spans, list | tuple) and number < len(spans) else {}
        if found.kb_id_:
            span.attributes["kb_id"] = found.kb_id_
        if isinstance(rest, dict) and rest and try_beside(span, rest):
            parts = tuple((a, b) for a, b in rest.get("fragments", ()))
            if parts and (parts[0][0], parts[-1][1]) == span.fragments[0]:
                span.fragments = parts
        return span

    def _ours(self, spans: list[SpanRecord]) -> Iterator[RelationRecord]:
        for number, (head, tail, label, rest) in enumerate(self._block["relations"]):
            try:
                tie = RelationRecord(
                    f"r{number}", spans[head].id, spans[tail].id, shape.text({"label": label}, "label")
                )
            except (IndexError, TypeError, Misshapen):
                self._report(Finding(self._place, "A relation names no span; it was left out.", lost=True))
                continue
            try_beside(tie, dict(rest))
            yield tie

    def _pairs(self, spans: list[SpanRecord], found: list[Any]) -> Iterator[RelationRecord]:
        """Relations as the public tutorial keeps them: by the first words of entities."""
        first: dict[int, SpanRecord] = {}
        for span, one in zip(spans, found, strict=True):
            first.setdefault(one.start, span)
        pairs = self._doc.user_data.get(REL)
        for (head, tail), labels in pairs.items() if isinstance(pairs, dict) else ():
            for label, value in labels.items():
                if value >= 0.5 and head in first and tail in first:
                    yield RelationRecord(f"{head}-{tail}-{label}", first[head].id, first[tail].id, label)


def claims(path: Path) -> str:
    """Whether a file is such a collection: by its ending, and as packed bytes begin."""
    try:
        with open(path, "rb") as file:
            packed = file.read(1) == b"\x78"
    except OSError:
        return ""
    return "it is packed as collections of spaCy are, and ends in .spacy" if packed and path.suffix == ".spacy" else ""


ROW = Format(
    "spacy_docbin",
    "spaCy DocBin",
    (".spacy",),
    read,
    write,
    lambda start: "",
    Holds(
        discontinuous=OURS,
        off_tokens=NO,
        attributes=OURS,
        notes=OURS,
        unsure=OURS,
        labels=YES,
        meta=OURS,
    ),
    heavy=True,
    claims=claims,
)
