"""Which item of a final version answers to which of the author: copied from it, taken over by it, or the same."""

from annotator.core.document import AnnotationSet
from annotator.core.rows import Name, Relation, Span
from annotator.core.suggestion import key_of


def pairs(theirs: AnnotationSet, gold: AnnotationSet) -> dict[Name, Name]:
    """Author's item → item of the final version, for all that are in both. O(items)."""
    found = {own: copy for own, copy in gold.by_origin.items() if theirs.item(own) is not None}
    taken = set(found.values())
    free: dict[str, Name] = {key_of(span): span.id for span in gold.spans if span.id not in taken}
    for own in theirs.spans:
        if own.id not in found:
            _pair(own, gold, free.get(key_of(own), ""), found, taken)
    ends = {copy: own for own, copy in found.items()}
    links = {_ends(row, ends): row.id for row in gold.relations.values() if row.id not in taken}
    for row in theirs.relations.values():
        if row.id not in found:
            _pair(row, gold, links.get((row.label, row.head, row.tail), ""), found, taken)
    return found


def _pair(own: Span | Relation, gold: AnnotationSet, same: Name, found: dict[Name, Name], taken: set[Name]) -> None:
    """Join an author's item to what it was taken from, else to what is the same."""
    for copy in (own.origin, same):
        if copy and copy not in taken and gold.item(copy) is not None:
            found[own.id] = copy
            taken.add(copy)
            return


def _ends(row: Relation, ends: dict[Name, Name]) -> tuple[Name, Name, Name]:
    """A relation as the author's would be written."""
    return (row.label, ends.get(row.head, ""), ends.get(row.tail, ""))
