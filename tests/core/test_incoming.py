"""What comes in of files: what cannot be kept is named and left out, the rest goes in, and it is fast."""

import json
import time
from typing import Any

import pytest

from annotator.core.change import Draft
from annotator.core.document import AnnotatedDocument
from annotator.core.incoming import Incoming, Options, authors_wanted, labels_wanted, text_hash
from annotator.core.people import People
from annotator.core.records import (
    CommentRecord,
    DocumentRecord,
    RelationRecord,
    SetRecord,
    SpanRecord,
    VerdictRecord,
)
from annotator.core.review import is_approved
from annotator.core.rows import Author
from annotator.core.scheme import Scheme
from tests.core.exchange import Project

TEXT = "Vik Labs owns Ostra AB."


def span(name: str, start: int, end: int, label: str = "ORG", **more: Any) -> SpanRecord:
    return SpanRecord(name, ((start, end),), label, **more)


def relation(name: str, head: str, tail: str, label: str = "owns", **more: Any) -> RelationRecord:
    return RelationRecord(name, head, tail, label, **more)


def record(*sets: SetRecord, **more: Any) -> DocumentRecord:
    return DocumentRecord("deal", TEXT, sets=list(sets), place="news.jsonl, line 7", **more)


def by_ana(*items: SpanRecord | RelationRecord, **more: Any) -> SetRecord:
    spans = [item for item in items if isinstance(item, SpanRecord)]
    return SetRecord("Ana", spans=spans, relations=[i for i in items if isinstance(i, RelationRecord)], **more)


def words_of(project: Project, doc: AnnotatedDocument, author: str = "Ana") -> list[str]:
    found = project.people.find(author) or project.people.find(author, "model")
    assert found is not None
    return [f"{doc.surface(one)} {project.scheme.name_of(one.label)}" for one in doc.set_of(found.id).spans.ordered()]


@pytest.fixture
def project() -> Project:
    return Project()


def test_spans_and_relations_come_in(project: Project) -> None:
    (doc,) = project.take([record(by_ana(span("1", 0, 8), span("2", 14, 22), relation("3", "1", "2")))])
    assert project.findings == []
    assert words_of(project, doc) == ["Vik Labs ORG", "Ostra AB ORG"]
    (link,) = doc.sets[project.people.named("Ana").id].relations.values()
    assert [doc.surface(s) for s in map(doc.find_span, (link.head, link.tail)) if s] == ["Vik Labs", "Ostra AB"]
    assert doc.document.sha256 == text_hash(TEXT)


@pytest.mark.parametrize(
    ("fragments", "reason"),
    [
        (((0, 99),), "ORG at 0–99 lies off the text (23 characters); it was left out."),
        (((-3, 4),), "ORG at -3–4 lies off the text (23 characters); it was left out."),
        (((9, 4),), "ORG at 9–4 lies off the text (23 characters); it was left out."),
        (((5, 5),), "ORG at 5–5 is empty (23 characters); it was left out."),
        (((0, 8), (4, 9)), "ORG at 0–8, 4–9 overlaps itself (23 characters); it was left out."),
    ],
)
def test_spans_off_the_text_are_left_out(fragments: Any, reason: str, project: Project) -> None:
    (doc,) = project.take([record(by_ana(SpanRecord("1", fragments, "ORG"), span("2", 14, 22)))])
    assert project.lost() == [f"news.jsonl, line 7: {reason}"]
    assert words_of(project, doc) == ["Ostra AB ORG"]


def test_fragments_in_any_order_are_put_in_order(project: Project) -> None:
    (doc,) = project.take([record(by_ana(SpanRecord("1", ((14, 19), (0, 3)), "ORG")))])
    assert words_of(project, doc) == ["Vik … Ostra ORG"]


def test_words_that_differ_are_said_and_the_offsets_kept(project: Project) -> None:
    project.take([record(by_ana(span("1", 0, 8, surface="Vik Labs"), span("2", 14, 22, surface="Ostra A")))])
    assert [one.text for one in project.findings] == [
        'ORG at 14–22 is "Ostra AB" here and "Ostra A" in the file; the offsets were kept. Check it.'
    ]
    assert project.lost() == []


def test_doubles_are_kept_once_and_relations_find_them(project: Project) -> None:
    one = by_ana(span("1", 0, 8), span("2", 0, 8), span("3", 14, 22), relation("4", "2", "3"), relation("5", "1", "3"))
    (doc,) = project.take([record(one)])
    assert words_of(project, doc) == ["Vik Labs ORG", "Ostra AB ORG"]
    assert len(doc.sets[project.people.named("Ana").id].relations) == 1
    assert [finding.text for finding in project.findings] == [
        "ORG at 0–8 is there twice; it was kept once.",
        '"owns" from 0–8 to 14–22 is there twice; it was kept once.',
    ]
    assert project.lost() == []


def test_doubles_that_differ_lose_something(project: Project) -> None:
    project.take([record(by_ana(span("1", 0, 8), span("2", 0, 8, note="no, another")))])
    assert project.lost() == [
        "news.jsonl, line 7: ORG at 0–8 is there twice; the first was kept, with its note and attributes."
    ]


def test_an_id_given_twice_means_the_first(project: Project) -> None:
    one = by_ana(span("1", 0, 8), span("1", 14, 22), relation("3", "1", "1"))
    (doc,) = project.take([record(one)])
    (link,) = doc.sets[project.people.named("Ana").id].relations.values()
    head = doc.find_span(link.head)
    assert head is not None
    assert doc.surface(head) == "Vik Labs"
    assert project.findings[0].text == 'The id "1" is given twice; relations that name it mean the first.'


def test_ids_need_differ_in_one_set_only(project: Project) -> None:
    ben = SetRecord("Ben", spans=[span("1", 14, 22)], relations=[relation("2", "1", "1")])
    (doc,) = project.take([record(by_ana(span("1", 0, 8)), ben)])
    assert project.findings == []
    (link,) = doc.sets[project.people.named("Ben").id].relations.values()
    assert doc.sets[project.people.named("Ben").id].span(link.head) is not None


def test_relations_to_missing_spans_are_left_out(project: Project) -> None:
    one = by_ana(span("1", 0, 8), span("2", 0, 99), relation("3", "1", "2"), relation("4", "9", "1"))
    (doc,) = project.take([record(one)])
    assert project.lost()[1:] == [
        'news.jsonl, line 7: The relation "owns" joins the entity "2", which is not there; it was left out.',
        'news.jsonl, line 7: The relation "owns" joins the entity "9", which is not there; it was left out.',
    ]
    assert words_of(project, doc) == ["Vik Labs ORG"]


def test_unknown_labels_are_added_or_counted_and_left_out(project: Project) -> None:
    one = by_ana(
        span("1", 0, 8, "FIRM"), span("2", 14, 22, "FIRM"), span("3", 0, 3, ""), relation("4", "1", "2", "joins")
    )
    one.labels, one.rejections = ["sport"], ["GPE|0-3", "no key"]
    specs = labels_wanted([record(one)], project.scheme)
    assert [(spec.kind, spec.name) for spec in specs] == [
        ("span", "FIRM"),
        ("relation", "joins"),
        ("document", "sport"),
        ("span", "GPE"),
    ]
    (doc,) = project.take([record(one)], add_labels=False)
    assert words_of(project, doc) == []
    assert sorted(text.removeprefix("news.jsonl, line 7: ") for text in project.lost()) == [
        '1 × document label "sport": left out, the scheme lacks this label.',
        "1 × entities without a label: left out, the scheme lacks this label.",
        '2 × entities labelled "FIRM": left out, the scheme lacks this label.',
        'A rejection of "GPE|0-3" names a label the scheme lacks; it was left out.',
        'A rejection of "no key" names a label the scheme lacks; it was left out.',
        'The relation "joins" joins the entity "1", which is not there; it was left out.',
    ]


def test_sets_without_an_author_get_the_one_named(project: Project) -> None:
    nameless = SetRecord("", spans=[span("1", 0, 8)])
    (doc,) = project.take([record(nameless)], Options(author="Cem"))
    assert words_of(project, doc, "Cem") == ["Vik Labs ORG"]
    project.take([record(nameless)], Options())
    assert project.lost() == ["news.jsonl, line 7: Work without an author was left out; name one for it."]


def test_everything_may_come_in_as_suggestions_of_one_model(project: Project) -> None:
    ben = SetRecord("Ben", state="approved", spans=[span("1", 0, 8), span("2", 14, 22)], rejections=["ORG|0-3"])
    whole = record(by_ana(span("1", 0, 8)), ben)
    whole.comments = [CommentRecord("c", "Ana", "1", "Ben", "Why?", "t")]
    (doc,) = project.take([whole], Options(author="Ana", suggestions="old tool"))
    (one,) = doc.sets.values()
    assert project.people.authors[one.author][1:3] == ("old tool", "model")
    assert words_of(project, doc, "old tool") == ["Vik Labs ORG", "Ostra AB ORG"]
    assert (one.state, one.rejections, doc.comments) == ("suggested", {}, {})
    assert project.lost() == ["news.jsonl, line 7: Comments and decisions were left out: this comes in as suggestions."]
    assert project.people.find("Ben") is None


def test_two_sets_of_one_author_become_one(project: Project) -> None:
    (doc,) = project.take([record(by_ana(span("1", 0, 8)), by_ana(span("1", 14, 22), span("2", 0, 8)))])
    assert words_of(project, doc) == ["Vik Labs ORG", "Ostra AB ORG"]
    assert [one.text for one in project.findings] == ["Ana has several sets here; they became one."]


def test_a_state_nobody_knows_becomes_work_in_progress(project: Project) -> None:
    (doc,) = project.take([record(by_ana(state="done"))])
    assert doc.sets[project.people.named("Ana").id].state == "in progress"
    assert 'no state "done"' in project.findings[0].text


def test_there_is_one_author_of_final_versions_whatever_its_name(project: Project) -> None:
    project.people.authors["b.0.0"] = Author("b.0.0", "Endfassung", "gold")
    gold = SetRecord("final version", "gold", state="final", spans=[span("1", 0, 8)])
    assert authors_wanted([record(gold)], project.people, Options()) == []
    (doc,) = project.take([record(gold)])
    assert list(doc.sets) == ["b.0.0"]


def test_comments_find_their_item_and_what_they_answer(project: Project) -> None:
    whole = record(by_ana(span("1", 0, 8)), SetRecord("Ben", spans=[span("1", 14, 22)]))
    whole.comments = [
        CommentRecord("c1", "Ben", "1", "Cem", "Which?", "t1", place=(14, 22), quote="Ostra AB ORG"),
        CommentRecord("c2", "Ben", "gone", "Ben", "That.", "t2", "c1", "half done"),
        CommentRecord("c3", "", "1", "Ben", "Whose?", "t3"),
    ]
    (doc,) = project.take([whole])
    first, second = doc.comments.values()
    ben = project.people.named("Ben").id
    assert doc.sets[ben].span(first.item) is not None, "ids mean items of the set a comment is about"
    assert (second.item, second.reply_to, second.state) == ("", first.id, "open")
    assert project.lost() == ["news.jsonl, line 7: A comment names nobody of this project; it was left out."]


def approved(*, off: bool = False) -> DocumentRecord:
    ana = by_ana(span("1", 0, 8), state="approved")
    ana.spans += [span("2", 50, 60)] if off else []
    gold = SetRecord("final version", "gold", state="final", spans=[span("3", 0, 8, origin="1")])
    whole = record(ana, gold)
    whole.verdicts = [VerdictRecord("Ben", "approve", "", [("Ana", "")], "t", holds=True)]
    return whole


def test_an_approval_holds_where_everything_came_in(project: Project) -> None:
    (doc,) = project.take([approved()])
    assert is_approved(doc, project.people)
    assert project.findings == []


def test_an_approval_does_not_hold_where_something_was_left_out(project: Project) -> None:
    (doc,) = project.take([approved(off=True)])
    assert not is_approved(doc, project.people)
    assert project.findings[-1].text == "Not all of what was approved came in; it has to be approved again."


def test_decisions_of_nobody_and_of_no_kind_are_left_out(project: Project) -> None:
    whole = approved()
    whole.verdicts = [VerdictRecord("", "approve", "", []), VerdictRecord("Ben", "maybe", "", [])]
    (doc,) = project.take([whole])
    assert doc.verdicts == {}
    assert len(project.lost()) == 2


def test_metadata_language_and_place(project: Project) -> None:
    meta = {"source": "é", "n": [1, {"a": None}]}
    whole = DocumentRecord("deal", TEXT, meta=meta)
    (doc,) = project.take([whole], Options(author="Ana", language="fr"))
    assert (doc.document.meta, doc.document.language, doc.document.position) == (meta, "fr", 0)
    assert json.loads(doc.document.meta_json) == meta


def test_texts_come_in_by_ten_thousand_a_second() -> None:
    records = [DocumentRecord(f"n{n}", f"Volvo opened plant {n} in Gdansk.", meta={"n": n}) for n in range(10_000)]
    adding = Incoming(Draft(), Scheme(), People(), Options(author="Ana"), lambda finding: None)
    began = time.process_time()
    for place, one in enumerate(records):
        adding.add(one, one.name, place)
    assert time.process_time() - began < 1.0
    assert len(adding.texts) == 10_000


def test_blanks_around_names_of_people_do_not_make_other_people(project: Project) -> None:
    whole = record(by_ana(span("1", 0, 8)), SetRecord(" Ana\n", spans=[span("1", 14, 22)]))
    whole.comments = [CommentRecord("c", "Ana ", "1", " Ben", "Why?", "t")]
    (doc,) = project.take([whole])
    assert [author.name for author in project.people.persons()] == ["Ana", "Ben"]
    assert words_of(project, doc) == ["Vik Labs ORG", "Ostra AB ORG"]
    assert project.lost() == []
