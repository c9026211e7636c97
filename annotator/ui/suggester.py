"""Brings suggestions to documents: the one on screen first, the next three, then the backlog, from the worker."""

from collections.abc import Iterator
from itertools import chain

from PySide6.QtCore import QObject, Signal

from annotator.core.errors import ProjectError
from annotator.core.rows import Name
from annotator.nlp.messages import Installed, Pipeline, Reading
from annotator.session import Happened, Session, suggesting
from annotator.session.list_suggesting import asking
from annotator.session.suggesting import Model
from annotator.ui.desk import Desk
from annotator.ui.list_suggester import BETWEEN, ListSuggester
from annotator.ui.worker_client import Wanted, WorkerClient, WorkerState

AHEAD = 3
NO_PIPELINE = "none"  # what a project's setting "pipeline" says when nothing is to be suggested


class Suggester(QObject):
    """Asks the language process about documents that its pipeline has not read yet, and stores what it finds."""

    backlog_changed = Signal(int, int)  # done, of how many; 0 of 0 when there is none

    def __init__(self, desk: Desk, client: WorkerClient) -> None:
        super().__init__(desk)
        self._desk, self._client = desk, client
        self.pipelines: tuple[Pipeline, ...] = ()
        self.chosen = ""
        self.advice = ""
        desk.project_changed.connect(self._begin)
        desk.document_changed.connect(self._ask)
        desk.content_changed.connect(self._follow)
        client.installed.connect(self._on_installed)
        client.suggested.connect(self._on_suggested)
        client.failed.connect(self._on_failed)
        client.restarted.connect(lambda words: desk.message.emit(words, "info"))
        client.state_changed.connect(lambda _state: self._say())
        client.backlog_advanced.connect(self.backlog_changed)
        client.backlog_ended.connect(lambda _finished: self.backlog_changed.emit(0, 0))
        self.lists = ListSuggester(desk, client)

    def _begin(self) -> None:
        self._client.forget_all()
        self._choose()

    def _choose(self) -> None:
        """Ask which pipeline the project wants; nothing reads before that is known."""
        session = self._desk.session
        if session is not None and not session.read_only:
            people = session.people
            self.use("")
            if people.setting("pipeline") != NO_PIPELINE:
                self._client.survey(language=people.setting("language"), wanted=people.setting("pipeline"))

    def _follow(self, happened: Happened) -> None:
        """The settings name another pipeline, or undo does."""
        if any(change.table == "project" and change.key == "pipeline" for change in happened.changes):
            self._choose()

    def _on_installed(self, answer: Installed) -> None:
        self.pipelines, self.advice = answer.pipelines, answer.advice
        self.use(answer.chosen)
        if not answer.chosen and answer.advice:
            self._desk.message.emit(answer.advice, "info")

    def use(self, pipeline: str) -> None:
        """Read with this pipeline from now on; empty for none."""
        self.chosen = pipeline
        if pipeline:
            self._client.use(pipeline)
        self._ask()

    def pipeline_for(self, language: str) -> Pipeline | None:
        """The pipeline that reads documents of a language: the chosen one, or the best of another language."""
        known = {pipeline.name: pipeline for pipeline in self.pipelines}
        chosen = known.get(self.chosen)
        if chosen is None:
            return None
        if language in ("", chosen.language):
            return chosen
        able = [one for one in self.pipelines if one.language == language and one.has_ner and one.fits and one.bundled]
        return max(able, key=lambda one: one.score or 0.0, default=None)

    # ---- asking

    def _ask(self) -> None:
        """Read the document on screen, and the next three, as far as that was not done."""
        desk, session = self._desk, self._desk.session
        if session is None or desk.document is None or desk.reviewing or session.read_only:
            self._say()
            return
        self._ask_one(session, desk.document)
        place = session.queue_place(desk.queue_filter, desk.document)
        rows = session.queue(desk.queue_filter, offset=place + 1, limit=AHEAD) if place is not None else []
        ahead = [row.document for row in rows if row.length <= 200_000 and self._wants(session, row.document)]
        if ahead and self.chosen:
            self._client.look_ahead([self._wanted(session, name) for name in ahead])
        self._say()

    def _ask_one(self, session: Session, document: Name) -> None:
        pipeline = self._pipeline_of(session, document)
        if pipeline is not None and self._wants(session, document):
            self._client.show(document, session.document(document).text, pipeline=pipeline.name)

    def _pipeline_of(self, session: Session, document: Name) -> Pipeline | None:
        return self.pipeline_for(session.document(document).document.language)

    def _wants(self, session: Session, document: Name) -> bool:
        """Whether the pipeline for this document has not read it yet, and its author still works on it."""
        pipeline = self._pipeline_of(session, document)
        if pipeline is None:
            return False
        doc = session.document(document)
        model = suggesting.find_model(session, _model(pipeline))
        return model is None or doc.set_of(model).row is None

    def read_all(self) -> None:
        """Read every document that was not read yet, as a job that can be cancelled."""
        session = self._desk.session
        pipeline = next((one for one in self.pipelines if one.name == self.chosen), None)
        listed = self.lists.waiting(session) if session is not None else []
        if session is None or (pipeline is None and not asking(session)):
            self._desk.message.emit(self.advice or self.tr("No language pipeline is installed."), "refused")
            return
        waiting = suggesting.backlog(session, _model(pipeline)) if pipeline is not None else []
        texts = chain(self._texts(session, waiting), self.lists.texts(session, listed))
        self._client.read_all(texts, len(waiting) + len(listed))

    def _texts(self, session: Session, documents: list[Name]) -> Iterator[Wanted]:
        for document in documents:
            if self._desk.session is session:
                yield self._wanted(session, document)

    def _wanted(self, session: Session, document: Name) -> Wanted:
        pipeline = self.pipeline_for(session.language_of(document))
        return Wanted(document, session.text_of(document), pipeline.name if pipeline else self.chosen)

    def cancel(self) -> None:
        """Stop the backlog."""
        self._client.cancel_backlog()

    # ---- answers

    def _on_suggested(self, document: str, reading: Reading) -> None:
        session = self._desk.session
        if BETWEEN in document:
            self.lists.take(document, reading)
            self._say()
            return
        if session is None or session.read_only:
            return
        model = Model(reading.pipeline, reading.version, reading.meta_hash)
        try:
            suggesting.store_suggestions(session, document, model, reading.spans, list(reading.tokens()))
        except ProjectError as failure:
            self._desk.failed(failure)
        if document == self._desk.document:
            self._desk.suggestions_arrived()
        self._say()

    def _on_failed(self, key: str, reason: str) -> None:
        self._desk.message.emit(reason, "error")
        if key.partition(BETWEEN)[0] in ("", self._desk.document):
            self._desk.set_suggesting("failed", reason)

    # ---- saying

    def _say(self) -> None:
        """What the status bar shows for the document on screen."""
        desk, session = self._desk, self._desk.session
        if session is None or desk.document is None:
            desk.set_suggesting("off")
            return
        state, words = self._said(session, desk.document)
        found = None if desk.reviewing else self.lists.found(session, desk.document)
        if found is not None:
            done, count = found
            listed = self.tr("word lists · {0} found").format(count) if done else self.tr("word lists · reading …")
            words = f"{words} · {listed}" if state != "off" else listed
            if state in ("off", "none found"):
                state = "waiting" if not done else "found" if count else "none found"
        desk.set_suggesting(state, words)

    def _said(self, session: Session, document: Name) -> tuple[str, str]:
        """What has become of the pipeline's suggestions, and words about it."""
        pipeline = self._pipeline_of(session, document)
        if pipeline is None:
            return "off", self.advice and self.tr("No pipeline: nothing is suggested")
        words = f"{pipeline.name} {pipeline.version}"
        model = suggesting.find_model(session, _model(pipeline))
        one = session.document(document).set_of(model) if model else None
        if one is not None and one.row is not None:
            found = len(one.spans)
            return ("found", f"{words} · {found} found") if found else ("none found", f"{words} · none found")
        if self._client.state == WorkerState.FAILED:
            return "failed", self.tr("{0} · failed").format(words)
        if self._desk.reviewing:
            return "off", words
        return "waiting", self.tr("{0} · reading …").format(words)


def _model(pipeline: Pipeline) -> Model:
    return Model(pipeline.name, pipeline.version, pipeline.meta_hash)
