"""Columns with a tag a word, as CoNLL 2002 and 2003 have them: read in every tagging scheme, written as IOB2."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.core.records import DocumentRecord, Finding, SetRecord, SpanRecord
from annotator.formats.decoding import Report, read_text
from annotator.formats.format import Format
from annotator.formats.holds import NO, Holds
from annotator.formats.output import Part
from annotator.formats.sentences import Joined, words_of
from annotator.formats.tags import Tagged, iob2

_TAG = r"(?:O|[BILUESM]-\S+)"
_LINE = re.compile(rf"(?:\d+[\t ])?\S+(?:[\t ]\S+){{0,12}}?[\t ]{_TAG}(?:[\t ]\S+){{0,2}}\r?\n")
_COMMENT = re.compile(r"#(?:\t| ?(?:newdoc|sent_id|text|global|doc)\b)")
_PIPED = re.compile(rf"(\S+?)\|(?:\S+?\|)?({_TAG})(?: |$)")
_NAME = re.compile(r"#\s*(?:newdoc id|doc_id|newdoc)\s*=\s*(.+)")


# ---- writing


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """Word and tag in two columns, an empty line after each sentence, a line that begins each document."""
    for record in records:
        lines = ["-DOCSTART- -X- O O", ""]
        one = record.sets[0] if record.sets else SetRecord()
        words = words_of(record, [one])
        tags = iob2(len(words.places), [(*words.range_of(span), span.label) for span in one.spans])
        for sentence in words.sentences():
            lines += [f"{record.text[slice(*words.places[number])]} {tags[number]}" for number in sentence]
            lines.append("")
        yield Part("\n".join(lines) + "\n")


# ---- reading


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """Documents between lines that begin one, else the whole file as one. Raises UnreadableFile."""
    number = 0
    for reader in _documents(path, report):
        if reader.joined.places:
            number += 1
            yield reader.record(f"{path.stem}-{number}", report)
    if not number:
        report(Finding(path.name, "There are no words with tags in it; nothing was imported.", lost=True))


def _documents(path: Path, report: Report) -> Iterator["_Document"]:
    content = read_text(path, report)
    commented = _COMMENT.match(content) is not None
    one = _Document(path.name, 1)
    for number, line in enumerate(content.split("\n"), 1):
        line = line.rstrip("\r")
        if line.startswith("-DOCSTART-") or (commented and _NAME.match(line)):
            yield one
            one = _Document(path.name, number)
            named = _NAME.match(line)
            one.name = named[1].strip() if named else ""
        elif not line.strip(" \t"):
            one.end_sentence()
        elif not (commented and line.startswith("#") and _COMMENT.match(line)):
            one.take(line, number, report)
    yield one


class _Document:
    """Words and tags of one document."""

    def __init__(self, file: str, line: int) -> None:
        self._file, self._line = file, line
        self.name = ""
        self.joined = Joined()
        self._tags = Tagged()
        self._before = "\n"

    def end_sentence(self) -> None:
        """The next word begins a sentence."""
        self._before = "\n"
        self._tags.end_sentence()

    def take(self, line: str, number: int, report: Report) -> None:
        """One line: a word with its tag, or a whole sentence of words with theirs."""
        columns = line.split("\t") if "\t" in line else [word for word in line.split(" ") if word]
        if _PIPED.match(line) and "\t" not in line:
            for word, tag in (match.groups() for match in _PIPED.finditer(line)):
                self._add(word, tag)
            self.end_sentence()
            return
        numbered = len(columns) > 2 and columns[0].isdigit() and re.fullmatch(_TAG, columns[2]) is not None
        word, tag = (columns[1], columns[2]) if numbered else (columns[0], columns[-1])
        if len(columns) < 2 or not word.strip() or not re.fullmatch(_TAG, tag):
            what = "This line has no word with a tag; it was left out."
            report(Finding(f"{self._file}, line {number}", what, lost=True))
            return
        self._add(word, tag)

    def _add(self, word: str, tag: str) -> None:
        self.joined.add(word, before=self._before)
        self._before = " "
        self._tags.add(tag)

    def record(self, name: str, report: Report) -> DocumentRecord:
        """The document."""
        place = f"{self._file}, line {self._line}"
        record = DocumentRecord(self.name or name, self.joined.text, place=place)
        record.tokens, record.tokenizer = self.joined.places, "conll"
        spans = []
        for number, (first, end, label) in enumerate(self._tags.spans(), 1):
            start, stop = record.tokens[first][0], record.tokens[end - 1][1]
            spans.append(SpanRecord(f"s{number}", ((start, stop),), label))
        if spans:
            record.sets.append(SetRecord(spans=spans))
        if self._tags.broken:
            words = f"{self._tags.broken} tags do not follow from the one before; each begins an entity."
            report(Finding(place, words))
        return record


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    if start.startswith("-DOCSTART-"):
        return "its first line begins a document of CoNLL"
    first = re.search(r"(?m)^(?!#)\S.*\n", start)
    if first and (_LINE.fullmatch(first[0]) or _PIPED.match(first[0])):
        lines = [line for line in start.split("\n")[:40] if line.strip() and not _COMMENT.match(line)][:-1]
        fitting = [line for line in lines if _LINE.fullmatch(line + "\n") or _PIPED.match(line)]
        return "its lines are words with tags" if len(fitting) >= 0.9 * len(lines) else ""
    return ""


ROW = Format(
    "conll",
    "CoNLL columns (IOB2)",
    (".conll", ".iob", ".iob2", ".bio"),
    read,
    write,
    sniff,
    Holds(NO, off_tokens=NO, white_space=NO, relations=NO, text_exact=NO, not_in_labels=r"\s"),
)
