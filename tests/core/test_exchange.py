"""Whatever a document holds goes out and comes in again: equal but for names of rows, and the same bytes again."""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings

from annotator.core.digest import contents
from annotator.core.document import AnnotatedDocument, AnnotationSet
from annotator.core.records import DocumentRecord, Finding
from annotator.core.review import is_approved
from annotator.core.rows import Intended, Relation, Span
from annotator.formats import jsonl
from tests.core.exchange import Project
from tests.core.made import annotated


def read_back(lines: str) -> list[DocumentRecord]:
    """Lines of our format as another program finds them: in a file."""
    said: list[Finding] = []
    with TemporaryDirectory() as folder:
        path = Path(folder, "out.jsonl")
        path.write_bytes(lines.encode("utf-8"))
        records = list(jsonl.read(path, said.append))
    assert said == []
    return records


class Translation:
    """Names of one project's rows in the other: labels and authors by human name, items by their place."""

    def __init__(self, ours: Project, one: AnnotatedDocument, theirs: Project, other: AnnotatedDocument) -> None:
        self.names = {"": "", one.id: other.id}
        for label in ours.scheme.labels.values():
            found = theirs.scheme.find(label.name, label.kind)
            self.names[label.id] = found.id if found else "not needed there"
        known = {(a.name, a.kind, a.version, a.meta_hash): a.id for a in theirs.people.authors.values()}
        for a in ours.people.authors.values():
            self.names[a.id] = known.get((a.name, a.kind, a.version, a.meta_hash), "not needed there")
        for attribute in ours.scheme.attributes.values():
            self.names[attribute.id] = attribute.name
        here, there = ours.everything(one), theirs.everything(other)
        assert len(here.sets) == len(there.sets)
        by_author = {(s.author, s.version): s for s in there.sets}
        for mine in here.sets:
            same = by_author[mine.author, mine.version]
            for items, others in ((mine.spans, same.spans), (mine.relations, same.relations)):
                self.names |= {a.id: b.id for a, b in zip(items, others, strict=True)}  # type: ignore[arg-type]
        self.names |= dict(zip(one.comments, other.comments, strict=True))

    def item(self, row: Span | Relation) -> Span | Relation:
        """A row as the other project should have it."""
        values: dict[str, Any] = {"id": self.names[row.id], "document": self.names[row.document]}
        values |= {"author": self.names[row.author], "label": self.names[row.label], "origin": self.names[row.origin]}
        values["attributes"] = tuple(sorted((self.names.get(name, name), value) for name, value in row.attributes))
        if isinstance(row, Relation):
            values |= {"head": self.names[row.head], "tail": self.names[row.tail]}
        return row._replace(**values)

    def intended(self, row: Intended) -> tuple[str, ...]:
        """What is meant so: key, reason, writer, when."""
        about = row.about if row.where is not None else self.names[row.about]
        return (f"{row.problem}|{about}", row.reason, self.names[row.writer], row.at)

    def key(self, key: str) -> str:
        """A rejection's key."""
        for name, other in self.names.items():
            if name.startswith("a.2."):
                key = key.replace(name + "|", other + "|").replace(name + ">", other + ">")
        return key


def check_set(one: AnnotationSet, other: AnnotationSet, to: Translation, base_of: tuple[Any, Any]) -> None:
    """Assert that a set came through."""
    assert {to.item(span) for span in one.spans} == set(other.spans)
    assert {to.item(row) for row in one.relations.values()} == set(other.relations.values())
    assert sorted(to.names[row.label] for row in one.labels.values()) == sorted(r.label for r in other.labels.values())
    assert {to.key(key) for key in one.rejections} == set(other.rejections)
    assert {to.intended(row) for row in one.intended.values()} == {row[3:] for row in other.intended.values()}
    assert one.row is not None
    assert other.row is not None
    assert one.row[2:6] == other.row[2:6]
    here, there = dict(one.row.base), dict(other.row.base)
    assert {to.names[name] for name in here} == set(there)
    for name, content in here.items():
        still, still_there = base_of[0].get(name) == content, base_of[1].get(to.names[name]) == there[to.names[name]]
        if to.names[name] in base_of[1] and name in base_of[2]:
            assert still == still_there, "a span that both had in common"


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(annotated())
def test_everything_comes_through(made: tuple[Project, AnnotatedDocument]) -> None:
    ours, doc = made
    lines = ours.lines([doc])
    theirs = Project("c")
    (copy,) = theirs.take(read_back(lines))
    assert theirs.findings == []
    assert copy.text == doc.text
    assert (copy.document.name, copy.document.language) == (doc.document.name, doc.document.language)
    assert copy.document.meta == doc.document.meta
    to = Translation(ours, doc, theirs, copy)
    assert {to.names[author] for author in doc.sets} == set(copy.sets)
    spans = {name for one in doc.sets.values() for name in one.spans.by_name}
    all_contents = [{n: c for one in d.sets.values() for n, c in contents(one).items()} for d in (doc, copy)]
    for author, one in doc.sets.items():
        check_set(one, copy.sets[to.names[author]], to, (*all_contents, spans))
    check_talk(doc, copy, to)
    assert is_approved(doc, ours.people) == is_approved(copy, theirs.people)
    assert theirs.lines([copy]) == lines


def check_talk(doc: AnnotatedDocument, copy: AnnotatedDocument, to: Translation) -> None:
    """Assert that comments and decisions came through, in their order."""
    for one, other in zip(doc.comments.values(), copy.comments.values(), strict=True):
        names = {
            field: to.names[getattr(one, field)] for field in ("id", "document", "author", "item", "writer", "reply_to")
        }
        assert one._replace(**names) == other
    for verdict, same in zip(doc.verdicts.values(), copy.verdicts.values(), strict=True):
        assert (verdict.verdict, verdict.at, verdict.unseen, verdict.reason) == same[3:4] + same[6:]
        assert [to.names[author] for author, _ in verdict.sets] == [author for author, _ in same.sets]
        if verdict.verdict == "send back":
            assert same.gold_digest == verdict.gold_digest


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(annotated())
def test_lines_do_not_depend_on_names_of_rows(made: tuple[Project, AnnotatedDocument]) -> None:
    ours, doc = made
    lines = ours.lines([doc])
    for origin in ("z", "0"):
        other = Project(origin)
        assert other.lines(other.take(read_back(lines))) == lines


def test_several_documents_keep_their_order() -> None:
    project = Project()
    out = io.StringIO()
    jsonl.write((DocumentRecord(f"n{number}", f"Text {number}") for number in range(25)), out)
    documents = project.take(read_back(out.getvalue()))
    assert [doc.document.name for doc in documents] == [f"n{number}" for number in range(25)]
    assert [doc.document.position for doc in documents] == list(range(25))
    assert project.lines(documents) == out.getvalue()
