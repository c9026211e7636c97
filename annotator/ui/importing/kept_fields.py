"""Which other fields of a table are kept as metadata: a tick each."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from annotator.formats.table_guess import Field
from annotator.ui.parts.tick import Tick

ROW = 26  # pixels
SHOWN = 4
MOST = 100  # fields that get a tick; of wider tables the others are kept


class KeptFields(QScrollArea):
    """A tick for each field that is neither the text nor the name; all are ticked at first."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._left_out: set[str] = set()
        self._ticks: list[tuple[str, Tick]] = []
        self._names: tuple[str, ...] = ()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its ticks have it
        self.viewport().setAutoFillBackground(False)
        self.setAccessibleName(self.tr("Fields that are kept as metadata"))

    def show_fields(self, fields: tuple[Field, ...], used: tuple[str, ...], kept: tuple[str, ...] | None) -> None:
        """Offer these but those used as text and name; `kept` are those to keep, None for all but `left_out`."""
        names = tuple(one.name for one in fields if one.name not in used)
        if kept is not None:
            self._left_out = {name for name in names if name not in kept}
        if names == self._names:
            for name, tick in self._ticks:
                tick.setChecked(name not in self._left_out)
        else:
            self._names = names
            self._fill(fields)

    def _fill(self, fields: tuple[Field, ...]) -> None:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(2)
        self._ticks = []
        examples = {one.name: one.example for one in fields}
        for name in self._names[:MOST]:
            tick = Tick(f"{name} — {examples[name][:40]}" if examples[name] else name)
            tick.setChecked(name not in self._left_out)
            tick.clicked.connect(self._clicked)
            self._ticks.append((name, tick))
            column.addWidget(tick)
        column.addStretch(1)
        self.setWidget(inner)
        inner.setAutoFillBackground(False)  # setWidget turned it on
        self.setFixedHeight(max(1, min(SHOWN, len(self._ticks))) * ROW)

    def _clicked(self) -> None:
        self._left_out = {name for name, tick in self._ticks if not tick.isChecked()}
        self.changed.emit()

    def kept(self) -> tuple[str, ...] | None:
        """The fields to keep; None for all there are, of rows further on too."""
        left_out = self._left_out.intersection(self._names)
        return tuple(name for name in self._names if name not in left_out) if left_out else None
