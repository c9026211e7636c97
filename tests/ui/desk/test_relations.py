"""Relations many to many, several at once, and there and back along one."""

from annotator.core import edits
from annotator.core.rows import Name
from annotator.ui.desk import Desk
from tests.ui.desk.test_annotating import focus
from tests.ui.desk.test_linking import links, name_at


def label(desk: Desk, name: str) -> Name:
    """The relation label of this name."""
    return next(one.id for one in desk.view.scheme.ordered("relation") if one.name == name)


def link(desk: Desk, head: str, tail: str, name: str) -> None:
    """Link two entities by their words."""
    ends, wanted = (name_at(desk, head), name_at(desk, tail)), label(desk, name)
    desk.do(lambda view: edits.link(view, *ends, wanted))


def test_many_to_many_stand_side_by_side(desk: Desk) -> None:
    for head in ("Halden Pharma", "Soren Labs"):
        for name in ("acquires", "supplies"):
            link(desk, head, "Brix Capital", name)
    assert len(links(desk)) == 4


def test_several_relations_are_relabelled_turned_and_deleted_as_one(desk: Desk) -> None:
    for head in ("Halden Pharma", "Soren Labs"):
        link(desk, head, "Brix Capital", "acquires")
    before = links(desk)
    names = list(desk.view.set.relations)
    for name in names:
        desk.toggle_held(name)
    desk.focus_item(names[0])
    desk.label_as(label(desk, "supplies"))
    assert {name for _, name, _ in links(desk)} == {"supplies"}
    for name in names:
        desk.toggle_held(name)
    desk.focus_item(names[0])
    desk.reverse()
    assert {head for head, _, _ in links(desk)} == {"Brix Capital"}
    desk.undo()
    desk.undo()
    assert links(desk) == before
    desk.held = tuple(names)
    desk.reject_or_delete()
    assert links(desk) == set()


def test_there_and_back_along_a_relation(desk: Desk) -> None:
    link(desk, "Halden Pharma", "Brix Capital", "acquires")
    focus(desk, "Brix Capital")
    home = desk.focus.id
    for _ in range(2):
        desk.walk(1)
        desk.to_other_end()
    assert desk.focus.id == home
