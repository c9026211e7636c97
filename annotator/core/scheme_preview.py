"""What a change of the scheme will touch, as it is shown before: plain numbers."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from annotator.core.rows import Fragments, Name


class Preview(NamedTuple):
    """Counts of what a change of the scheme concerns; whose spans and relations change is in the first three."""

    title: str
    documents: int = 0
    spans: int = 0  # of people and final versions
    relations: int = 0
    document_labels: int = 0
    suggestions: int = 0  # spans and relations of models
    states: Mapping[str, int] = MappingProxyType({})  # documents by the state of people's sets
    approvals: int = 0  # approvals concerned that hold now
    carried: int = 0  # of these, those that hold afterwards as well
    broken: int = 0  # relations that the rules allow now and not afterwards

    @property
    def outdated(self) -> int:
        """Approvals that no longer hold afterwards."""
        return self.approvals - self.carried

    def sentence(self) -> str:
        """What is touched, in words."""
        if not self.documents:
            return "No document is touched."
        kinds = (
            (self.spans, "entity", "entities"),
            (self.relations, "relation", "relations"),
            (self.document_labels, "document label", "document labels"),
            (self.suggestions, "suggestion", "suggestions"),
        )
        parts = [f"{number:,} {one if number == 1 else many}" for number, one, many in kinds if number]
        words = f"{' and '.join((', '.join(parts[:-1]), parts[-1])) if len(parts) > 1 else ''.join(parts) or 'Nothing'}"
        words += f" in {self.documents:,} {'document' if self.documents == 1 else 'documents'}"
        if self.states:
            words += f" ({', '.join(f'{count:,} {state}' for state, count in self.states.items())})"
        if self.carried:
            words += f"; {'1 approval stays' if self.carried == 1 else f'{self.carried:,} approvals stay'}"
        if self.outdated:
            words += f"; {'1 approval is' if self.outdated == 1 else f'{self.outdated:,} approvals are'} outdated"
        if self.broken:
            relations = "1 relation" if self.broken == 1 else f"{self.broken:,} relations"
            words += f"; {relations} will be against the rules"
        return words + "."


class SplitRule(NamedTuple):
    """Which items of a label a split concerns: all that every given part says; empty parts do not restrict."""

    words: str = ""  # a regular expression, found anywhere in the words of the span
    ignore_case: bool = False
    attribute: Name = ""
    value: object = None  # of the attribute; None: any
    author: Name = ""
    names: frozenset[Name] | None = None  # chosen by hand


class Concerned(NamedTuple):
    """A span or relation that a split may concern, for going through them by hand."""

    document: Name
    item: Name
    author: Name
    fragments: Fragments  # of a relation: those of its head
    words: str
