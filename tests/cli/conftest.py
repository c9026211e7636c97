"""A shell in an empty folder, and a project with two documents and suggestions in it."""

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.running import Shell

DEAL = "Halden Pharma will buy Soren Labs. Mira Voss runs Halden Pharma."
PLANT = "Varga opened a plant in Brno on Friday."


def suggested(text: str, *spans: tuple[int, int, str]) -> str:
    """A line of JSON with suggestions."""
    return json.dumps({"text": text, "spans": [{"start": s, "end": e, "label": label} for s, e, label in spans]})


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of `project`, made once."""
    shell = Shell(tmp_path_factory.mktemp("made"))
    shell("new", "news.annot", "--person", "Ana")
    deal = suggested(DEAL, (0, 13, "ORG"), (23, 33, "ORG"), (35, 44, "PERSON"))
    plant = suggested(PLANT, (0, 5, "ORG"), (24, 28, "GPE"))
    lines = [json.loads(deal) | {"meta": {"document": "deal"}}, json.loads(plant) | {"meta": {"document": "plant"}}]
    shell.write("given.jsonl", "\n".join(map(json.dumps, lines)))
    shell("import", "news.annot", "given.jsonl", "--suggestions", "rules")
    return shell.folder


@pytest.fixture
def project(shell: Shell, made: Path) -> str:
    """A project of Ana's: `deal` with three suggestions, `plant` with two; what it was made of beside it."""
    for name in ("news.annot", "given.jsonl"):
        shutil.copy(made / name, shell.folder / name)
    return "news.annot"
