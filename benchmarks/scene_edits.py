"""Every single edit of a scene and its taking back, as the canvas is told of them."""

from collections.abc import Callable, Iterator
from functools import partial

from annotator.ui.canvas.scene import ShownRelation, ShownSpan
from annotator.ui.canvas.view import CanvasView
from benchmarks.memory_scene import MemoryScene

Step = tuple[str, Callable[[], None]]


def verbs(scene: MemoryScene, span: ShownSpan, view: CanvasView) -> Iterator[Step]:
    """(Name, what to do) around one span; the scene is as before when all are done."""
    start, end = span.fragments[0]
    put, link = partial(_put, scene, view), partial(_link, scene, view)
    for name, other in (
        ("relabel", span._replace(label="LOC" if span.label != "LOC" else "ORG")),
        ("move edge", span._replace(fragments=((start, max(start + 1, end - 2)),))),
        ("add fragment", span._replace(fragments=((start, end), (end + 3, end + 8)))),
    ):
        yield name, partial(put, span, other)
        yield ("drop fragment" if name == "add fragment" else f"undo {name}"), partial(put, other, span)
    new = ShownSpan("new", ((end + 1, end + 6),), "ORG")
    yield "mark", partial(put, new, new)
    yield "undo mark", partial(_drop, scene, view, new)
    relation = ShownRelation("new", span.id, scene.span_near(end + 1).id, "works_for")
    yield "link", partial(link, relation)
    yield "relabel relation", partial(link, relation._replace(label="met_with"))
    yield "undo link", partial(_unlink, scene, view, relation)
    relations = scene.relations_of(span.id)
    yield "delete", partial(_drop, scene, view, span)
    yield "undo delete", partial(_restore, scene, view, span, relations)


def _put(scene: MemoryScene, view: CanvasView, before: ShownSpan, after: ShownSpan) -> None:
    scene.put_span(after)
    view.scene_changed([(before.start, before.end), (after.start, after.end)], [after.id])


def _link(scene: MemoryScene, view: CanvasView, relation: ShownRelation) -> None:
    scene.put_relation(relation)
    view.scene_changed([], [], [relation.id])


def _unlink(scene: MemoryScene, view: CanvasView, relation: ShownRelation) -> None:
    scene.drop_relation(relation.id)
    view.scene_changed([], [], [relation.id])


def _drop(scene: MemoryScene, view: CanvasView, span: ShownSpan) -> None:
    """A span goes with its relations."""
    gone = [relation.id for relation in scene.relations_of(span.id)]
    for relation in gone:
        scene.drop_relation(relation)
    scene.drop_span(span.id)
    view.scene_changed([(span.start, span.end)], [span.id], gone)


def _restore(scene: MemoryScene, view: CanvasView, span: ShownSpan, relations: list[ShownRelation]) -> None:
    scene.put_span(span)
    for relation in relations:
        scene.put_relation(relation)
    view.scene_changed([(span.start, span.end)], [span.id], [relation.id for relation in relations])
