"""Changes of the scheme with work present: what each touches is told before, and each is one step of undo.

A window or a verb makes an Edit by `core/scheme_edits.py`, shows `preview_edit` and stores it by `do_edit`. A merge
and a split go through all documents concerned: `preview_merge`, `merging`; `preview_split`, `splitting`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from time import thread_time
from typing import NamedTuple

from annotator.core.change import Change, Draft, Edit, EditRefused
from annotator.core.document import AnnotatedDocument
from annotator.core.relabelling import Item, LabelOf, outdated, plainly, relabelled
from annotator.core.rows import Attribute, Label, Name, Relation, RelationRule, Span
from annotator.core.scheme import Scheme
from annotator.core.scheme_edits import absorb, branch, discard
from annotator.core.scheme_preview import Concerned, Preview, SplitRule
from annotator.core.sentences import same_sentence
from annotator.session.batches import OpenBatch
from annotator.session.happened import Happened
from annotator.session.session import Session
from annotator.store.scheme_reads import SchemeReads, Usage

TURN_MS = 10.0  # of processor time, where a window waits: shorter turns would be mostly waits for the disk
MOST_ROWS = 20_000  # in one revision
AT_ONCE = 16  # documents that are read together

Sets = set[tuple[int, int]]


class Step(NamedTuple):
    """How far a merge or a split is, in documents."""

    done: int
    total: int


def check_lead(session: Session) -> None:
    """Raise EditRefused for somebody who may not change the scheme."""
    if "lead" not in session.people.roles_of(session.actor.id):
        raise EditRefused(f"Only a lead changes the scheme; {session.actor.name} is none in this project.")


# ---- edits of the scheme alone


def preview_edit(session: Session, edit: Edit) -> Preview:
    """What an Edit of labels, rules and attributes touches: use of its labels, and relations it puts off the rules."""
    reads = session.scheme_reads
    labels = {change.row.id for change in edit.changes if isinstance(change.before, Label) and not _only_moves(change)}
    labels |= {row.relation for change in edit.changes if isinstance(row := change.row, RelationRule)}
    named = [str(label) for label in labels if not str(label).startswith("+")]
    used = reads.usage(named)
    count, sets = _broken(session, edit)
    outdating = len(reads.holding(sets))
    approvals = max(used.approvals, outdating)
    return _preview(edit.title, used, approvals=approvals, carried=approvals - outdating, broken=count)


def _only_moves(change: Change) -> bool:
    before, after = change
    return isinstance(before, Label) and isinstance(after, Label) and before._replace(position=after.position) == after


def _preview(title: str, used: Usage, *, approvals: int, carried: int, broken: int = 0) -> Preview:
    head = (title, used.documents, used.spans, used.relations, used.document_labels, used.suggestions, used.states)
    return Preview(*head, approvals, carried, broken)


def do_edit(session: Session, edit: Edit) -> Happened:
    """Store an Edit of the scheme; approvals whose relations are against the rules by it are outdated in the same step.

    Raises EditRefused, WriteFailed.
    """
    check_lead(session)
    _, sets = _broken(session, edit)
    draft = Draft()
    draft.changes.extend(edit.changes)
    for document in session.scheme_reads.holding(sets):
        verdict = session.glance(document).last_verdict()
        if verdict is not None and verdict.gold_digest:
            draft.replace(verdict, outdated(verdict, edit.title))
    return session.do(draft.edit(edit.title))


def label_counts(session: Session) -> dict[Name, int]:
    """How often each label is used, by people and in final versions."""
    return session.scheme_reads.counts()


def discarding(session: Session, label: Name) -> Edit:
    """An Edit that deletes a label which nothing has. Raises EditRefused for one in use, or rejected somewhere."""
    edit = discard(session.scheme, label)
    if session.scheme_reads.documents_with([label]):
        raise EditRefused(f"{session.scheme.name_of(label)} is used in documents: retire it, or merge it into another.")
    return edit


def scheme_after(scheme: Scheme, edit: Edit) -> Scheme:
    """The scheme as it will be; new rows carry placeholder names."""
    after = Scheme()
    rows = [*scheme.labels.values(), *scheme.rules.values(), *scheme.attributes.values()]
    made: list[Change] = [Change(None, row) for row in rows]  # type: ignore[arg-type]
    for change in (*made, *edit.changes):
        if isinstance(change.row, Label | RelationRule | Attribute):
            after.apply(change)
    return after


def _broken(session: Session, edit: Edit) -> tuple[int, Sets]:
    """How many relations the rules allow now and not after the Edit, and the sets that hold them."""
    now, after = session.scheme, scheme_after(session.scheme, edit)
    reads, count, sets = session.scheme_reads, 0, set[tuple[int, int]]()
    altered = any(isinstance(change.row, RelationRule) for change in edit.changes)
    altered |= any(c.before.symmetric != c.after.symmetric for c in edit.changes if _is_altered(c))  # type: ignore[union-attr]
    found: dict[Name, set[tuple[Name, Name]]] = {}
    for relation, head, tail, number in reads.relation_ends() if altered else ():
        if now.may_join(relation, head, tail) and not after.may_join(relation, head, tail):
            found.setdefault(relation, set()).add((head, tail))
            count += number
    for relation, pairs in found.items():
        sets |= reads.sets_with_ends(relation, pairs)
    for change in edit.changes:
        if _is_altered(change):
            number, more = _newly_kept_to(reads, change.before, change.after)  # type: ignore[arg-type]
            count, sets = count + number, sets | more
    return count, sets


def _is_altered(change: Change) -> bool:
    return isinstance(change.before, Label) and isinstance(change.after, Label) and change.after.kind == "relation"


def _newly_kept_to(reads: SchemeReads, before: Label, after: Label) -> tuple[int, Sets]:
    """What is against "one per head" and "same sentence" where they were not asked for before."""
    count, sets = 0, set[tuple[int, int]]()
    if after.one_per_head and not before.one_per_head:
        count, sets = reads.sets_with_many(after.id)
    if after.same_sentence and not before.same_sentence:
        for document, author, text, (start, stop, other, end) in reads.joined(after.id):
            first, last = (stop, other) if start <= other else (end, start)
            if not same_sentence(text, first, last):
                count += 1
                sets.add((document, author))
    return count, sets


# ---- merging


def preview_merge(session: Session, sources: Sequence[Name], target: Name) -> Preview:
    """What merging labels into another touches; approvals carry over. Raises EditRefused when they cannot merge."""
    edit = absorb(session.scheme, sources, target)
    used = session.scheme_reads.usage(sources)
    return _preview(edit.title, used, approvals=used.approvals, carried=used.approvals)


def merging(session: Session, sources: Sequence[Name], target: Name, *, turn_ms: float = TURN_MS) -> Iterator[Step]:
    """Merge labels into another in all sets and final versions, by transactions and Steps that are one step of undo.

    Approvals that hold are carried over, each verdict saying why. Closing the iterator takes back what was written.
    Raises EditRefused, WriteFailed.
    """
    check_lead(session)
    edit = absorb(session.scheme, sources, target)
    stands = dict.fromkeys(sources, target)

    def label_of(item: Item) -> Name:
        return stands.get(item.label, item.label)

    reads, spans_alone = session.scheme_reads, session.scheme.labels[target].kind == "span"
    whole = reads.not_plain(sources) if spans_alone else set()
    holding = reads.all_holding()

    def changed(documents: Sequence[Name]) -> Iterator[list[Change]]:
        found = reads.spans_of(documents, [*sources, target]) if spans_alone else {}
        for name in documents:
            plain = plainly(found[name], stands) if spans_alone and name not in whole else None
            yield plain if plain is not None else all_of(session.glance(name))

    def all_of(doc: AnnotatedDocument) -> list[Change]:
        reason = f"carried over: {edit.title}"
        held = True if doc.id in holding else None
        return relabelled(doc, session.people, label_of, stands=stands, carry=True, held=held, reason=reason)

    yield from _through(session, edit, lambda: session.scheme_reads.documents_with(sources), changed, turn_ms)


# ---- splitting


def concerned(session: Session, label: Name, rule: SplitRule | None = None) -> Iterator[Concerned]:
    """Every span, or relation, of a label that a rule fits, in the order of the project: for going through by hand.

    Raises EditRefused for a pattern that is none.
    """
    fits = _fitting(rule or SplitRule())
    kind = session.scheme.labels[label].kind
    if kind not in ("span", "relation"):
        raise EditRefused("Only labels of entities and relations can be split.")
    for item, text in session.scheme_reads.items_with(label, kind):
        place = item.fragments if isinstance(item, Span) else ()
        words = " … ".join(text[start:end] for start, end in place)
        if fits(item, words):
            yield Concerned(item.document, item.id, item.author, place, words)


def _fitting(rule: SplitRule) -> Callable[[Span | Relation, str], bool]:
    try:
        pattern = re.compile(rule.words, re.IGNORECASE if rule.ignore_case else 0)
    except re.error as error:
        raise EditRefused(f'"{rule.words}" is no pattern: {error}.') from error

    def fits(item: Span | Relation, words: str) -> bool:
        if rule.names is not None and item.id not in rule.names:
            return False
        if rule.author and item.author != rule.author:
            return False
        if rule.attribute:
            values = dict(item.attributes)
            if rule.attribute not in values or rule.value not in (None, values[rule.attribute]):
                return False
        return not rule.words or pattern.search(words) is not None

    return fits


def preview_split(session: Session, label: Name, rule: SplitRule, *, into: str = "") -> Preview:
    """What a split touches; every approval concerned is outdated by it. `into` is the other label's human name."""
    found = list(concerned(session, label, rule))
    kind, people = session.scheme.labels[label].kind, session.people
    models = {author.id for author in people.authors.values() if author.kind == "model"}
    reads = session.scheme_reads
    sets = {reads.keys(one.document, one.author) for one in found}
    own = {reads.keys(one.document, one.author) for one in found if one.author not in models}
    number = sum(one.author not in models for one in found)
    spans, relations = (number, 0) if kind == "span" else (0, number)
    head = (_split_title(session, label, into), len({one.document for one in found}), spans, relations, 0)
    approvals = len(session.scheme_reads.holding(own))
    states = session.scheme_reads.states_of(sets)
    broken = _broken_by_split(session, label, found, into)
    return Preview(*head, len(found) - number, states, approvals, 0, broken)


def _broken_by_split(session: Session, label: Name, found: list[Concerned], into: str) -> int:
    """Relations that would be against the rules; a new label may join what the old one may."""
    scheme, other = session.scheme, session.scheme.find(into)
    if other is None or scheme.labels[label].kind != "span":
        return 0
    names = {one.item for one in found}
    count = 0
    for document in {one.document for one in found}:
        for one in session.glance(document).sets.values():
            if session.people.authors[one.author].kind != "model":
                count += sum(_breaks(scheme, one.spans.by_name, row, names, other.id) for row in one.relations.values())
    return count


def _breaks(scheme: Scheme, spans: dict[Name, Span], row: Relation, names: set[Name], other: Name) -> bool:
    if row.head not in names and row.tail not in names:
        return False
    head, tail = spans[row.head].label, spans[row.tail].label
    after = (other if row.head in names else head, other if row.tail in names else tail)
    return scheme.may_join(row.label, head, tail) and not scheme.may_join(row.label, *after)


def _split_title(session: Session, label: Name, into: str) -> str:
    return f"Split {session.scheme.name_of(label)}" + (f", part becomes {into}" if into else "")


def splitting(session: Session, label: Name, into: str, rule: SplitRule, *, turn_ms: float = TURN_MS) -> Iterator[Step]:
    """Give what a rule fits of a label another label, in all sets and final versions, as one step of undo.

    `into` is a label of the same kind by human name; a new one may join what the old one may. Approvals concerned
    are outdated. Closing the iterator takes back what was written. Raises EditRefused, WriteFailed.
    """
    check_lead(session)
    row = session.scheme.labels[label]
    chosen = {one.item: one.document for one in concerned(session, label, rule)}
    if not chosen:
        raise EditRefused(f"Nothing of {row.name} fits that.")
    other = session.scheme.find(into, row.kind)
    if other is not None and (other.retired or other.id == label):
        raise EditRefused(f"{into} is {'retired' if other.retired else 'the label itself'}.")
    title = _split_title(session, label, into)
    edit = Edit(title, () if other is not None else branch(session.scheme, label, into).changes)

    def documents() -> list[Name]:
        return sorted(set(chosen.values()))

    def changed(documents: Sequence[Name]) -> Iterator[list[Change]]:
        wanted = session.scheme.named(into, row.kind).id
        label_of: LabelOf = lambda item: wanted if item.id in chosen else item.label  # noqa: E731
        for name in documents:
            yield relabelled(session.glance(name), session.people, label_of, reason=title)

    yield from _through(session, edit, documents, changed, turn_ms)


def _through(
    session: Session,
    edit: Edit,
    documents: Callable[[], list[Name]],
    changed: Callable[[Sequence[Name]], Iterator[list[Change]]],
    turn_ms: float,
) -> Iterator[Step]:
    """Store the scheme's part, then that of each document, in one batch."""
    batch = OpenBatch(session, edit.title, "bulk")
    try:
        wanted = documents()
        if edit.changes:
            batch.do(edit)
        yield Step(0, len(wanted))
        for done in _written(session, batch, edit.title, wanted, changed, turn_ms):
            yield Step(done, len(wanted))
        batch.finish()
    except BaseException:
        if session.pending is None:
            batch.take_back()
        raise


def _written(
    session: Session,
    batch: OpenBatch,
    title: str,
    documents: Sequence[Name],
    changed: Callable[[Sequence[Name]], Iterator[list[Change]]],
    turn_ms: float,
) -> Iterator[int]:
    """Write the Changes of documents, as many at once as a turn has time for; how many are done, after each write."""
    draft, done, began = Draft(), 0, thread_time()
    chunks = (documents[first : first + AT_ONCE] for first in range(0, len(documents), AT_ONCE))
    for done, changes in enumerate((one for chunk in chunks for one in changed(chunk)), 1):
        draft.changes.extend(changes)
        if (thread_time() - began) * 1e3 >= turn_ms or len(draft.changes) >= MOST_ROWS:
            if draft.changes:
                batch.do(draft.edit(title))
            yield done
            draft, began = Draft(), thread_time()
    if draft.changes:
        batch.do(draft.edit(title))
    if done:
        yield done


def carried_over(session: Session) -> dict[str, list[Name]]:
    """Documents whose approval a change of the scheme carried over or outdated, by the reason: for a spot check."""
    return session.scheme_reads.reasons()
