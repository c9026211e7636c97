"""Label everywhere: search texts and entities of the whole project, and do one thing to all hits as one step of undo.

A window reads `pages` in steps and gives each to `hits_on`, in a thread if it likes; a command uses `search`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from time import thread_time
from typing import Any, NamedTuple

from annotator.core.change import Edit, EditRefused, joined
from annotator.core.everywhere import VERBS, Outcome, Place, Present, present, trimmed
from annotator.core.rows import Name, by_place
from annotator.core.set_draft import OPEN_STATES
from annotator.core.suggestion import UNDECIDED, Suggestions
from annotator.core.view import View
from annotator.session.batches import OpenBatch
from annotator.session.finding import LONGEST, MOST, Wanted, find_by
from annotator.session.session import Session, now

AROUND = 80  # code points kept before and after a hit
TURN_MS = 10.0  # of processor time, for a step where a window waits: shorter ones would be mostly waits for the disk
MOST_ROWS = 15_000  # in one revision
PATIENCE = 3  # texts on which an expression may run out of time before the search is given up


_FURTHEST = {"submitted": 0, "in review": 1, "approved": 2, "sent back": 3}


class Query(NamedTuple):
    """What is looked for: words in texts, or, with a label, entities that have it and hold the words, if any."""

    wanted: Wanted = Wanted("")
    label: Name = ""

    @property
    def is_empty(self) -> bool:
        """Whether it asks for nothing."""
        return not (self.wanted.text or self.wanted.words or self.label)


class Page(NamedTuple):
    """Some texts to search. With a label, the entities of each that have it; else None."""

    texts: list[tuple[Name, str]]
    entities: list[list[Place]] | None
    documents: int  # that this page is the end of, of those searched


class Hit(NamedTuple):
    """A place that was found, with the text around it; offsets are code points."""

    document: Name
    place: Place
    before: str
    words: str
    after: str

    @property
    def start(self) -> int:
        """First code point."""
        return self.place.fragments[0][0]

    @property
    def end(self) -> int:
        """One after the last code point."""
        return self.place.fragments[-1][1]


class Hits(NamedTuple):
    """What a page holds; whether there was more than could be kept, and on how many texts the time was up."""

    hits: list[Hit]
    more: bool = False
    out_of_time: int = 0


class Standing(NamedTuple):
    """What is at a hit now: entities and suggestions there, the state of the set where it is not open, and where."""

    present: Present
    closed: str
    document: str  # its name


class Done(NamedTuple):
    """How far a verb is, in documents; what it altered and why it left other hits."""

    documents: int
    total: int
    altered: int
    touched: int  # documents it altered something in
    left: Counter[str]
    relations: int  # deleted along


# ---- searching


def pages(session: Session, query: Query, documents: Sequence[Name] | None = None) -> Iterator[Page]:
    """What has to be searched, all documents by default, a little at a time."""
    names = session.documents() if documents is None else list(documents)
    if not query.label:
        done = 0
        for texts in session.texts(names):
            done += len(texts)
            yield Page(texts, None, done)
        return
    people = session.people
    whose = [one.id for one in people.persons()] if session.reviewing else [session.actor.id]
    using = session.documents_using(query.label, [*whose, *people.asking_models()])
    wanted, done = [name for name in names if name in using], 0
    for texts in session.texts(wanted):
        for name, text in texts:
            done += 1
            yield Page([(name, text)], [_entities(session, name, query.label)], done)


def _entities(session: Session, document: Name, label: Name) -> list[Place]:
    """A person's own entities of a label, and the suggestions of it that are open, in reading order."""
    view = view_of(session, document)
    suggestions = Suggestions(view)
    found = [span for span in view.set.spans if span.label == label]
    for model in suggestions.models:
        same = (span for span in model.spans if span.label == label)
        found += [span for span in same if suggestions.status(span) in UNDECIDED]
    return [Place(span.fragments, span.id) for span in sorted(found, key=by_place)]


def hits_on(page: Page, query: Query, pattern: Any, *, most: int = MOST, seconds: float = LONGEST) -> Hits:
    """What is found on a page by a compiled pattern, None for all entities. Touches nothing but its arguments."""
    if page.entities is None:
        return _in_texts(page.texts, pattern, most, seconds)
    found: list[Hit] = []
    late = 0
    for (name, text), entities in zip(page.texts, page.entities, strict=True):
        for place in entities:
            hit = _hit(name, text, place)
            if pattern is not None:
                inside = find_by(pattern, hit.words, seconds=seconds, most=1)
                late += inside.out_of_time
                if not inside.places:
                    continue
            if len(found) == most:
                return Hits(found, True, late)
            found.append(hit)
    return Hits(found, False, late)


def _in_texts(texts: list[tuple[Name, str]], pattern: Any, most: int, seconds: float) -> Hits:
    hits: list[Hit] = []
    late = 0
    for name, text in texts:
        found = find_by(pattern, text, seconds=seconds, most=most - len(hits))
        late += found.out_of_time
        places = [place for match in found.places if (place := trimmed(text, *match)) is not None]
        hits += [_hit(name, text, Place((place,))) for place in places]
        if found.more or late >= PATIENCE:
            return Hits(hits, found.more, late)
    return Hits(hits, False, late)


def _hit(document: Name, text: str, place: Place) -> Hit:
    start, end = place.fragments[0][0], place.fragments[-1][1]
    words = " … ".join(text[first:last] for first, last in place.fragments)
    return Hit(document, place, text[max(0, start - AROUND) : start], words, text[end : end + AROUND])


def compiled(query: Query) -> Any:
    """The pattern of a query, None where every entity of a label is wanted. Raises BadExpression."""
    return query.wanted.pattern() if query.wanted.text or query.wanted.words else None


def search(session: Session, query: Query, documents: Sequence[Name] | None = None, *, most: int = MOST) -> Hits:
    """Search in one go. Raises BadExpression; an expression that takes too long on several texts is given up."""
    pattern, found, late = compiled(query), list[Hit](), 0
    if query.is_empty:
        return Hits([])
    for page in pages(session, query, documents):
        one = hits_on(page, query, pattern, most=most - len(found))
        found += one.hits
        late += one.out_of_time
        if one.more or late >= PATIENCE:
            return Hits(found, one.more, late)
    return Hits(found, False, late)


# ---- what stands there


def standings(session: Session, hits: Iterable[Hit]) -> Iterator[list[tuple[Hit, Standing]]]:
    """What is at hits now, document by document as they come; hits in documents that are gone are left out."""
    for name, some in groupby(hits, key=lambda hit: hit.document):
        try:
            view = view_of(session, name)
        except EditRefused:
            continue
        suggestions = Suggestions(view)
        closed = "" if view.set.state in OPEN_STATES else view.set.state
        title = view.doc.document.name
        yield [(hit, Standing(present(view, suggestions, hit.place), closed, title)) for hit in some]


def view_of(session: Session, document: Name) -> View:
    """The person's own set of a document, for a reviewer the one furthest along; nothing is kept in memory for it.

    Raises EditRefused when the document is gone.
    """
    doc, people = session.glance(document), session.people
    author = session.actor.id
    if session.reviewing:
        begun = [one for one in doc.sets.values() if people.authors[one.author].kind == "person" and one.row]
        author = min(begun, key=lambda one: _FURTHEST.get(one.state, 9)).author if begun else author
    return View(doc, author, session.actor.id, session.scheme, people, now())


# ---- doing


def doing(
    session: Session, verb: str, hits: Sequence[Hit], label: Name = "", *, title: str, turn_ms: float = TURN_MS
) -> Iterator[Done]:
    """Do one of `VERBS` to hits in the person's own open sets, as one step of undo, some documents a step.

    Closing the iterator takes back what was written. Raises EditRefused, also where nothing would be altered, and
    WriteFailed.
    """
    if session.reviewing:
        raise EditRefused("This works in one's own sets: go on as annotator.")
    by_document: dict[Name, list[Place]] = {}
    for hit in hits:
        by_document.setdefault(hit.document, []).append(hit.place)
    batch, altered = OpenBatch(session, title, "bulk"), 0
    try:
        for edits, done in _outcomes(session, VERBS[verb], by_document, label, turn_ms):
            if edits:
                batch.do(joined(edits, title))
            yield done
        batch.finish()
        altered = done.altered
    except BaseException:
        if session.pending is None:
            batch.take_back()
        raise
    if not altered:
        raise EditRefused(refusal(done))


def refusal(done: Done) -> str:
    """Why nothing was altered."""
    why = ", ".join(f"{count:,} {reason}" for reason, count in done.left.most_common())
    return f"Nothing to do here: {why}." if why else "Nothing is ticked."


def _outcomes(
    session: Session, act: Any, by_document: dict[Name, list[Place]], label: Name, turn_ms: float
) -> Iterator[tuple[list[Edit], Done]]:
    """Edits of as many documents as a turn has time for, and how far that is."""
    edits, rows, began = list[Edit](), 0, thread_time()
    done = Done(0, len(by_document), 0, 0, Counter(), 0)
    for number, (name, places) in enumerate(by_document.items(), 1):
        one = _outcome(session, act, name, places, label)
        done = Done(
            number,
            done.total,
            done.altered + one.done,
            done.touched + bool(one.done),
            done.left + one.left,
            done.relations + one.relations,
        )
        if one.edit is not None:
            edits.append(one.edit)
            rows += len(one.edit.changes)
        if (thread_time() - began) * 1e3 >= turn_ms or rows >= MOST_ROWS:
            yield edits, done
            edits, rows, began = [], 0, thread_time()
    yield edits, done


def _outcome(session: Session, act: Any, document: Name, places: list[Place], label: Name) -> Outcome:
    try:
        outcome: Outcome = act(view_of(session, document), places, label)
    except EditRefused as refused:
        return Outcome(None, 0, Counter({refused.reason.rstrip("."): len(places)}))
    return outcome


def title_of(session: Session, verb: str, hits: Sequence[Hit], label: Name = "") -> str:
    """What history calls it: Label 37 × "May" DATE everywhere; words stand in it where all hits have the same."""
    said = {" ".join(hit.words.split()) for hit in hits}
    words = next(iter(said)) if len(said) == 1 else ""
    parts = [verb.capitalize(), f"{len(hits):,} ×" if words else f"{len(hits):,} places"]
    parts += [f'"{words if len(words) <= 40 else words[:39] + "…"}"'] if words else []
    return " ".join([*parts, *([session.scheme.name_of(label)] if label else []), "everywhere"])
