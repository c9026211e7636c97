"""Assignments of an open project: who has what, and dealing out documents as one step, however many they are."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import NamedTuple, TypeVar

from annotator.core.assigning import Pair, Plan, assign, check_annotator, plan, take_away, title_of
from annotator.core.change import Edit
from annotator.core.people import check_lead
from annotator.core.rows import Assignment, Name
from annotator.session.batches import OpenBatch
from annotator.session.session import Session
from annotator.store import assignments

T = TypeVar("T")
AT_ONCE = 1_000  # rows in a transaction: about ten milliseconds


class Share(NamedTuple):
    """How many documents a person has, and how many of them that person has submitted or better."""

    assigned: int
    done: int


def shares(session: Session) -> dict[Name, Share]:
    """What is assigned to whom."""
    return {person: Share(*counts) for person, counts in assignments.shares(session.store).items()}


def rows_of(session: Session, documents: Sequence[Name], persons: Sequence[Name] = ()) -> list[Assignment]:
    """Assignments of these documents, to these people or to anybody."""
    return assignments.rows_of(session.store, documents, persons)


def unassigned(session: Session) -> list[Name]:
    """Documents that nobody has, in the order of the project."""
    return assignments.unassigned(session.store)


def planned(
    session: Session, documents: Sequence[Name], persons: Sequence[Name], *, how: str, overlap: float, seed: int
) -> Plan:
    """Who would get what; nothing twice. Raises EditRefused."""
    for person in persons:
        check_annotator(session.people, person)
    given = {(row.document, row.author) for row in rows_of(session, documents)}
    return plan(documents, persons, how=how, overlap=overlap, seed=seed, given=given)


def assigning(session: Session, pairs: Sequence[Pair]) -> Iterator[int]:
    """Assign documents, a transaction a step, as one step of undo; yields how many. Raises EditRefused, WriteFailed."""
    check_lead(session.people, session.actor.id)
    for person in dict.fromkeys(person for _, person in pairs):
        check_annotator(session.people, person)
    title = title_of(session.people, pairs)
    return _stepped(session, title, pairs, lambda some: assign(session.people, some, title=title))


def taking_away(session: Session, rows: Sequence[Assignment]) -> Iterator[int]:
    """Take assignments back, as `assigning` gives them; what was annotated stays. Raises EditRefused, WriteFailed."""
    check_lead(session.people, session.actor.id)
    title = take_away(session.people, rows).title
    return _stepped(session, title, rows, lambda some: take_away(session.people, some))


def all_of(steps: Iterator[int]) -> int:
    """Go through all steps at once; returns how many rows were written."""
    return reduce(lambda _, done: done, steps, 0)


def _stepped(session: Session, title: str, things: Sequence[T], make: Callable[[Sequence[T]], Edit]) -> Iterator[int]:
    """Few things are one Edit; many are a batch, taken back when it is left in the middle."""
    if len(things) <= AT_ONCE:
        session.do(make(things))
        yield len(things)
        return
    batch, done = OpenBatch(session, title, "bulk"), 0
    try:
        for start in range(0, len(things), AT_ONCE):
            some = things[start : start + AT_ONCE]
            batch.do(make(some))
            done += len(some)
            yield done
        batch.finish()
    except BaseException:
        batch.take_back()
        raise
