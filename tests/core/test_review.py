"""Every event from every state, every guard, and the final version that follows the author."""

from collections.abc import Callable

import pytest

from annotator.core import comments, edits, review
from annotator.core.change import Change, Edit, EditRefused
from annotator.core.digest import digest
from annotator.core.listing import STATES
from annotator.core.rows import Relation
from tests.core.desk import ANA, BEN, GOLD, ORG, OWNS, PERSON, Desk

EVENTS: dict[str, Callable[[Desk], Edit]] = {
    "submit": lambda desk: review.submit(desk.view()),
    "set aside": lambda desk: review.set_aside(desk.view(), "off topic"),
    "take up": lambda desk: review.take_up(desk.view()),
    "return": lambda desk: review.take_up(desk.review()),
    "withdraw": lambda desk: review.withdraw(desk.view()),
    "first comment": lambda desk: comments.comment(desk.review(), "Why?"),
    "correction": lambda desk: edits.mark_span(desk.review(), 24, 30, ORG),
    "release": lambda desk: review.release(desk.review()),
    "approve": lambda desk: review.approve(desk.review()),
    "send back": lambda desk: review.send_back(desk.review()),
    "reopen": lambda desk: review.reopen(desk.review(), "a reason"),
    "edit": lambda desk: edits.mark_span(desk.view(), 24, 30, ORG),
}
TABLE = {
    "submit": {"to do": "submitted", "in progress": "submitted", "sent back": "submitted"},
    "set aside": {"to do": "set aside", "in progress": "set aside", "sent back": "set aside"},
    "take up": {"set aside": "in progress"},
    "return": {"set aside": "in progress"},
    "withdraw": {"submitted": "in progress", "in review": "in progress", "approved": "in progress"},
    "first comment": {state: "in review" if state == "submitted" else state for state in STATES},
    "correction": {"submitted": "in review", "in review": "in review"},
    "release": {"in review": "submitted"},
    "approve": {"submitted": "approved", "in review": "approved"},
    "send back": {"submitted": "sent back", "in review": "sent back"},
    "reopen": {"approved": "in review"},
    "edit": {"to do": "in progress", "in progress": "in progress", "sent back": "sent back"},
}


def at_state(state: str) -> Desk:
    """A desk with Ana's work in a state, with an open comment of this round."""
    desk = Desk()
    if state != "to do":
        desk.mark("Pfizer")
        desk.state(state)
    rounds = 1 if state != "to do" else 0
    said = comments.comment(desk.review(), "Look here").changes[-1].after
    desk.do(Edit("said", (Change(None, said._replace(round=rounds)),)))  # type: ignore[union-attr, call-arg]
    return desk


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("state", STATES)
def test_every_event_from_every_state(state: str, event: str) -> None:
    desk = at_state(state)
    expected = TABLE[event].get(state)
    if expected is None:
        with pytest.raises(EditRefused):
            EVENTS[event](desk)
        return
    changes = desk.do(EVENTS[event](desk))
    assert desk.doc.set_of(ANA).state == expected
    desk.undo(changes)
    assert desk.doc.set_of(ANA).state == state


def submitted() -> Desk:
    """Ana has marked and linked two companies and submitted."""
    desk = Desk()
    head, tail = desk.mark("Pfizer"), desk.mark("Seagen")
    desk.do(edits.link(desk.view(), head, tail, OWNS))
    desk.do(review.submit(desk.view()))
    return desk


def approved(desk: Desk) -> bool:
    return review.is_approved(desk.doc, desk.people)


def test_only_the_author_submits_and_withdraws() -> None:
    desk = Desk()
    with pytest.raises(EditRefused, match="Only Ana does this"):
        review.submit(desk.view()._replace(actor=BEN))
    with pytest.raises(EditRefused, match="Only Ana does this"):
        review.withdraw(submitted().view()._replace(actor=BEN))


def test_submit_is_refused_while_something_blocks() -> None:
    desk = Desk()
    head, tail = desk.mark("Pfizer"), desk.mark("Seagen")
    desk.do(edits.link(desk.view(), head, tail, OWNS))
    desk.do(edits.relabel(desk.view(), [head], PERSON, broken="keep"))
    with pytest.raises(EditRefused, match='Not yet: "owns" may not go from PERSON to ORG') as refused:
        review.submit(desk.view())
    assert refused.value.remedy == "problems"


@pytest.mark.parametrize(
    ("setting", "leave_open", "count"), [('"accept"', False, 1), ('"leave out"', False, 0), ('"accept"', True, 0)]
)
def test_submit_accepts_what_is_left(setting: str, leave_open: bool, count: int) -> None:
    desk = Desk()
    desk.setting("on_submit", setting)
    desk.suggest("Pfizer", ORG)
    desk.do(review.submit(desk.view(), leave_open=leave_open))
    assert len(desk.marks()) == count
    assert {span.how for span in desk.doc.set_of(ANA).spans} <= {"with the rest"}


def test_where_review_is_required_nobody_reviews_the_own_work() -> None:
    desk = submitted()
    mine = desk.review(by=ANA)
    assert review.approve(mine).title  # where it is optional, one person may do both
    desk.setting("review", '"required"')
    for verb in (lambda: review.approve(mine), lambda: review.send_back(mine)):
        with pytest.raises(EditRefused, match="Somebody else reviews your work"):
            verb()


def test_only_reviewers_decide_once_roles_are_given() -> None:
    desk = submitted()
    desk.role(ANA, "annotator")
    desk.role(BEN, "annotator")
    with pytest.raises(EditRefused, match="Ben is no reviewer"):
        review.approve(desk.review())
    desk.role(BEN, "reviewer")
    assert review.approve(desk.review()).title == 'Approve "article"'


def test_reasons_are_needed() -> None:
    desk = submitted()
    with pytest.raises(EditRefused, match="Sending back needs a comment"):
        review.send_back(desk.review())
    desk.do(review.approve(desk.review()))
    with pytest.raises(EditRefused, match="Reopening needs a reason"):
        review.reopen(desk.review(), " ")
    with pytest.raises(EditRefused, match="A reason is needed: broken text"):
        review.set_aside(Desk().view(), "bored")


def test_approve_copies_the_work_and_holds_until_it_changes() -> None:
    desk = submitted()
    shown = digest(desk.doc, desk.review().shown)
    desk.do(review.approve(desk.review(), shown=shown))
    assert (desk.marks(GOLD), desk.links(GOLD)) == (desk.marks(), desk.links())
    verdict = desk.doc.last_verdict()
    assert verdict is not None
    assert (verdict.unseen, verdict.gold_digest) == (False, shown)
    assert approved(desk)
    span = desk.doc.set_of(ANA).span(desk.at("Pfizer"))
    assert span is not None
    desk.doc.apply(Change(span, span._replace(label=PERSON)))
    assert not approved(desk)


def test_approve_is_refused_when_it_is_not_what_was_shown() -> None:
    desk = submitted()
    shown = digest(desk.doc, desk.review().shown)
    desk.do(edits.mark_span(desk.review(), 10, 18, ORG))
    with pytest.raises(EditRefused, match="changed since it was shown"):
        review.approve(desk.review(), shown=shown)
    desk.do(review.approve(desk.review()))
    verdict = desk.doc.last_verdict()
    assert verdict is not None
    assert verdict.unseen


def test_a_correction_copies_once_and_never_touches_the_authors_set() -> None:
    desk = submitted()
    theirs = desk.marks()
    desk.do(edits.mark_span(desk.review(), 10, 18, PERSON))
    desk.do(edits.delete(desk.review(), [desk.at("New York", author=GOLD)]))
    assert desk.marks() == theirs == desk.marks(GOLD)
    assert desk.doc.set_of(GOLD).state == "draft"
    assert not desk.doc.set_of(GOLD).rejections


def sent_back(desk: Desk) -> None:
    """Ben sends the work back with a comment."""
    desk.do(comments.comment(desk.review(), "See my changes"))
    desk.do(review.send_back(desk.review()))


def test_resubmitting_follows_where_the_reviewer_changed_nothing() -> None:
    desk = submitted()
    desk.do(edits.mark_span(desk.review(), 32, 45, PERSON))
    sent_back(desk)
    desk.mark("New York")
    desk.do(edits.move_edge(desk.view(), desk.at("Seagen"), "end", 29))
    relation = next(iter(desk.doc.set_of(ANA).relations))
    desk.do(edits.delete(desk.view(), [relation]))
    desk.do(review.submit(desk.view()))
    assert desk.marks(GOLD) == [("Pfizer", "ORG"), ("New York", "ORG"), ("Seage", "ORG"), ("Albert Bourla", "PERSON")]
    assert desk.links(GOLD) == []
    desk.do(review.approve(desk.review()))
    assert approved(desk)


def test_what_the_reviewer_changed_stays() -> None:
    desk = submitted()
    desk.do(edits.move_edge(desk.review(), desk.at("Seagen"), "end", 28))
    sent_back(desk)
    desk.mark("New York")
    desk.do(review.submit(desk.view()))
    assert desk.marks(GOLD) == [("Pfizer", "ORG"), ("New York", "ORG"), ("Seag", "ORG")]
    assert desk.links(GOLD) == [("Pfizer", "owns", "Seag")]


def test_both_changed_differently_waits_for_a_decision() -> None:
    desk = submitted()
    desk.do(edits.move_edge(desk.review(), desk.at("Pfizer"), "end", 18))
    sent_back(desk)
    desk.do(edits.move_edge(desk.view(), desk.at("Pfizer"), "end", 5))
    desk.do(review.submit(desk.view()))
    with pytest.raises(EditRefused, match="One place was changed by both of you") as refused:
        review.approve(desk.review())
    assert refused.value.remedy == "both changed"
    desk.do(review.approve(desk.review(), decided=True))
    assert ("Pfizer of New York", "ORG") in desk.marks(GOLD)


def test_both_changed_alike_is_settled() -> None:
    desk = submitted()
    desk.do(edits.move_edge(desk.review(), desk.at("Pfizer"), "end", 18))
    sent_back(desk)
    desk.do(edits.move_edge(desk.view(), desk.at("Pfizer"), "end", 18))
    desk.do(review.submit(desk.view()))
    desk.do(review.approve(desk.review()))
    assert desk.marks(GOLD) == desk.marks()


def test_an_author_deletes_what_the_reviewer_left() -> None:
    desk = submitted()
    desk.do(edits.mark_span(desk.review(), 32, 45, PERSON))
    sent_back(desk)
    desk.do(edits.delete(desk.view(), [desk.at("Seagen")]))
    desk.do(review.submit(desk.view()))
    assert desk.marks(GOLD) == [("Pfizer", "ORG"), ("Albert Bourla", "PERSON")]


def test_what_is_deleted_and_made_anew_keeps_its_copy() -> None:
    desk = submitted()
    desk.do(edits.mark_span(desk.review(), 32, 45, PERSON))
    sent_back(desk)
    copy = desk.at("Seagen", author=GOLD)
    desk.do(edits.delete(desk.view(), [desk.at("Seagen")]))
    again = desk.mark("Seagen")
    desk.do(review.submit(desk.view()))
    span = desk.doc.set_of(GOLD).span(copy)
    assert span is not None
    assert span.origin == again


def test_with_several_peoples_work_the_final_version_follows_none() -> None:
    desk = submitted()
    desk.do(edits.mark_span(desk.review(), 32, 45, PERSON))
    before = desk.marks(GOLD)
    desk.mark("Pfizer", author=BEN)
    desk.do(review.submit(desk.view(BEN)))
    assert desk.marks(GOLD) == before


def test_the_whole_resubmission_is_one_undo() -> None:
    desk = submitted()
    desk.do(edits.mark_span(desk.review(), 32, 45, PERSON))
    sent_back(desk)
    desk.mark("New York")
    before = desk.marks(GOLD)
    desk.undo(desk.do(review.submit(desk.view())))
    assert (desk.marks(GOLD), desk.doc.set_of(ANA).state) == (before, "sent back")


def test_concerns_name_what_approving_asks() -> None:
    desk = submitted()
    assert review.concerns(desk.review()) == []
    desk.do(edits.mark_span(desk.review(), 10, 18, ORG))
    desk.do(comments.comment(desk.review(), "Sure?"))
    asked = review.concerns(desk.review(), unseen_text=True)
    assert len(asked) == 3
    assert asked[0] == "Your corrections become the final version."


def test_the_digest_is_of_content_alone() -> None:
    desk = submitted()
    before = digest(desk.doc, desk.doc.set_of(ANA))
    label = desk.scheme.labels[ORG]
    desk.scheme.apply(Change(label, label._replace(name="COMPANY", colour="#123456", key="9")))
    desk.do(comments.comment(desk.view(), "Hm", item=desk.at("Pfizer")))
    span = desk.doc.set_of(ANA).span(desk.at("Pfizer"))
    assert span is not None
    desk.doc.apply(Change(span, span._replace(origin="x.1.1", how="one by one", score=0.5)))
    assert digest(desk.doc, desk.doc.set_of(ANA)) == before


@pytest.mark.parametrize("field", ["label", "fragments", "note", "unsure", "attributes"])
def test_the_digest_covers_all_content(field: str) -> None:
    desk = submitted()
    before = digest(desk.doc, desk.doc.set_of(ANA))
    other = {"label": PERSON, "fragments": ((1, 6),), "note": "x", "unsure": True, "attributes": (("a", 1),)}
    span = desk.doc.set_of(ANA).span(desk.at("Pfizer"))
    assert span is not None
    desk.doc.apply(Change(span, span._replace(**{field: other[field]})))
    assert digest(desk.doc, desk.doc.set_of(ANA)) != before


def test_the_digest_covers_which_ends_are_joined() -> None:
    desk = submitted()
    before = digest(desk.doc, desk.doc.set_of(ANA))
    row = next(iter(desk.doc.set_of(ANA).relations.values()))
    desk.doc.apply(Change(row, row._replace(head=row.tail, tail=row.head)))
    assert isinstance(row, Relation)
    assert digest(desk.doc, desk.doc.set_of(ANA)) != before
