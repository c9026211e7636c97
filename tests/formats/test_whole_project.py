"""A project with work in every state goes out and comes in again as the same project, through real files."""

import json
from pathlib import Path

import pytest

from annotator.core import comments, edits, review
from annotator.core.digest import digest
from annotator.core.people import give_role, join, set_setting
from annotator.core.records import DocumentRecord, Finding
from annotator.core.review import is_approved
from annotator.core.rows import Name
from annotator.core.scheme import LabelSpec
from annotator.core.view import View
from annotator.formats import FORMATS
from annotator.formats.export_file import Facts, export_file
from annotator.formats.reading import read_paths
from annotator.session import Session
from annotator.session.exporting import Selection
from annotator.session.importing import import_records
from annotator.session.suggesting import Model, store_suggestions

LABELS = [
    LabelSpec("span", "ORG", key="1", nests_in=("*",)),
    LabelSpec("span", "GPE", key="2", nests_in=("*",)),
    LabelSpec("relation", "owns", heads=("ORG",), tails=("ORG",)),
    LabelSpec("document", "deal"),
]
TEXT = "😀 Vik Labs owns Ostra AB,\r\nof Brno. étoile"
FACTS = Facts("News", "all", {}, "2026-01-02T03:04:05+00:00")


class Found:
    """What a model found."""

    def __init__(self, words: str, label: str, score: float | None = None) -> None:
        self.start, self.end = place(words)
        self.label, self.score = label, score


def place(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def take_in(session: Session, records: list[DocumentRecord]) -> list[Finding]:
    said: list[Finding] = []
    for _ in import_records(session, records, said.append):
        pass
    return said


def view_of(session: Session, name: Name, *, reviewed: str = "") -> View:
    return session.view(name, reviewed=session.people.named(reviewed).id if reviewed else "")


def annotate(session: Session, name: Name) -> None:
    """Ana accepts one suggestion, rejects one, marks a span of two fragments, links, notes, is unsure."""
    label = {one.name: one.id for one in session.scheme.labels.values()}
    spans = {
        session.document(name).surface(one): one.id for s in session.document(name).sets.values() for one in s.spans
    }
    session.do(edits.accept(view_of(session, name), [spans["Vik Labs"]]))
    session.do(edits.reject(view_of(session, name), [spans["Brno"]]))
    session.do(edits.mark_fragments(view_of(session, name), (place("Ostra"), place("étoile")), label["ORG"]))
    own = {session.document(name).surface(one): one.id for one in session.document(name).set_of(session.actor.id).spans}
    session.do(edits.link(view_of(session, name), own["Vik Labs"], own["Ostra … étoile"], label["owns"]))
    session.do(edits.set_note(view_of(session, name), own["Vik Labs"], "the younger"))
    session.do(edits.set_unsure(view_of(session, name), [own["Ostra … étoile"]], unsure=True))
    session.do(edits.label_document(view_of(session, name), label["deal"], wanted=True))


@pytest.fixture
def project(tmp_path: Path) -> Session:
    """Five documents: approved, sent back, submitted, in progress, not begun."""
    session = Session.create(tmp_path / "a.annot", person="Ana", labels=LABELS)
    session.do(join(session.people, "Ben"))
    session.do(set_setting(session.people, "on_submit", "leave out"))
    session.do(give_role(session.people, session.people.named("Ana").id, "annotator"))
    session.do(give_role(session.people, session.people.named("Ben").id, "reviewer"))
    take_in(session, [DocumentRecord(f"n{n}", TEXT + str(n), "en", {"n": n, "none": None}) for n in range(5)])
    names = session.documents()
    for name in names:
        found = [Found("Vik Labs", "ORG", 0.0), Found("Brno", "GPE")]
        store_suggestions(session, name, Model("news", "1.0", "abc"), found, [(0, 1), place("Vik"), place("Labs")])
    for name in names[:4]:
        annotate(session, name)
    for name in names[:3]:
        session.do(review.submit(view_of(session, name)))
    session.act_as("Ben", reviewing=True)
    session.do(review.approve(view_of(session, names[0], reviewed="Ana")))
    session.do(comments.comment(view_of(session, names[1], reviewed="Ana"), "Which?"))
    session.do(review.send_back(view_of(session, names[1], reviewed="Ana")))
    return session


def export(session: Session, out: Path, form: str = "jsonl", which: str = "all") -> bytes:
    export_file(Selection(session, which).records(), FORMATS[form], out, FACTS, force=True)
    return out.read_bytes()


def states(session: Session) -> dict[str, list[tuple[str, str]]]:
    found = {}
    for name in session.documents():
        doc = session.document(name)
        sets = [(session.people.name_of(one.author), one.state) for one in doc.sets.values()]
        found[doc.document.name] = [*sorted(sets), ("approved", str(is_approved(doc, session.people)))]
    return found


def test_the_same_project_comes_back(project: Session, tmp_path: Path) -> None:
    data = export(project, tmp_path / "out.jsonl")
    copy = Session.create(tmp_path / "b.annot", person="Cem")
    said = take_in(
        copy, list(read_paths([tmp_path / "out.jsonl"], "auto", "file", lambda finding: pytest.fail(finding.text)))
    )
    assert [one.text.partition(":")[0] for one in said] == ["The scheme lacked these labels; they were added"]
    assert states(copy) == states(project)
    assert states(copy)["n0"][-1] == ("approved", "True")
    assert export(copy, tmp_path / "again.jsonl") == data
    assert [copy.tokens(name) for name in copy.documents()] == [project.tokens(name) for name in project.documents()]
    project.close()
    copy.close()


def test_what_was_imported_can_be_worked_on(project: Session, tmp_path: Path) -> None:
    """The author takes approved work back and changes it: the copied final version knows what it had in common."""
    export(project, tmp_path / "out.jsonl")
    copy = Session.create(tmp_path / "b.annot", person="Cem")
    take_in(copy, list(read_paths([tmp_path / "out.jsonl"], "auto", "file", lambda finding: None)))
    for session in (project, copy):
        session.act_as("Ana")
        name = session.documents()[0]
        session.do(review.withdraw(view_of(session, name)))
        own = session.document(name).set_of(session.actor.id)
        vik = next(one for one in own.spans if session.document(name).surface(one) == "Vik Labs")
        session.do(edits.set_note(view_of(session, name), vik.id, "changed"))
        session.do(review.submit(view_of(session, name)))
        gold = session.people.gold()
        assert gold is not None
        final = session.document(name).set_of(gold.id)
        assert sorted(one.note for one in final.spans) == ["", "changed"], "it follows what the reviewer did not touch"
        assert digest(session.document(name), final) == digest(session.document(name), own)
    assert export(copy, tmp_path / "b.jsonl").count(b'"changed"') == 2
    project.close()
    copy.close()


def test_a_trainer_gets_the_final_version_and_the_submitted_work(project: Session, tmp_path: Path) -> None:
    lines = [
        json.loads(line) for line in export(project, tmp_path / "p.jsonl", "prodigy_jsonl", "default").split(b"\n")[:-1]
    ]
    assert [(line["meta"]["document"], line["meta"]["author"], line["answer"]) for line in lines] == [
        ("n0", "final version", "accept"),
        ("n2", "Ana", "accept"),
    ]
    assert [span["text"] for span in lines[0]["spans"]] == ["Vik Labs", "Ostra AB,\r\nof Brno. étoile"]
    assert lines[0]["relations"][0]["label"] == "owns"
    assert lines[0]["annotator"]["tokenizer"] == "news"
    project.close()


def test_the_same_document_comes_in_once_and_another_text_gets_another_name(tmp_path: Path) -> None:
    session = Session.create(tmp_path / "a.annot", person="Ana", labels=LABELS)
    texts = [("a", "One."), ("a", "One."), ("a", "Two."), ("a", "Two."), ("b", "One.")]
    said = take_in(
        session, [DocumentRecord(name, text, place=f"t, line {n}") for n, (name, text) in enumerate(texts, 1)]
    )
    assert [session.document(name).document.name for name in session.documents()] == ["a", "a (2)", "b"]
    assert [(one.place, one.lost) for one in said] == [("t, line 2", False), ("t, line 3", False), ("t, line 4", False)]
    assert len(take_in(session, [DocumentRecord("a", "Two."), DocumentRecord("b", "One.")])) == 2
    assert len(session.documents()) == 3
    session.close()
