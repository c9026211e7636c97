"""Loads a spaCy pipeline with only what finding spans needs, and turns texts into spans, tokens and sentence starts."""

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from annotator.core.offsets import trim
from annotator.nlp.messages import Found, Pipeline, pack_tokens
from annotator.nlp.pipelines import PipelineError

SPAN_FINDERS = frozenset({"ner", "beam_ner", "spancat", "spancat_singlelabel"})

BYSTANDERS = frozenset(
    {
        "tok2vec",
        "transformer",
        "curated_transformer",
        "tagger",
        "morphologizer",
        "parser",
        "senter",
        "sentencizer",
        "attribute_ruler",
        "lemmatizer",
        "trainable_lemmatizer",
        "textcat",
        "textcat_multilabel",
        "entity_linker",
    }
)
"""Components that neither mark spans nor change tokens: left out unless a span finder listens to one."""

LEXICAL = frozenset({"NORM", "LOWER", "ORTH", "PREFIX", "SUFFIX", "SHAPE", "LENGTH", "SPACY"})
"""What a token is by its letters alone; a span finder that looks at more needs the components before it."""

LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class Findings(NamedTuple):
    """What was found in one text, as the protocol carries it."""

    spans: tuple[Found, ...]
    tokens: bytes
    sentences: tuple[int, ...]


class Reader:
    """A loaded pipeline; `seconds` is what loading took."""

    def __init__(self, pipeline: Pipeline) -> None:
        began = time.perf_counter()
        self.pipeline = pipeline
        self._nlp = _load(pipeline)
        self.seconds = time.perf_counter() - began
        self._groups = _span_groups(self._nlp)

    @property
    def components(self) -> tuple[str, ...]:
        """The components that run, in their order."""
        return tuple(self._nlp.pipe_names)

    def read(self, texts: Sequence[str]) -> Iterator[Findings]:
        """Findings for each text, in order. Raises whatever the pipeline raises, and PipelineError."""
        # spaCy keeps strings as UTF-8, which has no lone surrogates; one sign for one sign keeps all offsets.
        clean = [LONE_SURROGATE.sub("\ufffd", text) for text in texts]
        for text, doc in zip(clean, self._nlp.pipe(clean, batch_size=len(clean) or 1), strict=True):
            if doc.text != text:
                raise PipelineError(
                    f"The pipeline {self.pipeline.name} alters the text it reads: its places are useless."
                )
            yield Findings(tuple(self._spans(doc, text)), pack_tokens(tokens_of(doc)), _sentences(doc, text))

    def _spans(self, doc: Doc, text: str) -> list[Found]:
        """Spans without white space at their edges, without blank or repeated ones, ascending."""
        marked: list[tuple[int, int, str, float | None]] = [
            (span.start_char, span.end_char, span.label_, None) for span in doc.ents
        ]
        for key in self._groups:
            group = doc.spans.get(key, ())
            scores = getattr(group, "attrs", {}).get("scores", [None] * len(group))
            marked += [(s.start_char, s.end_char, s.label_, _number(p)) for s, p in zip(group, scores, strict=True)]
        kept: dict[tuple[int, int, str], Found] = {}
        for raw_start, raw_end, label, score in marked:
            start, end = trim(text, raw_start, raw_end)
            if start < end and label:
                kept.setdefault((start, end, label), Found(start, end, label, score))
        return [kept[key] for key in sorted(kept)]


def _load(pipeline: Pipeline) -> Language:
    """The pipeline by the path of its data, so that its package's own code does not run; only tokens without labels."""
    try:
        if not pipeline.has_ner:
            return tokenizer_of(pipeline)
        if not pipeline.path:
            return spacy.load(pipeline.name)
        config = spacy.util.load_config(Path(pipeline.path) / "config.cfg", interpolate=True)
        needed = components_needed(config)
        if not needed:
            return spacy.load(pipeline.path)
        nlp = spacy.load(pipeline.path, exclude=[name for name in config["components"] if name not in needed])
        for name in nlp.disabled:  # a sentence finder mostly comes switched off
            nlp.enable_pipe(name)
        return nlp
    except Exception as error:
        # A pipeline is somebody's package: whatever it raises on loading is the world's fault, and named.
        reason = f"The pipeline {pipeline.name} cannot be loaded ({type(error).__name__}: {_brief(error)}). "
        raise PipelineError(reason + "Install it again, or choose another.") from error


def tokenizer_of(pipeline: Pipeline) -> Language:
    """What cuts texts of the pipeline's language into tokens, and nothing else."""
    if pipeline.path:
        return spacy.load(
            pipeline.path, exclude=spacy.util.load_config(Path(pipeline.path) / "config.cfg")["nlp"]["pipeline"]
        )
    try:
        return spacy.blank(pipeline.language)
    except (ImportError, ValueError):  # unknown to spaCy, or the words of Japanese, Thai … want a library of their own
        return spacy.blank("xx")


def components_needed(config: Any) -> list[str]:
    """The components that finding spans takes, in the order of the pipeline; empty if that cannot be told: run all.

    A sentence finder is taken along where there is one: it costs 5 % of the time where the parser doubles it, and an
    entity never crosses a sentence's end.
    """
    order: list[str] = config["nlp"]["pipeline"]
    kinds = {name: config["components"][name].get("factory", "") for name in order}
    active = [name for name in order if name not in config["nlp"].get("disabled", ())]
    finders = [name for name in active if kinds[name] in SPAN_FINDERS]
    if any(kinds[name] not in SPAN_FINDERS | BYSTANDERS for name in active):
        return []
    needed = set(finders)
    for name in finders:
        heard = _listens_to(config["components"][name])
        if heard is None:
            return []
        sources = [one for one in order if kinds[one] in ("tok2vec", "transformer", "curated_transformer")]
        needed.update(sources if "*" in heard else heard & set(order))
    needed.update(name for name in order if kinds[name] == "senter" and not _listens_to(config["components"][name]))
    return [name for name in order if name in needed]


def _listens_to(component: Any) -> set[str] | None:
    """The components whose output this one's model takes; None if it wants more than the letters of the tokens."""
    heard: set[str] = set()
    for block in _blocks(component):
        if "Listener" in str(block.get("@architectures", "")):
            heard.add(str(block.get("upstream", "*")))
        attrs = block.get("attrs", ())
        if isinstance(attrs, list) and not all(attr in LEXICAL or str(attr).startswith("IS_") for attr in attrs):
            return None
        if "@misc" in block and not str(block["@misc"]).startswith("spacy.ngram"):
            return None  # a suggester that may walk the parse tree
    return heard


def _blocks(config: Any) -> Iterator[Any]:
    if isinstance(config, dict):
        yield config
        for inner in config.values():
            yield from _blocks(inner)


def _span_groups(nlp: Language) -> list[str]:
    """Where span categorizers leave what they found."""
    kinds = {name: nlp.get_pipe_meta(name).factory for name in nlp.pipe_names}
    categorizers: list[Any] = [nlp.get_pipe(name) for name, kind in kinds.items() if kind.startswith("spancat")]
    return [one.key for one in categorizers]


def tokens_of(doc: Doc) -> Iterator[tuple[int, int]]:
    """Where tokens are, in code points."""
    for start, length in doc.to_array(["IDX", "LENGTH"]).tolist():
        yield start, start + length


def _sentences(doc: Doc, text: str) -> tuple[int, ...]:
    """Where sentences start: at their first sign that is no white space; none if the pipeline finds no sentences."""
    if not doc.has_annotation("SENT_START"):
        return ()
    trimmed = (trim(text, sentence.start_char, sentence.end_char) for sentence in doc.sents)
    return tuple(start for start, end in trimmed if start < end)


def _number(score: Any) -> float | None:
    """A score as spaCy keeps it: a NumPy scalar, or an array of one where a text may have one label only."""
    return None if score is None else round(float(score.item()), 4)


def _brief(error: BaseException) -> str:
    return " ".join(str(error).split())[:300]
