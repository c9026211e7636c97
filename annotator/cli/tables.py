"""Tables as the import verb asks for them and shows them before anything comes in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from annotator.cli.said import say, say_json
from annotator.core.records import DocumentRecord
from annotator.formats import FORMATS, detect, tables
from annotator.formats.table_source import Source

SHOWN_SIGNS = 70
NONE = "none"


def asked(
    text: str, name: str, group: str, meta: list[str] | None, *, sheet: str, delimiter: str, encoding: str
) -> tables.Asked:
    """What the options ask for; "none" for no such field, empty for a guess."""
    if encoding:
        try:
            "".encode(encoding)
        except LookupError as error:
            raise typer.BadParameter(f"{encoding} is no encoding that is known, such as utf-8 or cp1252.") from error
    delimiter = {"tab": "\t", "tabs": "\t", "\\t": "\t"}.get(delimiter, delimiter)
    if len(delimiter) > 1:
        raise typer.BadParameter(f"{delimiter} is no delimiter: it is one sign, or tab.")
    fields = tuple(one for one in meta if one != NONE) if meta is not None else None
    source = Source(sheet=sheet, delimiter=delimiter, encoding=encoding)
    return tables.Asked(text or None, _field(name), _field(group), fields, source)


def _field(given: str) -> str | None:
    return "" if given == NONE else given or None


def preview(paths: list[Path], format_id: str, wish: tables.Asked, *, as_json: bool) -> int:
    """Print how each file would be read and what its first rows become. Raises UnreadableFile."""
    shown = [_shown(path, format_id, wish) for path in paths]
    if as_json:
        say_json(shown)
    else:
        for one in shown:
            say(*_in_words(one))
    return 0


def _shown(path: Path, format_id: str, wish: tables.Asked) -> dict[str, Any]:
    form, reason = (FORMATS[format_id], "as was asked") if format_id != "auto" else detect(path)
    about: dict[str, Any] = {"file": path.name, "format": form.id, "title": form.title, "reason": reason}
    if form.id != tables.ROW.id:
        return about
    guess = tables.detect(path, wish)
    mapping = guess.mapping
    fields = {one.name: {"filled": one.filled, "rows": one.rows, "example": one.example} for one in guess.fields}
    about |= {"source": list(guess.source.reasons), "fields": fields}
    if mapping is not None:
        about |= {"text": mapping.text, "name": mapping.name, "group": mapping.group, "reasons": guess.reasons}
        about["documents"] = [_document(one) for one in tables.first_documents(path, guess)]
    return about


def _document(record: DocumentRecord) -> dict[str, Any]:
    return {"name": record.name, "text": record.text, "meta": record.meta}


def _in_words(about: dict[str, Any]) -> Iterator[str]:
    yield f"{about['file']}: {about['title']}: {about['reason']}"
    if "fields" not in about:
        return
    yield from (f"  {reason}" for reason in about["source"])
    for name, field in about["fields"].items():
        yield f"  {name}: {field['filled']} of {field['rows']} filled, such as “{_cut(field['example'])}”"
    if "text" not in about:
        yield "  No field looks like a text: name one with --text-field."
        return
    for role in ("text", "name", "group"):
        yield f"  {role}: {about[role] or 'none'} ({about['reasons'][role]})"
    for one in about["documents"]:
        meta = ", ".join(f"{key}: {value}" for key, value in one["meta"].items())
        yield f"  | {_cut(one['name'])} | {_cut(one['text'])} | {_cut(meta)}"


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= SHOWN_SIGNS else words[: SHOWN_SIGNS - 1] + "…"
