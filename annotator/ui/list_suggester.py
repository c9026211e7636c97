"""Lets the project's word lists read the document on screen, and all others as a job, in the language process."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer

from annotator.core.errors import ProjectError
from annotator.core.rows import Name, WordList
from annotator.core.word_lists import model_version
from annotator.nlp.messages import LIST, Bring, Brought, Pattern, Reading
from annotator.session import Session, suggesting
from annotator.session.list_suggesting import asking, backlog, entries_sent, model_of, store_hits, wants
from annotator.ui.desk import Desk
from annotator.ui.worker_client import Wanted, WorkerClient

BETWEEN = "\x1f"
"""In a key of the language process, between a document and the list that is to read it."""

_CONCERNED = {"word_list", "word_exception", "label"}


class ListSuggester(QObject):
    """Each list is a model of its own; it asks again when the list or what it is not to suggest changes."""

    def __init__(self, desk: Desk, client: WorkerClient) -> None:
        super().__init__(desk)
        self._desk, self._client = desk, client
        self._brought: set[str] = set()
        self._again = QTimer(self, interval=0, singleShot=True)
        self._again.timeout.connect(self.ask)
        desk.project_changed.connect(self._begin)
        desk.document_changed.connect(self.ask)
        desk.content_changed.connect(lambda happened: self._follow({change.table for change in happened.changes}))
        client.brought.connect(self._say_problems)

    def _begin(self) -> None:
        self._brought.clear()
        self._again.start()

    def _follow(self, tables: set[str]) -> None:
        if tables & _CONCERNED:
            if "label" in tables:
                self._brought.clear()  # labels go along by name
            self._again.start()

    def ask(self) -> None:
        """Let each list that has not read the document on screen as it is now read it."""
        desk, session = self._desk, self._desk.session
        if session is None or desk.document is None or desk.reviewing or session.read_only:
            return
        for one in asking(session):
            if wants(session, desk.document, one):
                key = f"{desk.document}{BETWEEN}{one.id}"
                self._client.show(key, session.document(desk.document).text, pipeline=self._address(session, one))

    def _address(self, session: Session, one: WordList) -> str:
        """Where a list is found in the language process, brought there if need be."""
        address = LIST + one.version
        if address not in self._brought:
            self._brought.add(address)
            patterns = tuple(Pattern(*entry) for entry in entries_sent(session, one))
            language = str(session.people.setting("language"))
            bring = Bring(0, address, one.name, model_version(one), one.version, language, patterns)
            self._client.bring(bring)
        return address

    def waiting(self, session: Session) -> list[tuple[WordList, Name]]:
        """What is still to be read in the whole project."""
        return [(one, document) for one in asking(session) for document in backlog(session, one)]

    def texts(self, session: Session, waiting: list[tuple[WordList, Name]]) -> Iterator[Wanted]:
        """What is to be read, as the language process takes it."""
        for one, document in waiting:
            if self._desk.session is session and one.id in session.people.lists:
                key = f"{document}{BETWEEN}{one.id}"
                yield Wanted(key, session.text_of(document), self._address(session, one))

    def take(self, key: str, reading: Reading) -> None:
        """Store what a list found; what an older version of it found is of no interest any more."""
        document, _, word_list = key.partition(BETWEEN)
        session = self._desk.session
        one = session.people.lists.get(word_list) if session is not None and not session.read_only else None
        if session is None or one is None:
            return
        if one.version != reading.meta_hash:
            self._again.start()
            return
        try:
            store_hits(session, document, one, reading.spans, list(reading.tokens()))
        except ProjectError as failure:
            self._desk.failed(failure)
        if document == self._desk.document:
            self._desk.suggestions_arrived()

    def _say_problems(self, answer: Brought) -> None:
        if answer.problems:
            more = self.tr(" ({0} more)").format(len(answer.problems) - 1) if len(answer.problems) > 1 else ""
            self._desk.message.emit(answer.problems[0] + more, "error")

    def found(self, session: Session, document: Name) -> tuple[bool, int] | None:
        """Whether all lists have read a document, and how much they found; None where no list suggests."""
        lists = asking(session)
        if not lists:
            return None
        models = [suggesting.find_model(session, model_of(one)) for one in lists]
        sets = [session.document(document).set_of(model) for model in models if model]
        read = [one for one in sets if one.row is not None]
        return len(read) == len(lists), sum(len(one.spans) for one in read)
