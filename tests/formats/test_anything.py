"""Whatever stands in a file: readers and the import say what they leave out, and never fail."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.core.incoming import Options
from annotator.core.records import Finding
from annotator.formats import FORMATS
from tests.core.exchange import Project
from tests.formats.test_jsonl import everything, lines_of
from tests.formats.test_prodigy_reading import OSTRA, VIK, line

OURS = json.loads(lines_of(everything()))
PRODIGY = line(
    spans=[VIK | {"score": 0.5, "note": "n", "fragments": [[2, 5], [6, 10]]}, OSTRA],
    relations=[{"head": 2, "child": 5, "head_span": VIK, "child_span": OSTRA, "label": "owns"}],
    meta={"source": "x"},
    annotator={"document": "d", "author": "Ana", "state": "submitted", "shown": ["x"], "labels": ["deal"]},
    _session_id="ana",
    _timestamp=1_700_000_000,
)

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 40)
    | st.sampled_from([10**20, 0.5, 1e300, "", " ", "Ana ", "ORG", "x|1-2"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["start", "end", "label", "id"]), inner)
    ),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Paths to everything inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*path, key)
        yield from places(item, (*path, key))


@st.composite
def changed(draw: st.DrawFn, whole: dict[str, Any]) -> dict[str, Any]:
    """A good line with up to three things replaced, or taken away."""
    found = deepcopy(whole)
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from(list(places(found))))
        home = found
        for key in path:
            home = home[key]
        if draw(st.booleans()) and isinstance(home, dict):
            del home[last]
        else:
            home[last] = draw(values)
        if not found:
            break
    return found


def come_in(form: str, lines: list[dict[str, Any]], options: Options) -> None:
    said: list[Finding] = []
    with TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        path.write_text("".join(json.dumps(one) + "\n" for one in lines), encoding="utf-8")
        read = FORMATS[form].read
        assert read is not None
        records = [record for record in read(path, said.append) if record.text]
    project = Project()
    documents = project.take(records, options)
    for finding in (*said, *project.findings):
        assert finding.place
        assert finding.text.endswith(".")
    again = Project()
    for number, text in enumerate(project.lines(documents).split("\n")[:-1]):
        assert json.loads(text)["text"] == records[number].text
    assert [len(doc.sets) for doc in again.take(map(project.everything, documents))] == [
        len(doc.sets) for doc in documents
    ]


options = st.sampled_from([Options(author="Ana"), Options(), Options(suggestions="tool")])


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(changed(OURS), options)
def test_our_own_lines_with_anything_in_them(value: dict[str, Any], chosen: Options) -> None:
    come_in("jsonl", [OURS, value], chosen)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(changed(PRODIGY), options)
def test_prodigy_lines_with_anything_in_them(value: dict[str, Any], chosen: Options) -> None:
    come_in("prodigy_jsonl", [PRODIGY, value], chosen)
