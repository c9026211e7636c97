"""Reading brat's files: entities, relations, events, attributes, notes; unknown lines stay as they are."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import Any

from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats import shape
from annotator.formats.brat_lines import DATA, EQUIVALENCE, EVENT, UNKNOWN, flat, merged, native, split
from annotator.formats.decoding import Report, UnreadableFile, mended, read_text
from annotator.formats.shape import Json, Misshapen

_SPAN = re.compile(r"(\S+) (\d{1,15} \d{1,15}(?:;\d{1,15} \d{1,15})*)")
_PAIR = re.compile(r"(\S+?):(\S+)")
_NUMBERED = re.compile(r"(.*\D)\d+")


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """The document of a text and its annotations, whichever of the two is named. Raises UnreadableFile."""
    text_path, ann_path = path.with_suffix(".txt"), path.with_suffix(".ann")
    if path.suffix.lower() not in (".txt", ".ann"):
        ann_path = path
    if not text_path.is_file():
        raise UnreadableFile(f"{path.name} holds annotations alone: its text, {text_path.name}, must stand beside it.")
    record = DocumentRecord(path.stem, read_text(text_path, report), place=path.name)
    if ann_path.is_file():
        reader = _Reader(record, ann_path.name, report)
        reader.read(read_text(ann_path, report))
    yield record


class _Reader:
    """Reads the lines of one document; what is broken is said and left out."""

    def __init__(self, record: DocumentRecord, name: str, report: Report) -> None:
        self._record, self._name, self._report = record, name, report
        self._set = SetRecord()
        self._spans: dict[str, SpanRecord] = {}
        self._items: dict[str, SpanRecord | RelationRecord] = {}
        self._triggers: dict[str, str] = {}  # event → its trigger
        self._data: dict[str, Json] = {}
        self._unknown: list[str] = []
        self._place = name

    def read(self, content: str) -> None:
        """Entities first, then what names them, then what is about either."""
        kinds: tuple[tuple[str, Callable[[str, list[str], str], None]], ...] = (
            ("T", self._span),
            ("E", self._trigger),
            ("E", self._event),
            ("R", self._relation),
            ("*", self._equivalence),
            ("AMN#", self._about),
        )
        lines = [(n, line.removesuffix("\r")) for n, line in enumerate(content.split("\n"), 1) if line.strip()]
        for letters, take in kinds:
            for number, line in lines:
                if line[0] in letters:
                    self._place = f"{self._name}, line {number}"
                    self._try(take, line)
        self._unknown += [line for _, line in lines if line[0] not in "TER*AMN#"]
        for name, data in self._data.items():
            self._exactly(self._items[name], data)
        if self._unknown:
            self._record.meta[UNKNOWN] = self._unknown
            words = f"{len(self._unknown)} lines of kinds that are not read; they are kept and written again."
            self._report(Finding(self._name, words))
        if self._set.spans or self._set.relations:
            self._record.sets.append(self._set)

    def _try(self, take: Callable[[str, list[str], str], None], line: str) -> None:
        name, tab, rest = line.partition("\t")
        words, _, text = rest.partition("\t")
        try:
            if not tab or not words.strip():
                raise Misshapen("it has no tabs where they belong")
            take(name, words.strip().split(" "), text if line[0] != "T" else rest)
        except Misshapen as error:
            self._report(Finding(self._place, f"This line was left out: {error}.", lost=True))

    def _span(self, name: str, words: list[str], rest: str) -> None:
        matched = _SPAN.match(rest)
        if matched is None:
            raise Misshapen("an entity has a label and offsets")
        if name in self._spans:
            raise Misshapen(f"the id {name} is there twice")
        pairs = (pair.split(" ") for pair in matched[2].split(";"))
        places = tuple(sorted((int(start), int(end)) for start, end in pairs))
        span = SpanRecord(name, places, matched[1])
        text, surface = self._record.text, rest[matched.end() :].removeprefix("\t")
        if surface and " ".join(text[start:end] for start, end in places) != surface:
            span.surface = surface
        else:
            span.fragments = merged(text, places)
        self._spans[name] = self._items[name] = span
        self._set.spans.append(span)

    def _pairs(self, words: list[str]) -> list[tuple[str, str]]:
        pairs = [_PAIR.fullmatch(word) for word in words if word]
        if not all(pairs):
            raise Misshapen("its arguments are no pairs of a role and an id")
        return [(pair[1], pair[2]) for pair in pairs if pair]

    def _end(self, name: str) -> str:
        """The span that an id means: an event means its trigger."""
        found = self._triggers.get(name, name)
        if found not in self._spans:
            raise Misshapen(f"{name} is no entity or event of this file")
        return found

    def _trigger(self, name: str, words: list[str], text: str) -> None:
        _, trigger = self._pairs(words[:1])[0]
        if trigger not in self._spans or name in self._triggers:
            raise Misshapen(f"{trigger} is no entity" if trigger not in self._spans else f"{name} is there twice")
        self._triggers[name] = trigger
        span = self._spans[trigger]
        self._items[name] = span
        span.attributes[EVENT] = f"{span.attributes.get(EVENT, '')} {name}".strip()

    def _event(self, name: str, words: list[str], text: str) -> None:
        if name not in self._triggers:
            return  # said before
        roles: set[str] = set()
        for role, argument in self._pairs(words[1:]):
            numbered = _NUMBERED.fullmatch(role)
            label = numbered[1] if numbered and numbered[1] in roles else role
            roles.add(label)
            self._relate("", label, self._triggers[name], self._end(argument), {EVENT: name})

    def _relation(self, name: str, words: list[str], text: str) -> None:
        pairs = self._pairs(words[1:])
        if len(pairs) != 2:
            raise Misshapen("a relation has two arguments")
        if name in self._items:
            raise Misshapen(f"the id {name} is there twice")
        (_, head), (_, tail) = pairs
        self._relate(name, words[0], self._end(head), self._end(tail), {})

    def _equivalence(self, name: str, words: list[str], text: str) -> None:
        members = [self._end(word) for word in words[1:] if word]
        for head, tail in pairwise(members):
            self._relate("", words[0], head, tail, {EQUIVALENCE: True})

    def _relate(self, name: str, label: str, head: str, tail: str, attributes: Json) -> None:
        relation = RelationRecord(name or f"{self._place} {len(self._set.relations)}", head, tail, label, attributes)
        self._items[relation.id] = relation
        self._set.relations.append(relation)

    def _about(self, name: str, words: list[str], text: str) -> None:
        item = self._items.get(words[1]) if len(words) > 1 else None
        if name.startswith("#") and (item is None or words[0] not in (DATA, "AnnotatorNotes")):
            self._unknown.append(f"{name}\t{' '.join(words)}\t{text}")
        elif item is None:
            raise Misshapen("what it is about is not in this file")
        elif name.startswith("#"):
            self._note(words[1], item, words[0], text)
        elif name.startswith("N"):
            if len(words) < 3 or not _PAIR.fullmatch(words[2]):
                raise Misshapen("a normalisation names a resource and an entry")
            key = _free(item.attributes, words[0])
            item.attributes[key] = f"{words[2]} {text}".strip()
        else:
            item.attributes[_free(item.attributes, words[0])] = " ".join(words[2:]) or True

    def _note(self, name: str, item: SpanRecord | RelationRecord, kind: str, text: str) -> None:
        if kind != DATA:
            item.note = f"{item.note}\n{text}" if item.note else text
            return
        with suppress(ValueError, RecursionError):
            value = mended(json.loads(text), self._place, self._report)
            if isinstance(value, dict):
                self._data[name] = value
                return
        raise Misshapen(f"{DATA} is no JSON object")

    def _exactly(self, item: SpanRecord | RelationRecord, data: Json) -> None:
        """Take what our own note says, where the lines that say the same in brat's way were not changed since."""
        try:
            attributes, note = shape.plain(data, "attributes"), shape.text(data, "note", item.note)
            item.unsure, item.score = shape.flag(data, "unsure"), shape.number(data, "score")
            parts = shape.ranges(data, "fragments")
        except Misshapen as error:
            self._report(Finding(self._name, f"A note of type {DATA} was not read: {error}."))
            return
        item.attributes |= {key: value for key, value in attributes.items() if _holds(item.attributes, key, value)}
        item.note = note if flat(note) == item.note else item.note
        if (
            isinstance(item, SpanRecord)
            and parts
            and merged(self._record.text, split(self._record.text, parts)) == (item.fragments)
        ):
            item.fragments = parts


def _holds(attributes: dict[str, Any], name: str, value: Any) -> bool:
    word = native(name, value)
    return word is None or attributes.get(name) == (word or True)


def _free(attributes: dict[str, Any], name: str) -> str:
    """The name, numbered where the item has it already."""
    number = 2
    found = name
    while found in attributes:
        found, number = f"{name}_{number}", number + 1
    return found
