"""The verb that tells which formats there are and what each can hold."""

from typing import Annotated, Any

import typer

from annotator.cli.options import AsJson
from annotator.cli.said import say, say_json, warn
from annotator.formats import FORMATS, Format
from annotator.formats.holds import SHOWN, TITLES

# Beside round trips of generated documents, changed and hostile files, which every format passes.
_VERIFIED = {
    "brat": "real files",
    "label_studio_json": "real files",
    "doccano_jsonl": "real files",
    "dygie_jsonl": "real files, counted otherwise",
    "hf_jsonl": "real files",
    "hf_parquet": "`pyarrow`",
    "spacy_docbin": "spaCy reads it, and learns from it",
    "uima_xmi": "`dkpro-cassis`, INCEpTION's files, its TSV beside its XMI",
    "pubannotation_json": "real files",
    "bioc_json": "`bioc`, real files",
    "bioc_xml": "`bioc`, real files",
    "pubtator": "`bioc`",
    "webanno_tsv": "INCEpTION's files",
    "conllu": "`conllu`",
    "conll": "spaCy's converter, real files",
    "csv": "Python's `csv`",
}


def formats(
    as_json: AsJson = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="As the table that docs/formats.md has.")] = False,
) -> int:
    """List the formats that can be read and written, and what each can hold."""
    if as_json:
        say_json([_as_json(one) for one in FORMATS.values()])
    elif markdown:
        say(*table())
    else:
        say(*(_in_words(one) for one in FORMATS.values()))
    warn(*FORMATS.troubles)
    return 0


def _as_json(one: Format) -> dict[str, Any]:
    about = {"id": one.id, "title": one.title, "suffixes": list(one.suffixes), "reads": one.reads, "writes": one.writes}
    holds = {name: getattr(one.holds, name) or "no" for name in SHOWN}
    return about | {"folder": one.folder, "heavy": one.heavy, "holds": holds}


def _in_words(one: Format) -> str:
    way = " and ".join(word for word, there in (("reads", one.reads), ("writes", one.writes)) if there)
    where = " a folder" if one.folder else ""
    held = ", ".join(TITLES[name] for name in SHOWN if getattr(one.holds, name))
    return f"{one.id:20} {one.title}: {way}{where}; {held}"


def table() -> list[str]:
    """The table of the formats that come with the program, in Markdown, line by line."""
    titles = ["id", "title", "reads", "writes", *(TITLES[name] for name in SHOWN), "verified by"]
    lines = [_row(titles), _row("---" for _ in titles)]
    for one in FORMATS.ours.values():
        holds = [getattr(one.holds, name) or "–" for name in SHOWN]
        writes = ("folder" if one.folder else "yes") if one.writes else "no"
        lines.append(
            _row([f"`{one.id}`", one.title, "yes" if one.reads else "no", writes, *holds, _VERIFIED.get(one.id, "–")])
        )
    return lines


def _row(cells: Any) -> str:
    return f"| {' | '.join(cells)} |"
