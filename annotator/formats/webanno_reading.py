"""Reading WebAnno TSV 3: layers of spans, relations, chains and slots, whatever they are called."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats import shape
from annotator.formats.beside import try_beside
from annotator.formats.decoding import Report, UnreadableFile, read_text
from annotator.formats.shape import Json, Misshapen
from annotator.formats.units import Utf16

Range = tuple[int, int]

_TOKEN = re.compile(r"(\d{1,9}-\d{1,9})(\.\d+)?\t(\d{1,12})-(\d{1,12})\t([^\t]*)(?:\t(.*))?")
_NUMBERED = re.compile(r"(.*)\[(\d{1,12})\]", re.DOTALL)
_ENDS = re.compile(r"(\d+-\d+)(?:\.\d+)?(?:\[(\d{1,12})(?:_(\d{1,12}))?\])?")
_ESCAPE = re.compile(r"\\(->|.)", re.DOTALL)
_SIGNS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "b": "\b"}
_GRAMMAR = ("lexmorph.", "segmentation.", "syntax.", "Token", "Lemma")


class Layer(NamedTuple):
    """A layer of the header: its kind (SP, CH or RL), name, features, and the first of its columns."""

    kind: str
    name: str
    features: list[str]
    column: int

    @property
    def base(self) -> str:
        """The layer that relations of this one join."""
        return next((one[3:] for one in self.features if one.startswith("BT_")), "")

    @property
    def width(self) -> int:
        """How many columns it has; of a relation layer the one for the source stands where the header has the base."""
        return max(1, len(self.features))


class Cell(NamedTuple):
    """One annotation in one row: its values by feature and its number, 0 for none."""

    values: dict[str, str]
    number: int
    ends: str = ""


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """The document of a file. Raises UnreadableFile."""
    content = read_text(path, report)
    if not content.startswith("#FORMAT=WebAnno TSV 3"):
        raise UnreadableFile(f"{path.name} does not begin as WebAnno TSV 3 does.")
    reader = _Reader(DocumentRecord(path.stem, "", place=path.name), report)
    reader.read(content)
    if not reader.record.text.strip():
        report(Finding(path.name, "There are no words in it; nothing was imported.", lost=True))
        return
    yield reader.record


def _layers(lines: list[str]) -> list[Layer]:
    found = []
    column = 0
    for line in lines:
        matched = re.fullmatch(r"#T_(SP|CH|RL)=([^|]+)\|?(.*)", line)
        if matched:
            features = matched[3].split("|") if matched[3] else []
            found.append(Layer(matched[1], matched[2], features, column))
            column += found[-1].width
    return found


class _Reader:
    """Reads one file; what is broken is said and left out."""

    def __init__(self, record: DocumentRecord, report: Report) -> None:
        self.record, self._report = record, report
        self._set = SetRecord()
        self._parts: list[str] = []
        self._length = self._units = 0  # of the text so far: code points, UTF-16 units as the file counts
        self._layers: list[Layer] = []
        self._tokens: list[Range] = []
        self._first: dict[tuple[str, str], SpanRecord] = {}  # of each layer, the first span of a word
        self._numbered: dict[tuple[str, int], SpanRecord] = {}
        self._later: list[tuple[Layer, str, Cell]] = []
        self._chains: dict[tuple[str, str], dict[int, tuple[SpanRecord, str]]] = {}
        self._left: dict[str, int] = {}

    def read(self, content: str) -> None:
        """Sentence by sentence; relations when all spans are known."""
        lines = [line.removesuffix("\r") for line in content.split("\n")]
        self._layers = _layers(lines)
        texts: list[str] = []
        rows: list[re.Match[str]] = []
        for number, line in enumerate([*lines, ""], 1):
            row = _TOKEN.fullmatch(line)
            if row:
                rows.append(row)
                continue
            if rows:
                self._sentence("\n".join(texts), rows)
                texts, rows = [], []
            if line.startswith("#Text="):
                texts.append(_unescaped(line[6:]))
            elif line.strip() and not line.startswith("#"):
                place = f"{self.record.place}, line {number}"
                self._report(Finding(place, "This line is no row of a word; it was left out.", lost=True))
        self.record.text = "".join(self._parts)
        self.record.tokens, self.record.tokenizer = self._tokens, "webanno"
        for layer, word, cell in self._later:
            self._relate(layer, word, cell)
        self._finish()

    def _finish(self) -> None:
        for span in self._set.spans:
            read_data(span)
        for tie in self._set.relations:
            read_data(tie)
        if self._set.spans or self._set.relations:
            self.record.sets.append(self._set)
        for what, count in self._left.items():
            self._report(Finding(self.record.place, f"{count} × {what}; left out.", lost=True))

    def _leave(self, what: str) -> None:
        self._left[what] = self._left.get(what, 0) + 1

    # ---- text

    def _sentence(self, text: str, rows: list[re.Match[str]]) -> None:
        """The text of a sentence, then what its rows say; a gap before it is filled with blanks and a line end."""
        words = [row for row in rows if not row[2]]
        if not words:
            return
        first = int(words[0][3])
        spaces = len(text) - len(text.lstrip())
        lead = next((lead for lead in (0, spaces) if _fits(text, words, first, lead)), None)
        if lead is None:
            text, lead = _put_together(words, first), 0
            self._report(
                Finding(self.record.place, "The text of a sentence is not that of its words; these were taken.")
            )
        begin = first - Utf16(text).to(lead)
        gap = begin - self._units
        if self._parts:
            fill = " " * (min(gap, 10_000) - 1) + "\n" if gap > 0 else "" if gap == 0 else "\n"
        else:
            fill = " " * min(max(gap, 0), 10_000)
        start = self._length + len(fill)
        self._parts += [fill, text]
        self._length = start + len(text)
        units = Utf16(text)
        self._units = begin + units.to(len(text))
        for row in rows:
            place = units.range_back(int(row[3]) - begin, int(row[4]) - begin)
            if place is None:
                self._leave("row with offsets that are not in its sentence")
                continue
            where = (start + place[0], start + place[1])
            if not row[2]:
                self._tokens.append(where)
            self._row(row[1], where, (row[6] or "").split("\t"))

    # ---- annotations

    def _row(self, word: str, where: Range, cells: list[str]) -> None:
        for layer in self._layers:
            own = cells[layer.column : layer.column + layer.width]
            for cell in _stacked(layer, own):
                if layer.kind == "RL":
                    self._later.append((layer, word, cell))
                elif any(part in layer.name for part in _GRAMMAR):
                    self._leave(f"annotation of the layer {layer.name}, which is grammar")
                elif where[0] == where[1]:
                    self._leave("annotation of no length")
                else:
                    self._mark(layer, word, where, cell)

    def _mark(self, layer: Layer, word: str, where: Range, cell: Cell) -> None:
        known = self._numbered.get((layer.name, cell.number)) if cell.number else None
        if known is not None:
            ((start, end),) = known.fragments
            known.fragments = ((min(start, where[0]), max(end, where[1])),)
            self._first.setdefault((layer.name, word), known)
            return
        span = SpanRecord(f"s{len(self._set.spans) + 1}", (where,), _label(layer, cell))
        span.note = cell.values.get("note", "")
        skipped = {"note", _main(layer)}
        span.attributes = {
            key: value for key, value in cell.values.items() if key not in skipped and not key.startswith("ROLE_")
        }
        self._set.spans.append(span)
        self._first.setdefault((layer.name, word), span)
        if cell.number:
            self._numbered[layer.name, cell.number] = span
        if any(key.startswith("ROLE_") for key in cell.values) or (layer.kind == "CH" and cell.ends):
            self._later.append((layer, word, cell._replace(number=len(self._set.spans))))

    def _find(self, layer: str, word: str, number: int) -> SpanRecord | None:
        if number:
            return self._numbered.get((layer, number))
        return self._first.get((layer, word))

    def _relate(self, layer: Layer, word: str, cell: Cell) -> None:
        if layer.kind == "SP":
            self._slots(layer, cell)
        elif layer.kind == "CH":
            self._link(layer, cell)
        else:
            matched = _ENDS.fullmatch(cell.ends)
            head = self._find(layer.base, matched[1], int(matched[2] or 0)) if matched else None
            tail = self._find(layer.base, word, int(matched[3] or 0)) if matched else None
            if head is None or tail is None:
                self._leave(f"relation of {layer.name} between what is no entity here")
                return
            tie = self._tie(head, tail, _label(layer, cell))
            tie.note = cell.values.get("note", "")
            tie.attributes = {key: value for key, value in cell.values.items() if key not in ("note", _main(layer))}

    def _tie(self, head: SpanRecord, tail: SpanRecord, label: str) -> RelationRecord:
        tie = RelationRecord(f"r{len(self._set.relations) + 1}", head.id, tail.id, label)
        self._set.relations.append(tie)
        return tie

    def _slots(self, layer: Layer, cell: Cell) -> None:
        """Roles of an annotation, such as p1;p2 with 1-2;1-3: relations from it, called by the role."""
        host = self._set.spans[cell.number - 1]
        for place, feature in enumerate(layer.features[:-1]):
            if feature.startswith("ROLE_") and feature in cell.values:
                target = layer.features[place + 1]
                roles, ends = cell.values[feature].split(";"), cell.values.get(target, "").split(";")
                for role, end in zip(roles, ends, strict=False):
                    matched = _ENDS.fullmatch(end)
                    other = self._find(target, matched[1], int(matched[2] or 0)) if matched else None
                    if other is None:
                        self._leave("slot filled with what is no entity here")
                    else:
                        self._tie(host, other, role if role not in ("", "*") else feature.partition(":")[2] or feature)
        for feature in layer.features:
            host.attributes.pop(feature, None) if feature.startswith("ROLE_") or "." in feature else None

    def _link(self, layer: Layer, cell: Cell) -> None:
        """A link of a chain leads to the next of the same chain."""
        label, _, place = cell.ends.rpartition("->")
        chain, _, number = place.partition("-")
        host = self._set.spans[cell.number - 1]
        links = self._chains.setdefault((layer.name, chain), {})
        links[int(number) if number.isdecimal() else 0] = (host, label)
        before = links.get(int(number) - 1 if number.isdecimal() else -1)
        if before is not None:
            self._tie(before[0], host, before[1] if before[1] not in ("", "*") else "coreference")


def _fits(text: str, words: list[re.Match[str]], first: int, lead: int) -> bool:
    units = Utf16(text)
    begin = first - units.to(lead)
    places = (units.range_back(int(row[3]) - begin, int(row[4]) - begin) for row in words)
    return all(place is not None and text[slice(*place)] == row[5] for place, row in zip(places, words, strict=True))


def _put_together(words: list[re.Match[str]], first: int) -> str:
    """A text of the words with blanks where their offsets leave room."""
    found = ""
    for row in words:
        gap = int(row[3]) - first - Utf16(found).to(len(found))
        found += " " * min(max(gap, 0), 10_000) + row[5]
    return found


def _main(layer: Layer) -> str:
    """The feature that is the label."""
    named = [one for one in ("label", "value", "PosValue") if one in layer.features]
    features = (one for one in layer.features if not one.startswith(("BT_", "ROLE_")) and "." not in one)
    plain = [one for one in features if one not in ("note", "data")]
    return (named or plain or [""])[0]


def _label(layer: Layer, cell: Cell) -> str:
    return cell.values.get(_main(layer)) or layer.name.rpartition(".")[2]


def _stacked(layer: Layer, cells: list[str]) -> list[Cell]:
    """The annotations of one layer in one row."""
    columns = [[] if cell in ("_", "") else _split(cell, "|") for cell in cells]
    count = max((len(column) for column in columns), default=0)
    found = []
    for place in range(count):
        values: dict[str, str] = {}
        number, ends = 0, ""
        for feature, column in zip(layer.features or [""], columns, strict=False):
            value = column[place] if place < len(column) else "*"
            if feature.startswith("BT_") or (layer.kind == "CH" and "->" in value):
                ends = value
                continue
            matched = _NUMBERED.fullmatch(value)
            if matched and not matched[1].endswith("\\") and layer.kind != "CH":
                value, number = matched[1], int(matched[2])
            elif matched and layer.kind == "CH":
                value = matched[1]
            if value not in ("*", "_", "") and feature:
                values[feature] = _unescaped(value) if not feature.startswith("ROLE_") else value
        found.append(Cell(values, number, ends))
    return found


def _split(cell: str, sign: str) -> list[str]:
    parts = [""]
    escaped = False
    for one in cell:
        if one == sign and not escaped:
            parts.append("")
            continue
        parts[-1] += one
        escaped = one == "\\" and not escaped
    return parts


def _unescaped(value: str) -> str:
    return _ESCAPE.sub(lambda match: _SIGNS.get(match[1], match[1]), value)


def read_data(item: SpanRecord | RelationRecord) -> None:
    """What a file of ours has in the feature "data"."""
    data = item.attributes.get("data")
    if not isinstance(data, str) or not data.startswith("{"):
        return
    with suppress(ValueError, RecursionError, Misshapen):
        value: Json = json.loads(data)
        parts = shape.ranges(value, "fragments")
        note = item.note
        if try_beside(item, value):
            item.note = note
            if isinstance(item, SpanRecord) and parts and (parts[0][0], parts[-1][1]) == item.fragments[0]:
                item.fragments = parts
