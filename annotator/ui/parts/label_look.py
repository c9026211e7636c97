"""What a label looks like where no document is on screen to ask."""

from annotator.core.rows import Name
from annotator.ui.canvas.scene import LabelLook
from annotator.ui.desk import Desk


def label_look(desk: Desk, label: Name) -> LabelLook:
    """The words on a label's chip and its place in the palette, as on the canvas."""
    if desk.scene is not None:
        return desk.scene.look(label)
    row = desk.session.scheme.labels.get(label) if desk.session is not None else None
    if row is None or desk.session is None:
        return LabelLook(label, 0)
    ordered = [one.id for one in desk.session.scheme.ordered(row.kind)]
    slot = ordered.index(label) if label in ordered else row.position
    return LabelLook(row.name, slot, row.colour, row.symmetric)
