"""Where the final version in the making and the author's work differ; a click goes there."""

from annotator.ui.desk import Desk
from annotator.ui.looks import Looks
from annotator.ui.panels.places import Place, PlacesPanel

ICONS = {
    "missing": "missing",
    "extra": "extra",
    "boundary": "boundary",
    "label": "label",
    "attribute": "note",
    "relation": "relation",
}


class DifferencesPanel(PlacesPanel):
    """The differences in reading order."""

    def __init__(self, desk: Desk, looks: Looks) -> None:
        super().__init__(
            desk,
            looks,
            icon="difference",
            name=desk.tr("Differences"),
            nothing=desk.tr("The final version and the author's work agree."),
        )
        desk.mode_changed.connect(self._later.start)

    def places(self) -> list[Place]:
        """The differences of the document on screen."""
        words = {
            "missing": self.tr("taken out"),
            "extra": self.tr("added"),
            "boundary": self.tr("other edges"),
            "label": self.tr("other label"),
            "attribute": self.tr("attributes or note"),
            "relation": self.tr("relation"),
        }
        return [
            Place(ICONS[one.kind], "arc_text", one.text, words[one.kind], one.item, one.start, one.end)
            for one in self.desk.differences()
        ]

    def go(self, row: int) -> None:
        """Focus a difference: Space takes it over where it is the author's to take."""
        place = self.model.places[row]
        same = [one for one in self.desk.differences() if (one.item, one.text) == (place.item, place.text)]
        if same:
            self.desk.focus_difference(same[0])
        self.desk.canvas_wanted.emit()
