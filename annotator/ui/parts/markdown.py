"""Markdown as it reads: no markup of other kinds, no pictures from anywhere, links lead nowhere."""

from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser

_KIND = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML


class MarkdownView(QTextBrowser):
    """Shows Markdown."""

    def __init__(self, said: str, *, framed: bool = True) -> None:
        super().__init__()
        self._shown = ""
        self.setAccessibleName(said)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        if not framed:
            self.setFrameShape(QFrame.Shape.NoFrame)
            self.setStyleSheet("QTextBrowser { border: none; }")
        self.document().setDocumentMargin(6)

    def show_markdown(self, text: str) -> None:
        """Show this instead; the place in it stays where the text does."""
        if text != self._shown:
            self._shown = text
            self.document().setMarkdown(text, _KIND)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """A guideline is words: nothing is fetched for it, neither from this machine nor from another."""
        return None
