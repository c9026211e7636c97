"""The window of the scheme: labels, rules and attributes, as many as one likes, by mouse or by keys alone."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QTabWidget, QWidget

from annotator.core.change import Edit, EditRefused
from annotator.core.errors import ProjectError
from annotator.core.rows import Name
from annotator.core.scheme import adopt, specs_of
from annotator.core.scheme_edits import revise
from annotator.core.scheme_file import SchemeError, write_scheme
from annotator.formats import ExportError
from annotator.formats.writing import atomic
from annotator.session import Happened
from annotator.session.scheming import label_counts
from annotator.ui.desk import Desk
from annotator.ui.dialogs.label_picker import LabelPicker
from annotator.ui.dialogs.popup import MARGIN, Popup, button
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.parts.ink import UNIT, tip
from annotator.ui.parts.labels import words
from annotator.ui.scheme_editor.attributes_page import AttributesPage
from annotator.ui.scheme_editor.bars import AskBar, JobLine
from annotator.ui.scheme_editor.deeds import Deeds
from annotator.ui.scheme_editor.files import read_any
from annotator.ui.scheme_editor.labels_page import LabelsPage
from annotator.ui.scheme_editor.split_window import SplitWindow

KINDS = ("span", "relation", "document")
COUNT_MS = 400  # after the last change of annotations: counting half a million of them takes a frame or two
PLACE = "scheme/place"
SCHEME = frozenset({"label", "relation_rule", "attribute"})


class SchemeEditor(Popup):
    """Tabs for the three kinds of labels and for attributes; whatever is changed here is one step of undo."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks, memory: Memory) -> None:
        super().__init__(parent, parent.tr("Scheme"), width=940)
        self._desk, self._looks, self._memory = desk, looks, memory
        self.deeds = Deeds(desk, self)
        self._dressed = False
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self._make_notice()
        self._make_pages()
        self.ask, self.job = AskBar(self.deeds), JobLine(self.deeds)
        for bar in (self.ask, self.job):
            self.column.addWidget(bar)
        self._make_foot()
        self._make_keys()
        self._later = QTimer(self, interval=COUNT_MS, singleShot=True)
        self._later.timeout.connect(self.refresh)
        self.deeds.said.connect(self._say)
        self.deeds.job_changed.connect(self._rest)
        self._stale, self._scheme_only = True, False
        desk.queue_changed.connect(self._follow_queue)
        desk.content_changed.connect(self._follow)
        desk.mode_changed.connect(self._later.start)
        desk.project_changed.connect(self._leave_project)
        self.resize(1120, 800)
        self.refresh()

    # ---- parts

    def _make_notice(self) -> None:
        self.notice = words("", "problem", wrap=True)
        self.notice.setContentsMargins(MARGIN, 3 * UNIT, MARGIN, 2 * UNIT)
        self.column.addWidget(self.notice)

    def _make_pages(self) -> None:
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("The scheme"))
        self.tabs.tabBar().setAccessibleName(self.tr("Pages of the scheme"))
        self.pages = {kind: LabelsPage(kind, self.deeds) for kind in KINDS}
        self.attributes = AttributesPage(self.deeds)
        for page in self.pages.values():
            page.merge_wanted.connect(self.choose_target)
            page.split_wanted.connect(self.split)
            page.left.connect(self.reject)
            self.tabs.addTab(page, "")
        self.attributes.left.connect(self.reject)
        self.tabs.addTab(self.attributes, "")
        self.tabs.currentChanged.connect(lambda _place: self._enter())
        self.column.addWidget(self.tabs, 1)

    def _make_foot(self) -> None:
        self.said: QLabel = words("", "faint", wrap=True)
        self.bring, self.send = button(self.tr("Import scheme …")), button(self.tr("Export scheme …"))
        self.bring.setToolTip(tip(self.tr("Labels of scheme.toml, of brat's annotation.conf or of Label Studio's XML")))
        self.back, self.again = button(self.tr("Undo")), button(self.tr("Redo"))
        close = button(self.tr("Close"))
        self.bring.clicked.connect(self._choose_file)
        self.send.clicked.connect(self._choose_place)
        self.back.clicked.connect(lambda: self.deeds.turn("undo"))
        self.again.clicked.connect(lambda: self.deeds.turn("redo"))
        close.clicked.connect(self.reject)
        foot = self.foot()
        for widget in (self.bring, self.send):
            foot.addWidget(widget)
        foot.addWidget(self.said, 1)
        for widget in (self.back, self.again, close):
            foot.addWidget(widget)

    def _make_keys(self) -> None:
        acts: dict[str, Callable[[], object]] = {
            "Ctrl+Z": lambda: self.deeds.turn("undo"),
            "Ctrl+Shift+Z": lambda: self.deeds.turn("redo"),
            "Ctrl+Y": lambda: self.deeds.turn("redo"),
            "Ctrl+N": self._to_new,
            "Ctrl+F": self._to_filter,
            "Ctrl+M": lambda: self._on_labels("merge"),
            "Ctrl+PgDown": lambda: self._turn_page(1),
            "Ctrl+PgUp": lambda: self._turn_page(-1),
        }
        for number in range(self.tabs.count()):
            acts[f"Alt+{number + 1}"] = partial(self.tabs.setCurrentIndex, number)
        for key, act in acts.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)

    # ---- showing

    def refresh(self) -> None:
        """Read the scheme of the open project again."""
        if self._desk.session is None:
            return
        scheme = self._desk.session.scheme
        why = self.deeds.why_not()
        self.notice.setText(why)
        self.notice.setVisible(bool(why))
        named = (self.tr("Entities"), self.tr("Relations"), self.tr("Document labels"))
        for place, (kind, name) in enumerate(zip(KINDS, named, strict=True)):
            self.tabs.setTabText(place, f"{name}  {len(scheme.ordered(kind))}")
        self.tabs.setTabText(len(KINDS), f"{self.tr('Attributes')}  {len(scheme.attributes)}")
        counts = label_counts(self._desk.session) if self._stale else None
        self._stale = False
        for page in self.pages.values():
            page.refresh(counts)
        self.attributes.refresh()
        self.bring.setEnabled(not why)
        undo, redo = self._desk.session.undo_step(), self._desk.session.redo_step()
        for one, step in ((self.back, undo), (self.again, redo)):
            one.setEnabled(step is not None and self.deeds.job is None)
            one.setToolTip(tip(step.info.title if step is not None else ""))

    def _rest(self) -> None:
        """A job has ended."""
        if self.deeds.job is None:
            self.refresh()

    def _follow(self, happened: Happened) -> None:
        """A change of the scheme shows at once; counts follow when work on texts, or a job, rests for a moment."""
        tables = {change.table for change in happened.changes}
        self._scheme_only = tables <= SCHEME
        self._stale |= not self._scheme_only
        if tables & SCHEME and self.deeds.job is None:
            self.refresh()
        else:
            self._later.start()

    def _follow_queue(self) -> None:
        """Something was stored, perhaps in documents that are not on screen; a change of the scheme alters no count."""
        self._stale |= not self._scheme_only
        self._scheme_only = False
        self._later.start()

    def _say(self, sentence: str, kind: str) -> None:
        self.said.setText(sentence)
        self.said.setProperty("role", "problem" if kind == "refused" else "faint")
        self.said.style().polish(self.said)
        if sentence:
            self._desk.message.emit(sentence, kind)

    def page(self) -> LabelsPage | AttributesPage:
        """The page in front."""
        page = self.tabs.currentWidget()
        assert isinstance(page, LabelsPage | AttributesPage)
        return page

    def _enter(self) -> None:
        """On a page without anything one adds; else one goes through the list."""
        page = self.page()
        if isinstance(page, LabelsPage):
            (page.table if page.table.rows.rows else page.new).setFocus()
        else:
            (page.list if page.list.count() else page.new).setFocus()

    def _to_new(self) -> None:
        self.page().new.setFocus()
        self.page().new.selectAll()

    def _to_filter(self) -> None:
        page = self.page()
        if isinstance(page, LabelsPage):
            page.filter.setFocus()

    def _on_labels(self, button_name: str) -> None:
        page = self.page()
        if isinstance(page, LabelsPage):
            page.buttons[button_name].click()

    def _turn_page(self, step: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + step) % self.tabs.count())

    # ---- merging and splitting

    def choose_target(self, label: Name) -> None:
        """Choose what a label becomes."""
        scheme = self.deeds.session.scheme
        picker = LabelPicker(self, self._desk, self._looks, kind=scheme.labels[label].kind, without=label)
        picker.setWindowTitle(self.tr("Merge {0} into").format(scheme.name_of(label)))
        picker.field.setPlaceholderText(self.tr("Merge {0} into …").format(scheme.name_of(label)))
        picker.taken.connect(lambda target: self.deeds.merge([label], target))
        picker.open()

    def split(self, label: Name) -> None:
        """Choose what of a label becomes another."""
        SplitWindow(self, self.deeds, label).open()

    # ---- files

    def _choose_file(self) -> None:
        kinds = self.tr("Schemes (*.toml *.conf *.xml)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Import a scheme"), "", kinds)
        if chosen:
            self.import_file(Path(chosen))

    def import_file(self, path: Path) -> None:
        """Labels of a file: a scheme file may change those that are there, others only add."""
        scheme = self.deeds.session.scheme
        try:
            found = read_any(path)
        except (EditRefused, SchemeError, ProjectError, OSError, ValueError) as error:
            self._say(str(error), "refused")
            return
        specs, title = found.specs, self.tr("Scheme of {0}").format(path.name)

        def made() -> Edit:
            return revise(scheme, specs, title=title) if found.whole else adopt(scheme, specs, title=title)

        before = self.said.text()
        self.deeds.do(made, ask=True)
        if found.problems:
            said = self.said.text() if self.said.text() != before else ""
            more = self.tr(" ({0} more)").format(len(found.problems) - 1) if len(found.problems) > 1 else ""
            self._say(f"{said} {found.problems[0]}{more}".strip(), "refused")

    def _choose_place(self) -> None:
        name, kinds = f"{self.deeds.session.path.stem}-scheme.toml", self.tr("Scheme file (*.toml)")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export the scheme"), name, kinds)
        if chosen:
            self.export_file(Path(chosen))

    def export_file(self, path: Path) -> None:
        """Write the scheme as scheme.toml; what cannot be written is said."""
        session = self.deeds.session
        try:
            with atomic(path, force=True) as file:
                file.write(write_scheme(specs_of(session.scheme), name=session.name))
        except ExportError as error:
            self._say(str(error), "refused")
        else:
            self._say(self.tr("Written: {0}").format(path), "info")

    # ---- the window

    def showEvent(self, event: QShowEvent) -> None:
        """As large, and where, as it was left."""
        super().showEvent(event)
        if not self._dressed:
            self._dressed = True
            place: QByteArray = self._memory.bytes(PLACE)
            if not place.isEmpty():
                self.restoreGeometry(place)
            self._enter()

    def reject(self) -> None:
        """Esc leaves a question first, then the window."""
        if self.deeds.asking:
            self.deeds.answer(yes=False)
            return
        self._keep_fields()
        super().reject()

    def _leave_project(self) -> None:
        """Another project is open: what was begun here was meant for the one before."""
        self.deeds.answer(yes=False)
        super().reject()

    def _keep_fields(self) -> None:
        """What is being typed is kept before the window goes."""
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.tabs.setFocus()

    def done(self, result: int) -> None:
        """Closed: remember where it was."""
        self._memory.keep(PLACE, self.saveGeometry())
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.deeds.asking:
            self.deeds.answer(yes=False)
        super().closeEvent(event)
