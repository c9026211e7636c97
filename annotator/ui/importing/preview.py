"""The first documents of an import as the canvas will show them, one at a time."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from annotator.core.records import DocumentRecord
from annotator.core.scheme import Scheme
from annotator.ui.canvas.surface import Surface
from annotator.ui.importing.record_scene import RecordScene
from annotator.ui.looks import Looks
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.labels import Elided, tool, words

TEXT_SIZE = 14  # pixels: as much as possible is to be seen


class Preview(QWidget):
    """A name, a text with what is marked in it, and its metadata; arrows go to the next."""

    def __init__(self, looks: Looks) -> None:
        super().__init__()
        self._looks, self._scheme = looks, None  # type: Looks, Scheme | None
        self.documents: list[DocumentRecord] = []
        self._at = 0
        self.name, self._number = Elided("", "heading"), words(role="faint")
        self._back, self._on = tool("left", self.tr("The document before")), tool("right", self.tr("The next document"))
        self._back.clicked.connect(lambda: self._step(-1))
        self._on.clicked.connect(lambda: self._step(1))
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        for widget in (self._number, self._back, self._on):
            head.addWidget(widget)
        self.surface = Surface()
        self.surface.setAccessibleName(self.tr("The text as it comes in"))
        self.surface.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.surface.setMinimumSize(420, 260)
        self.surface.set_text_size(TEXT_SIZE)
        self.surface.setProperty("role", "boxed")
        self.about = Elided("", "small")
        self.nothing = words(self.tr("What comes in is shown here."), "faint", wrap=True)
        self.nothing.setMinimumWidth(360)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT)
        column.addLayout(head)
        column.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.surface, 1)
        column.addWidget(self.about)
        looks.changed.connect(self._dress)
        self._dress()
        self.show_documents([], None)

    def _dress(self) -> None:
        self.surface.set_theme(self._looks.theme)

    def show_documents(self, documents: list[DocumentRecord], scheme: Scheme | None) -> None:
        """Show these; colours are those of the scheme where it has the label. The place among as many stays."""
        stays = len(documents) == len(self.documents)
        self.documents, self._scheme, self._at = documents, scheme, self._at if stays else 0
        self._show()

    def _step(self, by: int) -> None:
        self._at = max(0, min(len(self.documents) - 1, self._at + by))
        self._show()

    def _show(self) -> None:
        there = bool(self.documents)
        self.surface.setVisible(there)
        self.about.setVisible(there)
        self.nothing.setVisible(not there)
        self._back.setEnabled(self._at > 0)
        self._on.setEnabled(self._at + 1 < len(self.documents))
        for arrow in (self._back, self._on):
            arrow.setVisible(len(self.documents) > 1)
        self._number.setText(self.tr("{0} of {1}").format(self._at + 1, len(self.documents)) if there else "")
        if not there:
            self.name.setText("")
            self.surface.set_scene(None)
            return
        record = self.documents[self._at]
        self.name.setText(record.name)
        self.surface.set_scene(RecordScene(record, self._scheme))
        meta = " · ".join(f"{key}: {value}" for key, value in record.meta.items())
        self.about.setText(meta or self.tr("No metadata"))
