"""Schemes as files: labels of other programs taken in, the scheme of the project written out."""

from pathlib import Path
from typing import NamedTuple

from annotator.core.change import EditRefused
from annotator.core.records import Finding
from annotator.core.scheme_file import LabelSpec, SchemeError, read_scheme_file
from annotator.formats.decoding import read_text
from annotator.formats.foreign_schemes import is_foreign, read_foreign


class FoundScheme(NamedTuple):
    """What a file says; `whole` when it is a scheme file of our own, which may change labels too."""

    specs: list[LabelSpec]
    problems: list[str]
    whole: bool


def read_any(path: Path) -> FoundScheme:
    """Labels of scheme.toml, annotation.conf or Label Studio's XML.

    Raises EditRefused for another kind of file, SchemeError, UnreadableFile, OSError.
    """
    findings: list[Finding] = []
    if path.suffix.lower() == ".toml":
        try:
            file = read_scheme_file(read_text(path, findings.append))
        except SchemeError as error:
            raise SchemeError(f"{path.name}: {error}") from error
        return FoundScheme(file.specs, [f"{path.name}, {problem}" for problem in file.problems], whole=True)
    if not is_foreign(path):
        raise EditRefused(f"{path.name} is no scheme: scheme.toml, annotation.conf or Label Studio's XML are read.")
    specs = read_foreign(path, findings.append)
    if not specs:
        raise EditRefused(f"{path.name} names no label.")
    return FoundScheme(specs, [f"{finding.place}: {finding.text}" for finding in findings], whole=False)
