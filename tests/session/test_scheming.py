"""Changes of the scheme with work present: what is shown before is what happens, and all of it comes back by undo."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from annotator.core import edits, review, scheme_edits
from annotator.core.change import EditRefused
from annotator.core.document import AnnotationSet
from annotator.core.people import give_role
from annotator.core.review import is_approved
from annotator.core.rows import Name
from annotator.core.scheme_preview import SplitRule
from annotator.session import Session
from annotator.session.scheming import (
    Step,
    carried_over,
    concerned,
    do_edit,
    merging,
    preview_edit,
    preview_merge,
    preview_split,
    splitting,
)
from annotator.session.suggesting import Model, store_suggestions
from annotator.store.doctor import examine
from tests.session.history import folded, rows_of_file, shape
from tests.session.project import label, place, small_project, suggest


@pytest.fixture
def work(folder: Path) -> Iterator[Session]:
    """Ana has marked both documents and Rita has approved the first."""
    session = small_project(folder / "work.annot")
    first, second = session.documents()
    suggest(session, first, "news", [(((0, 6),), "ORG"), (((10, 18),), "PLACE")])
    mark(session, first, "Pfizer", "ORG")
    mark(session, first, "Seagen", "ORG")
    mark(session, first, "New York", "PLACE")
    mark(session, first, "Albert Bourla", "PERSON")
    ends = {session.document(first).surface(span): span.id for span in own(session, first).spans}
    session.do(edits.link(session.view(first), ends["Pfizer"], ends["Seagen"], label(session, "owns", "relation")))
    boss = session.view(first)
    session.do(edits.link(boss, ends["Albert Bourla"], ends["Pfizer"], label(session, "works for", "relation")))
    mark(session, second, "Nordbank", "ORG")
    mark(session, second, "Oslo", "PLACE")
    session.do(review.submit(session.view(first)))
    session.act_as("Rita", reviewing=True)
    session.do(review.approve(session.view(first, reviewed=session.people.named("Ana").id)))
    session.act_as("Ana")
    session.settle()
    yield session
    session.close()


def own(session: Session, document: Name) -> AnnotationSet:
    return session.document(document).set_of(session.people.named("Ana").id)


def mark(session: Session, document: Name, words: str, name: str) -> None:
    session.do(edits.mark_span(session.view(document), *place(session, document, words), label(session, name)))


def marks(session: Session, document: Name) -> list[tuple[str, str]]:
    doc = session.document(document)
    return [(doc.surface(span), session.scheme.name_of(span.label)) for span in own(session, document).spans.ordered()]


def approved(session: Session, document: Name) -> bool:
    """By what the sets hold, and by what the queue says: the two must agree."""
    held = is_approved(session.document(document), session.people)
    rows = {row.document: row for row in session.queue(session.queue_filter()._replace(author=""))}
    assert held == (rows[document].state == "approved" and not rows[document].outdated)
    return held


def everything(session: Session) -> object:
    return rows_of_file(session._store), [shape(session.document(name)) for name in session.documents()]


def last(steps: Iterator[Step]) -> Step:
    return list(steps)[-1]


def test_a_rename_touches_one_row(work: Session) -> None:
    first, _ = work.documents()
    edit = scheme_edits.rename(work.scheme, label(work, "ORG"), "FIRM")
    shown = preview_edit(work, edit)
    assert (shown.documents, shown.spans, shown.approvals, shown.outdated) == (2, 5, 1, 0)
    assert len(do_edit(work, edit).changes) == 1
    assert ("Pfizer", "FIRM") in marks(work, first)
    assert approved(work, first)
    work.undo()
    assert ("Pfizer", "ORG") in marks(work, first)


def test_a_merge_carries_approvals_over_and_comes_back(work: Session) -> None:
    first, second = work.documents()
    org, spot = label(work, "ORG"), label(work, "PLACE")
    before = everything(work)
    shown = preview_merge(work, [spot], org)
    assert shown.title == "Merge PLACE into ORG"
    assert (shown.documents, shown.spans, shown.suggestions, shown.approvals, shown.carried) == (2, 3, 1, 1, 1)
    assert shown.states == {"approved": 1, "in progress": 1}
    assert "3 entities and 1 suggestion in 2 documents (1 approved, 1 in progress)" in shown.sentence()
    assert everything(work) == before
    assert last(merging(work, [spot], org)) == Step(2, 2)
    assert ("New York", "ORG") in marks(work, first)
    assert ("Oslo", "ORG") in marks(work, second)
    assert approved(work, first)
    assert carried_over(work) == {"carried over: Merge PLACE into ORG": [first]}
    assert [row.name for row in work.scheme.ordered("span")] == ["ORG", "PERSON"]
    titles = [entry.info.title for entry in work.history(second)]
    assert titles[-1] == "Merge PLACE into ORG"
    after = everything(work)
    work.undo()
    assert everything(work) == before
    assert approved(work, first)
    work.redo()
    assert everything(work) == after
    assert approved(work, first)
    assert folded(work._store) == rows_of_file(work._store)
    assert list(examine(work.path)) == []


def test_what_says_the_same_after_a_merge_is_there_once(work: Session) -> None:
    _, second = work.documents()
    mark(work, second, "Nordbank", "PLACE")
    view = work.view(second)
    names = {(view.surface(one), one.label): one.id for one in view.set.spans}
    org, spot = label(work, "ORG"), label(work, "PLACE")
    near, oslo = label(work, "near", "relation"), names["Oslo", spot]
    for name in (names["Nordbank", org], names["Nordbank", spot]):
        work.do(edits.link(work.view(second), name, oslo, near))
    before = everything(work)
    assert last(merging(work, [spot], org)).done == 2
    assert marks(work, second) == [("Nordbank", "ORG"), ("Oslo", "ORG")]
    (link,) = own(work, second).relations.values()
    assert (link.head, link.tail) == (names["Nordbank", org], oslo)
    work.undo()
    assert everything(work) == before


def test_rejections_and_later_suggestions_mean_the_merged_label(work: Session) -> None:
    _, second = work.documents()
    suggest(work, second, "news", [(((0, 8),), "PERSON")])
    model = work.people.named("news", "model")
    (span,) = work.document(second).set_of(model.id).spans
    work.do(edits.reject(work.view(second), [span.id]))
    org, person = label(work, "ORG"), label(work, "PERSON")
    last(merging(work, [person], org))
    assert list(own(work, second).rejections) == [f"{org}|0-8"]

    class Found:
        start, end, label, score = 0, 8, "PERSON", None

    missing = store_suggestions(work, second, Model(model.name, model.version, model.meta_hash), [Found()])
    assert not missing
    assert [one.label for one in work.document(second).set_of(model.id).spans] == [org]


def test_a_merge_that_is_left_off_leaves_nothing(work: Session) -> None:
    before = everything(work)
    steps = merging(work, [label(work, "PLACE")], label(work, "ORG"), turn_ms=0)
    next(steps)
    next(steps)
    assert everything(work) != before
    steps.close()  # type: ignore[attr-defined]
    assert everything(work) == before
    assert work.unfinished() == []


@pytest.mark.parametrize(
    ("rule", "moved"),
    [
        (SplitRule(words="^Nord"), {"Nordbank"}),
        (SplitRule(words="^nord", ignore_case=True), {"Nordbank"}),
        (SplitRule(), {"Pfizer", "Seagen", "Nordbank"}),
    ],
)
def test_a_split_by_words(work: Session, rule: SplitRule, moved: set[str]) -> None:
    first, second = work.documents()
    before, org = everything(work), label(work, "ORG")
    shown = preview_split(work, org, rule, into="BANK")
    outdates = "Pfizer" in moved
    assert (shown.approvals, shown.carried) == (int(outdates), 0)
    assert shown.documents == (2 if outdates else 1)
    last(splitting(work, org, "BANK", rule))
    found = {words for document in (first, second) for words, name in marks(work, document) if name == "BANK"}
    assert found == moved
    assert approved(work, first) != outdates
    owns = label(work, "owns", "relation")
    bank = label(work, "BANK")
    assert work.scheme.may_join(owns, bank, org)
    after = everything(work)
    work.undo()
    assert everything(work) == before
    assert approved(work, first)
    work.redo()
    assert everything(work) == after
    assert folded(work._store) == rows_of_file(work._store)


def test_a_split_by_author_attribute_and_hand(work: Session) -> None:
    _, second = work.documents()
    org = label(work, "ORG")
    do_edit(work, scheme_edits.add_attribute(work.scheme, "kind", "choice", choices=["bank", "firm"], labels=[org]))
    (kind,) = work.scheme.attributes
    (bank,) = [one for one in concerned(work, org) if one.words == "Nordbank"]
    work.do(edits.set_attributes(work.view(second), bank.item, ((kind, "bank"),)))
    assert [one.words for one in concerned(work, org, SplitRule(attribute=kind, value="bank"))] == ["Nordbank"]
    assert list(concerned(work, org, SplitRule(attribute=kind, value="firm"))) == []
    ana = work.people.named("Ana").id
    assert [one.words for one in concerned(work, org, SplitRule(author=ana))] == ["Pfizer", "Seagen", "Nordbank"]
    last(splitting(work, org, "BANK", SplitRule(names=frozenset([bank.item]))))
    assert marks(work, second)[0] == ("Nordbank", "BANK")
    # A label that is there already may be the other one.
    last(splitting(work, org, "BANK", SplitRule(words="Seagen")))
    assert [row.name for row in work.scheme.ordered("span")].count("BANK") == 1


def test_a_rule_that_relations_break_outdates_and_says_so_before(work: Session) -> None:
    first, _ = work.documents()
    before = everything(work)
    edit = scheme_edits.set_pairs(work.scheme, label(work, "owns", "relation"), [(label(work, "PERSON"),) * 2])
    shown = preview_edit(work, edit)
    assert (shown.broken, shown.approvals, shown.outdated) == (2, 1, 1)  # Ana's and the final version's
    do_edit(work, edit)
    assert not approved(work, first)
    work.undo()
    assert everything(work) == before
    assert approved(work, first)
    work.redo()
    assert not approved(work, first)


def test_rules_on_heads_and_sentences_count_what_breaks_them(work: Session) -> None:
    first, _ = work.documents()
    works, owns = label(work, "works for", "relation"), label(work, "owns", "relation")
    assert preview_edit(work, scheme_edits.alter(work.scheme, owns, same_sentence=True)).broken == 0
    edit = scheme_edits.alter(work.scheme, works, same_sentence=True)  # from the second sentence to the first
    assert (preview_edit(work, edit).broken, preview_edit(work, edit).outdated) == (2, 1)
    do_edit(work, edit)
    assert not approved(work, first)
    assert preview_edit(work, scheme_edits.alter(work.scheme, owns, one_per_head=True)).broken == 0


def test_refusals(work: Session) -> None:
    scheme = work.scheme
    org, person, owns = label(work, "ORG"), label(work, "PERSON"), label(work, "owns", "relation")
    place_ = label(work, "PLACE")
    cases = [
        (lambda: scheme_edits.rename(scheme, org, " "), "A label needs a name"),
        (lambda: scheme_edits.rename(scheme, org, "PERSON"), "there already; merge the two"),
        (lambda: scheme_edits.alter(scheme, org, key="2"), '"2" is the key of PERSON'),
        (lambda: scheme_edits.alter(scheme, org, key="F1"), "no key of the bar"),
        (lambda: scheme_edits.alter(scheme, org, parent=org), "cannot be above"),
        (lambda: scheme_edits.alter(scheme, org, parent=owns), "cannot be above"),
        (lambda: scheme_edits.alter(scheme, org, key="1"), "Nothing to change"),
        (lambda: scheme_edits.bring_back(scheme, org), "is in use"),
        (lambda: scheme_edits.add_attribute(scheme, " "), "needs a name"),
        (lambda: scheme_edits.add_attribute(scheme, "x", "list"), "holds one of"),
        (lambda: scheme_edits.add_attribute(scheme, "x", "choice"), "Choices belong"),
        (lambda: preview_merge(work, [org], owns), "is a span label"),
        (lambda: preview_merge(work, [org], org), "into itself"),
        (lambda: preview_merge(work, [], org), "takes two"),
        (lambda: list(splitting(work, org, "BANK", SplitRule(words="nowhere"))), "Nothing of ORG fits"),
        (lambda: list(splitting(work, org, "ORG", SplitRule())), "the label itself"),
        (lambda: list(splitting(work, org, "BANK", SplitRule(words="("))), "is no pattern"),
        (lambda: list(concerned(work, label(work, "deal", "document"))), "Only labels of entities"),
    ]
    for refused, words in cases:
        with pytest.raises(EditRefused, match=words):
            refused()
    do_edit(work, scheme_edits.retire(scheme, place_))
    for refused, words in [
        (lambda: scheme_edits.retire(scheme, place_), "retired already"),
        (lambda: scheme_edits.rename(scheme, org, "PLACE"), "used before and is retired"),
        (lambda: preview_merge(work, [person], place_), "PLACE is retired"),
        (lambda: list(splitting(work, org, "PLACE", SplitRule())), "is retired"),
    ]:
        with pytest.raises(EditRefused, match=words):
            refused()
    work.do(give_role(work.people, work.people.named("Rita").id, "lead"))
    for refused in (
        lambda: do_edit(work, scheme_edits.rename(scheme, org, "FIRM")),
        lambda: list(merging(work, [person], org)),
        lambda: list(splitting(work, org, "BANK", SplitRule())),
    ):
        with pytest.raises(EditRefused, match="Only a lead changes the scheme; Ana is none"):
            refused()  # type: ignore[operator]


def test_undo_is_refused_once_somebody_built_on_it(work: Session) -> None:
    _, second = work.documents()
    last(merging(work, [label(work, "PLACE")], label(work, "ORG")))
    ana = work.people.named("Ana").id
    (oslo,) = [one.id for one in own(work, second).spans if work.document(second).surface(one) == "Oslo"]
    work.do(edits.set_note(work.view(second, author=ana), oslo, "the town"))
    work.undo()
    work.undo()
    assert ("Oslo", "PLACE") in marks(work, second)
    last(merging(work, [label(work, "PLACE")], label(work, "ORG")))
    work.act_as("Rita")
    do_edit(work, scheme_edits.rename(work.scheme, label(work, "ORG"), "FIRM"))
    work.act_as("Ana")
    with suppress(EditRefused):
        work.undo()
    assert folded(work._store) == rows_of_file(work._store)
