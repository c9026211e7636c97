"""What the checks find wrong in the document; a click goes there."""

from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.panels.places import Place, PlacesPanel


class ProblemsPanel(PlacesPanel):
    """Problems, those that keep the document from being submitted in full colour."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__(
            desk, looks, icon="finished", name=desk.tr("Problems"), nothing=desk.tr("The checks find no problem.")
        )

    def places(self) -> list[Place]:
        """The problems of the set on screen."""
        found = []
        for one in self.desk.problems():
            icon, tone = ("blocks", "problem") if one.blocks else ("problem", "faint")
            detail = self.tr("{0} · to be solved before submitting").format(one.kind) if one.blocks else one.kind
            found.append(Place(icon, tone, one.text, detail, one.item, one.start, one.end))
        return found
