"""Reading Prodigy's JSON Lines: lines of the same text are one document, with a set for each session."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from annotator.core.listing import STATES
from annotator.core.people import GOLD
from annotator.core.records import DocumentRecord, Finding, RelationRecord, SetRecord, SpanRecord
from annotator.formats import shape
from annotator.formats.decoding import Report
from annotator.formats.lines import LineReader, numbered_lines
from annotator.formats.prodigy_lines import Later, text_of
from annotator.formats.prodigy_writing import BLOCK, UNNAMED, answer_of
from annotator.formats.shape import Json, Misshapen

T = TypeVar("T")

# What an answer about a whole text makes of the work on it.
_STATES = {
    "accept": ("submitted", ""),
    "reject": ("set aside", "other: rejected"),
    "ignore": ("set aside", "other: ignored"),
}
_READ = {"text", "meta", "tokens", "spans", "relations", "answer", "label", "accept", "config", BLOCK}


def read(path: Path, report: Report) -> Iterator[DocumentRecord]:
    """Documents of a file, in the order of their first lines. Raises UnreadableFile.

    One document is in memory at a time: lines of the same text that stand further on are looked up where they stand.
    """
    later = Later(path)
    reading = LineReader(path.name, report)
    said: set[str] = set()
    for number, line in numbered_lines(path, report):
        value = reading.read(number, line)
        if value is None:
            continue
        text, place = text_of(value), reading.place
        if not text:
            report(Finding(place, 'No "text"; this line was left out.', lost=True))
            continue
        others = later.behind(text, number)
        if others is None:
            continue
        gathered = _Gathered(f"{path.stem}-{number}", text, place)
        for at, one in ((place, value), *others):
            _take(_Line(gathered, one, at, report), at, said, report)
        yield gathered.record


def _take(line: "_Line", place: str, said: set[str], report: Report) -> None:
    line.read()
    if line.unknown - said:
        said |= line.unknown
        names = ", ".join(sorted(line.unknown))
        report(Finding(place, f"These fields are not read, but kept with the document's metadata: {names}."))


class _Gathered:
    """A document and what was read of it so far."""

    def __init__(self, name: str, text: str, place: str) -> None:
        self.record = DocumentRecord(name, text, place=place)
        self.known: dict[str, dict[object, str]] = {}  # by author: spans and relations of earlier lines → their ids

    def set_of(self, author: str) -> SetRecord:
        """The author's set, made when needed."""
        for one in self.record.sets:
            if one.author == author:
                return one
        one = SetRecord(author)
        self.record.sets.append(one)
        return one


class _Line:
    """Reads one line into the document it belongs to; what is broken is said and left out."""

    def __init__(self, gathered: _Gathered, value: Json, place: str, report: Report) -> None:
        self._gathered, self._value, self._place, self._report = gathered, value, place, report
        self._record = gathered.record
        self._block = self._part(shape.table, BLOCK)
        self._spans, self._relations = self._part(shape.objects, "spans"), self._part(shape.objects, "relations")
        self._answer = value["answer"] if value.get("answer") in tuple(_STATES) else None
        self._label = value["label"] if isinstance(value.get("label"), str) else ""
        self._binary = bool(value.get("_is_binary") or self._label)  # the answer is about the one thing suggested
        self._known: dict[object, str] = {}
        self._fresh: dict[object, str] = {}
        self._here: list[SpanRecord] = []
        self.unknown: set[str] = set()  # fields that are kept in the metadata

    def _part(self, reader: Callable[[Json, str], T], key: str) -> T:
        try:
            return reader(self._value, key)
        except Misshapen as error:
            self._report(Finding(self._place, f"{error}; it was left out.", lost=True))
            return reader({}, key)

    def read(self) -> None:
        """Read the line."""
        self._read_document()
        tokens = self._tokens()
        if self._answer is None and not (self._spans or self._relations or self._block.get("author")):
            return
        one = self._set()
        self._known = self._gathered.known.setdefault(one.author, {})
        for number, span in enumerate(self._spans, 1):
            self._each("Span", number, span, lambda value: self._read_span(one, value))
        ends = _Ends(self._here, tokens)
        for number, relation in enumerate(self._relations, 1):
            self._each("Relation", number, relation, lambda value: self._read_relation(one, value, ends))
        self._read_labels(one)
        self._known |= self._fresh

    def _each(self, kind: str, number: int, item: Any, read_one: Callable[[Json], None]) -> None:
        try:
            if not isinstance(item, dict):
                raise Misshapen("it is no object")
            read_one(item)
        except Misshapen as error:
            self._report(Finding(self._place, f"{kind} {number} was left out: {error}.", lost=True))

    def _read_document(self) -> None:
        """Name, language and metadata; fields this program has no place for are kept in the metadata."""
        meta = dict(self._part(shape.table, "meta"))
        shown = self._block.get("shown")
        if isinstance(shown, list):
            meta = {key: item for key, item in meta.items() if key not in shown}
        rest = {key: item for key, item in self._value.items() if key not in _READ and not key.startswith("_")}
        if "label" in self._value and not self._label:
            rest["label"] = self._value["label"]
        if "options" in rest and "accept" in self._value:
            rest["accept"] = self._value["accept"]
        self.unknown = set(rest)
        self._record.meta = rest | meta | self._record.meta
        for name in (self._block.get("document"), meta.get("document")):
            if isinstance(name, str) and name.strip():
                self._record.name = name
                break
        if isinstance(self._block.get("language"), str):
            self._record.language = self._block["language"]

    def _set(self) -> SetRecord:
        """The set this line is about, in the state that its answer gives."""
        value, kind = self._value, self._block.get("kind")
        ours = "" if kind == GOLD else self._block.get("author")  # a final version is work like any other elsewhere
        named = (value.get("_annotator_id"), value.get("_session_id"), ours)
        author = next((name for name in named if isinstance(name, str) and name), "")
        one = self._gathered.set_of(author)
        if kind == "model" and author == ours:
            one.kind, one.version, one.state = kind, str(self._block.get("version", "")), "suggested"
        elif not self._binary and "options" not in value:
            one.state, one.reason = self._state()
        one.at = _moment(value.get("_timestamp")) or one.at
        return one

    def _state(self) -> tuple[str, str]:
        """The state in which it was exported, unless it was answered otherwise since."""
        state, reason = str(self._block.get("state", "")), str(self._block.get("reason", ""))
        if state in STATES and answer_of(state, reason) == self._answer:
            return ("submitted", "") if self._answer == "accept" else (state, reason)
        return _STATES[self._answer] if self._answer else ("in progress", "")

    def _tokens(self) -> list[tuple[int, int]]:
        """The line's tokens, which the document keeps; none where they are broken."""
        found = []
        last = 0
        for token in self._part(shape.objects, "tokens"):
            place = _place(token)
            if place is None or not last <= place[0] < place[1] <= len(self._record.text):
                self._report(Finding(self._place, "Its tokens are not in the order of the text; they were left out."))
                return []
            found.append(place)
            last = place[1]
        if found and self._record.tokens is None:
            self._record.tokens = found
            self._record.tokenizer = str(self._block.get("tokenizer") or UNNAMED)
        return found

    def _read_span(self, one: SetRecord, value: Json) -> None:
        place = _place(value)
        label = value.get("label") or self._label
        if place is None:
            raise Misshapen('"start" and "end" are no two offsets')
        if not isinstance(label, str) or not label:
            raise Misshapen(f"it has no label ({place[0]}–{place[1]})")
        answer = value.get("answer") or (self._answer if self._binary else "accept")
        if answer == "reject":
            one.rejections.append(f"{label}|{place[0]}-{place[1]}")
        elif answer != "ignore":
            self._add_span(one, self._span(f"s{len(one.spans) + 1}", place, label, value))

    def _span(self, name: str, place: tuple[int, int], label: str, value: Json) -> SpanRecord:
        span = SpanRecord(name, (place,), label, score=shape.number(value, "score"))
        fragments = shape.ranges(value, "fragments")
        if fragments and (fragments[0][0], fragments[-1][1]) == place:
            span.fragments = fragments
        elif isinstance(value.get("text"), str):
            span.surface = value["text"]
        _read_rest(span, value)
        return span

    def _add_span(self, one: SetRecord, span: SpanRecord) -> None:
        key = (span.fragments, span.label)
        if key in self._known:
            span.id = self._known[key]
        else:
            one.spans.append(span)
            self._fresh.setdefault(key, span.id)
        self._here.append(span)

    def _read_relation(self, one: SetRecord, value: Json, ends: "_Ends") -> None:
        label = shape.text(value, "label", None)
        head, tail = ends.find(value, "head"), ends.find(value, "child")
        if not label or not head or not tail:
            missing = (
                '"label" is empty' if not label else f'"{"head" if not head else "child"}" is no span of this line'
            )
            raise Misshapen(missing)
        relation = RelationRecord(f"r{len(one.relations) + 1}", head, tail, label)
        _read_rest(relation, value)
        if (head, tail, label) not in self._known:
            one.relations.append(relation)
            self._fresh.setdefault((head, tail, label), relation.id)

    def _read_labels(self, one: SetRecord) -> None:
        """Labels of the whole document: as we wrote them, as chosen, or the one that was asked about."""
        labels = self._block.get("labels")
        chosen = self._value.get("accept") if "options" in self._value and self._answer == "accept" else None
        if not isinstance(labels, list):
            labels = chosen if isinstance(chosen, list) and not self._spans else []
        if self._label and not self._spans and self._answer == "accept":
            labels = [*labels, self._label]
        elif self._label and not self._spans and self._answer == "reject":
            words = f'That the document is not "{self._label}" cannot be kept; this answer was left out.'
            self._report(Finding(self._place, words, lost=True))
        one.labels += [label for label in labels if isinstance(label, str) and label not in one.labels]


def _place(value: Any) -> tuple[int, int] | None:
    if isinstance(value, dict) and shape.is_whole(value.get("start")) and shape.is_whole(value.get("end")):
        return value["start"], value["end"]
    return None


def _moment(stamp: Any) -> str:
    """Seconds of the epoch as ISO 8601, UTC; empty for what is no moment."""
    try:
        return datetime.fromtimestamp(stamp, UTC).isoformat(timespec="seconds")
    except (TypeError, ValueError, OverflowError, OSError):
        return ""


def _read_rest(item: SpanRecord | RelationRecord, value: Json) -> None:
    item.attributes, item.note = shape.plain(value, "attributes"), shape.text(value, "note")
    item.unsure = shape.flag(value, "unsure")


class _Ends:
    """Finds the spans that relations of a line join."""

    def __init__(self, spans: Iterable[SpanRecord], tokens: list[tuple[int, int]]) -> None:
        self._tokens = tokens
        self._at: dict[tuple[int, int], list[SpanRecord]] = {}
        self._ending: dict[int, list[SpanRecord]] = {}
        for span in spans:
            place = (span.fragments[0][0], span.fragments[-1][1])
            self._at.setdefault(place, []).append(span)
            self._ending.setdefault(place[1], []).append(span)

    def find(self, relation: Json, side: str) -> str:
        """The id of the span at one end: by its place, else by the token that is its last; empty for none."""
        given = relation.get(f"{side}_span")
        same = self._at.get(_place(given) or (-1, -1), [])
        if same and isinstance(given, dict):
            parts = given.get("fragments") or [[*(_place(given) or ())]]
            labelled = [span for span in same if span.label == given.get("label")]
            exactly = [span for span in labelled if [list(part) for part in span.fragments] == parts]
            return (exactly or labelled or same)[0].id
        index = relation.get(side)
        if not shape.is_whole(index) or not 0 <= index < len(self._tokens):
            return ""
        start, end = self._tokens[index]
        around = self._ending.get(end) or [one for (a, b), found in self._at.items() if a <= start < b for one in found]
        return min(around, key=_length).id if around else ""


def _length(span: SpanRecord) -> int:
    return span.fragments[-1][1] - span.fragments[0][0]
