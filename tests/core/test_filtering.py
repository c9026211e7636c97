"""Filters as one writes them, and what each word of them means."""

from datetime import UTC, datetime

import pytest

from annotator.core.change import EditRefused
from annotator.core.filtering import Reader, Spoken, spoken, written
from tests.session.project import small_project

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    session = small_project(tmp_path_factory.mktemp("filters") / "p.annot")
    made = Reader(session.people, session.scheme, session.actor.id, now=NOW)
    session.close()
    return made


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("merger", [Spoken("", "merger", False, False)]),
        ('-"two words" x', [Spoken("", "two words", True, True), Spoken("", "x", False, False)]),
        ('state:"sent back"', [Spoken("state", "sent back", False, True)]),
        ("-state:approved", [Spoken("state", "approved", True, False)]),
        ("meta.source:reuters", [Spoken("meta.source", "reuters", False, False)]),
        ("meta.año:>2020", [Spoken("meta.año", ">2020", False, False)]),
        ("https://x.org", [Spoken("", "https://x.org", False, False)]),
        ("state:", [Spoken("state", "", False, False)]),
        ("12:30", [Spoken("", "12:30", False, False)]),
    ],
)
def test_what_was_written(text: str, expected: list[Spoken]) -> None:
    assert spoken(text) == expected


@pytest.mark.parametrize(("field", "value"), [("state", "sent back"), ("meta.a", "b"), ("", "two words"), ("", "one")])
def test_what_is_written_reads_as_the_same(field: str, value: str) -> None:
    (one,) = spoken(written(field, value, negated=True))
    assert (one.field, one.value, one.negated) == (field, value, True)


def test_states_by_their_beginnings(reader: Reader) -> None:
    assert [term.value for term in reader.read("state:sub state:sent-back")] == ["submitted", "sent back"]
    assert [term.value for term in reader.read("state:open")] == ["to do", "in progress", "sent back"]
    assert reader.read("state:") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("state:done", "there are to do"),
        ("person:Zoe", "there are Ana, Ben, Rita"),
        ("label:FIRM", "there are ORG, PERSON"),
        ("stat:done", "there are state, person"),
        ("date:soon", "is no date"),
        ("date:2026-13", "is no date"),
        ("problem:big", "there is no problem"),
    ],
)
def test_what_is_not_there_is_said(reader: Reader, text: str, words: str) -> None:
    with pytest.raises(EditRefused) as refusal:
        reader.read(text)
    assert words.lower() in refusal.value.reason.lower()


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("date:today", "2026-11-23", "2026-11-24"),
        ("date:yesterday", "2026-11-22", "2026-11-23"),
        ("date:week", "2026-11-17", "2026-11-24"),
        ("date:2026-12", "2026-12-01", "2027-01-01"),
        ("date:2026", "2026-01-01", "2027-01-01"),
        ("date:>=2026-11-01", "2026-11-01", ""),
        ("date:>2026-11-01", "2026-11-02", ""),
        ("date:<2026-11-01", "", "2026-11-01"),
        ("date:<=2026-11", "", "2026-12-01"),
    ],
)
def test_dates_are_days_of_the_persons_clock(reader: Reader, text: str, start: str, end: str) -> None:
    (term,) = reader.read(text)
    assert (term.value[:10], term.until[:10]) == (start, end)
