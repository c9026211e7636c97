"""What changed between two exports, told from their manifests."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from annotator.formats.decoding import UnreadableFile

COUNTED = ("documents", "sets", "spans", "relations", "empty")
BY_LABEL = {"span": "spans_by_label", "relation": "relations_by_label", "document": "documents_by_label"}
MOST_NAMED = 10  # documents named in words; JSON has them all
Json = dict[str, Any]


def read_manifest(path: Path) -> Json:
    """The manifest of an export. Raises UnreadableFile with a sentence."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{path} is no manifest: it is not JSON.") from error
    if not isinstance(value, dict) or not isinstance(value.get("counts"), dict) or "format" not in value:
        raise UnreadableFile(f"{path} is no manifest of an export; these are called OUT.manifest.json.")
    if not _has_rows(value.get("documents")):
        raise UnreadableFile(f"{path} was written by a version that did not list documents; export again.")
    return value


def _has_rows(rows: Any) -> bool:
    return isinstance(rows, list) and all(
        isinstance(row, dict) and all(isinstance(row.get(key), str) for key in ("name", "text", "content"))
        for row in rows
    )


def compare(old: Json, new: Json) -> Json:
    """What changed from one manifest to another; `same` is true where nothing did but the time of writing.

    A document is the same one where name and text are; one of another name with the same text was renamed; one of the
    same name with another text has another text.
    """
    found = _documents(old["documents"], new["documents"])
    found["counts"] = _changed(old["counts"], new["counts"], COUNTED)
    found["labels"] = {kind: _numbers(old["counts"].get(key), new["counts"].get(key)) for kind, key in BY_LABEL.items()}
    found["scheme"] = _scheme(_mapping(old.get("scheme")), _mapping(new.get("scheme")))
    found["settings"] = _changed(_settings(old), _settings(new))
    return {"same": not _says_something(found), **found}


def _says_something(value: Any) -> bool:
    return any(map(_says_something, value.values())) if isinstance(value, dict) else bool(value)


def _mapping(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _settings(manifest: Json) -> Json:
    """What was asked for, and by which versions it was done."""
    split = _mapping(manifest.get("split"))
    asked = {f"split {key}": split.get(key) for key in ("method", "seed", "shares", "near", "group")}
    versions = {f"version of {key}": value for key, value in _mapping(manifest.get("versions")).items()}
    return {"format": manifest["format"], "which": manifest.get("which")} | asked | versions


def _changed(old: Json, new: Json, keys: tuple[str, ...] = ()) -> Json:
    names = keys or tuple(dict.fromkeys([*old, *new]))
    return {name: [old.get(name), new.get(name)] for name in names if old.get(name) != new.get(name)}


def _numbers(old: Any, new: Any) -> dict[str, list[int]]:
    """Only whole numbers count: a manifest may have been changed by hand."""
    before, after = ({k: v for k, v in _mapping(one).items() if isinstance(v, int)} for one in (old, new))
    pairs = {name: [before.get(name, 0), after.get(name, 0)] for name in sorted({*before, *after})}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _scheme(old: Json, new: Json) -> Json:
    """Labels that came and went, by kind."""
    old, new = ({k: v for k, v in one.items() if isinstance(v, list)} for one in (old, new))
    kinds = sorted({*old, *new})
    added = {kind: [one for one in new.get(kind, []) if one not in old.get(kind, [])] for kind in kinds}
    gone = {kind: [one for one in old.get(kind, []) if one not in new.get(kind, [])] for kind in kinds}
    return {"added": {k: v for k, v in added.items() if v}, "gone": {k: v for k, v in gone.items() if v}}


# ---- documents


def _documents(old: list[Json], new: list[Json]) -> Json:
    found: Json = {"added": [], "gone": [], "renamed": [], "text": [], "content": [], "moved": []}
    for before, after in _pairs(old, new):
        if before is None or after is None:
            found["added" if before is None else "gone"].append((after or before or {})["name"])
            continue
        if before["name"] != after["name"]:
            found["renamed"].append({"from": before["name"], "to": after["name"]})
        if before["text"] != after["text"]:
            found["text"].append(after["name"])
        elif before["content"] != after["content"]:
            found["content"].append(after["name"])
        if before.get("part", "") != after.get("part", ""):
            moved = {"name": after["name"], "from": before.get("part", ""), "to": after.get("part", "")}
            found["moved"].append(moved)
    return found


def _pairs(old: list[Json], new: list[Json]) -> Iterator[tuple[Json | None, Json | None]]:
    """Each document as it was and is; by name and text first, then by name, then by text."""
    left, right = list(old), list(new)
    for keys in (("name", "text"), ("name",), ("text",)):
        waiting: dict[tuple[str, ...], list[Json]] = {}
        for one in left:
            waiting.setdefault(tuple(one[key] for key in keys), []).append(one)
        rest = []
        for other in right:
            found = waiting.get(tuple(other[key] for key in keys))
            if found:
                yield found.pop(0), other
            else:
                rest.append(other)
        left, right = [one for some in waiting.values() for one in some], rest
    yield from ((one, None) for one in left)
    yield from ((None, other) for other in right)


# ---- in words


def sentences(found: Json) -> Iterator[str]:
    """What `compare` found, a sentence for each kind of change."""
    if found["same"]:
        yield "Nothing changed."
        return
    for kind, words in (
        ("added", "came"),
        ("gone", "went"),
        ("text", "now with another text"),
        ("content", "with other annotations"),
    ):
        if found[kind]:
            yield f"{_documents_in_words(len(found[kind]))} {words}: {_some(found[kind])}"
    if found["renamed"]:
        pairs = [f"{one['from']} → {one['to']}" for one in found["renamed"]]
        yield f"{_documents_in_words(len(pairs))} renamed: {_some(pairs)}"
    if found["moved"]:
        moves = [f"{one['name']} ({one['from'] or 'no part'} → {one['to'] or 'no part'})" for one in found["moved"]]
        yield f"{_documents_in_words(len(moves))} moved: {_some(moves)}"
    for name, (before, after) in found["counts"].items():
        yield f"{name}: {_number(before)} → {_number(after)}"
    for kind, labels in found["labels"].items():
        yield from (f"{kind} {label}: {before:,} → {after:,}" for label, (before, after) in labels.items())
    for change, words in (("added", "new in the scheme"), ("gone", "no longer in the scheme")):
        for kind, labels in found["scheme"][change].items():
            yield f"{words}: {kind} {', '.join(map(str, labels))}"
    yield from (f"{name}: {_value(before)} → {_value(after)}" for name, (before, after) in found["settings"].items())


def _documents_in_words(count: int) -> str:
    return "1 document" if count == 1 else f"{count:,} documents"


def _some(names: list[str]) -> str:
    rest = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + rest


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else "not counted"


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {_value(one)}" for name, one in value.items()) or "none"
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str("none" if value is None else value)
