"""Whether what a person has left standing is what a model suggested: a first review looks at what is not."""

from annotator.core.document import AnnotatedDocument
from annotator.core.people import People
from annotator.core.rows import Relation, Span


def departs(doc: AnnotatedDocument, people: People, item: Span | Relation) -> bool:
    """Whether an item was made or altered by hand: it goes back to no suggestion, or not unaltered.

    A final version's items go back through the author's. False where no model has read the document.
    """
    if not any(people.authors[author].kind == "model" for author in doc.sets):
        return False
    source = item
    while source.origin:
        found = doc.find_span(source.origin) or doc.find_relation(source.origin)
        if found is None:
            return True  # what it was accepted from is gone
        source = found
    return people.authors[source.author].kind != "model" or _says(source) != _says(item)


def _says(item: Span | Relation) -> tuple[object, ...]:
    return (item.fragments, item.label) if isinstance(item, Span) else (item.label,)
