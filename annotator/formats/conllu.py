"""CoNLL-U with entities in MISC; the text is kept to the last sign by SpaceAfter and SpacesAfter."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from annotator.core.records import DocumentRecord, Finding, SetRecord, SpanRecord
from annotator.formats.decoding import Report, read_text
from annotator.formats.format import Format
from annotator.formats.holds import NO, Holds
from annotator.formats.output import Part
from annotator.formats.sentences import Joined, words_of
from annotator.formats.tags import Tagged, biluo

_ENTITY = re.compile(r"(?:(?:name|NE|NER|ner|Entity)=)?([BILUSE]-\S+|O)")
_ESCAPES = {" ": r"\s", "\n": r"\n", "\r": r"\r", "\t": r"\t", "|": r"\p", "\\": r"\\"}
_BACK = {escape: sign for sign, escape in _ESCAPES.items()}
_ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|.)")
_ROW = re.compile(r"\d+(?:-\d+|\.\d+)?(?:\t[^\t]*){9}")


# ---- writing


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """Ten columns, of which form and MISC are filled; entities by BILUO."""
    for record in records:
        one = record.sets[0] if record.sets else SetRecord()
        words = words_of(record, [one])
        tags = biluo(len(words.places), [(*words.range_of(span), span.label) for span in one.spans])
        name = re.sub(r"\s+", " ", record.name)
        lines = [f"# newdoc id = {name}"]
        for number, sentence in enumerate(words.sentences(), 1):
            start, end = words.places[sentence.start][0], words.places[sentence.stop - 1][1]
            text = re.sub(r"\s", " ", record.text[start:end])
            lines += [f"# sent_id = {name}-{number}", f"# text = {text}"]
            for place, word in enumerate(sentence, 1):
                form = record.text[slice(*words.places[word])]
                misc = _misc(record.text, words.places, word, tags[word])
                lines.append("\t".join([str(place), form, *"_" * 7, misc]))
            lines.append("")
        yield Part("\n".join(lines) + "\n")


def _misc(text: str, places: list[tuple[int, int]], word: int, tag: str) -> str:
    start, end = places[word]
    gap = text[end : places[word + 1][0] if word + 1 < len(places) else len(text)]
    found = [f"NE={tag}"] if tag != "O" else []
    if gap != " ":
        found.append(f"SpacesAfter={_escaped(gap)}" if gap else "SpaceAfter=No")
    if word == 0 and start:
        found.append(f"SpacesBefore={_escaped(text[:start])}")
    return "|".join(found) or "_"


def _escaped(gap: str) -> str:
    return "".join(_ESCAPES.get(sign) or f"\\u{ord(sign):04x}" for sign in gap)


def _unescaped(value: str) -> str:
    def sign(match: re.Match[str]) -> str:
        found = match[0]
        return chr(int(found[2:], 16)) if found.startswith("\\u") and len(found) == 6 else _BACK.get(found, found)

    return _ESCAPE.sub(sign, value)


# ---- reading


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """Documents as the file parts them, else the whole file as one. Raises UnreadableFile."""
    one = _Document("", path, 1, report)
    number = 0
    for line_number, line in enumerate(read_text(path, report).split("\n"), 1):
        line = line.rstrip("\r")
        if line.startswith("# newdoc"):
            if one.joined.places:
                number += 1
                yield one.record(number)
            one = _Document(line.partition("=")[2].strip(), path, line_number, report)
        elif line.startswith("#"):
            one.paragraph = one.paragraph or line.startswith("# newpar")
        elif line.strip():
            one.take(line, line_number)
        else:
            one.tagged.end_sentence()
            one.covered = 0
    if one.joined.places:
        yield one.record(number + 1)
    elif not number:
        report(Finding(path.name, "There are no words in it; nothing was imported.", lost=True))


class _Document:
    """Words and tags of one document."""

    def __init__(self, name: str, path: Path, line: int, report: Report) -> None:
        self._name, self._path, self._line, self._report = name, path, line, report
        self.joined, self.tagged = Joined(), Tagged()
        self.paragraph = False
        self.covered = 0  # words up to this number are parts of one that was written together
        self._gap = ""
        self._default = True

    def take(self, line: str, number: int) -> None:
        """One row: a word, several in one, or one that is not in the text."""
        if not _ROW.fullmatch(line):
            place = f"{self._path.name}, line {number}"
            self._report(Finding(place, "This line has no ten columns; it was left out.", lost=True))
            return
        columns = line.split("\t")
        numbers, form, misc = columns[0][:12], columns[1], columns[9].split("|")
        if "." in numbers or ("-" not in numbers and int(numbers) <= self.covered) or not form:
            return
        self.covered = int(numbers.partition("-")[2][:9]) if "-" in numbers else self.covered
        values = dict(one.partition("=")[::2] for one in misc)
        gap = "\n" if self.paragraph and self._default else self._gap
        if not self.joined.places:
            self.joined.lead(_unescaped(values.get("SpacesBefore", "")))
        self.joined.add(form, before=gap)
        self.paragraph = False
        self._default = "SpacesAfter" not in values
        self._gap = "" if values.get("SpaceAfter") == "No" else _unescaped(values.get("SpacesAfter", r"\s"))
        tag = next((found[1] for one in misc if (found := _ENTITY.fullmatch(one))), "O")
        self.tagged.add(tag)

    def record(self, number: int) -> DocumentRecord:
        """The document."""
        if not self._default:
            self.joined.lead(self._gap)
        place = f"{self._path.name}, line {self._line}"
        record = DocumentRecord(self._name or f"{self._path.stem}-{number}", self.joined.text, place=place)
        record.tokens, record.tokenizer = self.joined.places, "conllu"
        spans = [
            SpanRecord(f"s{n}", ((record.tokens[first][0], record.tokens[end - 1][1]),), label)
            for n, (first, end, label) in enumerate(self.tagged.spans(), 1)
        ]
        if spans:
            record.sets.append(SetRecord(spans=spans))
        return record


def sniff(start: str) -> str:
    """Why the beginning of a file looks like this format; empty when it does not."""
    first = next((line for line in start.split("\n") if line.strip() and not line.startswith("#")), "")
    return "its lines have ten columns with a number first" if _ROW.fullmatch(first.rstrip("\r")) else ""


ROW = Format(
    "conllu",
    "CoNLL-U",
    (".conllu",),
    read,
    write,
    sniff,
    Holds(NO, off_tokens=NO, white_space=NO, relations=NO, not_in_labels=r"[\s|]", not_in_text="\\A\ufeff"),
)
