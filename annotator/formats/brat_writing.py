"""Writing brat's files: a text and its annotations for each document, and the labels used for the whole folder."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import count

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats.beside import beside
from annotator.formats.brat_lines import (
    DATA,
    EQUIVALENCE,
    EVENT,
    EVENTS,
    REFERENCE,
    REFERRED,
    UNKNOWN,
    flat,
    merged,
    native,
    split,
)
from annotator.formats.decoding import Report
from annotator.formats.output import FileNames, Part
from annotator.formats.shape import Json


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """Two files a document, then annotation.conf and visual.conf."""
    names, used = FileNames(), _Used()
    for record in records:
        name = names.take(record.name)
        yield Part(record.text, f"{name}.txt")
        one = record.sets[0] if record.sets else SetRecord()
        used.add(one)
        yield Part("".join(f"{line}\n" for line in _Lines(record, one).all()), f"{name}.ann")
    yield Part(used.annotation_conf(), "annotation.conf")
    yield Part(used.visual_conf(), "visual.conf")


class _Lines:
    """The lines of one document."""

    def __init__(self, record: DocumentRecord, one: SetRecord) -> None:
        self._text, self._set = record.text, one
        self._unknown = [line for line in _listed(record.meta.get(UNKNOWN)) if isinstance(line, str)]
        self._numbers = {kind: count(1) for kind in "TREANX#"}
        self._ids = {span.id: f"T{next(self._numbers['T'])}" for span in one.spans}
        self._events = self._numbered_events()
        self._arguments: dict[tuple[str, str], list[RelationRecord]] = {}
        for relation in one.relations:
            if self._is_argument(relation):
                self._arguments.setdefault((relation.head, relation.attributes[EVENT]), []).append(relation)

    def _numbered_events(self) -> dict[str, dict[str, str]]:
        """For each trigger, its events as they were called → as they are called now; only doubles change."""
        found: dict[str, dict[str, str]] = {}
        taken = {old for span in self._set.spans for old in _events_of(span)}
        given: set[str] = set()
        for span in self._set.spans:
            for old in _events_of(span):
                fresh = (f"E{number}" for number in self._numbers["E"])
                new = old if old not in given else next(name for name in fresh if name not in taken)
                found.setdefault(span.id, {})[old] = new
                given.add(new)
        return found

    def all(self) -> Iterator[str]:
        """Entities, events, relations, equivalences; what belongs to an item follows it."""
        for span in self._set.spans:
            places = split(self._text, span.fragments)
            offsets = ";".join(f"{start} {end}" for start, end in places)
            words = " ".join(self._text[start:end] for start, end in places)
            yield f"{self._ids[span.id]}\t{span.label} {offsets}\t{words}"
            exact = {} if merged(self._text, places) == span.fragments else {"fragments": span.fragments}
            yield from self._about(self._ids[span.id], span, exact)
        yield from self._event_lines()
        for relation in self._set.relations:
            if self._is_plain(relation):
                name = f"R{next(self._numbers['R'])}"
                ends = f"Arg1:{self._ids[relation.head]} Arg2:{self._ids[relation.tail]}"
                yield f"{name}\t{relation.label} {ends}\t"
                yield from self._about(name, relation, {})
        yield from self._equivalences()
        yield from self._unknown

    def _is_plain(self, relation: RelationRecord) -> bool:
        return not self._is_argument(relation) and not _is_equivalence(relation)

    def _is_argument(self, relation: RelationRecord) -> bool:
        """Whether it is nothing but an argument of an event: one with a note or more attributes stays a relation."""
        event = relation.attributes.get(EVENT)
        bare = beside(relation) == {"attributes": {EVENT: event}}
        return bare and event in self._events.get(relation.head, {})

    def _event_lines(self) -> Iterator[str]:
        for span in self._set.spans:
            for old, new in self._events.get(span.id, {}).items():
                words = [f"{span.label}:{self._ids[span.id]}"]
                roles: dict[str, int] = {}
                for relation in self._arguments.get((span.id, old), []):
                    number = roles[relation.label] = roles.get(relation.label, 0) + 1
                    role = relation.label + (str(number) if number > 1 else "")
                    words.append(f"{role}:{self._end(relation.tail)}")
                yield f"{new}\t{' '.join(words)}"

    def _end(self, span: str) -> str:
        """An argument: the event, where the span triggers exactly one."""
        events = list(self._events.get(span, {}).values())
        return events[0] if len(events) == 1 else self._ids[span]

    def _equivalences(self) -> Iterator[str]:
        groups: list[tuple[str, list[str]]] = []
        for relation in filter(_is_equivalence, self._set.relations):
            head, tail = self._ids[relation.head], self._ids[relation.tail]
            chain = next((g for g in groups if g[0] == relation.label and g[1][-1] == head and tail not in g[1]), None)
            if chain:
                chain[1].append(tail)
            else:
                groups.append((relation.label, [head, tail]))
        for label, members in groups:
            yield f"*\t{label} {' '.join(members)}"

    def _about(self, name: str, item: SpanRecord | RelationRecord, exact: Json) -> Iterator[str]:
        """Attributes, normalisations and the note of an item; what they cannot say exactly in a note of ours."""
        rest: Json = {}
        for key, value in item.attributes.items():
            if isinstance(item, SpanRecord) and (key, value) == (EVENT, " ".join(self._events.get(item.id, {}))):
                continue
            referred = REFERRED.fullmatch(value) if REFERENCE.fullmatch(key) and isinstance(value, str) else None
            if referred and flat(value) == value:
                yield f"N{next(self._numbers['N'])}\tReference {name} {referred[1]}:{referred[2]}\t{referred[3] or ''}"
                continue
            word = native(key, value)
            if word is not None:
                yield f"A{next(self._numbers['A'])}\t{key} {name} {word}".rstrip(" ")
            if not isinstance(value, bool | str) or word is None:
                rest[key] = value
        if flat(item.note):
            yield f"#{next(self._numbers['#'])}\tAnnotatorNotes {name}\t{flat(item.note)}"
        data = exact | ({"attributes": rest} if rest else {}) | beside(item, "unsure", "score")
        data |= {"note": item.note} if flat(item.note) != item.note else {}
        if data:
            line = json.dumps(data, ensure_ascii=True, separators=(",", ":"))
            yield f"#{next(self._numbers['#'])}\t{DATA} {name}\t{line}"


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _events_of(span: SpanRecord) -> list[str]:
    value = span.attributes.get(EVENT)
    found = value.split(" ") if isinstance(value, str) and EVENTS.fullmatch(value) else []
    return found if len(set(found)) == len(found) else []


def _is_equivalence(relation: RelationRecord) -> bool:
    return beside(relation) == {"attributes": {EQUIVALENCE: True}} and relation.head != relation.tail


class _Used:
    """Labels and attributes that were written, for the files that tell brat of them."""

    def __init__(self) -> None:
        self._entities: dict[str, None] = {}
        self._relations: dict[str, None] = {}
        self._events: dict[str, dict[str, None]] = {}
        self._attributes: dict[str, dict[str, None]] = {}

    def add(self, one: SetRecord) -> None:
        """Count in the labels of a set."""
        spans = {span.id: span for span in one.spans}
        for span in one.spans:
            self._entities[span.label] = None
            if _events_of(span):
                self._events.setdefault(span.label, {})
            for name, value in span.attributes.items():
                word = native(name, value)
                if word is not None and name != EVENT and not REFERENCE.fullmatch(name):
                    self._attributes.setdefault(name, {}).update({word: None} if word else {})
        for relation in one.relations:
            if EVENT in relation.attributes and _events_of(spans[relation.head]):
                self._events.setdefault(spans[relation.head].label, {})[relation.label] = None
            else:
                self._relations[relation.label] = None

    def annotation_conf(self) -> str:
        """Which labels there are."""
        lines = ["[entities]", *sorted(self._entities), "", "[relations]"]
        lines += [f"{label}\tArg1:<ENTITY>, Arg2:<ENTITY>" for label in sorted(self._relations)]
        lines += ["", "[events]"]
        for label, roles in sorted(self._events.items()):
            lines.append(f"{label}\t{', '.join(f'{role}*:<ANY>' for role in sorted(roles))}".rstrip())
        lines += ["", "[attributes]"]
        for name, values in sorted(self._attributes.items()):
            allowed = f", Value:{'|'.join(sorted(values))}" if values else ""
            lines.append(f"{name}\tArg:<ANY>{allowed}")
        return "\n".join(lines) + "\n"

    def visual_conf(self) -> str:
        """How labels are called."""
        lines = ["[labels]"]
        labels = sorted({*self._entities, *self._relations, *self._events})
        lines += [f"{label} | {re.sub('[_-]+', ' ', label).strip() or label}" for label in labels]
        return (
            "\n".join([*lines, "", "[drawing]", "SPAN_DEFAULT\tfgColor:black, bgColor:#e7edf3, borderColor:darken"])
            + "\n"
        )
