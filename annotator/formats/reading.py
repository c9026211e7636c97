"""Documents of files and folders, whatever their formats; what cannot be read is reported, the rest goes on."""

from collections.abc import Iterator
from pathlib import Path

from annotator.core.records import DocumentRecord, Finding
from annotator.formats import FORMATS, Format, detect, plain_text
from annotator.formats.decoding import Report, UnreadableFile


def read_paths(paths: list[Path], format_id: str, split: str, report: Report) -> Iterator[DocumentRecord]:
    """Documents of files and folders; `format_id` is "auto" or one of FORMATS, `split` is for plain text."""
    for path in _files(paths, report):
        try:
            found = detect(path)[0] if format_id == "auto" else FORMATS[format_id]
            yield from _read(found, path, split, report)
        except UnreadableFile as error:
            report(Finding(path.name, str(error), lost=True))


def _files(paths: list[Path], report: Report) -> Iterator[Path]:
    suffixes = {suffix for one in FORMATS.values() if one.read for suffix in one.suffixes} | {".json"}
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            yield from (p for p in inside if p.suffix.lower() in suffixes)
        elif path.exists():
            yield path
        else:
            report(Finding(str(path), "There is no such file.", lost=True))


def _read(one: Format, path: Path, split: str, report: Report) -> Iterator[DocumentRecord]:
    if one.id == "text":
        return plain_text.read(path, report, split=split)
    if one.read is None:
        raise UnreadableFile(f"{one.title} can be written but not read.")
    return one.read(path, report)
