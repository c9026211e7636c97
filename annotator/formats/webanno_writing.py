"""Writing WebAnno TSV 3.3: one layer of spans, one of relations, an id for each annotation."""

import json
import re
from collections.abc import Iterable, Iterator

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats.beside import beside
from annotator.formats.decoding import Report
from annotator.formats.output import FileNames, Part
from annotator.formats.sentences import words_of
from annotator.formats.units import Utf16

SPANS, RELATIONS = "webanno.custom.Span", "webanno.custom.Relation"
_ESCAPED = re.compile(r"->|[\\\[\]|_;*\t\n\r]")
_CONTROLS = {"\t": r"\t", "\r": r"\r", "\f": r"\f", "\b": r"\b", "\\": r"\\"}
_HEAD = [
    "#FORMAT=WebAnno TSV 3.3",
    f"#T_SP={SPANS}|label|note|data",
    f"#T_RL={RELATIONS}|label|note|data|BT_{SPANS}",
    "",
    "",
]


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """A file a document."""
    names = FileNames()
    for record in records:
        one = record.sets[0] if record.sets else SetRecord()
        yield Part("\n".join([*_HEAD, *_Rows(record, one).all()]) + "\n", f"{names.take(record.name)}.tsv")


def escaped(value: str) -> str:
    """A value as a cell has it."""
    signs = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}
    return _ESCAPED.sub(lambda match: signs.get(match[0], f"\\{match[0]}"), value)


class _Rows:
    """The rows of one document."""

    def __init__(self, record: DocumentRecord, one: SetRecord) -> None:
        self._text = record.text
        self._words = words_of(record, [one])
        self._units = Utf16(record.text)
        self._ranges = {span.id: self._words.range_of(span) for span in one.spans}
        self._ids = {span.id: number for number, span in enumerate(one.spans, 1)}
        self._at: dict[int, list[SpanRecord]] = {}
        for span in one.spans:
            for word in range(*self._ranges[span.id]):
                self._at.setdefault(word, []).append(span)
        self._ties: dict[int, list[RelationRecord]] = {}
        for tie in one.relations:
            self._ties.setdefault(self._ranges[tie.tail][0], []).append(tie)
        self._names: dict[int, str] = {}  # of a word → its sentence and place

    def all(self) -> Iterator[str]:
        """Sentences, each with its text, which has the white space behind it, too."""
        places = self._words.places
        sentences = self._words.sentences()
        for number, sentence in enumerate(sentences, 1):
            self._names |= {word: f"{number}-{place}" for place, word in enumerate(sentence, 1)}
        for number, sentence in enumerate(sentences):
            start = places[sentence.start][0] if number else 0
            end = places[sentence.stop][0] if sentence.stop < len(places) else len(self._text)
            for line in self._text[start:end].split("\n"):
                yield "#Text=" + "".join(_CONTROLS.get(sign, sign) for sign in line)
            for word in sentence:
                yield self._row(word)
            yield ""

    def _row(self, word: int) -> str:
        start, end = self._words.places[word]
        spans = self._at.get(word, [])
        ties = self._ties.get(word, [])
        cells = [self._names[word], f"{self._units.to(start)}-{self._units.to(end)}", self._text[start:end]]
        ids = [f"[{self._ids[span.id]}]" for span in spans]
        for values in ([s.label for s in spans], [s.note for s in spans], [data_of(s) for s in spans]):
            cells.append("|".join((escaped(v) or "*") + i for v, i in zip(values, ids, strict=True)) or "_")
        for values in ([t.label for t in ties], [t.note for t in ties], [data_of(t) for t in ties]):
            cells.append("|".join(escaped(value) or "*" for value in values) or "_")
        cells.append("|".join(self._ends(tie) for tie in ties) or "_")
        return "\t".join(cells) + "\t"

    def _ends(self, tie: RelationRecord) -> str:
        """The word at which the head begins, and which of the annotations there and here are meant."""
        return f"{self._names[self._ranges[tie.head][0]]}[{self._ids[tie.head]}_{self._ids[tie.tail]}]"


def data_of(item: SpanRecord | RelationRecord) -> str:
    """What the other features cannot say, as JSON; empty for nothing."""
    value = beside(item, "attributes", "unsure", "score")
    if isinstance(item, SpanRecord) and len(item.fragments) > 1:
        value["fragments"] = item.fragments
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")) if value else ""
