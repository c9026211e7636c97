"""Conditions of a queue as SQL on `document d`: which documents have a label, a word, a date, a problem."""

from collections.abc import Callable, Sequence
from typing import Any

from annotator.core.filtering import META
from annotator.core.listing import Term
from annotator.core.rows import Name
from annotator.core.search_words import asked, expression
from annotator.store.project_store import ProjectStore

MANY = 20_000  # entities of a label from which on documents are asked one by one

Condition = tuple[str, list[Any]]
_NOTHING: Condition = ("0", [])


def conditions(store: ProjectStore, terms: Sequence[Term], author: Name) -> list[Condition]:
    """One condition a field, alternatives joined; `author` is whose work is meant, empty for everybody's."""
    making = _Making(store, author)
    found: list[Condition] = []
    for field in dict.fromkeys(term.field for term in terms):
        own = [term for term in terms if term.field == field]
        found += [_negated(making.condition(term)) for term in own if term.negated]
        alike = [making.condition(term) for term in own if not term.negated]
        # Words and times narrow each other; of states, people, labels, values one is enough.
        apart = field in ("words", "text", "name", "date") or any(term.compare != "=" for term in own)
        found += alike if apart else [_any(alike)] if alike else []
    return found


def _negated(condition: Condition) -> Condition:
    return f"NOT ({condition[0]})", condition[1]


def _any(conditions: Sequence[Condition]) -> Condition:
    return "(" + " OR ".join(sql for sql, _ in conditions) + ")", [one for _, values in conditions for one in values]


def like(text: str) -> str:
    """Words as LIKE takes them, escaped by a backslash."""
    for sign in "\\%_":
        text = text.replace(sign, "\\" + sign)
    return text


class _Making:
    """Conditions on documents of one project."""

    def __init__(self, store: ProjectStore, author: Name) -> None:
        self._store, self._author = store, author

    def condition(self, term: Term) -> Condition:
        """One term as SQL, without its negation."""
        if term.field.startswith(META):
            return self._meta(term)
        makers: dict[str, Callable[[Term], Condition]] = {
            "state": self._state,
            "person": self._person,
            "assigned": self._assigned,
            "label": self._label,
            "date": self._date,
            "problem": self._problem,
            "among": self._among,
        }
        return makers.get(term.field, self._words)(term)

    def _state(self, term: Term) -> Condition:
        if term.value == "outdated":
            return "(t.state = 'approved' AND t.digest IS NULL)", []
        return "coalesce(t.state, 'to do') = ?", [term.value]

    def _date(self, term: Term) -> Condition:
        bounds = [(sign, value) for sign, value in ((">=", term.value), ("<", term.until)) if value]
        return "(" + " AND ".join(f"t.at {sign} ?" for sign, _ in bounds) + ")", [value for _, value in bounds]

    def _person(self, term: Term) -> Condition:
        key = self._store.origins.pack(term.value)
        worked = "SELECT document FROM annotation_set WHERE author = ?"
        return f"d.id IN ({worked} UNION ALL SELECT document FROM assignment WHERE author = ?)", [key, key]

    def _assigned(self, term: Term) -> Condition:
        if not term.value:  # to nobody
            return "d.id NOT IN (SELECT document FROM assignment)", []
        return "d.id IN (SELECT document FROM assignment WHERE author = ?)", [self._store.origins.pack(term.value)]

    def _words(self, term: Term) -> Condition:
        """In the index; a name may hold them anywhere."""
        column = {"text": "{body} : ", "name": "{name} : "}.get(term.field, "")
        words = asked(term.value)
        parts: list[Condition] = []
        if words:
            match = f"{column}({expression(words)})"
            parts.append(("d.id IN (SELECT rowid FROM search WHERE search MATCH ?)", [match]))
        if term.field != "text":
            parts.append(("d.name LIKE '%' || ? || '%' ESCAPE '\\'", [like(term.value.strip('"'))]))
        return _any(parts) if parts else _NOTHING

    def _meta(self, term: Term) -> Condition:
        path = '$."' + term.field[len(META) :].replace('"', "") + '"'
        if term.compare != "=":
            number = _number(term.value)
            value = f"json_extract(d.meta_json, ?) {term.compare} ?"
            kind = "IN ('integer', 'real')" if number is not None else "= 'text'"
            same = f"(json_type(d.meta_json, ?) {kind} AND {value})"
            return same, [path, path, term.value if number is None else number]
        sign, wanted = ("LIKE", like(term.value[:-1]) + "%") if term.value.endswith("*") else ("=", term.value.lower())
        escape = " ESCAPE '\\'" if sign == "LIKE" else ""
        said = f"lower(CAST(value AS TEXT)) {sign} ?{escape} OR CAST(value AS TEXT) = ?"
        found = f"EXISTS (SELECT 1 FROM json_each(d.meta_json, ?) WHERE {said})"
        narrow, more = self._narrowed(term)
        return narrow + found, [*more, path, wanted, term.value]

    def _narrowed(self, term: Term) -> Condition:
        """Reading the metadata of all documents is slow: those without the words at all are left out first."""
        words = asked(f'"{term.value.rstrip("*")}"')
        whole = term.value.rstrip("*") == term.value
        if not words or not whole or self._store.query("SELECT 1 FROM unsearched LIMIT 1"):
            return "", []
        return "d.id IN (SELECT rowid FROM search WHERE search MATCH ?) AND ", [f"{{meta}} : ({expression(words)})"]

    def _authors(self) -> str:
        if self._author:
            return f"= {self._store.origins.pack(self._author)}"
        return "IN (SELECT id FROM author WHERE kind <> 'model')"

    def _label(self, term: Term) -> Condition:
        key = self._store.origins.pack(term.value)
        parts = []
        for table in ("span", "relation", "document_label"):
            some = self._store.query(
                f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE label = ? LIMIT {MANY})", (key,)
            )
            where = f"FROM {table} WHERE label = ? AND author {self._authors()}"
            if some[0][0] >= MANY:
                parts.append(f"EXISTS (SELECT 1 {where} AND document = d.id)".replace("label = ?", "+label = ?"))
            elif some[0][0]:
                parts.append(f"d.id IN (SELECT document {where})")
        return _any([(part, [key]) for part in parts]) if parts else _NOTHING

    def _among(self, term: Term) -> Condition:
        keys = (self._store.origins.pack(name) for name in term.value.split())
        return f"d.id IN ({', '.join(map(str, keys))})", []

    def _problem(self, term: Term) -> Condition:
        own = f"author {self._authors()}"
        sql = {
            "comment": "d.id IN (SELECT document FROM comment WHERE state = 'open' AND reply_to IS NULL)",
            "outdated": "(t.state = 'approved' AND t.digest IS NULL)",
            "unsure": f"(d.id IN (SELECT document FROM span WHERE unsure = 1 AND {own}) "
            f"OR d.id IN (SELECT document FROM relation WHERE unsure = 1 AND {own}))",
            "empty": "(coalesce(t.state, 'to do') IN ('submitted', 'in review', 'approved') AND NOT EXISTS "
            f"(SELECT 1 FROM span WHERE document = d.id AND {own}))",
            "rules": "d.id IN (SELECT r.document FROM relation r "
            "JOIN span h ON h.id = r.head JOIN span s ON s.id = r.tail "
            f"WHERE r.{own} AND EXISTS (SELECT 1 FROM relation_rule WHERE relation = r.label) AND NOT EXISTS "
            "(SELECT 1 FROM relation_rule u WHERE u.relation = r.label AND ((u.head = h.label AND u.tail = s.label) "
            "OR (u.head = s.label AND u.tail = h.label AND (SELECT symmetric FROM label WHERE id = r.label)))))",
        }[term.value]
        return sql, []


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None
