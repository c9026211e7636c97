"""What the person is working on: the open project, the document on screen, the focus; and who hears of changes."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from annotator.core.change import Edit, EditRefused
from annotator.core.comments import open_comments
from annotator.core.document import AnnotatedDocument
from annotator.core.errors import ProjectError, WriteFailed
from annotator.core.listing import QueueFilter
from annotator.core.rows import Comment, Document, Name, Rejection, Relation, Span
from annotator.core.suggestion import Suggestions
from annotator.core.view import View
from annotator.session import Happened, Session
from annotator.ui.shown import DocumentScene

RETRY_MS = 2000
QUEUE_MS = 50
SETTLE_MS = 30
"""So long after a change what stands beside the text follows: the text paints first."""


_QUEUE = frozenset({"assignment", "project", "author", "person_role", "label"})
"""Tables whose rows say which documents a queue lists, and in which order."""

BULK = 500
"""Changes in one edit from which on forgetting all that was derived is cheaper than looking for what they touch."""


class Focus(NamedTuple):
    """What keys act on. `start` and `end` are code points."""

    kind: str = "none"  # none | span | relation | text | difference
    id: str = ""
    start: int = 0
    end: int = 0


class Linking(NamedTuple):
    """A relation in the making: from these heads; `turned` when only the reverse is legal."""

    heads: tuple[Name, ...]
    label: Name = ""  # chosen beforehand by "same again"
    target: Name = ""  # the other end, once it is picked and only the label is missing
    turned: bool = False


class Answer(NamedTuple):
    """One answer to an inline question."""

    key: str  # "Return", "Escape" or a digit
    text: str
    act: Callable[[], object]


class Question(NamedTuple):
    """A question asked in a bar, never in a box; Esc always means: leave it."""

    text: str
    answers: tuple[Answer, ...]


class DeskState(QObject):
    """The state that all parts of a window share; parts read it, call verbs, and follow its signals."""

    project_changed = Signal()
    document_changed = Signal()
    content_changed = Signal(object)  # Happened
    queue_changed = Signal()
    focus_changed = Signal()
    mode_changed = Signal()
    settled = Signal()  # a moment after content, focus or mode changed: for what stands beside the text
    suggesting_changed = Signal()
    saved_changed = Signal()
    message = Signal(str, str)  # sentence; info | refused | error
    asked = Signal(object)  # Question, or None when it is settled
    show_requested = Signal(int, int)  # a place to bring into view
    canvas_wanted = Signal()  # the keyboard goes back to the canvas

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session: Session | None = None
        self.document: Name | None = None
        self.scene: DocumentScene | None = None
        self.focus = Focus()
        self.caret = 0
        self.held: tuple[Name, ...] = ()
        self.linking: Linking | None = None
        self.walking = False
        self.question: Question | None = None
        self.reviewed: Name = ""
        self.show_rejected = False
        self.suggesting = ("off", "")  # waiting | found | none found | off | failed, and words about it
        self.queue_filter = QueueFilter()
        self._retry = QTimer(self, interval=RETRY_MS)
        self._retry.timeout.connect(self._retry_pending)
        self._queue_timer = QTimer(self, interval=QUEUE_MS, singleShot=True)
        self._queue_timer.timeout.connect(self.queue_changed)
        self._settling = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._settling.timeout.connect(self.settled)
        for signal in (self.content_changed, self.focus_changed, self.mode_changed):
            signal.connect(self._settle)

    # ---- the project

    @property
    def reviewing(self) -> bool:
        """Whether the person reviews rather than annotates."""
        return self.session is not None and self.session.reviewing

    def set_session(self, session: Session | None) -> None:
        """Another project, or none; the one before is closed."""
        if self.session is not None:
            self.close_document()
            self.session.close()
        self.session = session
        self.queue_filter = session.queue_filter() if session else QueueFilter()
        if session is not None:
            session.listen(self._on_happened)
        self._retry.stop()
        self.project_changed.emit()
        self.queue_changed.emit()
        self.saved_changed.emit()

    def act_as(self, person: str, *, reviewing: bool) -> None:
        """Go on as this person in this role."""
        if self.session is None:
            return
        self.close_document()
        try:
            self.session.act_as(person, reviewing=reviewing)
        except EditRefused as refusal:
            self.message.emit(refusal.reason, "refused")
        self.session.show_all = False
        self._filter_again()
        self.mode_changed.emit()
        self.queue_changed.emit()

    def set_queue_filter(self, states: tuple[str, ...], text: str) -> None:
        """Narrow the queue; a filter that cannot be understood is said, and leaves the queue as it is."""
        if self.session is None:
            return
        try:
            self.queue_filter = self.session.queue_filter(states, text)
        except EditRefused as refusal:
            self.refused(refusal)
        else:
            self.queue_changed.emit()

    def show_all(self, on: bool) -> None:
        """List documents of others too, or only those that are assigned to the person."""
        if self.session is not None:
            self.session.show_all = on
            self._filter_again()
            self.queue_changed.emit()

    @property
    def showing_all(self) -> bool:
        """Whether documents of others are listed too, where documents are assigned."""
        return self.session is not None and self.session.show_all

    def _filter_again(self) -> None:
        """What a filter means depends on who acts, and on what is assigned, named and ordered."""
        assert self.session is not None
        states, text = self.queue_filter.states, self.queue_filter.text
        try:
            self.queue_filter = self.session.queue_filter(states, text)
        except EditRefused:  # it names what is gone by now
            self.queue_filter = self.session.queue_filter(states)

    # ---- the document on screen

    @property
    def doc(self) -> AnnotatedDocument | None:
        """The document on screen, with all its sets."""
        if self.session is None or self.document is None:
            return None
        return self.session.document(self.document)

    @property
    def view(self) -> View:
        """What verbs read: the person's own set, or the final version of whom is reviewed."""
        assert self.session is not None, "no project"
        assert self.document is not None, "no document"
        return self.session.view(self.document, reviewed=self.reviewed)

    @property
    def suggestions(self) -> Suggestions:
        """Suggestions open to the person on the document."""
        assert self.scene is not None, "no document"
        return self.scene.suggestions

    def close_document(self) -> None:
        """Nothing on screen."""
        if self.document is not None and self.session is not None:
            self._leave()
            if not self.session.read_only:
                self.session.keep_seen()
            self.document, self.scene = None, None
            self.document_changed.emit()

    def _leave(self) -> None:
        self.held, self.linking, self.walking = (), None, False
        self.settle_question()
        self.focus = Focus()

    def show_document(self, document: Name) -> bool:
        """Put a document on screen. False when it could not be read."""
        if self.session is None:
            return False
        try:
            self.session.document(document)
        except (EditRefused, ProjectError) as error:
            self.message.emit(str(error), "error")
            return False
        self._leave()
        self.document = document
        self.reviewed = self._whose() if self.reviewing else ""
        self._make_scene()
        self.caret = 0
        self.document_changed.emit()
        return True

    def _whose(self) -> Name:
        """Whose work is reviewed in this document: that of the person whose set the queue shows."""
        assert self.session is not None
        assert self.doc is not None
        sets = [one for one in self.doc.sets.values() if self._is_person(one.author) and one.row is not None]
        rank = {"submitted": 0, "in review": 1, "approved": 2, "sent back": 3}
        best = min(sets, key=lambda one: rank.get(one.state, 9), default=None)
        return best.author if best else ""

    def _is_person(self, author: Name) -> bool:
        assert self.session is not None
        found = self.session.people.authors.get(author)
        return found is not None and found.kind == "person"

    def _make_scene(self) -> None:
        assert self.session is not None
        assert self.document is not None
        view = self.view
        tokens = self.session.tokens(self.document)
        self.scene = DocumentScene(view, Suggestions(view), tokens=tokens, show_rejected=self.show_rejected)
        self._count_comments()

    def _count_comments(self) -> None:
        assert self.scene is not None
        counts: dict[Name, int] = {}
        for one in open_comments(self.view, self.reviewed or self.view.author):
            counts[one.item] = counts.get(one.item, 0) + 1
        self.scene.comments = counts

    def set_suggesting(self, state: str, words: str = "") -> None:
        """What has become of the suggestions for the document on screen."""
        if (state, words) != self.suggesting:
            self.suggesting = (state, words)
            self.suggesting_changed.emit()

    # ---- changing

    def do(self, make: Callable[[View], Edit]) -> Happened | None:
        """Make an Edit from what is on screen and store it; a refusal becomes a message, or a question."""
        if self.session is None or self.document is None:
            return None
        self.settle_question()
        try:
            return self.session.do(make(self.view))
        except EditRefused as refusal:
            self.refused(refusal)
        except WriteFailed as failure:
            self.failed(failure)
        return None

    def refused(self, refusal: EditRefused) -> None:
        """Say why an edit may not be."""
        self.message.emit(refusal.reason, "refused")

    def failed(self, failure: ProjectError) -> None:
        """A write did not get through: say so, and try again from a timer."""
        self.message.emit(str(failure), "error")
        self._retry.start()
        self.saved_changed.emit()

    def _retry_pending(self) -> None:
        if self.session is None or self.session.retry():
            self._retry.stop()
            self.message.emit(self.tr("Saved."), "info")
        self.saved_changed.emit()

    def ask(self, text: str, *answers: Answer) -> None:
        """Ask in the bar under the text."""
        self.question = Question(text, answers)
        self.asked.emit(self.question)

    def settle_question(self) -> None:
        """The question is answered, or no longer of interest."""
        if self.question is not None:
            self.question = None
            self.asked.emit(None)

    # ---- hearing of changes

    def settle_now(self) -> None:
        """Let what stands beside the text follow at once: for acts on what it shows."""
        if self._settling.isActive():
            self._settling.stop()
            self.settled.emit()

    def _settle(self, *_what: object) -> None:
        if not self._settling.isActive():
            self._settling.start()

    def _on_happened(self, happened: Happened) -> None:
        self._close_what_is_gone(happened)
        here = self.document is not None and self.document in happened.documents
        if here or "" in happened.documents:
            self._follow(happened)
            self.content_changed.emit(happened)
        if any(change.table in _QUEUE for change in happened.changes):
            self._filter_again()
        self._queue_timer.start()
        self.saved_changed.emit()

    def _close_what_is_gone(self, happened: Happened) -> None:
        """An import taken back takes the document on screen with it."""
        gone = {one.before.id for one in happened.changes if isinstance(one.before, Document) and one.after is None}
        if self.document in gone:
            self._leave()
            self.document, self.scene = None, None
            self.document_changed.emit()

    def _follow(self, happened: Happened) -> None:
        """What was derived from rows that changed is derived again."""
        scene = self.scene
        if scene is None:
            return
        tables = {change.table for change in happened.changes}
        if tables & {"label", "relation_rule", "author", "word_list"}:
            scene.refresh_looks()
            scene.suggestions.forget_all()
        if "comment" in tables:
            self._count_comments()
        models = {one.author for one in scene.suggestions.models} | set(scene.view.people.asking_models())
        if len(happened.changes) > BULK or any(getattr(one.row, "author", "") in models for one in happened.changes):
            scene.suggestions.forget_all()
            return
        for start, end in self.changed_ranges(happened):
            scene.suggestions.forget(start, end)

    def changed_ranges(self, happened: Happened) -> list[tuple[int, int]]:
        """Places in the document where a revision may have altered what suggestions are.

        Those of spans and of rejected keys, and of the suggestions that spans were made of: an edge may have been
        moved so far that the two no longer touch. A relation stands for (0, 0).
        """
        ranges = []
        for change in happened.changes:
            for row in change:
                if isinstance(row, Span):
                    ranges.append((row.start, row.end))
                    source = self.doc.find_span(row.origin) if row.origin and self.doc is not None else None
                    ranges += [(source.start, source.end)] if source is not None else []
                elif isinstance(row, Rejection):
                    ranges += _ranges_of_key(row.key)
                elif isinstance(row, Relation):
                    ranges.append((0, 0))
        return ranges

    def comments(self, item: Name | None = None) -> list[Comment]:
        """Comments on the set in view; of one item, or all."""
        doc = self.doc
        if doc is None:
            return []
        about = self.reviewed or self.view.author
        return [one for one in doc.comments.values() if one.author == about and item in (None, one.item)]


def _ranges_of_key(key: str) -> list[tuple[int, int]]:
    found = []
    for part in key.split(">"):
        _, bar, places = part.partition("|")
        for place in places.split(",") if bar else ():
            start, _, end = place.partition("-")
            found.append((int(start), int(end)))
    return found
