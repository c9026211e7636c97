"""UIMA XMI as INCEpTION has it: a document a file, spans and relations of whatever layers; offsets are UTF-16 units."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats.decoding import Report, UnreadableFile
from annotator.formats.format import Format
from annotator.formats.holds import NOT_IN_XML, OURS, YES, Holds
from annotator.formats.output import FileNames, Part
from annotator.formats.sentences import Words, words_of
from annotator.formats.uima_types import TYPES, type_system
from annotator.formats.units import Utf16
from annotator.formats.webanno_reading import read_data
from annotator.formats.webanno_writing import data_of
from annotator.formats.xml_tree import in_value, parse

_ID = "{http://www.omg.org/XMI}id"
_GRAMMAR = ("lexmorph", "segmentation", "syntax", "metadata", "uima/", "tcas", "cas.ecore")
_PLAIN = {"begin", "end", "sofa", "Governor", "Dependent", "note", _ID}

# ---- writing


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """A file a document, and the type system they need."""
    names = FileNames()
    for record in records:
        yield Part("".join(_Xmi(record).all()), f"{names.take(record.name)}.xmi")
    yield Part(type_system(), "TypeSystem.xml")


class _Xmi:
    """The elements of one document."""

    def __init__(self, record: DocumentRecord) -> None:
        self._record = record
        self._set = record.sets[0] if record.sets else SetRecord()
        self._units = Utf16(record.text)
        self._number = 1

    def all(self) -> Iterator[str]:
        """Words and sentences, without which INCEpTION takes no document; spans; relations; the text; the view."""
        yield '<?xml version="1.0" encoding="UTF-8"?>\n<xmi:XMI xmi:version="2.0" xmlns:xmi="http://www.omg.org/XMI"'
        yield "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in TYPES.items()) + '>\n<cas:NULL xmi:id="0"/>\n'
        words = words_of(self._record, [self._set])
        yield from self._grammar(words)
        ids = {}
        for span in self._set.spans:
            ids[span.id] = self._number + 1
            values = {"label": span.label, "note": span.note, "data": data_of(span)}
            yield self._element("custom:Span", span.fragments[0][0], span.fragments[-1][1], values)
        hulls = {span.id: (span.fragments[0][0], span.fragments[-1][1]) for span in self._set.spans}
        for tie in self._set.relations:
            ends = {"Governor": str(ids[tie.head]), "Dependent": str(ids[tie.tail])}
            values = ends | {"label": tie.label, "note": tie.note, "data": data_of(tie)}
            yield self._element("custom:Relation", *hulls[tie.tail], values)
        members = " ".join(str(number) for number in range(2, self._number + 1))
        sofa = '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text/plain" sofaString='
        yield f"{sofa}{in_value(self._record.text)}/>\n"
        yield f'<cas:View sofa="1" members="{members}"/>\n</xmi:XMI>\n'

    def _grammar(self, words: Words) -> Iterator[str]:
        for start, end in words.places:
            yield self._element("segmentation:Token", start, end, {})
        for sentence in words.sentences():
            start, end = words.places[sentence.start][0], words.places[sentence.stop - 1][1]
            yield self._element("segmentation:Sentence", start, end, {})

    def _element(self, name: str, start: int, end: int, values: dict[str, str]) -> str:
        self._number += 1
        said = "".join(f" {key}={in_value(value)}" for key, value in values.items() if value)
        place = f'sofa="1" begin="{self._units.to(start)}" end="{self._units.to(end)}"'
        return f'<{name} xmi:id="{self._number}" {place}{said}/>\n'


# ---- reading


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """The document of a file: its first view. Raises UnreadableFile."""
    root = parse(path)
    sofa = next((one for one in root if one.tag == "{http:///uima/cas.ecore}Sofa"), None)
    if sofa is None:
        raise UnreadableFile(f"{path.name} is XML, but no XMI of UIMA.")
    text = sofa.get("sofaString", "")
    if not text.strip():
        report(Finding(path.name, "It has no text; nothing was imported.", lost=True))
        return
    record = DocumentRecord(path.stem, text, place=path.name)
    _Reader(record, sofa.get(_ID, ""), report).read(root)
    yield record


class _Reader:
    """Reads the annotations of one view; what is broken is said and left out."""

    def __init__(self, record: DocumentRecord, sofa: str, report: Report) -> None:
        self._record, self._sofa, self._report = record, sofa, report
        self._units = Utf16(record.text)
        self._set = SetRecord()
        self._spans: dict[str, SpanRecord] = {}
        self._left: dict[str, int] = {}

    def read(self, root: Element) -> None:
        """Words, spans, then relations between spans."""
        mine = [one for one in root if one.get("sofa") == self._sofa and one.get("begin") is not None]
        tokens = sorted(place for one in mine if _name(one) == "Token" and (place := self._place(one)))
        whole = all(a[1] <= b[0] for a, b in pairwise(tokens))
        if tokens and whole:
            self._record.tokens, self._record.tokenizer = tokens, "uima"
        for one in mine:
            if one.get("Governor") is None and one.get("Dependent") is None:
                self._span(one)
        for one in mine:
            if one.get("Governor") is not None or one.get("Dependent") is not None:
                self._relation(one)
        if self._set.spans:
            self._record.sets.append(self._set)
        for what, count in self._left.items():
            self._report(Finding(self._record.place, f"{count} × {what}; left out.", lost=True))

    def _leave(self, what: str) -> None:
        self._left[what] = self._left.get(what, 0) + 1

    def _place(self, one: Element) -> tuple[int, int] | None:
        begin, end = one.get("begin", ""), one.get("end", "")
        if not (begin.isdecimal() and end.isdecimal() and len(begin) < 16 and len(end) < 16):
            return None
        place = self._units.range_back(int(begin), int(end))
        return place if place and place[0] < place[1] else None

    def _span(self, one: Element) -> None:
        if any(part in one.tag for part in _GRAMMAR):
            return
        place = self._place(one)
        if place is None:
            self._leave(f"annotation of {_name(one)} without a place in the text, or of no length")
            return
        span = SpanRecord(one.get(_ID, f"s{len(self._set.spans)}"), (place,), _label(one))
        _take(span, one)
        self._set.spans.append(span)
        self._spans[span.id] = span

    def _relation(self, one: Element) -> None:
        head, tail = self._spans.get(one.get("Governor", "")), self._spans.get(one.get("Dependent", ""))
        if head is None or tail is None:
            self._leave(f"relation of {_name(one)} between what is no entity here")
            return
        tie = RelationRecord(one.get(_ID, f"r{len(self._set.relations)}"), head.id, tail.id, _label(one))
        _take(tie, one)
        self._set.relations.append(tie)


def _name(one: Element) -> str:
    return one.tag.rpartition("}")[2]


def _main(one: Element) -> str:
    """The feature that is the label."""
    features = [key for key in one.attrib if key not in _PLAIN and key != "data"]
    return next((key for key in ("label", "value") if key in features), features[0] if len(features) == 1 else "")


def _label(one: Element) -> str:
    return one.get(_main(one), "") or _name(one)


def _take(item: SpanRecord | RelationRecord, one: Element) -> None:
    item.note = one.get("note", "")
    item.attributes = {key: value for key, value in one.items() if key not in _PLAIN and key != _main(one)}
    read_data(item)


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    return "it is XML with a namespace of UIMA" if re.search(r"<xmi:XMI\b", start[:4_000]) else ""


ROW = Format(
    "uima_xmi",
    "UIMA XMI (INCEpTION)",
    (".xmi",),
    read,
    write,
    sniff,
    Holds(discontinuous=OURS, attributes=OURS, notes=YES, unsure=OURS, not_in_text=NOT_IN_XML),
    folder=True,
)
