"""Saves the document on screen as a picture, or as pages of it, while one goes on working."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from annotator.core.errors import ProjectError
from annotator.core.suggestion import Suggestions
from annotator.formats.output import FileNames
from annotator.ui.jobs import Job, Jobs
from annotator.ui.picture import SUFFIXES, AlreadyThere, Drawn, Wish, draw_steps
from annotator.ui.shown import DocumentScene

if TYPE_CHECKING:
    from annotator.ui.main_window import MainWindow


class Drawing(QObject):
    """File, Save as picture."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window, self._desk = window, window.desk

    def ask(self) -> None:
        """Ask for a place, then draw."""
        desk = self._desk
        if desk.doc is None or desk.session is None:
            desk.message.emit(self.tr("There is no document to draw."), "info")
            return
        folder = self._window.memory.text("picture/folder", str(desk.session.path.parent))
        usual = Path(folder) / f"{FileNames().take(desk.doc.document.name).replace('/', '-')}.png"
        kinds = self.tr("Picture (*.png);;Picture with text (*.svg);;Pages (*.pdf)")
        name, kind = QFileDialog.getSaveFileName(self._window, self.tr("Save as picture"), str(usual), kinds)
        if name:
            path = Path(name)
            self.draw(path if path.suffix.lower() in SUFFIXES else Path(f"{name}{_suffix(kind)}"))

    def draw(self, path: Path) -> Job | None:
        """Draw the document on screen, as it is shown; a file of this very name is replaced: the file dialog asked."""
        desk, window = self._desk, self._window
        if desk.doc is None or desk.session is None or desk.document is None:
            return None
        window.memory.keep("picture/folder", str(path.parent))
        scene = DocumentScene(desk.view, Suggestions(desk.view), tokens=desk.session.tokens(desk.document))
        wish = Wish(dark=window.looks.is_dark, arcs=window.pane.canvas.arcs, replace=path.exists())
        written: list[str] = []
        job = Jobs.of(desk).start(
            self._steps(scene, path, wish, written),
            title=self.tr("Drawing {0}").format(path.name),
            refusals=(ProjectError,),
            total=len(scene.text),
            count=lambda drawn: drawn.start,
        )
        stop = desk.content_changed.connect(lambda _happened: self._stop(job))
        job.failed.connect(lambda words: desk.message.emit(words, "error"))
        job.ended.connect(lambda _finished: QObject.disconnect(stop))
        job.ended.connect(lambda finished: self._say(written) if finished else None)
        return job

    def _stop(self, job: Job) -> None:
        """A picture shows one state of the work, not parts of two."""
        job.cancel()
        self._desk.message.emit(self.tr("The work was changed while it was drawn: save the picture again."), "error")

    def _steps(self, scene: DocumentScene, path: Path, wish: Wish, written: list[str]) -> Iterator[Drawn]:
        try:
            for drawn in draw_steps(scene, path, wish, scene.view.doc.document.name):
                if drawn.path.name not in written[-1:]:
                    written.append(drawn.path.name)
                yield drawn
        except AlreadyThere as error:
            raise ProjectError(self.tr("{0} is already there; choose another name.").format(error.path)) from error

    def _say(self, written: list[str]) -> None:
        names = f"{written[0]} … {written[-1]}" if len(written) > 1 else written[0]
        self._desk.message.emit(self.tr("Drew {0}.").format(names), "info")


def _suffix(kind: str) -> str:
    return next((suffix for suffix in SUFFIXES if suffix in kind), SUFFIXES[0])
