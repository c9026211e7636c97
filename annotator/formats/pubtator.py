"""PubTator: title and abstract, mentions with concepts, relations between concepts."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats.decoding import Report, read_text
from annotator.formats.format import Format
from annotator.formats.holds import Holds
from annotator.formats.output import Part

_TEXT = re.compile(r"([^|\t]+)\|([ta])\|(.*)", re.DOTALL)
_OWN = re.compile(r"T\d+")  # concepts that only tell mentions apart

# ---- writing


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """Each mention is given a concept of its own, so that relations name mentions."""
    taken: set[str] = set()
    for record in records:
        one = record.sets[0] if record.sets else SetRecord()
        name = re.sub(r"[|\s]", "_", record.name) or "document"
        while name in taken:
            name += "_"
        taken.add(name)
        title, _, abstract = record.text.partition("\n")
        lines = [f"{name}|t|{title}", f"{name}|a|{abstract}"]
        ids = {span.id: f"T{number}" for number, span in enumerate(one.spans, 1)}
        for span in one.spans:
            start, end = span.fragments[0][0], span.fragments[-1][1]
            words = _flat(record.text[start:end])
            lines.append(f"{name}\t{start}\t{end}\t{words}\t{span.label}\t{ids[span.id]}")
        lines += [f"{name}\t{tie.label}\t{ids[tie.head]}\t{ids[tie.tail]}" for tie in one.relations]
        yield Part("\n".join(lines) + "\n\n")


# ---- reading


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """Blocks between empty lines. Raises UnreadableFile."""
    block = _Block(path, report)
    found = 0
    for number, line in enumerate([*read_text(path, report).split("\n"), ""], 1):
        line = line.removesuffix("\r")
        if line:
            block.take(line, number)
        elif block.title is not None:
            found += 1
            yield block.record()
            block = _Block(path, report)
    if not found:
        report(Finding(path.name, "There are no titles in it; nothing was imported.", lost=True))


class _Block:
    """Reads one document."""

    def __init__(self, path: Path, report: Report) -> None:
        self._path, self._report = path, report
        self.title: str | None = None
        self._name, self._abstract, self._place = "", "", ""
        self._set = SetRecord()
        self._concepts: dict[str, SpanRecord] = {}
        self._ties: list[tuple[int, str, str, str]] = []
        self._words: dict[str, str] = {}

    def take(self, line: str, number: int) -> None:
        """One line: title, abstract, mention or relation."""
        text = _TEXT.fullmatch(line)
        columns = line.split("\t")
        if text and (text[2] == "t") == (self.title is None):
            self._name, self._place = text[1], self._place or f"{self._path.name}, line {number}"
            if text[2] == "t":
                self.title = text[3]
            else:
                self._abstract = text[3]
        elif len(columns) >= 5 and columns[1].isdecimal() and columns[2].isdecimal():
            self._mention(columns)
        elif len(columns) in (4, 5) and columns[1]:
            self._ties.append((number, columns[1], columns[2], columns[3]))
        else:
            self._left(number, "This line is neither text, mention nor relation")

    def _left(self, number: int, what: str) -> None:
        self._report(Finding(f"{self._path.name}, line {number}", f"{what}; it was left out.", lost=True))

    def _mention(self, columns: list[str]) -> None:
        start, end = int(columns[1][:15]), int(columns[2][:15])
        span = SpanRecord(f"s{len(self._set.spans) + 1}", ((start, end),), columns[4])
        self._words[span.id] = columns[3]
        concept = columns[5] if len(columns) > 5 else ""
        if concept and concept != "-1" and not _OWN.fullmatch(concept):
            span.attributes["kb_id"] = concept
        self._set.spans.append(span)
        for one in {concept, *re.split(r"[|,;]", concept)}:
            self._concepts.setdefault(one, span)

    def record(self) -> DocumentRecord:
        """The document; relations join the first mentions of their concepts."""
        text = f"{self.title}\n{self._abstract}" if self._abstract else self.title or ""
        record = DocumentRecord(self._name, text, place=self._place)
        for span in self._set.spans:
            ((start, end),) = span.fragments
            if _flat(text[start:end]) != self._words[span.id]:
                span.surface = self._words[span.id]
        for number, label, head, tail in self._ties:
            ends = self._concepts.get(head), self._concepts.get(tail)
            if ends[0] is None or ends[1] is None:
                self._left(number, f"{head if ends[0] is None else tail} is no concept of a mention here")
            else:
                ties = self._set.relations
                ties.append(RelationRecord(f"r{len(ties) + 1}", ends[0].id, ends[1].id, label))
        if self._set.spans:
            record.sets.append(self._set)
        return record


def _flat(words: str) -> str:
    """Words of a mention as its line can hold them."""
    return re.sub(r"[\t\n]", " ", words)


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    first = start.lstrip().partition("\n")[0]
    return "its first line is a title of PubTator" if re.match(r"[^|\t\s]{1,80}\|t\|", first) else ""


ROW = Format(
    "pubtator",
    "PubTator",
    (".pubtator",),
    read,
    write,
    sniff,
    Holds(paragraphs=2, not_in_text="\\A\ufeff", not_in_labels=r"[\t\n\r]"),
)
