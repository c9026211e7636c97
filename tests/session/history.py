"""Histories at random: several people and models at work on a small project, each step taken from a few numbers."""

from collections.abc import Callable
from random import Random
from typing import Any

from annotator.core import assigning, comments, edits, people, review, scheme_edits
from annotator.core.change import Draft, Edit, EditRefused
from annotator.core.document import AnnotatedDocument
from annotator.core.everywhere import VERBS as EVERYWHERE
from annotator.core.fold import Revision, fold
from annotator.core.listing import RevisionInfo
from annotator.core.rows import ROW_TYPES, Name, SetState, Span
from annotator.core.scheme import LabelSpec, adopt
from annotator.core.scheme_preview import SplitRule
from annotator.core.view import View
from annotator.session import Session
from annotator.session.assigning import rows_of
from annotator.session.everywhere import Query, doing, search
from annotator.session.finding import Wanted
from annotator.session.scheming import do_edit, merging, splitting
from annotator.store.project_store import ProjectStore

Numbers = tuple[int, int, int]
PEOPLE = ("Ana", "Ben", "Rita")
STEP = 6  # bytes that one step is made from


class Worker:
    """Does one step of work after another. A step that is refused changes nothing."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.documents = session.documents()
        self.held = [session.document(name) for name in self.documents]
        self.refused = self.done = 0
        self.base = session._store.revisions()[-1].id
        self.settled: set[Name] = set()  # what models found and a merge or a split relabelled
        self.dropped: list[RevisionInfo] = []  # steps that could not be turned any more

    def work(self, seed: int, steps: int) -> None:
        """As many steps as this, chosen by the seed."""
        random = Random(seed)
        for _ in range(steps):
            self.step(random.randbytes(STEP))

    def step(self, numbers: bytes) -> None:
        """One step: who, on which document, what, and three numbers that choose among what there is."""
        who, which, what, *choice = numbers
        document = self.documents[which % len(self.documents)]
        verb = VERBS[what % len(VERBS)]
        try:
            if verb in BY_MODELS:
                verb(self, document, tuple(choice))
            else:
                self.session.act_as(PEOPLE[who % len(PEOPLE)], reviewing=bool(who & 64))
                edit = verb(self, document, tuple(choice))
                if edit is not None:
                    self.session.do(edit)
            self.done += 1
        except EditRefused:
            self.refused += 1

    def view(self, document: Name) -> View:
        """The actor's own set, or, while reviewing, the final version of another's."""
        session = self.session
        if not session.reviewing:
            return session.view(document)
        others = [one for one in session.people.persons() if one.id != session.actor.id]
        states = {one.id: session.document(document).set_of(one.id).state for one in others}
        wanted = sorted(states, key=lambda one: (states[one] not in ("submitted", "in review", "approved"), one))
        return session.view(document, reviewed=wanted[0])

    def settle_models(self) -> None:
        """From now on models keep what they have found so far."""
        people = self.session.people.authors
        sets = [one for doc in self.held for one in doc.sets.values() if people[one.author].kind == "model"]
        self.settled |= {name for one in sets for name in one.spans.by_name}

    def items(self, view: View, *, kind: str = "") -> list[Name]:
        """What a person can point at: own items and suggestions."""
        sets = [view.shown, *view.models()]
        spans = [span.id for one in sets for span in one.spans.ordered()]
        relations = [name for one in sets for name in sorted(one.relations)]
        return {"span": spans, "relation": relations}.get(kind, spans + relations)

    def label(self, number: int, kind: str = "span") -> Name:
        """One of the labels."""
        return _pick(self.session.scheme.ordered(kind), number).id


def _pick(things: list[Any], number: int) -> Any:
    if not things:
        raise EditRefused("There is nothing to choose from.")
    return things[number % len(things)]


def _range(doc: AnnotatedDocument, a: int, b: int) -> tuple[int, int]:
    start = a % len(doc.text)
    return start, min(len(doc.text), start + 1 + b % 12)


def nothing(worker: Worker, document: Name, numbers: Numbers) -> None:
    """A pause: what a shrunk example is full of."""


def mark(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Mark a range."""
    view = worker.view(document)
    return edits.mark_span(view, *_range(view.doc, numbers[0], numbers[1]), worker.label(numbers[2]))


def mark_two(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Mark a span of two fragments."""
    view = worker.view(document)
    start, end = _range(view.doc, numbers[0], numbers[1])
    return edits.mark_fragments(view, ((start, end), (end + 2, end + 4)), worker.label(numbers[2]))


def relabel(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Relabel a span or a relation."""
    view = worker.view(document)
    kind = "relation" if numbers[2] % 4 == 0 else "span"
    broken = ("refuse", "keep", "delete")[numbers[2] % 3]
    return edits.relabel(
        view, [_pick(worker.items(view, kind=kind), numbers[0])], worker.label(numbers[1], kind), broken=broken
    )


def move(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Move an edge."""
    view = worker.view(document)
    span = view.span(_pick(worker.items(view, kind="span"), numbers[0]))
    side = "start" if numbers[1] % 2 else "end"
    at = span.start if side == "start" else span.end
    return edits.move_edge(view, span.id, side, at + numbers[2] % 9 - 4)


def delete(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Delete one or two own items."""
    view = worker.view(document)
    own = [*view.shown.spans.by_name, *view.shown.relations]
    names = {_pick(own, numbers[0]), _pick(own, numbers[0] + numbers[1] % 2)}
    return edits.delete(view, sorted(names))


def link(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Link two spans."""
    view = worker.view(document)
    spans = worker.items(view, kind="span")
    return edits.link(view, _pick(spans, numbers[0]), _pick(spans, numbers[1]), worker.label(numbers[2], "relation"))


def link_many(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Link several heads to one tail."""
    view = worker.view(document)
    spans = worker.items(view, kind="span")
    heads = sorted({_pick(spans, numbers[0]), _pick(spans, numbers[0] + 1)})
    return edits.link_many(view, heads, _pick(spans, numbers[1]), worker.label(numbers[2], "relation"))


def reverse(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Turn a relation."""
    view = worker.view(document)
    return edits.reverse(view, [_pick(worker.items(view, kind="relation"), numbers[0])])


def accept(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Accept suggestions."""
    view = worker.view(document)
    return edits.accept(view, sorted({_pick(_suggested(view), number) for number in numbers[: 1 + numbers[2] % 2]}))


def _suggested(view: View) -> list[Name]:
    return [name for one in view.models() for name in (*sorted(one.spans.by_name), *sorted(one.relations))]


def accept_open(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Accept all that is open, of one label or of all."""
    label = worker.label(numbers[0]) if numbers[1] % 2 else ""
    return edits.accept_open(worker.view(document), label=label)


def reject(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Reject a suggestion."""
    view = worker.view(document)
    return edits.reject(view, [_pick(_suggested(view), numbers[0])])


def propagate(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Mark all same texts."""
    view = worker.view(document)
    words = view.doc.text[slice(*_range(view.doc, numbers[0], numbers[1] % 3))]
    starts = [start for start in range(len(view.doc.text)) if view.doc.text.startswith(words, start)]
    places = [(start, start + len(words)) for start in starts]
    apart = [here for here, before in zip(places, [(0, 0), *places], strict=False) if here[0] >= before[1]]
    return edits.propagate(view, worker.label(numbers[2]), apart)


def flag(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Notes, attributes and flags."""
    view = worker.view(document)
    name = _pick(worker.items(view), numbers[0])
    if numbers[1] % 3 == 0:
        return edits.set_note(view, name, f"note {numbers[2] % 4}")
    if numbers[1] % 3 == 1:
        return edits.set_attributes(view, name, (("zone", numbers[2] % 3), ("certain", True)))
    return edits.set_unsure(view, [name], unsure=bool(numbers[2] % 2))


def label_document(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Label the document, or take the label away."""
    return edits.label_document(
        worker.view(document), worker.label(numbers[0], "document"), wanted=bool(numbers[1] % 3)
    )


def talk(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Comment, answer, mark done, close, reopen, delete."""
    view = worker.view(document)
    told = list(view.doc.comments)
    match numbers[0] % 8:
        case 0:
            return comments.mark_done(view, _pick(told, numbers[1]))
        case 1:
            return comments.close(view, _pick(told, numbers[1]))
        case 2:
            return comments.reopen(view, _pick(told, numbers[1]))
        case 3:
            return comments.delete_comment(view, _pick(told, numbers[1]))
        case 4:
            return comments.comment(view, "Really?", reply_to=_pick(told, numbers[1]))
        case 5:
            return comments.comment(view, "All of it?")
    return comments.comment(view, "This one?", item=_pick(worker.items(view), numbers[1]))


def submit(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Submit."""
    return review.submit(worker.session.view(document), leave_open=bool(numbers[0] % 2))


def author_step(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Withdraw, set aside, take up."""
    view = worker.session.view(document)
    if numbers[0] % 4 == 0:
        return review.set_aside(view, review.REASONS[numbers[1] % len(review.REASONS)])
    return review.withdraw(view) if numbers[0] % 4 == 1 else review.take_up(view)


def review_step(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """What a reviewer decides."""
    worker.session.act_as(worker.session.actor.name, reviewing=True)
    view = worker.view(document)
    steps: list[Callable[[], Edit]] = [
        lambda: review.approve(view, decided=bool(numbers[1] % 2)),
        lambda: review.send_back(view),
        lambda: review.release(view),
        lambda: review.reopen(view, "look again"),
        lambda: review.take_up(view),
    ]
    return steps[numbers[0] % len(steps)]()


def turn(worker: Worker, document: Name, numbers: Numbers) -> None:
    """Undo or redo, several times."""
    for _ in range(1 + numbers[1] % 4):
        back = numbers[0] % 5 < 3
        step = worker.session.undo_step() if back else worker.session.redo_step()
        if step and step.info.id <= worker.base:
            raise EditRefused("What was there before the work stays, the people who do it among it.")
        try:
            worker.session.undo() if back else worker.session.redo()
        except EditRefused:
            worker.dropped += [step.info] if step else []
            raise


def compose(worker: Worker, document: Name, numbers: Numbers) -> None:
    """Several verbs as one Edit."""
    session = worker.session
    with session.compose("Three things") as together:
        for verb in (mark, link, flag):
            together.add(verb(worker, document, numbers))


def change_project(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """A setting, a new label, another name for a label."""
    session = worker.session
    if numbers[0] % 3 == 0:
        return people.set_setting(session.people, "on_submit", ("accept", "leave out")[numbers[1] % 2])
    if numbers[0] % 3 == 1:
        return adopt(session.scheme, [LabelSpec("span", f"NEW{numbers[1] % 4}")])
    draft = Draft()
    label = _pick(session.scheme.ordered("span"), numbers[1])
    draft.replace(label, label._replace(name=f"{label.name[:8]}{numbers[2]}"))
    return draft.edit("Rename a label")


def assign_some(worker: Worker, document: Name, numbers: Numbers) -> Edit:
    """Give a document to somebody, or take it away again."""
    session = worker.session
    person = _pick(session.people.persons(), numbers[0])
    held = rows_of(session, [document])
    if held and numbers[1] % 3 == 0:
        return assigning.take_away(session.people, [_pick(held, numbers[1])])
    plan = assigning.plan([document], [person.id], how="each", given={(row.document, row.author) for row in held})
    return assigning.assign(session.people, plan.pairs)


def change_scheme(worker: Worker, document: Name, numbers: Numbers) -> None:
    """Retire, bring back, alter, re-rule: as a lead does."""
    session, scheme = worker.session, worker.session.scheme
    one = worker.label(numbers[1], "relation" if numbers[1] % 3 == 0 else "span")
    relation = worker.label(numbers[1], "relation")
    gone = [label.id for label in scheme.labels.values() if label.retired]
    pairs = [(worker.label(numbers[2]), worker.label(numbers[1]))] if numbers[2] % 4 else []
    verbs: list[Callable[[], Edit]] = [
        lambda: scheme_edits.retire(scheme, one),
        lambda: scheme_edits.bring_back(scheme, _pick(gone, numbers[1])),
        lambda: scheme_edits.set_pairs(scheme, relation, pairs),
        lambda: scheme_edits.alter(scheme, relation, one_per_head=bool(numbers[2] % 2), title=f"{numbers[2]}"),
        lambda: scheme_edits.alter(scheme, relation, same_sentence=bool(numbers[2] % 2)),
    ]
    do_edit(session, verbs[numbers[0] % len(verbs)]())


def merge_labels(worker: Worker, document: Name, numbers: Numbers) -> None:
    """Merge two labels in all sets, or leave off in the middle, which takes it back."""
    kind = "relation" if numbers[0] % 3 == 0 else "span"
    one, other = worker.label(numbers[1], kind), worker.label(numbers[2], kind)
    worker.settle_models()
    for step in merging(worker.session, [one], other, turn_ms=numbers[2] % 2):
        if numbers[0] % 5 == 0 and step.done:
            raise EditRefused("Enough.")


def split_label(worker: Worker, document: Name, numbers: Numbers) -> None:
    """Split a label by words, into a new one or one that is there."""
    session = worker.session
    into = f"PART{numbers[2] % 3}" if numbers[2] % 2 else session.scheme.name_of(worker.label(numbers[2]))
    rule = SplitRule(words=("Pfizer", "[A-N]", "o")[numbers[0] % 3])
    worker.settle_models()
    for _ in splitting(session, worker.label(numbers[1]), into, rule):
        pass


def everywhere(worker: Worker, document: Name, numbers: Numbers) -> None:
    """Do one thing to what a search finds in all documents, or give up in the middle."""
    session = worker.session
    words = ("Pfizer", "Oslo", r"\w+", "[A-Z][a-z]+ [A-Z][a-z]+")[numbers[0] % 4]
    sought = worker.label(numbers[1]) if numbers[1] % 3 == 0 else ""
    hits = search(session, Query(Wanted(words, expression=True), sought)).hits
    hits = [hit for number, hit in enumerate(hits) if number % 5 != numbers[2] % 5]
    verb = tuple(EVERYWHERE)[numbers[2] % 4]
    for step in doing(session, verb, hits, worker.label(numbers[1]), title=f"{verb} everywhere", turn_ms=0):
        if numbers[0] % 7 == 0 and step.documents:
            raise EditRefused("Enough.")


def suggest_more(worker: Worker, document: Name, numbers: Numbers) -> None:
    """A model finds one more, or no longer finds one."""
    session = worker.session
    model = [one.id for one in session.people.authors.values() if one.kind == "model"][numbers[2] % 2]
    doc = session.document(document)
    old = doc.set_of(model)
    draft = Draft()
    if old.row is None:
        draft.add(SetState(document, model, "suggested"))
    # What was relabelled stays: without it the merge could not be taken back any more.
    spans = [span for span in old.spans.ordered() if span.id not in worker.settled]
    loose = [span for span in spans if not old.relations_of(span.id)]
    if loose and numbers[0] % 4 == 0:
        draft.remove(_pick(loose, numbers[1]))
    else:
        # Of the labels that are there from the start: a model's work is on nobody's stack, and holds what it uses.
        labels = [one.id for one in session.scheme.labels.values() if one.key and one.kind == "span"]
        draft.add(Span("", document, model, (_range(doc, numbers[0], numbers[1]),), _pick(labels, numbers[1])))
    session.do(draft.edit("Suggestions"), actor=model)


BY_MODELS = (suggest_more,)
VERBS: tuple[Callable[[Worker, Name, Numbers], Edit | None], ...] = (
    nothing,
    *(mark, mark, mark_two, relabel, relabel, move, delete, delete, link, link, link_many, reverse),
    *(accept, accept, accept_open, reject, propagate, flag, label_document, talk, talk),
    *(submit, submit, author_step, review_step, review_step, turn, turn, turn, compose, change_project),
    *(assign_some, assign_some),
    *(change_scheme, change_scheme, merge_labels, split_label, everywhere),
    suggest_more,
)


def shape(doc: AnnotatedDocument) -> dict[str, Any]:
    """Everything a document holds, indexes included, as plain values; comments and verdicts in their order."""
    sets = {author: _set_shape(one) for author, one in doc.sets.items()}
    return {
        "document": doc.document,
        "sets": {author: one for author, one in sets.items() if any(one.values())},
        "comments": list(doc.comments.values()),
        "verdicts": list(doc.verdicts.values()),
        "assignments": doc.assignments,
    }


def _set_shape(one: Any) -> dict[str, Any]:
    places = sorted({(n, name) for n, bucket in one.spans._buckets.items() for name in bucket})
    return {
        "row": one.row,
        "spans": one.spans.by_name,
        "places": places,
        "relations": one.relations,
        "links": {end: links for end, links in one._links.items() if links},
        "labels": one.labels,
        "origins": one.by_origin,
        "rejections": one.rejections,
    }


def rows_of_file(store: ProjectStore) -> dict[tuple[str, Any], Any]:
    """Every row that stands in the file."""
    return {(table, row.id): row for table, kind in ROW_TYPES.items() for row in store.all_rows(kind)}


def folded(store: ProjectStore, *, by: tuple[Name, ...] = (), until: int = 0) -> dict[tuple[str, Any], Any]:
    """The fold of the log; of the first `until` revisions and of those by some actors alone, if they are named."""
    log = list(store.whole_log())
    if by or until:
        log = [Revision(info, changes) for info, changes in log if info.id <= until or info.actor in by]
    return fold(log)
