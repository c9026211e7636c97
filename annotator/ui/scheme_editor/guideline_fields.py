"""A guideline as it is written, in Markdown, and beside it as it reads."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.markdown import MarkdownView
from annotator.ui.scheme_editor.fields import LongField


class GuidelineFields(QWidget):
    """Both halves; leaving the left one keeps it."""

    kept = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.source, self.preview = LongField(), MarkdownView(self.tr("How the guideline reads"))
        self.source.setAccessibleName(self.tr("Guideline, in Markdown"))
        self.source.setPlaceholderText(self.tr("When to use it; **bold**, - lists, > examples"))
        self.preview.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.source.kept.connect(self.kept)
        self.source.textChanged.connect(lambda: self.preview.show_markdown(self.source.toPlainText()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * UNIT)
        for half in (self.source, self.preview):
            half.setMinimumHeight(150)
            row.addWidget(half, 1)

    def show_value(self, text: str) -> None:
        """What the scheme says."""
        self.source.show_value(text)
        self.preview.show_markdown(self.source.toPlainText())
