"""Which field of a table has the texts, which names or groups them: a guess with its reasons."""

import re
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from annotator.formats.table_source import Row


def _words(listed: str) -> tuple[str, ...]:
    return tuple(listed.split())


# What tables call their fields, in the languages of the program's first users; the first of a list weighs most.
TEXTS = _words("""
text fulltext body content articletext articlebody article maintext document transcript story abstract texte contenu
corps inhalt volltext artikel texto contenido cuerpo conteudo testo corpo tekst inhoud paragraph sentence passage
message review comment post tweet note description summary
""")
NAMES = _words("""
name title headline titre titel titulo titolo documentname docname filename file slug nom nombre nome id docid
documentid key identifier uid url link
""")
GROUPS = _words("""
group series source publisher outlet publication newspaper feed site website domain thread case patient conversation
session cluster gruppe quelle groupe fuente grupo fonte bron
""")
_NOT_LETTERS = re.compile(r"[\W\d_]+")
_ADDRESS = re.compile(r"(https?://|www\.)\S+$|\S+@\S+\.\w+$")


class Field(NamedTuple):
    """What the first rows tell of a field."""

    name: str
    filled: int  # rows that have it
    rows: int
    different: int
    length: float  # characters, the mean of those filled
    words: float  # the mean
    example: str

    @property
    def plain_name(self) -> str:
        """Its name as the lists above have it: the last part, letters alone."""
        return _NOT_LETTERS.sub("", self.name.rpartition(".")[2].casefold())


def as_text(value: Any) -> str:
    """A cell as the text of a document: lists of texts are paragraphs."""
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return "\n\n".join(value)
    return value if isinstance(value, str) else "" if value is None else str(value)


def fields_of(rows: Sequence[Row]) -> tuple[Field, ...]:
    """The fields of some rows, in the order in which they are met."""
    names = dict.fromkeys(name for row in rows for name in row)
    return tuple(_field(name, [as_text(row.get(name)) for row in rows]) for name in names)


def _field(name: str, cells: list[str]) -> Field:
    filled = [cell for cell in cells if cell.strip()]
    count = len(filled) or 1
    length, words = sum(map(len, filled)) / count, sum(len(cell.split()) for cell in filled) / count
    words = 1.0 if all(_ADDRESS.match(cell.strip()) for cell in filled) else words
    example = " ".join(filled[0].split())[:80] if filled else ""
    return Field(name, len(filled), len(cells), len(set(filled)), length, words, example)


class Guessed(NamedTuple):
    """A field and why; both empty where none fits."""

    name: str = ""
    reason: str = ""


def guess_text(fields: Sequence[Field]) -> Guessed:
    """The field with the texts: by its name, else that with the longest values of several words."""
    several = [one for one in fields if one.words >= 1.5 or (one.words >= 1 and one.plain_name == TEXTS[0])]
    if not several:
        return Guessed()
    best = max(several, key=lambda one: _text_score(one, fields))
    longest = max(fields, key=lambda one: one.length)
    about = f"{best.length:,.0f} characters on average"
    if best.plain_name in TEXTS:
        return Guessed(best.name, f"its name says so, {about}" + (", the longest" if best is longest else ""))
    return Guessed(best.name, f"its values are the longest, {about}") if best.words >= 3 else Guessed()


def _text_score(one: Field, fields: Sequence[Field]) -> float:
    named = 1.5 - TEXTS.index(one.plain_name) / len(TEXTS) if one.plain_name in TEXTS else 0.0
    most = max(other.length * other.filled for other in fields) or 1.0
    title = 0.5 if one.plain_name in NAMES else 0.0
    return named + 2 * one.length * one.filled / most - title


def guess_name(fields: Sequence[Field], text: str) -> Guessed:
    """The field that names documents: short, filled, in every row another."""
    fitting = [one for one in fields if one.name != text and one.plain_name in NAMES and _names_each(one)]
    if not fitting:
        return Guessed("", "no field of a known name is short, filled and different in each row: rows are counted")
    best = min(fitting, key=lambda one: NAMES.index(one.plain_name))
    return Guessed(best.name, "its name says so, and it is different in each row")


def _names_each(one: Field) -> bool:
    return one.filled == one.rows and one.different >= max(1, 0.98 * one.rows) and one.length <= 150


def guess_group(fields: Sequence[Field], taken: Iterable[str]) -> Guessed:
    """The field that says which documents belong together, so that training sets do not part them."""
    taken = set(taken)
    fitting = [one for one in fields if one.name not in taken and one.plain_name in GROUPS and _repeats(one)]
    if not fitting:
        return Guessed("", "no field of a known name has values that repeat")
    best = min(fitting, key=lambda one: GROUPS.index(one.plain_name))
    return Guessed(best.name, f"its name says so, and {best.filled} rows share {best.different} values")


def _repeats(one: Field) -> bool:
    return 1 < one.different < one.filled and one.length <= 200
