"""All checks over the whole project, as a job: step by step, nothing open in between, problems as they are found."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from annotator.core.checks import Problem, check_whole_set
from annotator.core.document import AnnotatedDocument, AnnotationSet
from annotator.core.project_checks import Comparison, check_emptiness
from annotator.core.rows import Name
from annotator.core.view import View
from annotator.session.session import Session, now


class Found(NamedTuple):
    """A problem and where it is. `reason` says why it is intended; empty where it is not."""

    document: Name
    author: Name
    problem: Problem
    reason: str = ""


class CheckStep(NamedTuple):
    """How far the checks are, and what the last step found; each document is read twice."""

    done: int
    total: int
    found: tuple[Found, ...] = ()


def checking(session: Session, documents: Sequence[Name] | None = None) -> Iterator[CheckStep]:
    """Check documents, all by default, a document a step: first what is marked where, then what does not agree.

    People's sets that were begun are checked, those set aside apart. What is intended comes with its reason.
    """
    names = session.documents() if documents is None else list(documents)
    comparison, total = Comparison(session.scheme), 2 * len(names)
    for done, name in enumerate(names, 1):
        doc = session.glance(name)
        for one in _sets(session, doc):
            comparison.add(doc, one)
        yield CheckStep(done, total)
    for done, name in enumerate(names, len(names) + 1):
        doc = session.glance(name)
        found = [made for one in _sets(session, doc) for made in _check(session, doc, one, comparison)]
        yield CheckStep(done, total, tuple(found))


def _sets(session: Session, doc: AnnotatedDocument) -> list[AnnotationSet]:
    people = session.people.authors
    return [one for one in doc.sets.values() if people[one.author].kind == "person" and one.state != "set aside"]


def _check(session: Session, doc: AnnotatedDocument, one: AnnotationSet, comparison: Comparison) -> Iterator[Found]:
    view = View(doc, one.author, session.actor.id, session.scheme, session.people, now())
    problems = [*check_whole_set(view, one), *comparison.problems(doc, one), *check_emptiness(doc, one)]
    for problem in sorted(problems, key=lambda problem: (problem.start, problem.end, problem.kind)):
        row = one.intended.get(problem.key)
        yield Found(doc.id, one.author, problem, row.reason if row else "")
