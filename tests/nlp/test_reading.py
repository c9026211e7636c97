"""Texts through a pipeline: offsets, tokens, sentences, and the components that need not run."""

import json
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from annotator.nlp.messages import Found, unpack_tokens
from annotator.nlp.pipelines import PipelineError, find, in_folder
from annotator.nlp.reading import Findings, Reader, components_needed
from tests.nlp.articles import ASTRAL, ENGLISH, FRENCH, article


@pytest.fixture(scope="module")
def english() -> Reader:
    return Reader(find(ENGLISH))


def read(reader: Reader, text: str) -> Findings:
    (findings,) = reader.read([text])
    return findings


def surfaces(findings: Findings, text: str) -> list[tuple[str, str]]:
    return [(text[span.start : span.end], span.label) for span in findings.spans]


def test_only_what_finds_entities_and_sentences_runs(english: Reader) -> None:
    assert english.components == ("senter", "ner")
    assert Reader(find(FRENCH)).components == ("senter", "ner")


def test_the_short_way_finds_what_the_whole_pipeline_finds(english: Reader) -> None:
    whole = spacy.load(find(ENGLISH).path)
    short_way, long_way = set(), set()
    for number in range(12):
        text = article(number)
        short_way |= {(number, span.start, span.end, span.label) for span in read(english, text).spans}
        long_way |= {(number, span.start_char, span.end_char, span.label_) for span in whole(text).ents}
    assert len(long_way) > 200
    assert len(short_way & long_way) >= 0.97 * len(short_way | long_way)


def test_astral_signs_and_line_ends_count_one_each(english: Reader) -> None:
    findings = read(english, ASTRAL)
    found = surfaces(findings, ASTRAL)
    assert ("Paris", "GPE") in found
    assert ("Monday", "DATE") in found
    assert ("Tim Cook", "PERSON") in found
    assert "€40 million" in {surface for surface, _label in found}
    tokens = [ASTRAL[start:end] for start, end in unpack_tokens(findings.tokens)]
    assert "".join(tokens).replace(" ", "") == ASTRAL.replace(" ", "")
    assert "\r\n\r\n" in tokens


def test_tokens_are_the_pipelines_own(english: Reader) -> None:
    text = article(3)
    doc = spacy.blank("en")(text)
    expected = [(token.idx, token.idx + len(token)) for token in doc]
    assert list(unpack_tokens(read(english, text).tokens)) == expected


def test_sentences_start_at_their_first_letter(english: Reader) -> None:
    text = "\n\n  Pfizer bought Seagen.  \n\n Northvolt builds a plant in Poland. Nobody was surprised."
    starts = read(english, text).sentences
    assert [text[start:].split()[0] for start in starts] == ["Pfizer", "Northvolt", "Nobody"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\r\n\t", "\0", "\ud800", "\ufeff", "\u200b\u200d", "a" * 10_000, "🇫🇷" * 300]
)
def test_odd_texts_are_read(english: Reader, text: str) -> None:
    for span in read(english, text).spans:
        assert text[span.start : span.end].strip()


def test_lone_surrogates_and_nul_do_not_move_what_comes_after(english: Reader) -> None:
    plain = "On Monday Pfizer agreed to buy Seagen for $43 billion in New York."
    odd = "\ud83d \0 \udc00. " + plain
    shifted = [(text, label) for text, label in surfaces(read(english, odd), odd) if text != "\0"]
    assert ("$43 billion", "MONEY") in shifted
    assert ("New York", "GPE") in shifted


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=()), max_size=60), max_size=4))
def test_any_text_gives_true_offsets(texts: list[str]) -> None:
    for text, findings in zip(texts, blank_reader().read(texts), strict=True):
        tokens = list(unpack_tokens(findings.tokens))
        assert "".join(text[start:end] for start, end in tokens).replace(" ", "") == text.replace(" ", "")
        assert all(0 <= start < end <= len(text) for start, end in tokens)


def blank_reader(kept: list[Reader] = []) -> Reader:  # noqa: B006 (made once: hypothesis calls it for each example)
    if not kept:
        kept.append(Reader(find("blank:en")))
    return kept[0]


def test_a_blank_pipeline_gives_tokens_alone() -> None:
    findings = read(blank_reader(), "Pfizer bought Seagen.")
    assert findings.spans == ()
    assert findings.sentences == ()
    assert list(unpack_tokens(findings.tokens)) == [(0, 6), (7, 13), (14, 20), (20, 21)]


def test_a_language_that_is_unknown_or_wants_more_is_still_cut_into_tokens() -> None:
    for language in ("ja", "tlh"):
        assert len(list(unpack_tokens(read(Reader(find(f"blank:{language}")), "One two.").tokens))) == 3


def save(nlp: Any, folder: Path) -> Path:
    nlp.to_disk(folder)
    return folder


@pytest.mark.parametrize("most", [None, 1])
def test_edges_are_trimmed_blank_spans_dropped_and_scores_kept(tmp_path: Path, most: int | None) -> None:
    nlp = spacy.blank("en")
    categorizer: Any = nlp.add_pipe("spancat", config={"spans_key": "found", "threshold": 0.0, "max_positive": most})
    categorizer.add_label("ORG")
    nlp.initialize()
    reader = Reader(in_folder(save(nlp, tmp_path / "spancat")))
    assert reader.components == ("spancat",)
    text = "Acme \n\n Corp"
    spans = read(reader, text).spans
    assert spans, "with threshold 0 every stretch of up to three tokens is marked"
    for span in spans:
        assert text[span.start : span.end] == text[span.start : span.end].strip() != ""
        assert span.score is not None
        assert 0 < span.score < 1
    assert len({span[:3] for span in spans}) == len(spans)


def test_rules_run_with_all_their_pipeline(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    ruler: Any = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "ORG", "pattern": "Acme"}, {"label": "BLANK", "pattern": [{"IS_SPACE": True}]}])
    reader = Reader(in_folder(save(nlp, tmp_path / "rules")))
    assert reader.components == ("sentencizer", "entity_ruler")
    findings = read(reader, "At Acme \n\n it rains. Acme!")
    assert findings.spans == (Found(3, 7, "ORG"), Found(21, 25, "ORG"))
    assert findings.sentences == (0, 21)


class Shouting:
    """A tokenizer that does not keep the text as it is."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab

    def __call__(self, text: str) -> Doc:
        return Doc(self.vocab, words=text.upper().split())

    def from_disk(self, folder: Path, **options: Any) -> None:
        """Nothing to load."""


def test_a_pipeline_that_alters_the_text_is_not_trusted(tmp_path: Path) -> None:
    spacy.registry.tokenizers("annotator_tests.shouting.v1", func=lambda: Shouting)
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "annotator_tests.shouting.v1"}}})
    (tmp_path / "meta.json").write_text(json.dumps(nlp.meta))
    nlp.config.to_disk(tmp_path / "config.cfg")
    nlp.vocab.to_disk(tmp_path / "vocab")
    with pytest.raises(PipelineError, match="alters the text"):
        read(Reader(in_folder(tmp_path)), "Pfizer  bought Seagen.")


LISTENER = {"model": {"tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "upstream": "words"}}}
OWN = {"model": {"tok2vec": {"embed": {"@architectures": "spacy.MultiHashEmbed.v2", "attrs": ["NORM", "IS_SPACE"]}}}}
TAGS = {"model": {"tok2vec": {"embed": {"@architectures": "spacy.MultiHashEmbed.v2", "attrs": ["NORM", "TAG"]}}}}


def config(disabled: tuple[str, ...] = (), **components: dict[str, Any]) -> dict[str, Any]:
    return {"nlp": {"pipeline": list(components), "disabled": list(disabled)}, "components": components}


@pytest.mark.parametrize(
    ("pipeline", "needed"),
    [
        (config(words={"factory": "tok2vec"}, tagger={"factory": "tagger"}, ner={"factory": "ner", **OWN}), ["ner"]),
        (config(words={"factory": "tok2vec"}, ner={"factory": "ner", **LISTENER}), ["words", "ner"]),
        (config(tagger={"factory": "tagger"}, ner={"factory": "ner", **TAGS}), []),
        (config(odd={"factory": "somebodys_own"}, ner={"factory": "ner", **OWN}), []),
        (config(senter={"factory": "senter"}, ner={"factory": "ner"}, disabled=("senter",)), ["senter", "ner"]),
        (config(ner={"factory": "ner"}, other={"factory": "ner"}, disabled=("other",)), ["ner"]),
        (config(spans={"factory": "spancat", "suggester": {"@misc": "somebodys.subtrees.v1"}}), []),
    ],
    ids=["its own vectors", "listens", "wants tags", "unknown kind", "sentences", "switched off", "wants the parse"],
)
def test_what_must_run(pipeline: dict[str, Any], needed: list[str]) -> None:
    assert components_needed(pipeline) == needed


def test_a_pipeline_that_cannot_be_loaded_is_named(tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler")
    folder = save(nlp, tmp_path / "bad")
    config_file = folder / "config.cfg"
    config_file.write_text(config_file.read_text().replace('factory = "entity_ruler"', 'factory = "no_such"'))
    broken = in_folder(folder)._replace(has_ner=True)
    with pytest.raises(PipelineError, match=r"en_pipeline cannot be loaded .*no_such"):
        Reader(broken)
