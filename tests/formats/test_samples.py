"""Real files of other tools: told for what they are, read without loss but for what is listed, and written again."""

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from annotator.core.records import DocumentRecord, Finding
from annotator.formats import FORMATS, detect
from annotator.formats.fitting import fitted
from annotator.formats.reading import read_paths
from tests.formats.generated import essence
from tests.formats.test_round_trips import read, written

# Which files, of which format, how many documents, spans and relations there are in all, and what may be refused.
SAMPLES: list[tuple[str, str, tuple[int, int, int], str]] = [
    ("brat-wlp/dev/*.ann", "brat", (5, 553, 400), ""),
    ("doccano/**/*.jsonl", "doccano_jsonl", (16, 24, 9), 'No "text"'),
    ("labelstudio-sdk/**/*.json", "label_studio_json", (8, 0, 0), "has no text|no place in a text"),
    ("dygie-scierc/**/*.json", "dygie_jsonl", (31, 537, 407), ""),
    ("hf-columns/*.jsonl", "hf_jsonl", (10, 25, 0), ""),
    ("inception-tsv3/**/*.tsv", "webanno_tsv", (75, 185, 42), "grammar|no length|no entity here|no words"),
    ("webanno-tsv-py/**/*.tsv", "webanno_tsv", (6, 30, 2), "grammar"),
    ("bioc-py/**/everything.*ml", "bioc_xml", (2, 5, 2), "does not join"),
    ("bioc-py/**/everything.json", "bioc_json", (2, 5, 2), "does not join"),
    ("pubannotation-textae/dev/[134]_annotations.json", "pubannotation_json", (3, 102, 32), ""),
    (
        "pubannotation-textae/dev/[mpw]*.json",
        "pubannotation_json",
        (4, 9, 2),
        "whole numbers|does not join|nothing that",
    ),
    ("inception-tsv3/**/*.xmi", "uima_xmi", (73, 179, 12), "no length|no entity here"),
    ("conll-btc/**/*.conll", "conll", (1, 521, 0), ""),
    ("conll-wnut17/*.conll", "conll", (1, 836, 0), ""),
    ("iob2-uner/*.iob2", "conll", (318, 966, 0), ""),
    ("spacy-example-data/**/*.iob", "conll", (4, 28, 0), ""),
    ("doccano/**/labeling.trailing.conll", "conll", (1, 2, 0), ""),
    ("doccano/**/example.conll", "conll", (1, 2, 0), ""),
]


@pytest.mark.parametrize(("pattern", "form", "expected", "refused"), SAMPLES, ids=lambda value: str(value)[:40])
def test_files_of_other_tools(
    pattern: str, form: str, expected: tuple[int, int, int], refused: str, samples: Path
) -> None:
    paths = sorted(samples.glob(pattern))
    assert paths
    said: list[Finding] = []
    records: list[DocumentRecord] = []
    for path in paths:
        found, _ = detect(path)
        assert found.id == form
        records += read_paths([path], "auto", "file", said.append)
    lost = [f"{one.place}: {one.text}" for one in said if one.lost]
    assert [words for words in lost if not refused or not re.search(refused, words)] == []
    for record in records:
        for one in record.sets:
            assert all(0 <= a < b <= len(record.text) for span in one.spans for a, b in span.fragments)
            assert [s for s in one.spans if s.surface and s.surface != _words(record, s.fragments)] == []
    sets = [one for record in records for one in record.sets]
    counts = (len(records), sum(len(one.spans) for one in sets), sum(len(one.relations) for one in sets))
    assert counts == expected
    if FORMATS[form].writes:
        comes_again(form, records)


def comes_again(form: str, records: list[DocumentRecord]) -> None:
    """Written and read again it is the same."""
    one = FORMATS[form]
    with TemporaryDirectory() as folder:
        back, _ = read(written(records, one, Path(folder), "out"), one)
    expected = [part for record in records for part in fitted(record, one.holds)[0]]
    found = sorted((essence(record, one.holds) for record in back), key=repr)
    assert found == sorted((essence(record, one.holds) for record in expected), key=repr)


def _words(record: DocumentRecord, fragments: tuple[tuple[int, int], ...]) -> str:
    return " … ".join(record.text[start:end] for start, end in fragments)
