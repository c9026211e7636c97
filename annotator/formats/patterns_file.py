"""Word lists as files: patterns.jsonl as spaCy's EntityRuler takes it, CSV, and one word a line."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from annotator.core.records import Finding
from annotator.core.word_lists import EntrySpec
from annotator.formats.decoding import Report, UnreadableFile, read_text

LETTERS = frozenset(
    """ORTH TEXT NORM LOWER LENGTH IS_ALPHA IS_ASCII IS_DIGIT IS_LOWER IS_UPPER IS_TITLE IS_PUNCT IS_SPACE IS_STOP
    IS_BRACKET IS_QUOTE IS_LEFT_PUNCT IS_RIGHT_PUNCT IS_CURRENCY IS_OOV LIKE_NUM LIKE_URL LIKE_EMAIL SPACY SHAPE
    PREFIX SUFFIX OP""".split()  # noqa: SIM905 - read as words
)
"""What a token pattern may ask: what a token is by its letters alone, and how often."""

GRAMMAR = frozenset(
    """POS TAG DEP MORPH LEMMA ENT_TYPE ENT_IOB ENT_ID ENT_KB_ID IS_SENT_START SENT_START _""".split()  # noqa: SIM905
)
"""What would take a tagger, a parser or an entity recogniser before it."""

OPERATORS = re.compile(r"[!?+*]|\{(\d+|\d+,|,\d+|\d+,\d+)\}")
TESTS = re.compile(r"IN|NOT_IN|IS_SUBSET|IS_SUPERSET|INTERSECTS|REGEX|FUZZY\d?|==|!=|>=|<=|>|<")
MOST_SIGNS = 1_000  # of one entry
ANY_CASE = {"any", "ignore", "no", "false", "0", "lower"}
EXACT = {"", "exact", "match", "yes", "true", "1"}
HEADS = {"text", "word", "words", "pattern", "term", "label"}


def read_list(path: Path, report: Report, *, label: str = "") -> list[EntrySpec]:
    """The entries of a file, of whichever of the three kinds; `label` is for words that bring none.

    A line that is no entry is reported and the rest goes on. Raises UnreadableFile.
    """
    return parse_list(read_text(path, report), path.name, report, label=label)


def parse_list(text: str, name: str, report: Report, *, label: str = "") -> list[EntrySpec]:
    """The entries of a text; `name` is what findings call it."""
    first = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if first.startswith("["):
        raise UnreadableFile(f"{name} is one JSON list; patterns stand one a line (JSONL), each in {{…}}.")
    if first.startswith("{"):
        return list(_patterns(text, name, report))
    return list(_rows(text, name, report, label))


# ---- patterns.jsonl


def _patterns(text: str, name: str, report: Report) -> Iterator[EntrySpec]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _pattern(line)
        except ValueError as error:
            report(Finding(f"{name}, line {number}", f"{error} The line was left out.", True))


def _pattern(line: str) -> EntrySpec:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        raise ValueError("This is no JSON: a quote or a bracket may be missing.") from None
    if not isinstance(entry, dict) or not isinstance(entry.get("label"), str) or not entry["label"].strip():
        raise ValueError('A pattern needs a "label", such as {"label": "ORG", "pattern": "Apple"}.')
    pattern, tag = entry.get("pattern"), str(entry.get("id") or "")
    if isinstance(pattern, str):
        return EntrySpec(entry["label"].strip(), _words(pattern), tag=tag)
    check_tokens(pattern)
    return EntrySpec(entry["label"].strip(), json.dumps(pattern, ensure_ascii=False), tokens=True, tag=tag)


def _words(text: str) -> str:
    words = " ".join(text.split())
    if not words:
        raise ValueError("The text is empty.")
    if len(words) > MOST_SIGNS:
        raise ValueError(f"The text is longer than {MOST_SIGNS} signs.")
    return words


def check_tokens(pattern: Any) -> None:
    """See that a token pattern is one that can be used here. Raises ValueError with a sentence."""
    if not isinstance(pattern, list) or not pattern or not all(isinstance(token, dict) for token in pattern):
        raise ValueError('A "pattern" is a text, or a list of tokens such as [{"LOWER": "new"}, {"LOWER": "york"}].')
    for token in pattern:
        for attribute, value in token.items():
            _check_attribute(attribute.upper(), value)


def _check_attribute(attribute: str, value: Any) -> None:
    if attribute in GRAMMAR:
        raise ValueError(f"{attribute} needs a pipeline before it; word lists look at letters alone (LOWER, SHAPE …).")
    if attribute not in LETTERS:
        raise ValueError(f'"{attribute}" is nothing a token pattern asks; there are {", ".join(sorted(LETTERS))}.')
    if attribute == "OP":
        if not isinstance(value, str) or not OPERATORS.fullmatch(value):
            raise ValueError('"OP" is one of ! ? + * or {n}, {n,m}, {n,}, {,m}.')
    elif isinstance(value, dict):
        for test, wanted in value.items():
            _check_test(test, wanted)
    elif not isinstance(value, (str, int, bool)):
        raise ValueError(f"The value of {attribute} is no text, number or flag.")


def _check_test(test: str, wanted: Any) -> None:
    if not TESTS.fullmatch(test):
        raise ValueError(f'"{test}" is no test of a token; there are IN, NOT_IN, REGEX, FUZZY, ==, >= and such.')
    for one in wanted if test != "REGEX" and isinstance(wanted, list) else [wanted]:
        if test == "REGEX" and isinstance(one, dict):
            raise ValueError("REGEX takes one expression here.")
    if test == "REGEX":
        try:
            re.compile(str(wanted))
        except re.error as error:
            raise ValueError(f"The expression {wanted} is none: {error}.") from None


# ---- CSV, or one word a line


def _rows(text: str, name: str, report: Report, label: str) -> Iterator[EntrySpec]:
    lines = text.splitlines()
    comma = _comma(lines)
    rows = csv.reader(io.StringIO(text), delimiter=comma) if comma else ([line] for line in lines)
    places = {"text": 0, "label": 1, "case": 2}
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if number == 1 and comma and cells[0].lower() in HEADS and len(cells) > 1:
            places = _places([cell.lower() for cell in cells])
            continue
        try:
            yield _row(cells, places, label)
        except ValueError as error:
            report(Finding(f"{name}, line {number}", f"{error} The line was left out.", True))


def _comma(lines: list[str]) -> str:
    """What parts the columns: what stands in most of the first lines; nothing in a plain list of words."""
    some = [line for line in lines[:50] if line.strip()]
    counts = {sign: sum(sign in line for line in some) for sign in ("\t", ";", ",")}
    best = max(counts, key=lambda sign: counts[sign])
    return best if some and counts[best] * 2 > len(some) else ""


def _places(heads: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for place, head in enumerate(heads):
        name = "text" if head in HEADS - {"label"} else head
        places.setdefault(name, place)
    return {"text": 0, "label": 1, "case": 99} | places


def _row(cells: list[str], places: dict[str, int], label: str) -> EntrySpec:
    def cell(name: str) -> str:
        return cells[places[name]] if places[name] < len(cells) else ""

    given = cell("label") or label
    if not given:
        raise ValueError(f'"{cell("text")}" has no label: add one in a second column, or name one for the whole list.')
    case = cell("case").lower()
    if case not in EXACT | ANY_CASE:
        raise ValueError(f'"{case}" says nothing about capitals: write "exact" or "any".')
    return EntrySpec(given, _words(cell("text")), any_case=case in ANY_CASE)


# ---- writing


def write_patterns(entries: Iterable[EntrySpec]) -> str:
    """The entries as patterns.jsonl; words in any case become tokens in lower case, which is how spaCy says it."""
    return "".join(json.dumps(_as_pattern(entry), ensure_ascii=False) + "\n" for entry in entries)


def _as_pattern(entry: EntrySpec) -> dict[str, Any]:
    pattern: Any = json.loads(entry.pattern) if entry.tokens else entry.pattern
    if entry.any_case:
        pattern = [{"LOWER": word.lower()} for word in re.findall(r"\w+|[^\w\s]", entry.pattern)]
    return {"label": entry.label, "pattern": pattern} | ({"id": entry.tag} if entry.tag else {})


def write_csv(entries: Iterable[EntrySpec]) -> str:
    """The entries that are words as text, label, case; token patterns cannot be said in it and are left out."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(("text", "label", "case"))
    for entry in entries:
        if not entry.tokens:
            writer.writerow((entry.pattern, entry.label, "any" if entry.any_case else "exact"))
    return made.getvalue()
