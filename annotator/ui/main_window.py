"""The window: arranges canvas, bars, docks and menus around one desk; behaviour is elsewhere."""

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMainWindow, QMenu

from annotator.ui.actions import Action
from annotator.ui.bars import KeyLine, LabelBar, QuestionBar, StatusLine
from annotator.ui.canvas.accessible import Announcer
from annotator.ui.canvas.metrics import LEAD
from annotator.ui.canvas_pane import CanvasPane
from annotator.ui.desk import Desk
from annotator.ui.docks import Docks
from annotator.ui.drawing import Drawing
from annotator.ui.empty import EmptyPane
from annotator.ui.jobs import Jobs
from annotator.ui.keymap import keymap_named, keymap_now
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.menus import fill_menu_bar, give_keys, make_actions
from annotator.ui.panels.comments import CommentsPanel
from annotator.ui.panels.differences import DifferencesPanel
from annotator.ui.panels.entities import EntitiesPanel
from annotator.ui.panels.guideline import GuidelinePanel
from annotator.ui.panels.history import HistoryPanel
from annotator.ui.panels.inspector import InspectorPanel
from annotator.ui.panels.problems import ProblemsPanel
from annotator.ui.panels.queue import QueuePanel
from annotator.ui.panels.relations import RelationsPanel
from annotator.ui.panels.search_view import SearchView
from annotator.ui.project_commands import ProjectCommands
from annotator.ui.sample_strip import SampleStrip
from annotator.ui.show_commands import ShowCommands
from annotator.ui.style import style_sheet
from annotator.ui.suggester import Suggester
from annotator.ui.toolbar import ToolBar
from annotator.ui.worker_client import WorkerClient


class MainWindow(QMainWindow):
    """One window on one project."""

    desk: Desk
    memory: Memory
    looks: Looks
    pane: CanvasPane
    docks: Docks
    suggester: Suggester
    projects: ProjectCommands
    dialogs: ShowCommands
    actions_by_id: dict[str, QAction]
    menus: dict[str, QMenu]
    inspector: InspectorPanel
    comments: CommentsPanel

    def __init__(self, desk: Desk, client: WorkerClient, memory: Memory, looks: Looks) -> None:
        super().__init__()
        self.desk, self.memory, self.looks = desk, memory, looks
        desk.setParent(self)
        self.client = client
        self.suggester = Suggester(desk, client)
        self.pane = CanvasPane(desk)
        self.setCentralWidget(self.pane)
        Announcer(self.pane.canvas)
        self.actions_by_id = make_actions(self, self._act)
        self.rebind()
        self.pane.menu_actions(self.actions_by_id)
        self.menus = fill_menu_bar(self.menuBar(), self.actions_by_id)
        self.docks = Docks(self, memory, self.pane.canvas)
        self._add_bars()
        self._add_docks()
        self.projects = ProjectCommands(self)
        self.drawing: Drawing = Drawing(self)
        self.dialogs = ShowCommands(self)
        self.empty = EmptyPane(desk, memory, self.pane.canvas)
        self.empty.wanted.connect(lambda action: self.actions_by_id[action].trigger())
        self.empty.project_wanted.connect(self.projects.open)
        self.setAcceptDrops(True)
        looks.changed.connect(self._dress)
        looks.apply()
        self._restore()
        desk.project_changed.connect(self._name)
        desk.document_changed.connect(self._name)
        desk.mode_changed.connect(self._name)
        self._name()

    def _add_bars(self) -> None:
        desk, looks = self.desk, self.looks
        self.labels = LabelBar(desk, looks)
        self.tool_bar = ToolBar(desk, self.actions_by_id)
        self.addToolBar(self.tool_bar)
        self.sample_strip = SampleStrip(self)
        self.pane.add_above(self.sample_strip)
        self.pane.add_above(self.labels)
        self.pane.add_below(QuestionBar(desk))
        self.pane.add_below(KeyLine(desk))
        self.status = StatusLine(self.statusBar(), desk)
        self.status.copy.clicked.connect(lambda: self.projects.save_copy())
        backlog = self.status.jobs.follow(self.tr("Suggesting"), self.suggester.cancel)
        self.suggester.backlog_changed.connect(backlog)
        self.pane.canvas.zoom_changed.connect(lambda zoom: self.status.zoom.setText(f"{round(zoom * 100)} %"))
        self._lately = QTimer(self, interval=120, singleShot=True)
        self._lately.timeout.connect(self.status.refresh)
        desk.content_changed.connect(lambda _happened: self._lately.start())
        self.pane.canvas.seen.connect(lambda _start, _end: self._lately.start())

    def _add_docks(self) -> None:
        desk, looks, docks = self.desk, self.looks, self.docks
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        self.queue = QueuePanel(desk, looks)
        self.inspector, self.comments = InspectorPanel(desk, looks), CommentsPanel(desk, looks)
        self.problems = ProblemsPanel(desk, looks)
        self.problems.remember(self.memory)
        self.guideline = GuidelinePanel(desk, looks)
        self.labels.pointed.connect(self.guideline.point_at)
        docks.add("queue", self.tr("Queue"), self.queue, left)
        self.queue.asked.connect(lambda action: self.actions_by_id[action].trigger())
        entities = docks.add("entities", self.tr("Entities"), EntitiesPanel(desk, looks), right)
        relations = docks.add("relations", self.tr("Relations"), RelationsPanel(desk, looks), right)
        below = [
            docks.add("inspector", self.tr("Inspector"), self.inspector, right),
            docks.add("comments", self.tr("Comments"), self.comments, right),
            docks.add("differences", self.tr("Differences"), DifferencesPanel(desk, looks), right),
            docks.add("problems", self.tr("Problems"), self.problems, right),
            docks.add("history", self.tr("History"), HistoryPanel(desk, looks), right),
        ]
        docks.stack(*below)
        docks.add_aside("guideline", self.tr("Guideline"), self.guideline, left)
        self.search = SearchView(desk, looks)
        self.search.remember(self.memory)
        below_text = docks.add_aside(
            "search", self.tr("Find in all documents"), self.search, Qt.DockWidgetArea.BottomDockWidgetArea
        )
        self.search.closed.connect(below_text.hide)
        self.resizeDocks([docks.all[0]], [250], Qt.Orientation.Horizontal)
        self.resizeDocks([entities], [372], Qt.Orientation.Horizontal)
        self.resizeDocks([entities, relations, below[0]], [300, 220, 240], Qt.Orientation.Vertical)
        for dock in docks.all:
            self.menus["View"].addAction(dock.toggleViewAction())
        docks.settle()

    def rebind(self, preset: str = "") -> None:
        """Other keys for the same actions: the set in force, or the one named."""
        known = self.memory.preferences
        keymap = keymap_named(known, preset) if preset else keymap_now(known)
        give_keys(self.actions_by_id, self.pane.canvas, self, preset=keymap)

    def toggle_map(self) -> None:
        """Show or hide the map beside the scrollbar."""
        shown = self.actions_by_id["map"].isChecked()
        self.pane.minimap.setVisible(shown)
        self.memory.keep("view/map", "shown" if shown else "hidden")

    def _act(self, action: Action) -> None:
        action.run(self)

    def _dress(self) -> None:
        self.pane.canvas.set_theme(self.looks.theme)
        self.setStyleSheet(style_sheet(self.looks.theme))

    def _restore(self) -> None:
        self.resize(1360, 880)
        canvas, memory = self.pane.canvas, self.memory
        canvas.set_text_font(memory.text("text/font"))
        canvas.set_text_size(int(memory.number("text/size", 16)))
        canvas.set_measure(int(memory.number("text/measure", 90)))
        canvas.set_line_space(int(memory.number("text/space", LEAD)))
        canvas.set_arc_threshold(int(memory.number("arcs/threshold", 12)))
        canvas.set_zoom(memory.number("text/zoom", 1.0))
        self.pane.find_bar.remember(memory)
        self.actions_by_id["map"].setChecked(memory.text("view/map", "shown") == "shown")
        self.pane.minimap.setVisible(self.actions_by_id["map"].isChecked())
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
        self._show_role(session.reviewing)

    def _show_role(self, reviewing: bool) -> None:
        """A reviewer's canvas says so along its top edge."""
        desk, words = self.desk, ""
        if reviewing and desk.session is not None:
            words = self._review_words(desk.session.people.name_of(desk.reviewed) if desk.reviewed else "")
        self.pane.canvas.set_band(words, self.looks.theme.hover if words else None)

    def _review_words(self, whose: str) -> str:
        if not whose or self.desk.doc is None:
            return self.tr("Reviewing: nobody has begun here yet") if self.desk.doc else self.tr("Reviewing")
        state = self.desk.doc.set_of(self.desk.reviewed).state
        if state in ("submitted", "in review"):
            return self.tr("Reviewing the work of {0}").format(whose)
        return self.tr("{0} · {1}: nothing to review now").format(whose, state)

    def closeEvent(self, event: QCloseEvent) -> None:
        Jobs.of(self.desk).cancel_all()
        self.projects.keep_place()
        self.memory.keep("window/place", self.saveGeometry())
        self.memory.keep("text/zoom", str(self.pane.canvas.zoom))
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

    def say_settings(self) -> None:
        """What of the settings could not be read, in one line."""
        problems = self.memory.preferences.problems
        if problems:
            more = self.tr(" ({0} more: Edit, Settings)").format(len(problems) - 1) if len(problems) > 1 else ""
            self.desk.message.emit(problems[-1] + more, "error")

    def say_crash(self, log: Path) -> None:
        """Our bug, in one sentence."""
        self.desk.message.emit(self.tr("Something went wrong in the program; details are in {0}").format(log), "error")
