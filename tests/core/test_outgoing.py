"""Which sets of a document go out, and in which order."""

import pytest

from annotator.core.document import AnnotatedDocument
from annotator.core.outgoing import SeveralAuthors, chosen, labels_of
from annotator.core.records import DocumentRecord, SetRecord, SpanRecord, VerdictRecord
from tests.core.exchange import Project

TEXT = "Vik Labs owns Ostra AB."


def made(*sets: SetRecord, verdicts: list[VerdictRecord] | None = None) -> tuple[Project, AnnotatedDocument]:
    project = Project()
    (doc,) = project.take([DocumentRecord("deal", TEXT, sets=list(sets), verdicts=verdicts or [])])
    return project, doc


def one(author: str, state: str, kind: str = "person", version: str = "") -> SetRecord:
    return SetRecord(author, kind, version, state=state, spans=[SpanRecord("1", ((0, 8),), "ORG")])


def names(made_up: tuple[Project, AnnotatedDocument], which: str) -> tuple[list[str], str]:
    project, doc = made_up
    sets, state = chosen(doc, project.people, which)
    authors = [project.people.authors[one.author] for one in sets]
    return [f"{author.name} {author.version}".strip() for author in authors], state


APPROVAL = [VerdictRecord("Ben", "approve", "", [("Ana", "")], holds=True)]
WITHDRAWN = [*APPROVAL, VerdictRecord("Ben", "send back", "f" * 64, [("Ana", "e" * 64)])]


def test_approved_is_the_final_version_and_nothing_else() -> None:
    sets = [one("Ana", "approved"), one("x", "final", "gold"), one("news", "suggested", "model")]
    assert names(made(*sets, verdicts=APPROVAL), "approved") == (["final version"], "")
    assert names(made(*sets, verdicts=APPROVAL), "default") == (["final version"], "")
    assert names(made(*sets), "approved") == ([], "approved"), "no decision says so"
    assert names(made(*sets, verdicts=WITHDRAWN), "approved") == ([], "approved"), "the last decision counts"


@pytest.mark.parametrize(
    ("state", "goes"),
    [
        ("to do", False),
        ("in progress", False),
        ("sent back", False),
        ("set aside", False),
        ("submitted", True),
        ("in review", True),
        ("approved", True),
    ],
)
@pytest.mark.parametrize("which", ["submitted", "default"])
def test_submitted_or_better(state: str, goes: bool, which: str) -> None:
    expected = (["Ana"], "") if goes else ([], state)
    assert names(made(one("Ana", state), one("news", "suggested", "model")), which) == expected


def test_several_authors_without_a_final_version_are_refused_by_default_and_listed_when_asked() -> None:
    both = made(one("Ana", "submitted"), one("Ben", "in review"), one("Cem", "in progress"))
    assert names(both, "submitted") == (["Ana", "Ben"], "")
    with pytest.raises(SeveralAuthors, match="deal"):
        names(both, "default")


def test_a_document_nobody_touched_is_to_do() -> None:
    assert names(made(), "submitted") == ([], "to do")
    assert names(made(one("news", "suggested", "model")), "approved") == ([], "to do")


def test_suggestions_go_out_by_the_name_of_their_model_alone() -> None:
    made_up = made(
        one("news", "suggested", "model", "1.0"), one("news", "suggested", "model", "2.0"), one("Ana", "to do")
    )
    assert names(made_up, "author:news") == (["news 2.0"], "")
    assert names(made_up, "author:Ana") == (["Ana"], "")
    assert names(made_up, "author:Ben") == ([], "to do")
    assert len(names(made_up, "all")[0]) == 3


def test_a_draft_of_the_final_version_does_not_go_out_by_its_name() -> None:
    assert names(made(one("x", "draft", "gold")), "author:final version") == ([], "to do")


def test_rows_go_out_in_the_order_they_were_made_where_their_places_are_the_same() -> None:
    spans = [SpanRecord(str(n), ((0, 8),), f"L{n}") for n in range(12)]
    project, doc = made(SetRecord("Ana", spans=spans))
    assert [span.label for span in project.everything(doc).sets[0].spans] == [f"L{n}" for n in range(12)]


def test_models_come_before_people_and_people_before_the_final_version() -> None:
    project, doc = made(
        one("x", "draft", "gold"), one("Ben", "to do"), one("Ana", "to do"), one("news", "suggested", "model")
    )
    assert [one.author for one in project.everything(doc).sets] == ["news", "Ben", "Ana", "final version"]


def test_labels_by_kind() -> None:
    project, _ = made(SetRecord("Ana", spans=[SpanRecord("1", ((0, 8),), "ORG")], labels=["deal"]))
    assert labels_of(project.scheme) == {"span": ["ORG"], "relation": [], "document": ["deal"]}
