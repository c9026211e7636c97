"""Documents of files and folders, whatever their formats; what cannot be read is reported, the rest goes on."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from annotator.core.records import DocumentRecord, Finding
from annotator.formats import FORMATS, Format, detect, plain_text, tables
from annotator.formats import elsewhere as other_process
from annotator.formats.companions import is_companion
from annotator.formats.decoding import Report, UnreadableFile
from annotator.formats.furniture import furniture, shown
from annotator.formats.sheets import is_workbook

ARTICLES = ("text", "html", "pdf", "docx")


def read_paths(
    paths: list[Path],
    format_id: str,
    split: str,
    report: Report,
    *,
    heavy: bool = True,
    cut: bool = False,
    elsewhere: Mapping[Path, Path] | None = None,
    table: tables.Asked | None = None,
) -> Iterator[DocumentRecord]:
    """Documents of files and folders; `format_id` is "auto" or one of FORMATS, `split` is for plain text.

    Documents from folders inside a folder are named after these too, such as "2026/march". Where `heavy` is False,
    files whose format needs a large library are named and left out, but for those that `elsewhere` says were read by a
    process of their own: a window must not load it. `cut` leaves out what looks like page furniture in articles without
    annotations; without it, it is only named. `table` says which fields of tables become what, where that is not to be
    guessed.
    """
    for path, inside in _files(paths, report):
        try:
            found = detect(path)[0] if format_id == "auto" else FORMATS[format_id]
            for record in _read(found, path, split, report, heavy=heavy, table=table, elsewhere=elsewhere or {}):
                if found.id in ARTICLES and split == "file":
                    without_furniture(record, report, cut=cut)
                if inside and (found.folder or found.id == "text"):
                    record.name = f"{inside}/{record.name}"
                record.place = f"{inside}/{record.place}" if inside else record.place
                yield record
        except UnreadableFile as error:
            report(Finding(path.name, str(error), lost=True))


def without_furniture(record: DocumentRecord, report: Report, *, cut: bool) -> None:
    """Name what of a text looks like menus or headlines; with `cut`, leave it out of the text."""
    found = furniture(record.text)
    if not found.lines:
        return
    where = " and ".join(
        f"{count} lines at the {place}"
        for count, place in ((len(found.head), "beginning"), (len(found.tail), "end"))
        if count
    )
    if cut:
        record.text = record.text[found.start : found.end]
        record.left_out = [*record.left_out, *found.lines]
        report(Finding(record.place, f"Cut {where} that look like menus or headlines: {shown(found.lines)}."))
    else:
        words = f"{where[0].upper()}{where[1:]} look like menus or headlines: {shown(found.lines)}."
        report(Finding(record.place, f"{words} They can be cut when importing."))


def _files(paths: list[Path], report: Report) -> Iterator[tuple[Path, str]]:
    """(file, folder it is in, as seen from the folder that was named)."""
    suffixes = {suffix for one in FORMATS.values() if one.read for suffix in one.suffixes} | {".json"}
    for path in paths:
        if path.is_dir():
            for found in sorted(path.rglob("*")):
                inside = found.relative_to(path)
                if found.suffix.lower() in suffixes and not _is_passed_over(inside, found) and found.is_file():
                    yield found, "" if inside.parent == Path() else inside.parent.as_posix()
        elif path.exists():
            yield path, ""
        else:
            report(Finding(str(path), "There is no such file.", lost=True))


def _is_passed_over(inside: Path, found: Path) -> bool:
    """Whether a file of a folder is hidden, belongs to others, or is read together with another."""
    hidden = any(part.startswith(".") for part in inside.parts)
    together = found.suffix.lower() == ".txt" and found.with_suffix(".ann").exists()
    return hidden or together or is_companion(found)


def files_of(paths: list[Path], format_id: str) -> Iterator[tuple[Path, Format]]:
    """The files that can be read, and their formats; `format_id` as for `read_paths`."""
    for path, _inside in _files(paths, lambda _finding: None):
        with suppress(UnreadableFile):
            yield path, detect(path)[0] if format_id == "auto" else FORMATS[format_id]


def reader_of(path: Path, form: Format) -> str:
    """What another process is to read a file as, where a window must not; empty where it may."""
    if form.id == "table" and is_workbook(path):
        return other_process.WORKBOOK
    return form.id if form.heavy else ""


def _read(
    one: Format,
    path: Path,
    split: str,
    report: Report,
    *,
    heavy: bool,
    table: tables.Asked | None,
    elsewhere: Mapping[Path, Path],
) -> Iterator[DocumentRecord]:
    copy = elsewhere.get(path)
    if not heavy and reader_of(path, one):
        if copy is None:
            command = f"annotator import PROJECT {path.name}"
            raise UnreadableFile(f"{path.name} ({one.title}) is read by the command line: {command}.")
        if one.id != "table":
            return other_process.read(copy, path.name, report)
    if one.id == "text":
        return plain_text.read(path, report, split=split)
    if one.id == "table":
        asked = table or tables.Asked()
        return tables.read(path, report, asked._replace(source=asked.source._replace(copy=copy)))
    if one.read is None:
        raise UnreadableFile(f"{one.title} can be written but not read.")
    return one.read(path, report)
