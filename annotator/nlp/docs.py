"""Annotated documents as spaCy Docs: spans, entities, relations, and what tokens could not hold."""

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from annotator.core.records import DocumentRecord, SetRecord, SpanRecord

KEY = "sc"  # where spaCy's own span categorizer looks


def docs_of(nlp: Language, record: DocumentRecord) -> Iterator[Doc]:
    """One Doc for each set of a document.

    `doc.spans["sc"]` holds all spans in their order, `doc.ents` as many of them as do not overlap, the longest first;
    `doc.cats` the labels of the document; `doc.user_data` the document's "name", "author" and "meta", its "relations"
    as (place of the head in the spans, place of the tail, label), and under "widened" the (start, end, label) of
    spans, in code points, that do not end where tokens do, or have gaps: the Doc has them widened to whole tokens.
    """
    for one in record.sets:
        yield _doc(nlp, record, one)


def _doc(nlp: Language, record: DocumentRecord, one: SetRecord) -> Doc:
    doc = nlp.make_doc(record.text)
    widened: list[tuple[int, int, str]] = []
    spans = [_span(doc, span, widened) for span in one.spans]
    doc.spans[KEY] = spans
    doc.ents = filter_spans(spans)
    doc.cats = dict.fromkeys(one.labels, 1.0)
    place = {span.id: number for number, span in enumerate(one.spans)}
    relations = [(place[relation.head], place[relation.tail], relation.label) for relation in one.relations]
    doc.user_data |= {"name": record.name, "author": one.author, "meta": record.meta, "relations": relations}
    doc.user_data["widened"] = widened
    return doc


def _span(doc: Doc, span: SpanRecord, widened: list[tuple[int, int, str]]) -> Span:
    start, end = span.fragments[0][0], span.fragments[-1][1]
    exact = doc.char_span(start, end, label=span.label) if len(span.fragments) == 1 else None
    if exact is not None:
        return exact
    widened.append((start, end, span.label))
    found = doc.char_span(start, end, label=span.label, alignment_mode="expand")
    assert found is not None, "a span lies in its text"
    return found
