"""Who is to annotate which documents: dealt out in turn, at random, or to everybody, some to two people."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from random import Random
from typing import NamedTuple

from annotator.core.change import Draft, Edit, EditRefused
from annotator.core.people import People
from annotator.core.rows import Assignment, Name

WAYS = ("turn", "random", "each")
Pair = tuple[Name, Name]
"""A document and a person."""


class Plan(NamedTuple):
    """Who would get what; `pairs` are new, in the order of the documents."""

    pairs: tuple[Pair, ...]
    documents: int  # asked for
    shared: int  # of them to more than one person, with what was assigned before

    def gains(self) -> Counter[Name]:
        """How many documents each person would get."""
        return Counter(person for _, person in self.pairs)


def plan(
    documents: Sequence[Name],
    persons: Sequence[Name],
    *,
    how: str = "turn",
    overlap: float = 0.0,
    seed: int = 0,
    given: Collection[Pair] = (),
) -> Plan:
    """Deal documents out to people: each to one of them, a share `overlap` (0 to 1) of them to a second one.

    `how` is turn (one after the other), random (shuffled by `seed`, the same everywhere) or each (all to everybody).
    Shares are equal but for one document. What is `given` already is not given twice. Raises EditRefused.
    """
    _check(documents, persons, how, overlap)
    given = set(given)
    if how == "each":
        wanted: Iterable[Pair] = ((document, person) for document in documents for person in persons)
    else:
        wanted = _dealt(documents, persons, how=how, overlap=overlap, seed=seed)
    pairs = tuple(pair for pair in wanted if pair not in given)
    chosen = set(documents)
    holders = Counter(document for document, _ in {*pairs, *given} if document in chosen)
    return Plan(pairs, len(documents), sum(1 for count in holders.values() if count > 1))


def _check(documents: Sequence[Name], persons: Sequence[Name], how: str, overlap: float) -> None:
    if how not in WAYS:
        raise EditRefused(f'Documents are not dealt out by "{how}"; there are {", ".join(WAYS)}.')
    if not documents:
        raise EditRefused("There are no documents to assign.")
    if not persons:
        raise EditRefused("Choose who is to get them.")
    if not 0 <= overlap <= 1:
        raise EditRefused("The share for two people lies between 0 and 100 %.")
    if overlap and how != "each" and len(persons) < 2:
        raise EditRefused("A share for two people needs two people.")


def _dealt(documents: Sequence[Name], persons: Sequence[Name], *, how: str, overlap: float, seed: int) -> list[Pair]:
    order = list(range(len(documents)))
    if how == "random":
        Random(seed).shuffle(order)
    twice = set(_shared(order, round(overlap * len(documents))))
    holders: dict[int, list[Name]] = {}
    turn = 0
    for place in order:  # two neighbours in turn for a shared document: shares stay equal whatever is shared
        holders[place] = [persons[(turn + more) % len(persons)] for more in range(1 + (place in twice))]
        turn += len(holders[place])
    return [(document, person) for place, document in enumerate(documents) for person in holders[place]]


def _shared(order: Sequence[int], count: int) -> list[int]:
    """So many places, evenly over all of them."""
    return [order[(2 * number + 1) * len(order) // (2 * count)] for number in range(count)]


def assign(people: People, pairs: Sequence[Pair], *, title: str = "") -> Edit:
    """An Edit that assigns documents. Raises EditRefused for nothing, and for people who cannot annotate."""
    for person in dict.fromkeys(person for _, person in pairs):
        check_annotator(people, person)
    draft = Draft()
    for document, person in pairs:
        draft.add(Assignment("", document, person))
    return draft.edit(title or title_of(people, pairs))


def check_annotator(people: People, person: Name) -> None:
    """Raise EditRefused for somebody who left, or who only reviews."""
    author = people.authors.get(person)
    if author is None or author.kind != "person" or author.retired:
        raise EditRefused(f"{people.name_of(person)} no longer works in this project.")
    if not people.roles_of(person) & {"annotator", "lead"}:
        raise EditRefused(f"{author.name} does not annotate in this project.")


def title_of(people: People, pairs: Sequence[Pair]) -> str:
    """What an assignment is called in the history."""
    documents = len({document for document, _ in pairs})
    names = [people.name_of(person) for person in dict.fromkeys(person for _, person in pairs)]
    listed = ", ".join(names[:4]) + (" …" if len(names) > 4 else "")
    return f"Assign {documents:,} {'document' if documents == 1 else 'documents'} to {listed}"


def take_away(people: People, rows: Sequence[Assignment]) -> Edit:
    """An Edit that takes assignments back; what was annotated stays. Raises EditRefused for none."""
    if not rows:
        raise EditRefused("None of these documents is assigned so.")
    draft = Draft()
    for row in rows:
        draft.remove(row)
    names = ", ".join(people.name_of(person) for person in dict.fromkeys(row.author for row in rows))
    return draft.edit(f"Take {len(rows):,} {'document' if len(rows) == 1 else 'documents'} from {names}")
