"""Labels of files under other names as they come in, or left out; relations go with their ends."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from annotator.core.named_keys import labels_in
from annotator.core.records import DocumentRecord, Finding, SetRecord
from annotator.formats.decoding import Report

SKIP = ""
"""What a label is mapped to whose items stay out."""

Labels = Mapping[tuple[str, str], str]
"""(kind, name in the file) → name in the project, or SKIP; kind is span, relation or document, "" for all three."""


class Counted(NamedTuple):
    """A label of files and how often they have it."""

    kind: str
    name: str
    times: int


def labels_of(records: Iterable[DocumentRecord]) -> list[Counted]:
    """The labels that annotations of these documents have, spans first, the most frequent first."""
    found: Counter[tuple[str, str]] = Counter()
    for record in records:
        for one in record.sets:
            found.update(("span", span.label) for span in one.spans)
            found.update(("relation", relation.label) for relation in one.relations)
            found.update(("document", label) for label in one.labels)
    order = {"span": 0, "relation": 1, "document": 2}
    ranked = sorted(found.items(), key=lambda item: (order[item[0][0]], -item[1], item[0][1]))
    return [Counted(kind, name, count) for (kind, name), count in ranked]


def relabelled(records: Iterable[DocumentRecord], labels: Labels, report: Report) -> Iterator[DocumentRecord]:
    """The records with other labels; how many items stayed out is reported when the last was handed out."""
    left_out: Counter[str] = Counter()
    for record in records:
        record.sets = [_set(one, labels, left_out) for one in record.sets] if labels else record.sets
        yield record
    for label, count in sorted(left_out.items()):
        items = "1 item" if count == 1 else f"{count:,} items"
        report(Finding(label, f"{items} with this label left out, as was asked."))


def _set(one: SetRecord, labels: Labels, left_out: Counter[str]) -> SetRecord:
    def name(kind: str, label: str) -> str:
        return labels.get((kind, label), labels.get(("", label), label))

    spans = [replace(span, label=new) for span in one.spans if (new := name("span", span.label))]
    left_out.update(span.label for span in one.spans if not name("span", span.label))
    there = {span.id for span in spans}
    relations = []
    for relation in one.relations:
        new = name("relation", relation.label)
        if new and relation.head in there and relation.tail in there:
            relations.append(replace(relation, label=new))
        else:
            left_out[relation.label] += 1
    marks = [new for label in one.labels if (new := name("document", label))]
    left_out.update(label for label in one.labels if not name("document", label))
    changed = {label for kind, label in labels} | {label for kind, label in labels if not kind}
    rejections = [key for key in one.rejections if not changed & {label for _, label in labels_in(key)}]
    return replace(one, spans=spans, relations=relations, labels=list(dict.fromkeys(marks)), rejections=rejections)
