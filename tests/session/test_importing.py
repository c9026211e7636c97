"""Import by steps: what comes in, what is said, and what an interruption leaves."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.core import edits
from annotator.core.change import Edit, EditRefused
from annotator.core.incoming import Options
from annotator.core.records import DocumentRecord, Finding, SetRecord, SpanRecord
from annotator.core.rows import Name
from annotator.session import Session
from annotator.session.importing import Chunks, import_all, import_records
from annotator.store.doctor import examine

ROOT = Path(__file__).resolve().parents[2]


def records(count: int, *, start: int = 0) -> list[DocumentRecord]:
    """Short texts with a name each, and tokens."""
    return [
        DocumentRecord(f"text {number}", f"Company {number} grew.", tokens=[(0, 7), (8, 9)], tokenizer="x")
        for number in range(start, start + count)
    ]


def names(session: Session) -> list[str]:
    return [session.glance(name).document.name for name in session.documents()]


def marking(session: Session, document: Name) -> Edit:
    """An edit that marks the first six characters of a document."""
    return edits.mark_span(session.view(document), 0, 6, session.scheme.named("ORG").id)


def test_documents_come_in_by_steps_and_are_listed_at_the_end(session: Session) -> None:
    before = len(session.documents())
    steps = import_records(session, records(50), pytest.fail)
    seen = 0
    for step in steps:
        assert step.documents > seen
        seen = step.documents
        assert len(session.documents()) == before
    assert seen == 50
    assert names(session)[before:] == [f"text {number}" for number in range(50)]
    assert session.unfinished() == []
    assert session.counts().documents == before + 50
    last = session.documents()[-1]
    assert session.tokens(last) == [(0, 7), (8, 9)]
    assert session.tokenizer(last) == "x"


def test_one_undo_takes_all_of_it_back_and_redo_brings_it_again(session: Session) -> None:
    before = names(session)
    one = SetRecord("Zoe", spans=[SpanRecord("s", ((0, 7),), "COMPANY")])
    for record in (listed := records(40)):
        record.sets = [one]
    import_all(session, listed, lambda finding: None, title="Import forty", turn_ms=1)
    session.mark_seen(session.documents()[-1], 0, 5)
    session.keep_seen()
    step = session.undo_step()
    assert step is not None
    assert step.info.title == "Import forty"
    session.undo()
    assert names(session) == before
    assert session.people.find("Zoe") is None
    assert session.scheme.find("COMPANY") is None
    session.redo()
    assert len(session.documents()) == len(before) + 40
    assert [span.label for span in session.glance(session.documents()[-1]).sets.popitem()[1].spans]
    path = session.path
    session.close()
    assert list(examine(path)) == []


def test_a_turn_that_was_left_in_the_middle_goes_on(session: Session) -> None:
    before = names(session)
    import_all(session, records(60), pytest.fail, turn_ms=1)
    turning = session.turning("undo")
    next(turning)
    next(turning)
    turning.close()
    assert names(session) == before  # the batch is open again, so that what is left of it is not listed
    session.undo()
    assert names(session) == before
    assert session.unfinished() == []
    path = session.path
    session.close()
    assert list(examine(path)) == []


def test_cancelling_takes_back_what_was_written_and_nothing_else(session: Session) -> None:
    before = names(session)
    steps = import_records(session, records(500), pytest.fail)
    next(steps)
    document = session.documents()[0]
    session.do(marking(session, document))  # the person goes on working meanwhile
    next(steps)
    steps.close()
    assert names(session) == before
    assert session.unfinished() == []
    assert len(session.document(document).set_of(session.actor.id).spans) == 1


def test_a_fault_of_the_source_takes_everything_back(session: Session) -> None:
    before = names(session)

    def broken() -> Iterator[DocumentRecord]:
        yield from records(30)
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="went away"):
        import_all(session, broken(), pytest.fail)
    assert names(session) == before


def test_an_interrupted_import_is_found_and_finished_or_taken_back(folder: Path) -> None:
    for way, expected in (("finish", True), ("take_back", False)):
        path = folder / f"{way}.annot"
        Session.create(path, person="Ana").close()
        code = (
            "import os, sys; from pathlib import Path\n"
            "from annotator.session import Session\n"
            "from annotator.session.importing import import_records\n"
            "from tests.session.test_importing import records\n"
            f"session = Session.open(Path({str(path)!r}))\n"
            "steps = import_records(session, records(200), print, title='Big one')\n"
            "next(steps); next(steps); os.kill(os.getpid(), 9)\n"
        )
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
        assert done.returncode == -9
        session = Session.open(path)
        (found,) = session.unfinished()
        assert (found.title, found.kind) == ("Big one", "import")
        assert found.documents > 4
        assert session.documents() == []
        assert session.find_document("text 1") is None
        getattr(session, way)(found.batch)
        assert session.unfinished() == []
        assert (len(session.documents()) == found.documents) is expected
        session.close()
        assert list(examine(path)) == []


def test_what_is_there_already_stays_out_and_another_text_gets_another_name(session: Session) -> None:
    findings: list[Finding] = []
    assert import_all(session, records(3), findings.append)[:2] == (3, 0)
    again = [*records(4), DocumentRecord("text 1", "Another text."), DocumentRecord("text 1", "A third.")]
    assert import_all(session, again, findings.append)[:2] == (3, 3)
    assert names(session)[-3:] == ["text 3", "text 1 (2)", "text 1 (3)"]
    assert import_all(session, again, findings.append)[:2] == (0, 6)
    said = [finding.text for finding in findings]
    assert '"text 0" is in the project already, with the same text; it was left out.' in said
    assert 'Another document is called "text 1"; this one became "text 1 (2)".' in said
    assert '"text 1 (3)" is in the project already, with the same text; it was left out.' in said


def test_many_texts_of_one_name_do_not_slow_down(session: Session) -> None:
    same = [DocumentRecord("note", f"Text number {number}.") for number in range(600)]
    assert import_all(session, same, lambda finding: None).documents == 600
    assert len(set(names(session))) == len(session.documents())


def test_empty_and_nameless_documents(session: Session) -> None:
    findings: list[Finding] = []
    given = [DocumentRecord("empty", " \n"), DocumentRecord(" \n ", "Words."), DocumentRecord("a\nb  c", "More.")]
    assert import_all(session, given, findings.append).documents == 2
    assert names(session)[-2:] == ["untitled", "a b c"]
    assert [(finding.place, finding.lost) for finding in findings] == [("empty", True)]


def test_nothing_to_import_leaves_no_trace(session: Session) -> None:
    before = session.undo_step()
    assert import_all(session, [], pytest.fail)[:2] == (0, 0)
    assert session.undo_step() == before


def test_unknown_labels_are_added_or_skipped(session: Session) -> None:
    def annotated(name: str) -> DocumentRecord:
        spans = [SpanRecord("1", ((0, 4),), "GENE"), SpanRecord("2", ((5, 8),), "ORG")]
        return DocumentRecord(name, "BRCA gene", sets=[SetRecord("Ana", spans=spans)])

    findings: list[Finding] = []
    for _ in import_records(session, [annotated("one")], findings.append, unknown_labels="skip"):
        pass
    assert session.scheme.find("GENE") is None
    assert any(finding.lost and "GENE" in finding.text for finding in findings)
    import_all(session, [annotated("two")], findings.append)
    assert session.scheme.find("GENE") is not None
    spans = [len(session.glance(name).set_of(session.actor.id).spans) for name in session.documents()[-2:]]
    assert spans == [1, 2]


def test_suggestions_of_a_model_by_name(session: Session) -> None:
    record = DocumentRecord("one", "Halden grew.", sets=[SetRecord(spans=[SpanRecord("1", ((0, 6),), "ORG")])])
    import_all(session, [record], pytest.fail, options=Options("Ana", suggestions="my model"))
    (one,) = session.glance(session.documents()[-1]).sets.values()
    author = session.people.authors[one.author]
    assert (author.kind, author.name, one.state) == ("model", "my model", "suggested")


def test_others_work_keeps_an_import_from_being_undone(session: Session) -> None:
    import_all(session, records(2), pytest.fail)
    session.act_as("Ben")
    session.do(mark := marking(session, session.documents()[-1]))
    session.act_as("Ana")
    with pytest.raises(EditRefused, match=f"Ben has changed it since .{mark.title}"):
        session.undo()


def test_chunks_grow_while_there_is_time_and_never_hold_too_many_rows() -> None:
    chunks = Chunks(records(1_000))
    sizes = []
    for _ in range(4):
        sizes.append(len(chunks.next()))
        chunks.fit(0.001, 0.004)
    assert sizes == [4, 8, 16, 32]
    chunks.fit(0.1, 0.004)
    assert len(chunks.next()) == 16
    spans = [SpanRecord(str(place), ((place, place + 1),), "ORG") for place in range(9_000)]
    heavy = [DocumentRecord(f"heavy {n}", "x" * 9_001, sets=[SetRecord("Ana", spans=spans)]) for n in range(5)]
    chunks = Chunks(heavy)
    assert [len(chunks.next()) for _ in range(4)] == [2, 2, 1, 0]
