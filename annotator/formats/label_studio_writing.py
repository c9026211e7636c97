"""Writing Label Studio's tasks: an annotation for each person's work, a prediction for each model's."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats.beside import beside
from annotator.formats.decoding import Report
from annotator.formats.json_values import listed
from annotator.formats.output import Part
from annotator.formats.shape import Json

BLOCK = "annotator"  # our own fields, in what Label Studio passes over
BI = ("direction", "bi")  # the attribute of a relation that has no direction


def write(records: Iterable[DocumentRecord], report: Report) -> Iterator[Part]:
    """A list of tasks, and beside it the labelling configuration they need."""
    used = _Used()
    first = True
    for number, record in enumerate(records, 1):
        for one in record.sets:
            used.add(one)
        yield Part(listed(first, _task(record, number)))
        first = False
    yield Part("[]\n" if first else "\n]\n")
    yield Part(used.config(), "config.xml")


def _task(record: DocumentRecord, number: int) -> Json:
    data: Json = {"text": record.text, "document": record.name}
    hidden = {key: value for key, value in record.meta.items() if key in (*data, BLOCK)}
    data |= {key: value for key, value in record.meta.items() if key not in hidden}
    data |= {BLOCK: {"meta": hidden}} if hidden else {}
    people = [one for one in record.sets if one.kind != "model"]
    models = [one for one in record.sets if one.kind == "model"]
    task: Json = {"id": number, "data": data}
    task["annotations"] = [_annotation(record, one, place) for place, one in enumerate(people, 1)]
    task["predictions"] = [
        {"model_version": f"{one.author} {one.version}".strip(), "result": _result(record, one), BLOCK: _block(one)}
        for one in models
    ]
    return task


def _annotation(record: DocumentRecord, one: SetRecord, number: int) -> Json:
    value: Json = {"id": number, "result": _result(record, one), "was_cancelled": one.state == "set aside"}
    value |= {"ground_truth": one.kind == "gold"} | ({"created_at": one.at} if one.at else {})
    return value | {BLOCK: _block(one)}


def _block(one: SetRecord) -> Json:
    values = {"author": one.author, "kind": one.kind, "version": one.version, "state": one.state, "reason": one.reason}
    return {key: value for key, value in values.items() if value}


def _result(record: DocumentRecord, one: SetRecord) -> list[Json]:
    ids = {span.id: f"s{number}" for number, span in enumerate(one.spans, 1)}
    found: list[Json] = []
    for span in one.spans:
        found += _regions(record, span, ids[span.id])
    found += [_relation(tie, ids) for tie in one.relations]
    if one.labels:
        about = {"id": "document", "from_name": "document", "to_name": "text", "type": "choices"}
        found.append(about | {"value": {"choices": one.labels}})
    return found


def _regions(record: DocumentRecord, span: SpanRecord, name: str) -> Iterator[Json]:
    """The region itself, then one for each attribute, with the same id and place."""
    start, end = span.fragments[0][0], span.fragments[-1][1]
    place = {"start": start, "end": end}
    same = {"id": name, "to_name": "text", "origin": "manual"}
    region: Json = same | {"from_name": "label", "type": "labels"}
    region["value"] = place | {"text": record.text[start:end], "labels": [span.label]}
    region |= {"meta": {"text": [span.note]}} if span.note else {}
    region |= {"score": span.score} if span.score is not None else {}
    block = beside(span, "unsure") | ({"fragments": span.fragments} if len(span.fragments) > 1 else {})
    flags = {key: value for key, value in span.attributes.items() if isinstance(value, bool)}
    block |= {"attributes": flags} if flags else {}
    yield region | ({BLOCK: block} if block else {})
    for key, value in span.attributes.items():
        kind, said = valued(value)
        yield same | {"from_name": key, "type": kind, "value": place | {kind: said}}


def valued(value: Any) -> tuple[str, Any]:
    """An attribute's value as Label Studio has it: the kind of control, and what stands in it."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return "number", value
    return "choices", [("true" if value else "false") if isinstance(value, bool) else value]


def _relation(tie: RelationRecord, ids: dict[str, str]) -> Json:
    rest = beside(tie)
    undirected = tie.attributes == dict([BI])
    if undirected:
        del rest["attributes"]
    value: Json = {"type": "relation", "from_id": ids[tie.head], "to_id": ids[tie.tail]}
    value |= {"direction": "bi" if undirected else "right", "labels": [tie.label]}
    return value | ({BLOCK: rest} if rest else {})


class _Used:
    """Labels and attributes that were written, for the labelling configuration."""

    def __init__(self) -> None:
        self._spans: dict[str, None] = {}
        self._relations: dict[str, None] = {}
        self._labels: dict[str, None] = {}
        self._choices: dict[str, dict[str, None]] = {}
        self._numbers: dict[str, None] = {}

    def add(self, one: SetRecord) -> None:
        """Count in a set."""
        self._spans |= dict.fromkeys(span.label for span in one.spans)
        self._relations |= dict.fromkeys(tie.label for tie in one.relations)
        self._labels |= dict.fromkeys(one.labels)
        for key, value in (pair for span in one.spans for pair in span.attributes.items()):
            kind, said = valued(value)
            if kind == "number":
                self._numbers[key] = None
            else:
                self._choices.setdefault(key, {})[said[0]] = None

    def config(self) -> str:
        """The labelling configuration, XML."""
        lines = ["<View>", *self._block("Relations", "Relation", "", self._relations)]
        lines += self._block("Labels", "Label", ' name="label" toName="text"', self._spans)
        lines.append('  <Text name="text" value="$text"/>')
        for key, values in sorted(self._choices.items()):
            about = f' name={quoteattr(key)} toName="text" perRegion="true"'
            lines += self._block("Choices", "Choice", about, values)
        for key in sorted(self._numbers):
            lines.append(f'  <Number name={quoteattr(key)} toName="text" perRegion="true"/>')
        about = ' name="document" toName="text" choice="multiple"'
        lines += self._block("Choices", "Choice", about, self._labels) if self._labels else []
        return "\n".join([*lines, "</View>"]) + "\n"

    def _block(self, outer: str, inner: str, about: str, values: Iterable[str]) -> list[str]:
        inside = [f"    <{inner} value={quoteattr(value)}/>" for value in sorted(values)]
        return [f"  <{outer}{about}>", *inside, f"  </{outer}>"]
