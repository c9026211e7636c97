"""Finds the entries of a word list in texts, by the tokens of a language and by letters alone."""

import json
import time
from collections.abc import Iterator, Sequence
from typing import Any

from spacy.matcher import Matcher, PhraseMatcher
from spacy.tokens import Doc

from annotator.core.offsets import trim
from annotator.nlp import pipelines
from annotator.nlp.messages import Bring, Found, Pattern, Pipeline, pack_tokens
from annotator.nlp.reading import LONE_SURROGATE, Findings, tokenizer_of, tokens_of

KEPT = 4
"""Texts whose tokens are kept: several lists read one text after the other."""


class ListReader:
    """A word list ready to read. `problems` are sentences on entries that cannot be used."""

    components = ("words",)

    def __init__(self, bring: Bring, tokens: "TokenStore") -> None:
        began = time.perf_counter()
        self.pipeline: Pipeline = pipelines.blank(bring.language)._replace(
            name=bring.name, version=bring.version, meta_hash=bring.meta_hash
        )
        self._tokens, self.problems = tokens, list[str]()
        self._labels = list(dict.fromkeys(pattern.label for pattern in bring.patterns))
        vocab = tokens.nlp.vocab
        self._exact, self._lower = PhraseMatcher(vocab), PhraseMatcher(vocab, attr="LOWER")
        self._matcher = Matcher(vocab, validate=True)
        self._add_words(self._exact, [one for one in bring.patterns if not one.tokens and not one.any_case])
        self._add_words(self._lower, [one for one in bring.patterns if not one.tokens and one.any_case])
        for one in bring.patterns:
            if one.tokens:
                self._add_tokens(one)
        self.seconds = time.perf_counter() - began

    def _add_words(self, matcher: PhraseMatcher, patterns: list[Pattern]) -> None:
        by_label: dict[str, list[Doc]] = {}
        for one in patterns:
            by_label.setdefault(one.label, []).append(self._tokens.nlp.make_doc(_clean(one.text)))
        for label, docs in by_label.items():
            matcher.add(str(self._labels.index(label)), docs)

    def _add_as_words(self, one: Pattern) -> bool:
        """A pattern that only says letters, token by token, is found as words are: no slower for ten thousand."""
        tokens: list[dict[str, Any]] = json.loads(one.text)
        asked = {attribute.upper() for token in tokens for attribute in token}
        said = [value for token in tokens for value in token.values()]
        if len(asked) != 1 or len(said) != len(tokens) or not all(isinstance(word, str) and word for word in said):
            return False
        key = str(self._labels.index(one.label))
        if asked <= {"ORTH", "TEXT"}:
            self._exact.add(key, [Doc(self._tokens.nlp.vocab, words=said)])
        elif asked == {"LOWER"} and all(word == word.lower() for word in said):
            self._lower.add(key, [Doc(self._tokens.nlp.vocab, words=said)])
        else:
            return False
        return True

    def _add_tokens(self, one: Pattern) -> None:
        try:
            if not self._add_as_words(one):
                self._matcher.add(str(self._labels.index(one.label)), [json.loads(one.text)])
        except Exception as error:
            # What people write into patterns is theirs, and spaCy refuses it with errors of many types.
            brief = " ".join(str(error).split())[:200]
            self.problems.append(f"The pattern {one.text[:80]} cannot be used: {brief}")

    def read(self, texts: Sequence[str]) -> Iterator[Findings]:
        """Findings for each text, in order: of hits that overlap the longest, then the first."""
        for text in texts:
            doc = self._tokens.of(_clean(text))
            yield Findings(tuple(self._hits(doc, text)), pack_tokens(tokens_of(doc)), ())

    def _hits(self, doc: Doc, text: str) -> list[Found]:
        keys = {doc.vocab.strings[str(place)]: place for place in range(len(self._labels))}
        found: set[tuple[int, int, int]] = set()
        for matcher in (self._exact, self._lower, self._matcher):
            if len(matcher):
                found.update((start, end, keys[key]) for key, start, end in matcher(doc))
        places = doc.to_array(["IDX", "LENGTH"]).tolist()  # asking each token for them takes thrice as long
        taken, kept = bytearray(len(doc)), []
        for start, end, label in sorted(found, key=lambda hit: (hit[0] - hit[1], hit)):
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\1" * (end - start)
                edges = trim(text, places[start][0], sum(places[end - 1]))
                if edges[0] < edges[1]:
                    kept.append(Found(*edges, self._labels[label]))
        return sorted(kept)


class TokenStore:
    """The tokenizer of a language, and the last texts it cut."""

    def __init__(self, language: str) -> None:
        self.nlp = tokenizer_of(pipelines.blank(language))
        self.nlp.max_length = 1 << 40  # a guard for parsers, which take memory by the length of a text
        self._docs: dict[str, Doc] = {}

    def of(self, text: str) -> Doc:
        """A text cut into tokens."""
        doc = self._docs.pop(text, None)
        if doc is None:
            doc = self.nlp.make_doc(text)
        self._docs[text] = doc
        while len(self._docs) > KEPT:
            del self._docs[next(iter(self._docs))]
        return doc


def _clean(text: str) -> str:
    return LONE_SURROGATE.sub("\ufffd", text)
