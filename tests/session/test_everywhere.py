"""Label everywhere over a project: what is found, what one batch changes, that it comes back, and what it leaves."""

from collections import Counter
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.core import edits, review
from annotator.core.change import EditRefused
from annotator.core.everywhere import VERBS
from annotator.core.rows import Name
from annotator.session import Session
from annotator.session.everywhere import (
    AROUND,
    Done,
    Hit,
    Query,
    doing,
    search,
    standings,
    title_of,
)
from annotator.session.finding import BadExpression, Wanted
from annotator.store.doctor import examine
from tests.session.history import folded, rows_of_file, shape
from tests.session.project import add_documents, label, place, small_project, suggest

MORE = ("Oslo and Oslo.", "Nothing here.", "OSLO, Osloer; Oslo")


@pytest.fixture
def work(session: Session) -> Session:
    add_documents(session, MORE)
    return session


def found(session: Session, words: str = "", *, sought: str = "", **options: bool) -> list[Hit]:
    query = Query(Wanted(words, **options), label(session, sought) if sought else "")
    return search(session, query).hits


def mark(session: Session, document: Name, words: str, name: str) -> None:
    session.do(edits.mark_span(session.view(document), *place(session, document, words), label(session, name)))


def last(session: Session, verb: str, hits: list[Hit], name: str = "") -> Done:
    wanted = label(session, name) if name else ""
    return list(doing(session, verb, hits, wanted, title=title_of(session, verb, hits, wanted)))[-1]


def everything(session: Session) -> object:
    return rows_of_file(session._store), [shape(session.document(name)) for name in session.documents()]


def test_words_are_found_in_all_texts_in_their_order(work: Session) -> None:
    documents = work.documents()
    hits = found(work, "Oslo", case=True, whole_word=True)
    assert [(documents.index(hit.document), hit.start) for hit in hits] == [
        (1, 35),
        (1, 43),
        (1, 49),
        (2, 0),
        (2, 9),
        (4, 14),
    ]
    assert all(hit.words == "Oslo" for hit in hits)
    assert (hits[3].before, hits[3].after) == ("", " and Oslo.")
    assert hits[0].before == work.text_of(documents[1])[:35][-AROUND:]
    assert len(found(work, "oslo")) == 8
    assert [hit.words for hit in found(work, r"\s*\bNo\w+\s", expression=True)] == ["Nordbank", "Nordbank", "Nothing"]
    some = search(work, Query(Wanted("Oslo")), documents[2:3]).hits
    assert [hit.document for hit in some] == [documents[2]] * 2


def test_a_word_list_takes_the_longest(work: Session) -> None:
    query = Query(Wanted("", case=True, whole_word=True, words=("Bank", "Bank of Oslo", "Seagen")))
    assert [hit.words for hit in search(work, query).hits] == ["Seagen", "Bank of Oslo"]


def test_a_label_finds_own_entities_and_open_suggestions(work: Session) -> None:
    first, second, third, *_ = work.documents()
    mark(work, second, "Oslo", "PLACE")
    work.do(edits.mark_fragments(work.view(third), ((0, 4), (9, 13)), label(work, "PLACE")))
    suggest(work, first, "news", [(((10, 18),), "PLACE"), (((0, 6),), "ORG")])
    hits = found(work, sought="PLACE")
    assert [hit.words for hit in hits] == ["New York", "Oslo", "Oslo … Oslo"]
    assert [hit.words for hit in found(work, "york", sought="PLACE")] == ["New York"]
    stands = [one.present for some in standings(work, hits) for _, one in some]
    assert [(len(one.labels), len(one.suggested)) for one in stands] == [(0, 1), (1, 0), (1, 0)]
    assert search(work, Query()).hits == []


def test_a_bad_or_endless_expression_is_told_of(work: Session) -> None:
    with pytest.raises(BadExpression):
        found(work, "(a", expression=True)
    add_documents(work, tuple("a" * 5_000 + f"? {number}" for number in range(5)))
    outcome = search(work, Query(Wanted(r"(a+)+$", expression=True)))
    assert outcome.out_of_time >= 3


def test_one_batch_is_one_step_and_comes_back_exactly(work: Session) -> None:
    second, third, fifth = (work.documents()[number] for number in (1, 2, 4))
    mark(work, second, "Oslo", "ORG")  # in "Bank of Oslo"
    suggest(work, third, "news", [(((0, 4),), "PLACE")])
    before = everything(work)
    hits = found(work, "Oslo", case=True, whole_word=True)
    done = last(work, "label", hits, "PLACE")
    assert done == Done(3, 3, 5, 3, Counter({"has another label": 1}), 0)
    assert work.undo_step().info.title == 'Label 6 × "Oslo" PLACE everywhere'  # type: ignore[union-attr]
    own = [work.document(name).set_of(work.actor.id) for name in (second, third, fifth)]
    assert [len(one.spans) for one in own] == [3, 2, 1]
    assert [one.state for one in own] == ["in progress"] * 3
    after = everything(work)
    work.undo()
    assert everything(work) == before
    work.redo()
    assert everything(work) == after
    assert folded(work._store) == rows_of_file(work._store)
    assert list(examine(work.path)) == []


def test_what_is_closed_is_left_and_counted(work: Session) -> None:
    second, third, _, fifth = work.documents()[1:]
    for name, words in ((second, "Nordbank"), (third, "and")):
        mark(work, name, words, "ORG")
    work.do(review.submit(work.view(second)))
    hits = found(work, "Oslo", case=True, whole_word=True)
    closed = [one.closed for some in standings(work, hits) for _, one in some]
    assert closed == ["submitted"] * 3 + [""] * 3
    assert last(work, "label", hits, "PLACE").left == Counter({"submitted": 3})
    assert len(work.document(fifth).set_of(work.actor.id).spans) == 1
    with pytest.raises(EditRefused, match="3 submitted, 3 has this label already"):
        last(work, "label", hits, "PLACE")


def test_relabel_unlabel_and_reject(work: Session) -> None:
    last(work, "label", found(work, "Oslo", case=True, whole_word=True), "PLACE")
    last(work, "relabel", found(work, sought="PLACE")[1:], "ORG")
    assert len(found(work, sought="ORG")) == 5
    assert last(work, "unlabel", found(work, "Oslo", case=True)).altered == 6
    spans = [(((0, 8),), "PLACE"), (((9, 13),), "ORG"), (((5, 8),), "ORG")]
    suggest(work, work.documents()[2], "rules", spans)
    assert last(work, "reject", found(work, sought="PLACE")).altered == 1
    assert [hit.start for hit in found(work, sought="ORG")] == [5]  # what was unlabelled as ORG is not asked again
    for _ in range(4):
        work.undo()
    assert [hit.start for hit in found(work, sought="PLACE")] == [0]
    assert [hit.start for hit in found(work, sought="ORG")] == [5, 9]


def test_a_reviewer_sees_what_others_marked(work: Session) -> None:
    second = work.documents()[1]
    mark(work, second, "Oslo", "PLACE")
    work.do(review.submit(work.view(second)))
    work.act_as("Rita", reviewing=True)
    ((hit, standing),) = next(standings(work, found(work, sought="PLACE")))
    assert (hit.document, standing.present.labels, standing.closed) == (second, (label(work, "PLACE"),), "submitted")


def test_a_reviewer_labels_nothing(work: Session) -> None:
    hits = found(work, "Oslo")
    work.act_as("Rita", reviewing=True)
    with pytest.raises(EditRefused, match="go on as annotator"):
        last(work, "label", hits, "PLACE")


def test_stopped_in_the_middle_nothing_is_left(work: Session) -> None:
    before = everything(work)
    steps = doing(work, "label", found(work, "Oslo"), label(work, "PLACE"), title="stopped", turn_ms=0)
    assert next(steps).altered
    steps.close()  # type: ignore[attr-defined]
    assert everything(work) == before


def test_undone_while_it_is_under_way_nothing_more_is_written(work: Session) -> None:
    before = everything(work)
    steps = doing(work, "label", found(work, "Oslo"), label(work, "PLACE"), title="undone", turn_ms=0)
    assert next(steps).altered
    assert work.undo().info.title == "undone"
    assert everything(work) == before
    with pytest.raises(EditRefused, match="taken back while it was under way"):
        list(steps)
    assert everything(work) == before
    assert folded(work._store) == rows_of_file(work._store)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=25, deadline=None)
def test_any_batches_come_back_one_by_one(memory: Path, seed: int) -> None:
    random = Random(seed)
    path = memory / f"everywhere-{seed}.annot"
    session = small_project(path)
    add_documents(session, MORE)
    suggest(session, session.documents()[2], "news", [(((0, 4),), "PLACE"), (((5, 8),), "ORG")])
    try:
        states = [everything(session)]
        for _ in range(6):
            words = random.choice(["Oslo", r"[A-Z]\w+", r"\w+", "and"])
            sought = random.choice(["", "", "ORG", "PLACE"])
            hits = found(session, words, sought=sought, expression=True)
            chosen = random.sample(hits, random.randint(0, len(hits)))
            with suppress(EditRefused):
                last(session, random.choice(list(VERBS)), chosen, random.choice(["ORG", "PLACE"]))
                states.append(everything(session))
        for state in reversed(states[:-1]):
            session.undo()
            assert everything(session) == state
        for state in states[1:]:
            session.redo()
            assert everything(session) == state
        assert folded(session._store) == rows_of_file(session._store)
    finally:
        session.close()
        path.unlink()
