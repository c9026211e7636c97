"""What a verb is given to read: a document, whose set is worked on, who acts, and the rules of the project."""

from typing import NamedTuple

from annotator.core.change import EditRefused
from annotator.core.document import AnnotatedDocument, AnnotationSet
from annotator.core.people import People
from annotator.core.rows import Name, Relation, Span
from annotator.core.scheme import Scheme


class View(NamedTuple):
    """Everything a verb may know. Verbs do not read the clock: `now` is ISO 8601, UTC."""

    doc: AnnotatedDocument
    author: Name  # whose set is worked on; the gold author while a reviewer corrects
    actor: Name  # who acts
    scheme: Scheme
    people: People
    now: str
    reviewed: Name = ""  # whose set is in review, when `author` is gold

    @property
    def set(self) -> AnnotationSet:
        """The set that is worked on."""
        return self.doc.set_of(self.author)

    @property
    def shown(self) -> AnnotationSet:
        """The set that is on screen: in a review without corrections yet, that of the author."""
        if self.reviewed and self.author not in self.doc.sets:
            return self.doc.set_of(self.reviewed)
        return self.set

    def models(self) -> list[AnnotationSet]:
        """Sets of the models whose suggestions count; none for a final version."""
        if self.reviewed:
            return []
        return [self.doc.sets[model] for model in self.people.asking_models() if model in self.doc.sets]

    def span(self, name: Name) -> Span:
        """The span of this name, in any set. Raises EditRefused when it is gone."""
        span = self.doc.find_span(name)
        if span is None:
            raise EditRefused("That entity is no longer there.")
        return span

    def relation(self, name: Name) -> Relation:
        """The relation of this name, in any set. Raises EditRefused when it is gone."""
        relation = self.doc.find_relation(name)
        if relation is None:
            raise EditRefused("That relation is no longer there.")
        return relation

    def surface(self, span: Span) -> str:
        """The words of a span, shortened for a title."""
        words = " ".join(self.doc.surface(span).split())
        return words if len(words) <= 40 else words[:39] + "…"

    def label_name(self, label: Name) -> str:
        """The human name of a label."""
        return self.scheme.name_of(label)
