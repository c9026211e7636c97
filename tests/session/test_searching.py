"""Search in a project: what is found, in which order, and that the index follows every edit."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core.change import Draft
from annotator.core.records import DocumentRecord
from annotator.session import Session
from annotator.session.importing import import_all, import_records
from annotator.session.searching import count, find, rebuild, taking_in, waiting
from annotator.store.doctor import examine

RECORDS = (
    DocumentRecord("Merger of two banks", "Nordbank and the Bank of Oslo agreed.", meta={"source": "Reuters"}),
    DocumentRecord("report 2", "The merger was called off in Zürich.", meta={"source": "AFP", "year": 2021}),
    DocumentRecord("report 3", "Nothing of note. Mergers are rare; a merger is a merger."),
    DocumentRecord("東京", "日本銀行は東京にある。", language="ja"),
    DocumentRecord("ไทย", "ธนาคารแห่งประเทศไทยอยู่ในกรุงเทพ", language="th"),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "found.annot"


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    session = Session.create(path, person="Ana")
    import_all(session, RECORDS, lambda finding: None)
    yield session
    session.close()


def names(session: Session, query: str) -> list[str]:
    return [hit.name for hit in find(session, query)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("reuters", ["Merger of two banks"]),
        ("oslo bank", ["Merger of two banks"]),
        ("nordb", ["Merger of two banks"]),
        ("afp merger", ["report 2"]),
        ("2021", ["report 2"]),
        ("zurich", ["report 2"]),
        ('"called off"', ["report 2"]),
        ('"off called"', []),
        ("東京", ["東京"]),
        ("銀行", ["東京"]),
        ("行銀", []),
        ("กรุงเทพ", ["ไทย"]),
        ("", []),
        ("— …", []),
        ('merger AND OR NOT ( * "', []),
    ],
)
def test_what_is_found(session: Session, query: str, expected: list[str]) -> None:
    assert names(session, query) == expected
    assert count(session, query) == len(expected)


def test_names_stand_before_texts(session: Session) -> None:
    assert names(session, "merger")[0] == "Merger of two banks"
    assert set(names(session, "merger")) == {"Merger of two banks", "report 2", "report 3"}


def test_a_hit_says_where(session: Session) -> None:
    (hit,) = find(session, "oslo")
    assert (hit.where, hit.excerpt[slice(*hit.mark)]) == ("text", "Oslo")
    assert hit.place is not None
    assert session.text_of(hit.document)[slice(*hit.place)] == "Oslo"
    (hit,) = find(session, "afp")
    assert (hit.where, hit.excerpt, hit.place) == ("source", "AFP", None)


def test_undo_and_redo_of_an_import(session: Session, path: Path) -> None:
    import_all(session, [DocumentRecord("late", "A walrus came.")], lambda finding: None)
    assert names(session, "walrus") == ["late"]
    session.undo()
    assert names(session, "walrus") == []
    session.redo()
    assert names(session, "walrus") == ["late"]
    assert list(examine(path)) == []


def test_an_import_under_way_is_not_found(session: Session) -> None:
    steps = import_records(session, [DocumentRecord("late", "A walrus came.")], lambda finding: None)
    next(steps)
    assert names(session, "walrus") == []
    list(steps)
    assert names(session, "walrus") == ["late"]


def test_a_new_name_is_found(session: Session, path: Path) -> None:
    name = session.documents()[1]
    row = session.document(name).document
    draft = Draft()
    draft.replace(row, row._replace(name="walrus"))
    session.do(draft.edit("Rename"))
    assert names(session, "walrus off") == ["walrus"]
    assert list(examine(path)) == []


def test_an_index_made_later_finds_the_same(session: Session, path: Path) -> None:
    before = {query: find(session, query) for query in ("merger", "銀行", "afp", "zurich")}
    session.close()
    assert rebuild(path) == len(RECORDS)
    again = Session.open(path)
    assert {query: find(again, query) for query in before} == before
    again.close()


def test_documents_that_wait_are_taken_in_by_steps(session: Session, path: Path) -> None:
    session.store.database.execute("BEGIN")
    session.store.database.execute("INSERT INTO search (search) VALUES ('delete-all')")
    session.store.database.execute("INSERT INTO unsearched SELECT id FROM document")
    session.store.database.execute("COMMIT")
    assert waiting(session) == len(RECORDS)
    assert names(session, "oslo") == []
    assert names(session, "report") == ["report 2", "report 3"]
    session.undo()
    assert waiting(session) == 0
    session.redo()
    assert list(taking_in(session)) == []
    assert names(session, "oslo") == ["Merger of two banks"]
    assert list(examine(path)) == []
