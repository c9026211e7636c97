"""spaCy's collections: what spaCy itself finds in them, that it learns from them, and hostile bytes."""

import random
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Corpus
from spacy.util import fix_random_seed

from annotator.core.records import DocumentRecord, RelationRecord, SetRecord, SpanRecord
from annotator.formats import FORMATS, UnreadableFile, detect, spacy_docbin
from tests.formats.test_round_trips import read, written

File = Callable[[str, bytes | str], Path]
FORM = FORMATS["spacy_docbin"]
TEXT = "Ana Zeman of Brno\nsaw Ana-Maria."


def record() -> DocumentRecord:
    spans = [SpanRecord("a", ((0, 9),), "P"), SpanRecord("b", ((0, 3),), "Q"), SpanRecord("c", ((13, 17),), "G")]
    ties = [RelationRecord("r", "a", "c", "of")]
    one = SetRecord(state="submitted", spans=spans, relations=ties, labels=["deal"])
    return DocumentRecord("d", TEXT, sets=[one])


def docs(path: Path) -> list[Doc]:
    return list(DocBin(store_user_data=True).from_disk(path).get_docs(spacy.blank("en").vocab))


def test_what_spacy_finds(tmp_path: Path) -> None:
    if not Doc.has_extension("rel"):
        Doc.set_extension("rel", default={})
    out = written([record(), DocumentRecord("e", "None.")], FORM, tmp_path, "out")
    assert detect(out)[0].id == "spacy_docbin"
    doc, other = docs(out)
    assert doc.text == TEXT
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Ana Zeman", "P"), ("Brno", "G")]
    assert [(span.text, span.label_) for span in doc.spans["sc"]] == [("Ana Zeman", "P"), ("Ana", "Q"), ("Brno", "G")]
    assert doc._.rel == {(0, 0): {"of": 0.0}, (0, 3): {"of": 1.0}, (3, 0): {"of": 0.0}, (3, 3): {"of": 0.0}}
    assert (doc.cats, other._.rel, len(other.ents)) == ({"deal": 1.0}, {}, 0)


def test_collections_of_others(tmp_path: Path) -> None:
    doc = spacy.blank("en")("Ana saw Brno.")
    doc.ents = [doc.char_span(0, 3, "P", kb_id="Q1"), doc.char_span(8, 12, "G")]
    doc.user_data[spacy_docbin.REL] = {(0, 2): {"saw": 1.0, "met": 0.0}}
    path = tmp_path / "a.spacy"
    DocBin(docs=[doc], store_user_data=True).to_disk(path)
    (found,), said = read(path, FORM)
    (one,) = found.sets
    assert [(span.label, span.attributes) for span in one.spans] == [("P", {"kb_id": "Q1"}), ("G", {})]
    assert [tie.label for tie in one.relations] == ["saw"]
    assert said == []


@pytest.mark.parametrize(
    "data", [b"", b"\x78", zlib.compress(b"\x00" * 99), zlib.compress(b"\x81\xa1a\x01"), b"x" * 50]
)
def test_bytes_that_are_no_collection(data: bytes, file: File) -> None:
    with pytest.raises(UnreadableFile, match="is no collection of spaCy"):
        list(FORM.read(file("a.spacy", data), print))  # type: ignore[misc, arg-type]


def test_a_bomb_is_refused(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_docbin, "MOST_BYTES", 1 << 20)
    with pytest.raises(UnreadableFile, match="unpacks to more than 1 MB"):
        list(FORM.read(file("a.spacy", zlib.compress(b"\x00" * (1 << 22))), print))  # type: ignore[misc, arg-type]


@pytest.mark.slow
def test_spacy_learns_from_it(tmp_path: Path) -> None:
    """An entity recognizer that reads the file as training does finds what the file says, after some steps."""
    fix_random_seed(0)
    names, places = ["Ana", "Ben", "Cem", "Dora"], ["Brno", "Oslo", "Riga", "Turku"]
    records = []
    for number in range(24):
        name, place = names[number % 4], places[number // 4 % 4]
        text = f"{name} lives in {place} now."
        spans = [
            SpanRecord("a", ((0, len(name)),), "P"),
            SpanRecord("b", ((text.index(place), text.index(" now")),), "G"),
        ]
        records.append(DocumentRecord(f"d{number}", text, sets=[SetRecord(state="submitted", spans=spans)]))
    out = written(records, FORM, tmp_path, "out")
    nlp = spacy.blank("en")
    nlp.add_pipe("ner")
    examples = list(Corpus(out)(nlp))
    nlp.initialize(lambda: examples)
    before = nlp.evaluate(examples)["ents_f"]
    for _ in range(12):
        random.Random(0).shuffle(examples)
        nlp.update(examples)
    after = nlp.evaluate(examples)["ents_f"]
    assert after > max(0.9, before)
