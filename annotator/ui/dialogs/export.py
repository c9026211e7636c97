"""Export: what goes out, as what, where to; said in words before anything is written."""

import shlex
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QProgressBar, QPushButton, QWidget

from annotator.core.change import EditRefused
from annotator.core.errors import ProjectError
from annotator.core.outgoing import labels_of
from annotator.core.records import Finding
from annotator.formats import FORMATS, ExportError, Format, Holds
from annotator.formats.export_file import Facts, export_steps
from annotator.formats.fitting import fitted
from annotator.formats.loss import ON_LOSS, Losses, OnLoss
from annotator.formats.manifest import Tally
from annotator.session import Session, now
from annotator.session.exporting import Selection, default_which
from annotator.ui.another_process import report_of
from annotator.ui.desk import Desk
from annotator.ui.dialogs.findings import Findings
from annotator.ui.dialogs.popup import Popup, button
from annotator.ui.jobs import Job, Jobs
from annotator.ui.looks import Looks
from annotator.ui.memory import Memory
from annotator.ui.parts.form import Form, choice
from annotator.ui.parts.labels import words
from annotator.ui.parts.tick import Tick

REFUSALS = (ExportError, EditRefused, ProjectError)


class Export(Popup):
    """What, format, place; the count comes while one chooses."""

    def __init__(self, parent: QWidget, desk: Desk, looks: Looks) -> None:
        super().__init__(parent, parent.tr("Export"), width=580)
        session = desk.session
        assert session is not None, "nothing to export without a project"
        self._desk, self._session, self._memory = desk, session, Memory()
        self._counting: Job | None = None
        self._job: Job | None = None
        self._named = False  # the person chose a place: it is not changed for them
        self._make_fields(session)
        self._lay_out()
        looks.changed.connect(self.update)
        self.which.currentIndexChanged.connect(self._changed)
        self.format.currentIndexChanged.connect(self._changed)
        self.on_loss.currentIndexChanged.connect(self._changed)
        self.place.textEdited.connect(self._renamed)
        self._changed()

    def _make_fields(self, session: Session) -> None:
        self.which = choice(self._filters(session), default_which(session))
        writable = [(one.id, one.title) for one in FORMATS.values() if one.writes]
        self.format = choice(writable, self._memory.text("export/format", writable[0][0]))
        rules = {
            "simplify": self.tr("is simplified as said below"),
            "drop": self.tr("is left out"),
            "stop": self.tr("stops the export"),
        }
        self.on_loss = choice([(rule, rules[rule]) for rule in rules], "simplify")
        self.place, self._browse = QLineEdit(), QPushButton(self.tr("Choose …"))
        self._browse.setAutoDefault(False)
        self._browse.clicked.connect(self._choose)
        self.replace = Tick(self.tr("Replace the file that is there"))
        self.replace.toggled.connect(lambda _on: self._show_ready())
        self._holds, self.sentence = words(role="small", wrap=True), words(role="heading", wrap=True)
        self._bar, self.found = QProgressBar(), Findings()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Progress"))

    def _lay_out(self) -> None:
        form = Form()
        form.add(self.tr("What"), self.which)
        form.add(self.tr("Format"), self.format)
        form.addWidget(self._holds, form.rowCount(), 1)
        form.add(self.tr("What it cannot hold"), self.on_loss)
        form.add(self.tr("Where"), self.place, self._browse)
        form.addWidget(self.replace, form.rowCount(), 1)
        self.column.addLayout(form)
        for widget in (self.sentence, self._bar, self.found):
            self.column.addWidget(widget)
        self.sentence.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + 4)
        self._bar.hide()
        self.found.hide()
        copy = button(self.tr("Copy as command"))
        copy.clicked.connect(self._copy)
        self.main, self.leave = button(self.tr("Export"), main=True), button(self.tr("Cancel"))
        self.main.clicked.connect(self.start)
        self.leave.clicked.connect(self._leave)
        self.add_buttons(self.leave, self.main, left=(copy,))

    def _filters(self, session: Session) -> list[tuple[str, str]]:
        found = [
            ("default", self.tr("Final versions, else submitted work")),
            ("approved", self.tr("Final versions only")),
            ("submitted", self.tr("Submitted work, a record for each person")),
            ("all", self.tr("Everything, with comments and history of review")),
        ]
        for author in session.people.authors.values():
            if author.kind in ("person", "model"):
                said = self.tr("Suggestions of {0}") if author.kind == "model" else self.tr("Work of {0}")
                found.append((f"author:{author.name}", said.format(author.name)))
        return found

    # ---- choosing

    def _chosen(self) -> Format:
        return FORMATS[self.format.currentData()]

    def _rule(self) -> OnLoss:
        return next(rule for rule in ON_LOSS if rule == self.on_loss.currentData())

    def _changed(self) -> None:
        holds = self._chosen().holds
        self._holds.setText(self._carries(holds))
        if not self._named:
            self.place.setText(str(self._usual_place()))
        self._show_ready()
        self._count()

    def _carries(self, holds: Holds) -> str:
        names = {
            "relations": self.tr("relations"),
            "attributes": self.tr("attributes"),
            "notes": self.tr("notes"),
            "authors": self.tr("authors"),
            "comments": self.tr("comments"),
        }
        kept = [said for field, said in names.items() if getattr(holds, field)]
        return self.tr("Carries entities, {0}.").format(", ".join(kept)) if kept else self.tr("Carries entities.")

    def _usual_place(self) -> Path:
        folder = Path(self._memory.text("export/folder") or self._session.path.parent)
        which = self.which.currentData().replace("author:", "").replace("default", "export")
        safe = "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in which)
        suffix = "" if self._chosen().folder else self._chosen().suffixes[0]
        return (folder if folder.is_dir() else self._session.path.parent) / f"{self._session.path.stem}-{safe}{suffix}"

    def _choose(self) -> None:
        options = QFileDialog.Option.DontConfirmOverwrite
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Export to"), self.place.text(), options=options)
        if name:
            self.place.setText(name)
            self._renamed()

    def _renamed(self) -> None:
        self._named = True
        self._show_ready()

    def _show_ready(self) -> None:
        there = bool(self.place.text().strip()) and Path(self.place.text()).exists()
        self.replace.setVisible(there)
        ready = bool(self.place.text().strip()) and (not there or self.replace.isChecked())
        self.main.setEnabled(ready and self._job is None and self._exported != 0 and not self._stopped)

    # ---- counting

    _exported = -1  # documents that would go out; -1 while that is not known
    _stopped = False  # the format cannot hold everything, and that is to stop the export

    def _count(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
        self._exported, self._stopped = -1, False
        self.sentence.setText(self.tr("Counting …"))
        try:
            selection = Selection(self._session, self.which.currentData())
        except EditRefused as refusal:
            self.sentence.setText(refusal.reason)
            return
        losses = Losses(self._rule())
        self._counting = Job(_each(selection, self._chosen(), losses), self, refusals=REFUSALS)
        self._counting.ended.connect(lambda finished: self._counted(selection, losses) if finished else None)

    def _counted(self, selection: Selection, losses: Losses) -> None:
        """Say what would go out, and what of it the format cannot hold."""
        self._counting = None
        self._exported = selection.exported
        self._stopped = losses.on_loss == "stop" and losses.stops
        said = self._in_words(selection, self.tr("Will export"))
        stopped = self.tr("Nothing will be exported: the format cannot hold what is listed here.")
        self.sentence.setText(stopped if self._stopped else said)
        self.found.show_findings(losses.findings(self.tr("All documents")))
        self._show_ready()

    def _in_words(self, selection: Selection, verb: str) -> str:
        return selection.sentence(verb) + "."

    def _copy(self) -> None:
        project, place = shlex.quote(str(self._session.path)), shlex.quote(self.place.text())
        which = self.which.currentData()
        chosen = f" --which {shlex.quote(which)}" if which != "default" else ""
        rule = f" --on-loss {self._rule()}" if self._rule() != "simplify" else ""
        command = f"annotator export {project} {place} --format {self._chosen().id}{chosen}{rule}"
        QApplication.clipboard().setText(command)
        self._desk.message.emit(self.tr("The command is on the clipboard."), "info")

    # ---- writing

    def start(self) -> None:
        """Begin the job."""
        if self._job is not None or self._desk.session is not self._session:
            return
        if self._counting is not None:
            self._counting.cancel()
        out, session = Path(self.place.text().strip()), self._session
        self._selection = Selection(session, self.which.currentData())
        facts = Facts(session.name, self._selection.which, labels_of(session.scheme), now())
        records, force = self._selection.records(), self.replace.isChecked()
        self._said = ""
        if self._chosen().heavy:
            steps = self._elsewhere(out, force=force)
        else:
            steps = export_steps(records, self._chosen(), out, facts, force=force, on_loss=self._rule())
        self._memory.keep("export/format", self._chosen().id)
        self._memory.keep("export/folder", str(out.parent))
        self._tally: Tally | None = None
        self._job = Jobs.of(self._desk).start(
            steps, title=self.tr("Export"), refusals=REFUSALS, total=max(0, self._exported), count=_documents
        )
        self._job.stepped.connect(self._stepped)
        self._job.failed.connect(self._failed)
        self._job.ended.connect(self._ended)
        self._show_working(working=True)

    def _elsewhere(self, out: Path, *, force: bool) -> Iterator[Tally]:
        """The command line's export, in a process of its own: the library of the format is not for the window."""
        command = ["export", str(self._session.path), str(out), "--format", self._chosen().id]
        command += ["--on-loss", self._rule(), "--json", *(["--force"] if force else [])]
        if self.which.currentData() != "default":
            command += ["--which", self.which.currentData()]
        tally = Tally(self._rule())
        for report in report_of(command):
            if report:
                tally.documents = report["exported"]
                tally.findings = [Finding(one["place"], one["text"], lost=one["lost"]) for one in report["findings"]]
                self._said = report["said"][:1].upper() + report["said"][1:] + "."
            yield tally

    def _show_working(self, *, working: bool) -> None:
        self._bar.setVisible(working)
        self._bar.setRange(0, 0 if self._chosen().heavy else max(0, self._exported))
        for widget in (self.which, self.format, self.on_loss, self.place, self._browse, self.replace):
            widget.setEnabled(not working)
        self._show_ready()

    def _stepped(self, tally: Tally) -> None:
        self._tally = tally
        self._bar.setValue(tally.documents)

    def _failed(self, sentence: str) -> None:
        self.sentence.setText(sentence)
        self._desk.message.emit(sentence, "error")

    def _ended(self, finished: bool) -> None:
        self._job = None
        self._show_working(working=False)
        if not finished:
            return
        said = self._said or self._in_words(self._selection, self.tr("Exported"))
        self.sentence.setText(said)
        self._desk.message.emit(f"{said} {self.place.text()}", "info")
        findings = self._tally.findings if self._tally is not None else []
        self.found.show_findings(findings)
        if not findings:
            self.accept()
        else:
            self.leave.setText(self.tr("Close"))

    def _leave(self) -> None:
        if self._job is not None:
            self._job.cancel()
        else:
            self.reject()


def _each(selection: Selection, chosen: Format, losses: Losses) -> Iterator[int]:
    """Counts the documents of a selection, one a step, and what the format cannot hold of them."""
    for number, record in enumerate(selection.records(), 1):
        losses.add(fitted(record, chosen.holds, losses.on_loss)[1])
        yield number


def _documents(tally: Tally) -> int:
    return tally.documents
