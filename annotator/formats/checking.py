"""What every export asserts of a document before it is written."""

from annotator.core.records import DocumentRecord
from annotator.formats.writing import ExportError


def check_offsets(record: DocumentRecord) -> None:
    """Raise ExportError, naming the place, unless every span lies in the text and every relation has its ends."""
    length = len(record.text)
    for one in record.sets:
        names = set()
        for span in one.spans:
            names.add(span.id)
            last = -1
            for start, end in span.fragments:
                if not (max(last, 0) <= start < end <= length):
                    where = f"{record.name}, {one.author}, {span.label} at {start}–{end}"
                    raise ExportError(f"{where}: not a place in a text of {length} characters; nothing was exported.")
                last = end
        for relation in one.relations:
            if relation.head not in names or relation.tail not in names:
                where = f"{record.name}, {one.author}, {relation.label}"
                raise ExportError(f"{where}: one end of the relation is missing; nothing was exported.")
