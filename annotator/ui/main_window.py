"""The window: arranges canvas, bars, docks and menus around one desk; behaviour is elsewhere."""

from pathlib import Path

from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow

from annotator.ui.actions import Action
from annotator.ui.canvas_pane import CanvasPane
from annotator.ui.desk import Desk
from annotator.ui.docks import Docks
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.menus import fill_menu_bar, give_keys, make_actions
from annotator.ui.project_commands import ProjectCommands
from annotator.ui.show_commands import ShowCommands
from annotator.ui.suggester import Suggester
from annotator.ui.worker_client import WorkerClient


class MainWindow(QMainWindow):
    """One window on one project."""

    def __init__(self, desk: Desk, client: WorkerClient, memory: Memory, looks: Looks) -> None:
        super().__init__()
        self.desk, self.memory, self.looks = desk, memory, looks
        desk.setParent(self)
        self.client = client
        self.suggester = Suggester(desk, client)
        self.pane = CanvasPane(desk)
        self.setCentralWidget(self.pane)
        self.actions_by_id = make_actions(self, self._act, preset=memory.text("keys/preset", "ours"))
        give_keys(self.actions_by_id, self.pane.canvas, self)
        self.pane.menu_actions(self.actions_by_id)
        self.menus = fill_menu_bar(self.menuBar(), self.actions_by_id)
        self.docks = Docks(self, memory, self.pane.canvas)
        self.projects = ProjectCommands(self)
        self.dialogs = ShowCommands(self)
        self.setAcceptDrops(True)
        looks.changed.connect(self._dress)
        looks.apply()
        self._restore()
        desk.project_changed.connect(self._name)
        desk.document_changed.connect(self._name)
        desk.mode_changed.connect(self._name)
        self._name()

    def _act(self, action: Action) -> None:
        action.run(self)

    def _dress(self) -> None:
        self.pane.canvas.set_theme(self.looks.theme)

    def _restore(self) -> None:
        self.resize(1280, 860)
        place = self.memory.bytes("window/place")
        if not place.isEmpty():
            self.restoreGeometry(place)

    def _name(self) -> None:
        """The title: document, project, who and in which role."""
        session = self.desk.session
        if session is None:
            self.setWindowTitle("Annotator")
            return
        role = self.tr("reviewing") if session.reviewing else self.tr("annotating")
        parts = [self.desk.doc.document.name] if self.desk.doc else []
        self.setWindowTitle(" — ".join([*parts, session.name, f"{session.actor.name} · {role}"]))

    def closeEvent(self, event: QCloseEvent) -> None:
        self.projects.keep_place()
        self.memory.keep("window/place", self.saveGeometry())
        self.docks.keep()
        self.client.close()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.projects.dropped(paths, event.mimeData().text())
        event.acceptProposedAction()

    def say_crash(self, log: Path) -> None:
        """Our bug, in one sentence."""
        self.desk.message.emit(self.tr("Something went wrong in the program; details are in {0}").format(log), "error")
