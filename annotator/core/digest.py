"""The digest of a set: what a reviewer was shown, in 64 hexadecimal digits."""

import hashlib
import json
from collections.abc import Mapping

from annotator.core.document import AnnotatedDocument, AnnotationSet
from annotator.core.rows import Name, Relation, Span


def _content(item: Span | Relation) -> list[object]:
    """What counts of an item besides its place; not its origin, score, how it was accepted, or comments."""
    return [item.label, item.attributes, item.note, item.unsure]


def digest(doc: AnnotatedDocument, one: AnnotationSet) -> str:
    """SHA-256 over the text's hash and the set's content in reading order; ends of relations are places in that order.

    Lasting names are left out, so that a final version equal to the author's work has the author's digest.
    """
    spans = sorted(one.spans, key=lambda span: (span.fragments, json.dumps(_content(span)), span.id))
    place = {span.id: number for number, span in enumerate(spans)}
    values: list[object] = [doc.document.sha256, [[span.fragments, *_content(span)] for span in spans]]
    relations = [[place[row.head], place[row.tail], *_content(row)] for row in one.relations.values()]
    values.append(sorted(relations, key=json.dumps))
    values.append(sorted(row.label for row in one.labels.values()))
    return hashlib.sha256(json.dumps(values, separators=(",", ":")).encode()).hexdigest()


def short_content(one: AnnotationSet, item: Span | Relation, *, owners: Mapping[Name, Name] | None = None) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of an item and its place: equal for an unaltered copy.

    Relations count the names of their ends; in a final version, of what the ends answer to by `owners`, or else
    were copied from.
    """
    if isinstance(item, Span):
        place: list[object] = [item.fragments]
    else:
        ends = [one.spans.by_name[end] for end in (item.head, item.tail)]
        place = [end.id if owners is None else owners.get(end.id, end.origin or end.id) for end in ends]
    data = json.dumps([place, *_content(item)], separators=(",", ":"))
    return hashlib.sha256(data.encode()).hexdigest()[:16]


def contents(one: AnnotationSet) -> dict[Name, str]:
    """Each item of a set with its short content."""
    items: list[Span | Relation] = [*one.spans, *one.relations.values()]
    return {item.id: short_content(one, item) for item in items}
