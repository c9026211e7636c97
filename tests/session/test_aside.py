"""What stands beside the log: tokens, what was seen, comments begun, backups by the hour."""

import itertools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core import edits
from annotator.core.errors import WriteFailed
from annotator.session import Session
from annotator.store import backup
from annotator.store.aside import merged, pack_ranges, unpack_ranges
from annotator.store.doctor import examine
from tests.session.project import label

ranges = st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 400)), max_size=50)


@given(ranges)
def test_ranges_come_back_as_they_were(pairs: list[tuple[int, int]]) -> None:
    tokens = merged((start, start + length) for start, length in pairs)
    assert unpack_ranges(pack_ranges(tokens)) == tokens


@given(ranges)
def test_merged_covers_the_same_characters(pairs: list[tuple[int, int]]) -> None:
    spread = [(start % 500, start % 500 + length) for start, length in pairs]
    found = merged(spread)
    assert {at for a, b in found for at in range(a, b)} == {at for a, b in spread for at in range(a, b)}
    assert all(before[1] < after[0] for before, after in itertools.pairwise(found))


def test_tokens_touch_and_stay(session: Session) -> None:
    """Tokens may touch each other: a sign follows its word at once."""
    document = session.documents()[0]
    assert (session.tokens(document), session.tokenizer(document)) == (None, "")
    session.store_tokens(document, "words 1", [(0, 6), (6, 7), (8, 10)])
    session.store_tokens(document, "words 2", [(0, 6), (7, 9)])
    log = len(session._store.revisions())
    session.close()
    again = Session.open(session.path)
    assert (again.tokens(document), again.tokenizer(document)) == ([(0, 6), (7, 9)], "words 2")
    assert len(again._store.revisions()) == log
    again.close()


def test_seen_is_each_persons_own_and_stays(session: Session) -> None:
    document = session.documents()[0]
    for start in range(0, 40, 10):
        session.mark_seen(document, start, start + 12)
    assert session.seen(document) == [(0, 42)]
    session.act_as("Ben")
    assert session.seen(document) == []
    session.close()
    again = Session.open(session.path)
    assert again.seen(document) == [(0, 42)]
    again.close()


def test_a_comment_begun_stays(session: Session) -> None:
    document = session.documents()[0]
    session.keep_comment_draft(document, "", "I wonder")
    session.keep_comment_draft(document, "x.1.1", "whether")
    session.close()
    again = Session.open(session.path)
    assert again.comment_draft(document, "") == "I wonder"
    assert again.comment_draft(document, "x.1.1") == "whether"
    again.keep_comment_draft(document, "", "")
    assert again.comment_draft(document, "") == ""
    again.close()


def test_what_cannot_be_written_is_said_and_seen_is_kept_for_later(session: Session, folder: Path) -> None:
    document = session.documents()[0]
    away = folder / "away"
    session.mark_seen(document, 0, 10)
    session.path.rename(away)
    with pytest.raises(WriteFailed, match="is gone from"):
        session.keep_comment_draft(document, "", "lost?")
    session.keep_seen()
    away.rename(session.path)
    session.keep_seen()
    assert session.seen(document) == [(0, 10)]
    assert session._aside.seen(document, session.actor.id) == [(0, 10)]


def test_a_backup_is_made_while_one_works_once_an_hour(session: Session, folder: Path) -> None:
    place = folder / "backups"
    session.keep_backups(place)
    document = session.documents()[0]
    for end in (6, 10, 18):
        session.do(edits.mark_span(session.view(document), 0, end, label(session, "ORG")))
    assert session.backups is not None
    session.backups.stop()
    assert session.backups.problem == ""
    (made,) = backup.backups(place)
    assert list(examine(made)) == []
    assert datetime.now(UTC) - backup.made_at(made) < timedelta(minutes=5)


def test_a_backup_that_fails_is_said(session: Session, folder: Path) -> None:
    (folder / "file").write_text("in the way")
    session.keep_backups(folder / "file")
    session.do(edits.mark_span(session.view(session.documents()[0]), 0, 6, label(session, "ORG")))
    assert session.backups is not None
    session.backups.stop()
    assert "could not be written" in session.backups.problem
