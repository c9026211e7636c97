"""The verbs on a scheme: order, rules and attributes as a merge, a split and a file leave them."""

import pytest

from annotator.core import scheme_edits
from annotator.core.change import Change, Edit, EditRefused, with_names
from annotator.core.rows import Name
from annotator.core.scheme import Scheme, adopt, specs_of
from annotator.core.scheme_checks import check_scheme
from annotator.core.scheme_file import LabelSpec

SPECS = [
    LabelSpec("span", "ORG", key="1", colour="#4f9b3e"),
    LabelSpec("span", "BANK", parent="ORG", nests_in=("ORG",)),
    LabelSpec("span", "PERSON", nests_in=("BANK",)),
    LabelSpec("relation", "owns", heads=("BANK",), tails=("ORG",)),
    LabelSpec("relation", "works for", heads=("PERSON",), tails=("ORG", "BANK")),
    LabelSpec("relation", "near"),
    LabelSpec("attribute", "ticker", labels=("BANK", "ORG")),
]


class Book:
    """A scheme that edits are stored in."""

    def __init__(self) -> None:
        self.scheme, self._seq = Scheme(), 0
        self.do(adopt(self.scheme, SPECS))

    def do(self, edit: Edit) -> list[Change]:
        self._seq += 1
        changes = list(with_names(edit.changes, f"e.{self._seq}"))
        for change in changes:
            self.scheme.apply(change)
        return changes

    def id(self, name: str, kind: str = "span") -> Name:
        return self.scheme.named(name, kind).id

    def pairs(self, relation: str) -> set[tuple[str, str]]:
        name = self.scheme.name_of
        return {(name(head), name(tail)) for head, tail in self.scheme.pairs(self.id(relation, "relation"))}

    def state(self) -> object:
        return self.scheme.labels.copy(), self.scheme.rules.copy(), self.scheme.attributes.copy()


@pytest.fixture
def book() -> Book:
    return Book()


def back(book: Book, changes: list[Change]) -> None:
    for before, after in reversed(changes):
        book.scheme.apply(Change(after, before))


def test_a_merged_label_leaves_its_rules_to_the_other(book: Book) -> None:
    start = book.state()
    changes = book.do(scheme_edits.absorb(book.scheme, [book.id("BANK")], book.id("ORG")))
    assert book.pairs("owns") == {("ORG", "ORG")}
    assert book.pairs("works for") == {("PERSON", "ORG")}
    by_name = {spec.name: spec for spec in specs_of(book.scheme)}
    assert "BANK" not in by_name
    assert by_name["PERSON"].nests_in == by_name["ORG"].nests_in == ("ORG",)
    assert by_name["ticker"].labels == ("ORG",)
    assert book.scheme.standing(book.id("BANK")) == book.id("ORG")
    back(book, changes)
    assert book.state() == start


def test_merging_a_relation_that_joins_everything_leaves_one_that_does(book: Book) -> None:
    book.do(scheme_edits.absorb(book.scheme, [book.id("near", "relation")], book.id("owns", "relation")))
    assert book.pairs("owns") == set()
    assert book.scheme.may_join(book.id("owns", "relation"), book.id("PERSON"), book.id("PERSON"))


def test_a_part_of_a_label_may_what_the_label_may(book: Book) -> None:
    book.do(scheme_edits.branch(book.scheme, book.id("BANK"), "FUND"))
    assert book.pairs("owns") == {("BANK", "ORG"), ("FUND", "ORG")}
    assert ("PERSON", "FUND") in book.pairs("works for")
    by_name = {spec.name: spec for spec in specs_of(book.scheme)}
    assert set(by_name["PERSON"].nests_in) == {"BANK", "FUND"}
    assert by_name["FUND"].key == ""
    assert "FUND" in by_name["ticker"].labels
    with pytest.raises(EditRefused, match="there already"):
        scheme_edits.branch(book.scheme, book.id("BANK"), "ORG")


def test_order(book: Book) -> None:
    book.do(scheme_edits.reorder(book.scheme, [book.id("PERSON")]))
    assert [row.name for row in book.scheme.ordered("span")] == ["PERSON", "ORG", "BANK"]
    assert [row.name for row in book.scheme.ordered("relation")] == ["owns", "works for", "near"]


def test_a_file_brings_order_rules_and_what_is_new(book: Book) -> None:
    file = [
        LabelSpec("span", "PERSON", title="Person"),
        LabelSpec("span", "TOWN"),
        LabelSpec("span", "ORG", key="1"),
        LabelSpec("relation", "owns", heads=("PERSON",), tails=("TOWN",), one_per_head=True),
        LabelSpec("attribute", "ticker", holds="choice", choices=("a", "b"), labels=("TOWN",)),
    ]
    changes = book.do(scheme_edits.revise(book.scheme, file))
    assert [row.name for row in book.scheme.ordered("span")] == ["PERSON", "BANK", "TOWN", "ORG"]
    assert book.pairs("owns") == {("PERSON", "TOWN")}
    by_name = {spec.name: spec for spec in specs_of(book.scheme)}
    assert by_name["owns"].one_per_head
    assert by_name["ORG"].colour == ""
    assert (by_name["ticker"].holds, by_name["ticker"].labels) == ("choice", ("TOWN",))
    assert len({row.position for row in book.scheme.labels.values()}) == len(book.scheme.labels)
    with pytest.raises(EditRefused, match="Nothing to change"):
        scheme_edits.revise(book.scheme, file)
    back(book, changes)
    assert specs_of(book.scheme) == specs_of(Book().scheme)


def test_a_retired_label_of_a_file_is_back(book: Book) -> None:
    book.do(scheme_edits.absorb(book.scheme, [book.id("BANK")], book.id("ORG")))
    book.do(scheme_edits.revise(book.scheme, [LabelSpec("span", "BANK")]))
    assert "BANK" in [row.name for row in book.scheme.ordered("span")]
    assert book.scheme.standing(book.id("BANK")) == book.id("BANK")


def test_what_is_odd_about_a_scheme(book: Book) -> None:
    assert list(check_scheme(book.scheme)) == []
    book.do(scheme_edits.alter(book.scheme, book.id("PERSON"), colour="#4f9b40"))
    book.do(scheme_edits.retire(book.scheme, book.id("BANK")))
    book.do(scheme_edits.set_pairs(book.scheme, book.id("near", "relation"), [(book.id("BANK"), book.id("ORG"))]))
    assert list(check_scheme(book.scheme)) == [
        "ORG and PERSON have colours that look alike (#4f9b3e, #4f9b40).",
        "owns may join nothing: a label that each of its rules names is retired.",
        "near may join nothing: a label that each of its rules names is retired.",
    ]


# ---- one label more, one less


def test_a_label_is_added_with_its_parent_and_rules_and_only_once() -> None:
    book = Book()
    book.do(scheme_edits.add_label(book.scheme, LabelSpec("span", "FUND", parent="BANK", key="2")))
    book.do(scheme_edits.add_label(book.scheme, LabelSpec("relation", "holds", heads=("FUND",), tails=("ORG", "BANK"))))
    assert book.scheme.labels[book.id("FUND")].parent == book.id("BANK")
    assert book.pairs("holds") == {("FUND", "ORG"), ("FUND", "BANK")}
    for spec in (LabelSpec("span", "FUND"), LabelSpec("span", " "), LabelSpec("relation", "x", heads=("GONE",))):
        with pytest.raises(EditRefused):
            scheme_edits.add_label(book.scheme, spec)
    with pytest.raises(EditRefused, match='no span label "GONE"'):
        scheme_edits.add_label(book.scheme, LabelSpec("span", "x", parent="GONE"))


def test_a_key_that_is_taken_is_exchanged() -> None:
    book = Book()
    assert scheme_edits.free_key(book.scheme, "span") == "2"
    book.do(scheme_edits.give_key(book.scheme, book.id("PERSON"), "2"))
    book.do(scheme_edits.give_key(book.scheme, book.id("PERSON"), "1"))
    assert (book.scheme.labels[book.id("PERSON")].key, book.scheme.labels[book.id("ORG")].key) == ("1", "2")
    with pytest.raises(EditRefused, match="no key of the bar"):
        scheme_edits.give_key(book.scheme, book.id("PERSON"), "F2")


def test_a_label_goes_from_wherever_others_name_it() -> None:
    book = Book()
    book.do(scheme_edits.set_pairs(book.scheme, book.id("owns", "relation"), [(book.id("ORG"), book.id("ORG"))]))
    before = book.state()
    edit = scheme_edits.discard(book.scheme, book.id("BANK"))
    changes = book.do(edit)
    assert book.scheme.find("BANK") is None
    assert book.pairs("works for") == {("PERSON", "ORG")}
    assert book.scheme.labels[book.id("PERSON")].nests_in == ()
    for change in reversed(changes):
        book.scheme.apply(Change(change.after, change.before))
    assert book.state() == before


def test_a_label_stays_where_something_would_mean_everything_without_it() -> None:
    book = Book()
    with pytest.raises(EditRefused, match="owns joins nothing without ORG"):
        scheme_edits.discard(book.scheme, book.id("ORG"))
    book.do(scheme_edits.add_attribute(book.scheme, "age", labels=[book.id("PERSON")]))
    book.do(scheme_edits.set_pairs(book.scheme, book.id("works for", "relation"), []))
    with pytest.raises(EditRefused, match="PERSON alone carries age"):
        scheme_edits.discard(book.scheme, book.id("PERSON"))
