"""Keys of rejections, with human names and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.core.change import Change
from annotator.core.named_keys import human_key, labels_in, lasting_key
from annotator.core.rows import Label, relation_key, span_key
from annotator.core.scheme import Scheme

names = st.text("AB >|-,09", min_size=1, max_size=6)


def scheme_of(*labels: Label) -> Scheme:
    scheme = Scheme()
    for label in labels:
        scheme.apply(Change(None, label))
    return scheme


@given(names)
def test_keys_come_back_whatever_the_label_is_called(name: str) -> None:
    scheme = scheme_of(Label("a.1.0", "span", name), Label("a.1.1", "relation", "owns"))
    span = span_key(((0, 3), (5, 9)), "a.1.0")
    labels = {("span", name): "a.1.0", ("relation", "owns"): "a.1.1"}
    for key in (span, relation_key("a.1.1", span, span_key(((2, 4),), "a.1.0"))):
        assert lasting_key(human_key(key, scheme), lambda kind, found: labels.get((kind, found))) == key


@pytest.mark.parametrize(
    ("key", "labels"),
    [
        ("ORG|0-3", [("span", "ORG")]),
        ("owns>ORG|0-3>GPE|4-5,7-9", [("relation", "owns"), ("span", "ORG"), ("span", "GPE")]),
        ("ORG", []),
        ("ORG|a-b", []),
        ("", []),
        (">|0-1", [("span", ">")]),
    ],
)
def test_labels_of_a_key(key: str, labels: list[tuple[str, str]]) -> None:
    assert labels_in(key) == labels


def test_a_key_with_an_unknown_label_is_none() -> None:
    known = {"owns": "a.1.0", "ORG": "a.1.1"}
    assert lasting_key("owns>ORG|0-3>GPE|4-5", lambda kind, name: known.get(name)) == ""
