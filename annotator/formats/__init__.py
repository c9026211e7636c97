"""File formats, one module each, in one table; the format of a file is told from its content."""

import re
from pathlib import Path

from annotator.formats import (
    bioc,
    brat,
    conll,
    conllu,
    csv_rows,
    doccano_jsonl,
    docred_json,
    docx_article,
    dygie_jsonl,
    hf_columns,
    html_article,
    jsonl,
    label_studio_json,
    pdf_article,
    plain_text,
    prodigy_jsonl,
    pubannotation_json,
    pubtator,
    read_only,
    spacy_docbin,
    spert_json,
    tables,
    uima_xmi,
    webanno_tsv,
)
from annotator.formats.decoding import Report, UnreadableFile, beginning
from annotator.formats.format import Format
from annotator.formats.holds import EVERYTHING, NO, OURS, YES, Holds
from annotator.formats.output import Part, by_line
from annotator.formats.registry import Table
from annotator.formats.writing import ExportError


def _is_text(start: str) -> str:
    return "it is text of no format that is known" if start.strip() else ""


_OURS = Format(
    "jsonl",
    "Annotator (lossless)",
    (".jsonl",),
    jsonl.read,
    by_line(jsonl.write),
    jsonl.sniff,
    EVERYTHING,
    version=jsonl.FORMAT,
)
_PRODIGY = Format(
    "prodigy_jsonl",
    "Prodigy",
    (".jsonl",),
    prodigy_jsonl.read,
    by_line(prodigy_jsonl.write),
    prodigy_jsonl.sniff,
    Holds(discontinuous=OURS, attributes=OURS, notes=OURS, unsure=OURS, labels=OURS, authors=YES, states=YES, meta=YES),
)
_TEXT = Format("text", "Plain text", (".txt", ".text", ".md"), plain_text.read, None, _is_text, Holds(NO, relations=NO))

# What is told by less stands below what is told by more.
FORMATS = Table(
    (
        _OURS,
        brat.ROW,
        label_studio_json.ROW,
        doccano_jsonl.ROW,
        docred_json.ROW,
        dygie_jsonl.ROW,
        hf_columns.LINES,
        hf_columns.PARQUET,
        spacy_docbin.ROW,
        pdf_article.ROW,
        docx_article.ROW,
        spert_json.ROW,
        _PRODIGY,
        uima_xmi.ROW,
        read_only.UBIAI,
        read_only.GATE,
        pubannotation_json.ROW,
        bioc.JSON,
        bioc.XML,
        pubtator.ROW,
        webanno_tsv.ROW,
    ),
    weak=(csv_rows.ROW, read_only.YEDDA, conllu.ROW, conll.ROW, html_article.ROW, tables.ROW, _TEXT),
)

__all__ = [
    "EVERYTHING",
    "FORMATS",
    "NO",
    "OURS",
    "YES",
    "ExportError",
    "Format",
    "Holds",
    "Part",
    "Report",
    "UnreadableFile",
    "by_line",
    "detect",
]


def detect(path: Path) -> tuple[Format, str]:
    """The format of a file and the reason, from its content. Raises UnreadableFile, naming what can be read."""
    for one in FORMATS.values():
        reason = one.claims(path) if one.read is not None and one.claims is not None else ""
        if reason:
            return one, reason
    start = beginning(path, size=1 << 16)
    for one in FORMATS.values():
        reason = one.sniff(start) if one.read is not None and one.id != "text" else ""
        if reason:
            return one, reason
    if reason := tables.looks(path):
        return tables.ROW, reason
    if path.suffix.lower() in (".json", ".jsonl") and start.strip():
        known = ", ".join(one.title for one in FORMATS.values() if one.read is not None and one.id != "text")
        raise UnreadableFile(f"{path.name} is JSON of a kind that cannot be read; these can: {known}.")
    if re.match(r"\s*<(\?xml|!DOCTYPE)", start):
        raise UnreadableFile(f"{path.name} is XML of a kind that cannot be read; save its text as a file of its own.")
    return FORMATS["text"], _is_text(start) or "it is empty"
