"""Every format that reads and writes brings back what it says it holds, and writes the same bytes again."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from annotator.core.records import DocumentRecord, Finding
from annotator.formats import FORMATS, Format, detect
from annotator.formats.fitting import fitted
from annotator.formats.loss import ON_LOSS
from annotator.formats.manifest import Tally
from annotator.formats.output import OutFile, OutFolder
from annotator.formats.reading import read_paths
from tests.formats.generated import documents, essence, project

BOTH_WAYS = [one for one in FORMATS.values() if one.reads and one.writes and one.id != "jsonl"]


def written(records: list[DocumentRecord], form: Format, folder: Path, name: str) -> Path:
    """An export without its manifest, on no disk's time."""
    out = folder / (name if form.folder else name + form.suffixes[0])
    tally = Tally()
    assert form.write is not None
    with ExitStack() as stack:
        target = OutFolder(out) if form.folder else OutFile(out, stack.enter_context(open(out, "wb")))
        for part in form.write(tally.passing(records, form.holds), tally.findings.append):
            target.put(part)
    if isinstance(target, OutFile):
        for path, data in target.beside.items():
            path.write_bytes(data)
    return out


def read(path: Path, form: Format) -> tuple[list[DocumentRecord], list[Finding]]:
    said: list[Finding] = []
    return list(read_paths([path], form.id, "file", said.append)), said


def content(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(found for found in path.rglob("*") if found.is_file())
    return {found.relative_to(path).as_posix(): found.read_bytes() for found in files}


@pytest.mark.parametrize("form", BOTH_WAYS, ids=lambda form: form.id)
@settings(max_examples=25, suppress_health_check=list(HealthCheck), deadline=None)
@given(records=project())
def test_there_and_back(form: Format, records: list[DocumentRecord]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "again").mkdir()
        expected = [part for record in records for part in fitted(record, form.holds)[0]]
        out = written(records, form, folder, "out")
        back, said = read(out, form)
        assert [one.text for one in said if one.lost] == []
        found = [essence(one, form.holds) for one in back]
        assert sorted(found, key=repr) == sorted((essence(one, form.holds) for one in expected), key=repr)
        again = written(back, form, folder / "again", "out")
        assert content(again) == content(out)


@pytest.mark.parametrize("form", BOTH_WAYS, ids=lambda form: form.id)
@settings(max_examples=6, suppress_health_check=list(HealthCheck), deadline=None)
@given(records=project())
def test_a_file_that_was_written_is_told_for_what_it_is(form: Format, records: list[DocumentRecord]) -> None:
    with TemporaryDirectory() as name:
        out = written(records, form, Path(name), "out")
        inside = [out] if out.is_file() else [one for one in out.rglob("*") if one.suffix == form.suffixes[0]]
        assert inside
        for path in inside:
            found, reason = detect(path)
            assert found.id == form.id
            assert reason


@pytest.mark.parametrize("on_loss", ON_LOSS)
@pytest.mark.parametrize("form", BOTH_WAYS, ids=lambda form: form.id)
@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(record=documents())
def test_what_was_fitted_fits(form: Format, on_loss: str, record: DocumentRecord) -> None:
    chosen = next(one for one in ON_LOSS if one == on_loss)
    for part in fitted(record, form.holds, chosen)[0]:
        once, again = fitted(part, form.holds, chosen)
        kinds = {one.kind for one in again if not one.ours} - {"text", "off_tokens", "states"}
        assert kinds == set()
        assert [essence(one, form.holds) for one in once] == [essence(part, form.holds)]
