"""Writes the table of docs/formats.md and the examples in docs/formats/ anew: python docs/make_formats.py."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.cli.listing_formats import table
from annotator.core.records import DocumentRecord
from annotator.formats import FORMATS, Format, jsonl
from annotator.formats.fitting import fitted
from annotator.formats.loss import RULES

PAGE = Path(__file__).with_name("formats.md")
EXAMPLES = Path(__file__).with_name("formats")


def main() -> None:
    """Put table and examples in the place of those that are there."""
    page = PAGE.read_text(encoding="utf-8")
    page = put(put(page, "| id | title ", table()), "| kind | ", losses())
    PAGE.write_text(page, encoding="utf-8")
    for name, data in examples().items():
        path = EXAMPLES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def put(page: str, begins: str, lines: list[str]) -> str:
    """The page with these lines in the place of the table that begins so."""
    before, _, rest = page.partition(begins)
    return before + "\n".join(lines) + "\n\n" + rest.partition("\n\n")[2]


def losses() -> list[str]:
    """The table of what formats cannot hold, and what becomes of it."""
    rows = [f"| {one.many}{' *' * one.soft} | {one.simplified} | {one.dropped} |" for one in RULES.values()]
    return ["| kind | `simplify` | `drop` |", "|---|---|---|", *rows]


def example() -> DocumentRecord:
    """The document of the page's example, with the annotator's work alone."""
    page = PAGE.read_text(encoding="utf-8")
    text = page.partition("<!-- example -->\n```json\n")[2].partition("\n```")[0]
    with TemporaryDirectory() as folder:
        path = Path(folder, "example.jsonl")
        path.write_text(json.dumps(json.loads(text)) + "\n", encoding="utf-8")
        (record,) = jsonl.read(path, print)
    record.sets = [one for one in record.sets if one.kind == "person"]
    record.comments, record.verdicts = [], []
    return record


def examples() -> dict[str, bytes]:
    """The example in every format of text, by the names of the files."""
    return {name: data for one in FORMATS.values() if one.write and not one.heavy for name, data in _files(one)}


def _files(form: Format) -> Iterator[tuple[str, bytes]]:
    base = f"{form.id}/" if form.folder else f"{form.id}{form.suffixes[0]}"
    whole = b""
    assert form.write is not None
    for part in form.write(fitted(example(), form.holds)[0], print):
        data = part.data.encode("utf-8") if isinstance(part.data, str) else part.data
        if form.folder:
            yield f"{base}{part.name}", data
        elif part.name:
            yield f"{form.id}.{part.name}", data
        else:
            whole += data
    if not form.folder:
        yield base, whole


if __name__ == "__main__":
    main()
