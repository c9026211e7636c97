"""A small project in a file, closed, to be opened, damaged and copied."""

from pathlib import Path

import pytest

from annotator.core import edits
from tests.session.project import label, small_project


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a little work in it."""
    path = tmp_path / "news.annot"
    session = small_project(path)
    document = session.documents()[0]
    session.do(edits.mark_span(session.view(document), 0, 6, label(session, "ORG")))
    session.close()
    return path
