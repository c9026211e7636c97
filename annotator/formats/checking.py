"""What every export asserts of a document before it is written."""

from annotator.core.records import DocumentRecord, SetRecord, SpanRecord
from annotator.formats.writing import ExportError


def surface_of(record: DocumentRecord, span: SpanRecord) -> str:
    """The words of a span in the text; fragments are joined by " … "."""
    return " … ".join(record.text[start:end] for start, end in span.fragments)


def check_offsets(record: DocumentRecord) -> None:
    """Raise ExportError, naming the place, unless each span stands in the text where its words are.

    Every span must lie in the text, read what its surface says, and every relation must have both its ends.
    """
    for one in record.sets:
        names = set()
        for span in one.spans:
            names.add(span.id)
            _check_span(record, one, span)
        for relation in one.relations:
            if relation.head not in names or relation.tail not in names:
                where = f"{record.name}, {one.author}, {relation.label}"
                raise ExportError(f"{where}: one end of the relation is missing; nothing was exported.")


def _check_span(record: DocumentRecord, one: SetRecord, span: SpanRecord) -> None:
    length = len(record.text)
    last = 0
    for start, end in span.fragments:
        if not last <= start < end <= length:
            where = _where(record, one, span)
            raise ExportError(f"{where}: not a place in a text of {length} characters; nothing was exported.")
        last = end
    if not span.fragments or (span.surface and span.surface != surface_of(record, span)):
        found = f'the text there is "{surface_of(record, span)[:40]}" and not "{span.surface[:40]}"'
        raise ExportError(
            f"{_where(record, one, span)}: {found}; nothing was exported. Let the Doctor look at the project."
        )


def _where(record: DocumentRecord, one: SetRecord, span: SpanRecord) -> str:
    places = ", ".join(f"{start}–{end}" for start, end in span.fragments)
    return f"{record.name}, {one.author}, {span.label} at {places or 'no place'}"
