"""Suggestions of a model: stored once, changed only where they differ, on nobody's stack of undo."""

from typing import NamedTuple

from annotator.core import edits
from annotator.core.suggestion import Suggestions
from annotator.session import Session
from annotator.session.suggesting import Model, backlog, find_model, store_suggestions

NEWS = Model("en_news", "3.8.0", "abc")


class Found(NamedTuple):
    """What a pipeline reports."""

    start: int
    end: int
    label: str
    score: float | None = None


def held(session: Session, document: str, model: Model = NEWS) -> list[tuple[int, int, str]]:
    """Spans of a model's set."""
    author = find_model(session, model)
    assert author is not None
    spans = session.glance(document).set_of(author).spans.ordered()
    return [(span.start, span.end, session.scheme.name_of(span.label)) for span in spans]


def test_what_was_found_and_the_tokens_are_stored(session: Session) -> None:
    first, second = session.documents()
    assert backlog(session, NEWS) == [first, second]
    left = store_suggestions(
        session, first, NEWS, [Found(0, 6, "ORG", 0.9), Found(10, 18, "GPE")], tokens=[(0, 6), (7, 9)]
    )
    assert left == {"GPE": 1}
    assert held(session, first) == [(0, 6, "ORG")]
    assert session.tokens(first) == [(0, 6), (7, 9)]
    assert backlog(session, NEWS) == [second]
    store_suggestions(session, second, NEWS, [])
    assert backlog(session, NEWS) == []
    assert session.undo_step() is None


def test_a_second_run_writes_only_differences(session: Session) -> None:
    document = session.documents()[0]
    store_suggestions(session, document, NEWS, [Found(0, 6, "ORG"), Found(10, 18, "PLACE")])
    kept = next(iter(session.glance(document).set_of(find_model(session, NEWS) or "").spans))
    before = len(session.history(document))
    store_suggestions(session, document, NEWS, [Found(0, 6, "ORG"), Found(10, 18, "PLACE")])
    assert len(session.history(document)) == before
    found = (one for one in [Found(0, 6, "ORG"), Found(24, 30, "ORG"), Found(24, 30, "ORG")])
    store_suggestions(session, document, NEWS, found)
    assert held(session, document) == [(0, 6, "ORG"), (24, 30, "ORG")]
    entry = session.history(document)[-1]
    assert len(entry.changes) == 2
    assert session.glance(document).find_span(kept.id) is not None


def test_a_newer_model_is_another_author_and_the_older_stops_asking(session: Session) -> None:
    document = session.documents()[0]
    newer = NEWS._replace(version="3.9.0", meta_hash="def")
    store_suggestions(session, document, NEWS, [Found(0, 6, "ORG")])
    store_suggestions(session, document, newer, [Found(24, 30, "ORG")])
    view = session.view(document)
    assert [span.start for span in Suggestions(view).open_spans()] == [24]
    assert session.documents()[1:] == backlog(session, newer)


def test_acceptance_outlives_the_suggestion(session: Session) -> None:
    document = session.documents()[0]
    store_suggestions(session, document, NEWS, [Found(0, 6, "ORG")])
    session.do(edits.accept_open(session.view(document)))
    store_suggestions(session, document, NEWS, [])
    assert held(session, document) == []
    assert len(session.document(document).set_of(session.actor.id).spans) == 1


def test_labels_by_their_other_names(session: Session) -> None:
    document = session.documents()[0]
    assert store_suggestions(session, document, NEWS, [Found(32, 45, "PER")]) == {}
    assert held(session, document) == [(32, 45, "PERSON")]
