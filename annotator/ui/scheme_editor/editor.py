"""The scheme editor: entities, relations, document labels and attributes; what a change touches is said before."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QTabWidget, QWidget

from annotator.core.records import Finding
from annotator.core.scheme import specs_of
from annotator.core.scheme_checks import check_scheme
from annotator.core.scheme_edits import revise
from annotator.core.scheme_file import SchemeError, read_scheme_file, write_scheme
from annotator.core.scheme_preview import Preview
from annotator.formats import ExportError, UnreadableFile
from annotator.formats.foreign_schemes import is_foreign, read_foreign
from annotator.formats.writing import atomic
from annotator.session import Happened
from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import Popup, button
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.parts.labels import words
from annotator.ui.scheme_editor.acting import Acting
from annotator.ui.scheme_editor.attribute_page import AttributePage
from annotator.ui.scheme_editor.kind_page import KindPage
from annotator.ui.scheme_editor.parting import Merge, Split

COUNT_MS = 400  # after the last change of annotations: counting half a million of them takes a frame or two


class SchemeEditor(Popup):
    """A window beside the text; everything in it is stored at once and can be undone."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        super().__init__(parent, parent.tr("Scheme"), width=980)
        self._desk, self._memory = desk, Memory()
        self.acting = Acting(desk, self)
        self.pages = {kind: KindPage(kind, self.acting, looks) for kind in ("span", "relation", "document")}
        self.attributes = AttributePage(self.acting)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Parts of the scheme"))
        titles = {"span": self.tr("Entities"), "relation": self.tr("Relations"), "document": self.tr("Documents")}
        for kind, page in self.pages.items():
            self.tabs.addTab(page, titles[kind])
            page.merge_wanted.connect(self._merge)
            page.split_wanted.connect(self._split)
        self.tabs.addTab(self.attributes, self.tr("Attributes"))
        self.column.addWidget(self.tabs, 1)
        self._add_question()
        self.odd, self.said = words(role="problem", wrap=True), words(role="faint", wrap=True)
        self.column.addWidget(self.odd)
        self.column.addWidget(self.said)
        bring, take = button(self.tr("Import scheme …")), button(self.tr("Export scheme …"))
        undo, redo = button(self.tr("Undo")), button(self.tr("Redo"))
        self.leave = button(self.tr("Close"))
        bring.clicked.connect(self._import)
        take.clicked.connect(self._export)
        undo.clicked.connect(lambda: self.acting.turn("undo"))
        redo.clicked.connect(lambda: self.acting.turn("redo"))
        self.leave.clicked.connect(self.accept)
        self.add_buttons(self.leave, left=(bring, take, undo, redo))
        for keys, kind in ((QKeySequence("Ctrl+Z"), "undo"), (QKeySequence("Ctrl+Shift+Z"), "redo")):
            QShortcut(keys, self).activated.connect(lambda kind=kind: self.acting.turn(kind))
        self.acting.said.connect(self._say)
        self.acting.asked.connect(self._ask)
        self._later = QTimer(self, interval=COUNT_MS, singleShot=True)
        self._later.timeout.connect(self.refresh)
        desk.content_changed.connect(self._follow)
        desk.project_changed.connect(self.reject)
        desk.message.connect(self._hear)
        looks.changed.connect(self.refresh)
        size = self._memory.text("scheme/size", "1080x760").split("x")
        self.resize(*(int(part) if part.isdigit() else 800 for part in size[:2]))
        self.tabs.currentChanged.connect(self._enter)
        self.refresh()
        self._enter(0)
        self.said.setText(self.acting.why_not() or self.tr("What you change is stored at once; Ctrl+Z takes it back."))

    def _enter(self, _place: int) -> None:
        """The keyboard goes to the field that finds and adds."""
        page = self.tabs.currentWidget()
        if isinstance(page, KindPage | AttributePage):
            page.field.setFocus()

    def _add_question(self) -> None:
        """Asks before what harms: the sentence of what it touches, and two answers."""
        self.question = QWidget()
        row = QHBoxLayout(self.question)
        row.setContentsMargins(0, 0, 0, 0)
        self.asked = words(role="heading", wrap=True)
        self.sure, self.not_so = button(self.tr("Do it")), button(self.tr("Leave it"))
        row.addWidget(self.asked, 1)
        row.addWidget(self.not_so)
        row.addWidget(self.sure)
        self._act: Callable[[], object] | None = None
        self.sure.clicked.connect(self._agree)
        self.not_so.clicked.connect(self._settle)
        self.question.hide()
        self.column.addWidget(self.question)

    def _follow(self, happened: Happened) -> None:
        """A change of the scheme is shown at once; counts follow when work on texts rests for a moment."""
        if any(change.table in ("label", "relation_rule", "attribute") for change in happened.changes):
            self.refresh()
        else:
            self._later.start()

    def refresh(self) -> None:
        """Show the scheme as it is now."""
        session = self._desk.session
        if session is None:
            return
        counts = session.scheme_reads.counts()
        for page in self.pages.values():
            page.refresh(counts)
        self.attributes.refresh()
        odd = list(check_scheme(session.scheme))
        more = self.tr(" And {0} more.").format(len(odd) - 2) if len(odd) > 2 else ""
        self.odd.setText(" ".join(odd[:2]) + more)
        self.odd.setVisible(bool(odd))

    # ---- asking and saying

    def _say(self, sentence: str, kind: str) -> None:
        self.said.setText(sentence)
        if kind != "info":
            self._desk.message.emit(sentence, kind)

    def _hear(self, sentence: str, kind: str) -> None:
        """What is said in the window behind, said here too: an undo that was refused."""
        if kind != "info" and sentence != self.said.text():
            self.said.setText(sentence)

    def _ask(self, preview: Preview, act: Callable[[], object]) -> None:
        self._act = act
        self.asked.setText(f"{preview.title}? {preview.sentence()}")
        self.question.show()
        self.sure.setFocus()

    def _agree(self) -> None:
        act = self._act
        self._settle()
        if act is not None:
            act()

    def _settle(self) -> None:
        self._act = None
        self.question.hide()
        self.refresh()

    # ---- more than an edit

    def _merge(self, label: str) -> None:
        if label:
            Merge(self, self.acting, label).open()

    def _split(self, label: str) -> None:
        if label:
            Split(self, self.acting, label).open()

    def _import(self) -> None:
        kinds = self.tr("Schemes (*.toml *.conf *.xml);;All files (*)")
        name, _ = QFileDialog.getOpenFileName(self, self.tr("Import scheme"), str(Path.home()), kinds)
        if name:
            self.import_file(Path(name))

    def import_file(self, path: Path) -> None:
        """Bring the scheme to what a file says: scheme.toml, annotation.conf, or Label Studio's XML."""
        findings: list[Finding] = []
        try:
            if is_foreign(path):
                specs = read_foreign(path, findings.append)
            else:
                specs = read_scheme_file(path.read_text(encoding="utf-8")).specs
        except (SchemeError, UnreadableFile, OSError, UnicodeDecodeError) as error:
            self._say(f"{path.name}: {error}", "error")
            return
        self.acting.do(lambda scheme: revise(scheme, specs, title=f"Scheme of {path.name}"), ask=True)
        for finding in findings:
            self._say(f"{finding.place}: {finding.text}", "info")

    def _export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export scheme"), str(Path.home() / "scheme.toml"), "*.toml"
        )
        if name:
            self.export_file(Path(name))

    def export_file(self, path: Path) -> None:
        """Write the scheme as scheme.toml."""
        session = self.acting.session
        try:
            with atomic(path, force=True) as file:
                file.write(write_scheme(specs_of(session.scheme), name=session.name))
        except ExportError as error:
            self._say(str(error), "error")
        else:
            self._say(self.tr("Wrote {0}.").format(path.name), "info")

    def done(self, result: int) -> None:
        """Closed: what was typed is stored, the size is remembered."""
        for page in self.pages.values():
            page.detail.keep()
        self._memory.keep("scheme/size", f"{self.width()}x{self.height()}")
        super().done(result)
