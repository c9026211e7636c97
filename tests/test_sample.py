"""The sample project: made whole, once, and anew on request."""

from pathlib import Path

import pytest

from annotator import sample
from annotator.core.errors import OpenElsewhere
from annotator.core.people import join
from annotator.session import Session
from annotator.session.examining import examine


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's data in a folder of the test."""
    for name in ("XDG_DATA_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))


def test_it_is_made_once_from_the_seeds(tmp_path: Path) -> None:
    path = sample.build()
    assert path == sample.place()
    assert tmp_path in path.parents
    session = Session.open(path)
    documents = [session.glance(name).document for name in session.documents()]
    assert len(documents) >= 20
    assert documents[0].name == "01-second-battery-plant"
    assert {session.language_of(row.id) for row in documents} == {"en", "fr"}
    assert len(session.scheme.ordered("span")) >= 18
    assert len(session.scheme.ordered("relation")) >= 10
    assert session.people.setting("name") == "Sample: business news"
    session.close()
    assert list(examine(path)) == []
    made = path.stat().st_mtime_ns
    assert sample.build() == path
    assert path.stat().st_mtime_ns == made


def test_it_is_made_anew_on_request_but_not_under_anybodys_hands() -> None:
    path = sample.build()
    session = Session.open(path)
    session.do(join(session.people, "Zoe"))
    session.close()
    held = Session.open(sample.build(reset=True))
    assert held.people.find("Zoe") is None
    with pytest.raises(OpenElsewhere):
        sample.build(reset=True)
    held.close()


def test_half_a_sample_is_never_left(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(sample, "_records", lambda facts: iter(broken, 1))
    with pytest.raises(KeyboardInterrupt):
        sample.build()
    assert list(sample.place().parent.iterdir()) == []
