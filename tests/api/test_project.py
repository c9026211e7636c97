"""Projects as scripts use them, on real files."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import spacy

import annotator
from annotator import EditRefused, Project, ProjectError


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with annotator.create_project(tmp_path / "deals.annot", person="Ana") as project:
        project.add_text("deal", "Halden buys Soren Labs.")
        yield project


def test_importing_the_package_loads_nothing_of_it() -> None:
    code = "import annotator, sys; print(sorted(m for m in sys.modules if m.startswith('annotator')), dir(annotator))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("['annotator'] ")
    assert "'open_project'" in done.stdout
    with pytest.raises(AttributeError, match="nonsense"):
        annotator.nonsense  # noqa: B018


def test_one_edit_may_touch_more_documents_than_are_kept_in_memory(project: Project) -> None:
    names = [project.add_text(f"text {n}", f"Company {n} grew.").name for n in range(12)]
    with project.edit("Ana", title="Companies") as e:
        for name in names:
            e.mark_span(name, 0, 7, "ORG")
        spans = [e.mark_span(name, 0, len(f"Company {n}"), "ORG") for n, name in enumerate(names)]
        for span in spans:
            e.set_unsure(span)
    assert [len(project[name].spans) for name in names] == [2] * 12
    assert project.undo("Ana") == "Companies"
    assert [len(project[name].spans) for name in names] == [0] * 12


def test_an_exception_leaves_nothing_behind(project: Project) -> None:
    with pytest.raises(EditRefused, match="no text"), project.edit("Ana") as e:
        e.mark_span("deal", 0, e.mark_span("deal", 0, 6, "ORG").end + 100, "ORG")
    assert project["deal"].sets == ()
    with project.edit("Ana") as e:
        e.mark_span("deal", 0, 6, "ORG")
    assert [span.text for span in project["deal"].spans] == ["Halden"]


def test_every_verb_on_items(project: Project) -> None:
    with project.edit("Ana") as e:
        halden = e.mark_span("deal", 0, 6, "PERSON")
        soren = e.mark_fragments("deal", ((12, 17), (18, 22)), "ORG")
        e.relabel(halden, "ORG")
        link = e.link(halden, soren, "acquires")
        e.set_note(link, "in cash")
        e.set_attributes(halden, ticker="HLD")
        e.move(soren, 12, 17)
    document = project["deal"]
    assert [(span.text, span.label, span.attributes) for span in document.spans] == [
        ("Halden", "ORG", {"ticker": "HLD"}),
        ("Soren", "ORG", {}),
    ]
    assert [(one.head.text, one.label, one.tail.text, one.note) for one in document.relations] == [
        ("Halden", "acquires", "Soren", "in cash")
    ]
    with project.edit("Ana") as e:
        e.delete(document.relations[0])
        e.delete(document.spans[1])
    assert [span.text for span in project["deal"].spans] == ["Halden"]
    assert project["deal"].relations == ()


def test_suggestions_are_replaced_accepted_rejected(project: Project) -> None:
    project.suggest("deal", "rules", [(0, 6, "ORG"), (7, 11, "ORG")])
    project.suggest("deal", "rules", [(0, 6, "ORG"), (12, 22, "ORG", 0.5)])
    model = project["deal"].set("rules")
    assert model is not None
    assert [(span.text, span.score) for span in model.spans] == [("Halden", None), ("Soren Labs", 0.5)]
    with project.edit("Ana") as e:
        e.accept(model.spans[0])
        e.reject(model.spans[1])
    assert [span.text for span in project["deal"].spans] == ["Halden"]
    with pytest.raises(EditRefused, match="No suggestion is open"), project.edit("Ana") as e:
        e.accept_open("deal")


def test_review_round(project: Project) -> None:
    with project.edit("Ana") as e:
        e.mark_span("deal", 0, 6, "ORG")
    project.submit("deal", "Ana")
    project.send_back("deal", "Rob", "Soren Labs is missing.")
    with project.edit("Ana") as e:
        e.mark_span("deal", 12, 22, "ORG")
    project.submit("deal", "Ana")
    with pytest.raises(EditRefused, match="changed since"):
        project.approve("deal", "Rob", digest="0" * 64)
    work = project["deal"].set("Ana")
    assert work is not None
    project.approve("deal", "Rob", digest=work.digest)
    assert project["deal"].approved
    with pytest.raises(EditRefused, match="Nothing is submitted"):
        project.approve("deal", "Rob")


def test_what_is_not_there_is_refused_by_name(project: Project, tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        project["nothing"]
    with pytest.raises(EditRefused, match="nothing"):
        project.submit("nothing", "Ana")
    with pytest.raises(EditRefused, match="NONSENSE"), project.edit("Ana") as e:
        e.mark_span("deal", 0, 6, "NONSENSE")
    with pytest.raises(EditRefused, match="no text from 0 to 99"), project.edit("Ana") as e:
        e.mark_span("deal", 0, 99, "ORG")
    with pytest.raises(ProjectError, match="no project"):
        annotator.open_project(tmp_path / "nowhere.annot")
    project.close()
    with pytest.raises(ProjectError, match="already there"):
        annotator.create_project(project.path)


def test_a_second_program_only_reads(project: Project) -> None:
    with pytest.raises(ProjectError, match="open elsewhere"):
        annotator.open_project(project.path)
    with annotator.open_project(project.path, read_only=True) as other:
        assert [document.name for document in other] == ["deal"]
        with pytest.raises(EditRefused, match="reading only"), other.edit("Ana") as e:
            e.mark_span("deal", 0, 6, "ORG")


def test_documents_as_spacy_docs(project: Project) -> None:
    with project.edit("Ana") as e:
        e.mark_span("deal", 0, 6, "ORG")
        e.mark_span("deal", 12, 22, "ORG")
        e.mark_span("deal", 12, 15, "PERSON")  # inside a token
        e.mark_fragments("deal", ((0, 6), (18, 22)), "PRODUCT")
    (doc,) = project.to_docs(spacy.blank("en"), which="author:Ana")
    assert doc.text == project["deal"].text
    assert [(span.text, span.label_) for span in doc.spans["sc"]] == [
        ("Halden buys Soren Labs", "PRODUCT"),
        ("Halden", "ORG"),
        ("Soren Labs", "ORG"),
        ("Soren", "PERSON"),
    ]
    assert [ent.text for ent in doc.ents] == ["Halden buys Soren Labs"]
    assert doc.user_data["widened"] == [(0, 22, "PRODUCT"), (12, 15, "PERSON")]
    assert doc.user_data["author"] == "Ana"


def test_own_scheme_and_none(tmp_path: Path) -> None:
    scheme = tmp_path / "own.toml"
    scheme.write_text('format = "annotator-scheme/1"\n[[span]]\nname = "GENE"\n', encoding="utf-8")
    with annotator.create_project(tmp_path / "own.annot", scheme=scheme) as own:
        assert [label.name for label in own.labels] == ["GENE"]
    with annotator.create_project(tmp_path / "bare.annot", scheme="") as bare:
        assert bare.labels == []
