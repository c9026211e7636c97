"""The beginning of a JSON file tells its keys; files of one value, lists and lines are read alike."""

from collections.abc import Callable
from pathlib import Path

import pytest

from annotator.formats import UnreadableFile
from annotator.formats.json_values import json_objects, keys_of
from tests.formats.conftest import Said

File = Callable[[str, bytes | str], Path]


@pytest.mark.parametrize(
    ("start", "keys"),
    [
        ('{"a": 1, "b": {"c": [{"d": 2}]}}', {"a", "b", "b.c", "b.c.d"}),
        ('[{"a": {"x": 1}}, {"b": 2}]', {"a", "a.x"}),
        ('{"a": {}, "b": [[], [1]], "c"', {"a", "b"}),
        ('{"a": "} \\" {", "b": 1', {"a", "b"}),
        ('{"a": 1}\n{"b": 2}\n', {"a"}),
        ("plain text", set()),
        ("]]]{{{", set()),
    ],
)
def test_keys(start: str, keys: set[str]) -> None:
    assert keys_of(start) == keys


@pytest.mark.parametrize(
    ("content", "values"),
    [
        ('{"a": 1}', [1]),
        ('[{"a": 1}, {"a": 2}]', [1, 2]),
        ('{"a": 1}\n{"a": 2}\n', [1, 2]),
        ('{"docs": [{"a": 3}]}', [3]),
    ],
)
def test_objects(content: str, values: list[int], file: File, said: Said) -> None:
    assert [value["a"] for _, value in json_objects(file("a.json", content), said, inside="docs")] == values
    assert said.findings == []


@pytest.mark.parametrize("content", ['{"a": NaN}', '{"a"', "[" * 100_000, '{"a": ' + "9" * 5_000 + "}"])
def test_what_is_no_json_is_said(content: str, file: File, said: Said) -> None:
    with pytest.raises(UnreadableFile, match=r"^a\.json (is not valid JSON|is nested too deeply).*\.$"):
        list(json_objects(file("a.json", content), said))
