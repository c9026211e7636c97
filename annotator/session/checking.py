"""All checks over the whole project, as a job: step by step, nothing open in between, and kept up after edits."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from annotator.core.change import EditRefused
from annotator.core.checks import Problem, check_whole_set
from annotator.core.document import AnnotatedDocument, AnnotationSet
from annotator.core.intentions import intend, no_longer_intended
from annotator.core.project_checks import Comparison, Marks, check_emptiness
from annotator.core.rows import Name
from annotator.core.view import View
from annotator.session.composition import Composition
from annotator.session.session import Session, now

AFFECTED = 200  # other documents that are checked again after an edit at most


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
    """Check documents, all by default, step by step: first what is marked where, then what does not agree.

    People's sets that were begun are checked, those set aside apart; a document that nobody began for its text alone.
    What is intended comes with its reason.
    """
    return ProjectCheck(session, documents).steps()


def documents_with_problems(found: Mapping[Name, Sequence[Found]]) -> set[Name]:
    """Of what was found, the documents with a problem that is not intended."""
    return {name for name, some in found.items() if any(not one.reason for one in some)}


class ProjectCheck:
    """The problems of documents that are compared with each other, by document; `again` follows edits."""

    def __init__(self, session: Session, documents: Sequence[Name] | None = None) -> None:
        self._session = session
        self.documents = session.documents() if documents is None else list(documents)
        self.found: dict[Name, tuple[Found, ...]] = {}
        self._comparison = Comparison(session.scheme)
        self._marks: dict[Name, list[Marks]] = {}
        self._marking: dict[str, set[Name]] = {}  # words → documents that mark them
        self._missing: dict[str, set[Name]] = {}  # words → documents in which they are not marked, though elsewhere
        self._missed: dict[Name, set[str]] = {}  # the same the other way round

    def steps(self) -> Iterator[CheckStep]:
        """Check all, a document or a piece of a long one a step. Raises EditRefused for a document that is gone."""
        names, total = self.documents, 2 * len(self.documents)
        for done, name in enumerate(names, 1):
            self._take_in(name)
            yield CheckStep(done, total)
        for done, name in enumerate(names, len(names)):
            for _ in self._check(name):
                yield CheckStep(done, total)
            yield CheckStep(done + 1, total, self.found[name])

    def again(self, touched: Collection[Name]) -> Iterator[CheckStep]:
        """Check documents again that were edited, and those that what is marked in them concerns.

        Words that became a problem in a document where they are marked nowhere are found by a whole check alone.
        """
        known = [name for name in touched if name in self._marks]
        words = {word for name in known for word in self._take_in(name)}
        near = {name for word in words for name in (*self._marking.get(word, ()), *self._missing.get(word, ()))}
        names = [*known, *sorted(near - set(known))[:AFFECTED]]
        for done, name in enumerate(names):
            for _ in self._check(name):
                yield CheckStep(done, len(names))
            yield CheckStep(done + 1, len(names), self.found.get(name, ()))

    # ---- one document

    def _take_in(self, name: Name) -> set[str]:
        """Compare with what a document marks now; the words of which more or fewer are marked than before."""
        before = self._marks.pop(name, [])
        for marks in before:
            self._comparison.forget(marks)
        try:
            doc = self._session.glance(name)
        except EditRefused:  # taken back meanwhile
            self._comparison.forget_text(name)
            self.found.pop(name, None)
            now_marked: list[Marks] = []
        else:
            self._comparison.add_text(doc.document)
            now_marked = self._marks[name] = [self._comparison.add(doc, one) for one in self._begun(doc)]
        was, is_now = sum(before, Marks()), sum(now_marked, Marks())
        for word, _ in was:
            self._marking[word].discard(name)
        for word, _ in is_now:
            self._marking.setdefault(word, set()).add(name)
        return {word for word, _ in (was - is_now) + (is_now - was)}

    def _begun(self, doc: AnnotatedDocument) -> list[AnnotationSet]:
        people = self._session.people.authors
        return [one for one in doc.sets.values() if people[one.author].kind == "person" and one.state != "set aside"]

    def _check(self, name: Name) -> Iterator[None]:
        """Check one document; yields between pieces of a long one."""
        for word in self._missed.pop(name, ()):
            self._missing[word].discard(name)
        try:
            doc = self._session.glance(name)
        except EditRefused:
            self.found[name] = ()
            return
        found: list[Found] = []
        begun = self._begun(doc)
        for one in begun:
            problems = self._of_set(doc, one)
            for problem in self._comparison.repeats(doc, one):
                if problem is None:
                    yield
                else:
                    problems.append(problem)
            found += _in_order(doc, one, problems)
        if not begun and not any(one.state == "set aside" for one in doc.sets.values()):
            mine = doc.set_of(self._session.actor.id)
            found += _in_order(doc, mine, [*check_emptiness(doc, mine), *self._comparison.same_text(doc.document)])
        self.found[name] = tuple(found)
        missed = [made.problem for made in found if made.problem.kind == "marked elsewhere"]
        self._missed[name] = {doc.text[problem.start : problem.end] for problem in missed}
        for word in self._missed[name]:
            self._missing.setdefault(word, set()).add(name)

    def _of_set(self, doc: AnnotatedDocument, one: AnnotationSet) -> list[Problem]:
        session = self._session
        view = View(doc, one.author, session.actor.id, session.scheme, session.people, now())
        problems = [*check_whole_set(view, one), *self._comparison.other_labels(doc, one)]
        return [*problems, *check_emptiness(doc, one), *self._comparison.same_text(doc.document)]


def _in_order(doc: AnnotatedDocument, one: AnnotationSet, problems: list[Problem]) -> Iterator[Found]:
    for problem in sorted(problems, key=lambda problem: (problem.start, problem.end, problem.kind)):
        row = one.intended.get(problem.key)
        yield Found(doc.id, one.author, problem, row.reason if row else "")


# ---- what is meant so


def mark_intended(session: Session, some: Sequence[Found], reason: str) -> None:
    """Mark problems as intended, all as one step. Raises EditRefused, also for the work of others, and WriteFailed."""
    if len(some) == 1:
        session.do(intend(_view_for(session, some[0]), some[0].problem, reason))
        return
    with _composed(session, f"Intended: {len(some)} problems", some) as composition:
        for found in some:
            composition.add(intend(_view_for(session, found), found.problem, reason))


def take_intention_back(session: Session, some: Sequence[Found]) -> None:
    """List problems again that were marked as intended, as one step. Raises EditRefused, WriteFailed."""
    if len(some) == 1:
        session.do(no_longer_intended(_view_for(session, some[0]), some[0].problem.key))
        return
    with _composed(session, f"No longer intended: {len(some)} problems", some) as composition:
        for found in some:
            composition.add(no_longer_intended(_view_for(session, found), found.problem.key))


@contextmanager
def _composed(session: Session, title: str, some: Sequence[Found]) -> Iterator[Composition]:
    """One step on many documents, which stay in memory until it is stored."""
    held = [session.document(name) for name in {found.document for found in some}]
    with session.compose(title) as composition:
        yield composition
    del held


def _view_for(session: Session, found: Found) -> View:
    roles = session.people.roles_of(session.actor.id)
    if found.author != session.actor.id and not roles & {"lead", "reviewer"}:
        whose = session.people.name_of(found.author)
        raise EditRefused(f"This is the work of {whose}: only {whose}, a reviewer or a lead says that it is meant so.")
    return session.view(found.document, author=found.author)
