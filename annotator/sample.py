"""The sample project: made from the seeds, once, in the place the system has for a person's data; theirs to spoil."""

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from platformdirs import user_data_path

from annotator import resources_path
from annotator.core.records import DocumentRecord, Finding
from annotator.core.scheme import read_scheme
from annotator.session import Session
from annotator.session.importing import import_all


def place() -> Path:
    """Where the sample project stands."""
    return user_data_path("annotator", appauthor=False, ensure_exists=True) / "Sample.annot"


def remove() -> None:
    """Take the sample away, so that it is made anew. Raises OpenElsewhere naming who has it open."""
    if place().exists():
        Session.open(place()).close()
    place().unlink(missing_ok=True)


def build(*, reset: bool = False) -> Path:
    """The sample project, made if it is not there. Raises ProjectError."""
    path = place()
    if reset:
        remove()
    if not path.exists():
        unfinished = path.with_name(f".{os.getpid()}-{path.name}")  # so that no half of it is ever found
        try:
            _make(unfinished)
            os.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    return path


def _make(path: Path) -> None:
    facts = _facts()
    scheme = resources_path.resource(f"schemes/{facts['scheme']}").read_text(encoding="utf-8")
    session = Session.create(path, person="me", name=facts["name"], labels=read_scheme(scheme))
    try:
        import_all(session, _records(facts), _never, title="Sample articles")
    finally:
        session.close()


def _facts() -> dict[str, Any]:
    return tomllib.loads(resources_path.seed("project.toml").read_text(encoding="utf-8"))


def _records(facts: dict[str, Any]) -> Iterator[DocumentRecord]:
    for article in facts["article"]:
        path = resources_path.seed(f"articles/{article['file']}")
        language = article.get("language", facts.get("language", "en"))
        with open(path, encoding="utf-8", newline="") as file:
            yield DocumentRecord(path.stem, file.read(), language, {"source": "sample"})


def _never(finding: Finding) -> None:
    raise AssertionError(f"the seeds are not in order: {finding.place}: {finding.text}")
