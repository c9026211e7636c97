"""Columns of words and tags: every tagging scheme is read as the same entities, and IOB2 is written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.core.records import DocumentRecord, SetRecord, SpanRecord
from annotator.formats import FORMATS, detect
from tests.formats.conftest import Said
from tests.formats.test_round_trips import read, written

File = Callable[[str, bytes | str], Path]
WORDS = ["Ana", "Maria", "of", "New", "York", "Brno", "x"]
SCHEMES = {
    "IOB1": "I-P I-P O I-G I-G B-G O",
    "IOB2": "B-P I-P O B-G I-G B-G O",
    "BILUO": "B-P L-P O B-G L-G U-G O",
    "BIOES": "B-P E-P O B-G E-G S-G O",
    "BMES": "B-P E-P O B-G E-G S-G O",
    "bare I": "I-P I-P O I-G I-G B-G O",
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("gap", [" ", "\t", " NN B-NP "])
def test_every_tagging_scheme(scheme: str, gap: str, file: File, said: Said) -> None:
    lines = [f"{word}{gap}{tag}" for word, tag in zip(WORDS, SCHEMES[scheme].split(), strict=True)]
    path = file("a.conll", "\n".join(lines) + "\n")
    assert detect(path)[0].id == "conll"
    (record,), _ = read(path, FORMATS["conll"])
    assert record.text == "Ana Maria of New York Brno x"
    found = [(record.text[slice(*span.fragments[0])], span.label) for span in record.sets[0].spans]
    assert found == [("Ana Maria", "P"), ("New York", "G"), ("Brno", "G")]


def test_what_is_written() -> None:
    text = "Ana saw\r\nBrno-West. It  rained."
    spans = [SpanRecord("1", ((0, 3),), "P"), SpanRecord("2", ((9, 13),), "G")]
    record = DocumentRecord("d", text, sets=[SetRecord(state="submitted", spans=spans)])
    write = FORMATS["conll"].write
    assert write is not None
    (part,) = write([record], lambda _: None)
    assert part.data == ("-DOCSTART- -X- O O\n\nAna B-P\nsaw O\n\nBrno B-G\n-West O\n. O\n\nIt O\nrained O\n. O\n\n")


def test_documents_words_of_odd_signs_and_comments(file: File) -> None:
    content = (
        "# newdoc id = d 1\n# text = a\n1\ta\u00a0b\tB-X\t-\tana\n2\t#\tO\t-\t-\n\n# newdoc id = d2\n1\tz\tO\t-\t-\n"
    )
    (one, other), said = read(file("a.iob2", content), FORMATS["conll"])
    assert (one.name, one.text, other.name, other.text) == ("d 1", "a\u00a0b #", "d2", "z")
    assert said == []
    (tweet,), _ = read(file("b.conll", "#yes B-TAG\nno O\n"), FORMATS["conll"])
    assert tweet.text == "#yes no"


def test_broken_lines_are_named(file: File) -> None:
    (record,), said = read(file("a.conll", "a B-X\nbroken\nb I-Y\n"), FORMATS["conll"])
    assert [(one.place, one.lost) for one in said] == [("a.conll, line 2", True)]
    assert [span.label for span in record.sets[0].spans] == ["X", "Y"]


def test_spacy_reads_it(tmp_path: Path) -> None:
    """The converter that comes with spaCy finds the documents, sentences and entities."""
    from spacy.training.converters import conll_ner_to_docs

    spans = [SpanRecord("1", ((0, 3),), "P"), SpanRecord("2", ((8, 16),), "G")]
    text = "Ana saw New York. It rained."
    record = DocumentRecord("d", text, sets=[SetRecord(state="submitted", spans=spans)])
    out = written([record, DocumentRecord("e", "None.")], FORMATS["conll"], tmp_path, "out")
    docs = list(conll_ner_to_docs(out.read_text(encoding="utf-8"), n_sents=0))
    assert [[(ent.text, ent.label_) for ent in doc.ents] for doc in docs] == [[("Ana", "P"), ("New York", "G")], []]
