"""Rejecting a word list's suggestion teaches nothing by itself; T then says where it is not to come again."""

from collections.abc import Iterable
from typing import NamedTuple

from annotator.core.change import EditRefused
from annotator.core.errors import WriteFailed
from annotator.core.people import LISTED
from annotator.core.rows import Name, WordException
from annotator.core.word_lists import except_text, words_around
from annotator.ui.desk.state import Answer, DeskState


class Lesson(NamedTuple):
    """A word list's suggestion that was rejected last."""

    document: Name
    text: str
    label: Name
    before: str
    after: str


class Teaching(DeskState):
    """What was rejected last, and the exceptions that come of it."""

    lessons: tuple[Lesson, ...] = ()

    def lessons_of(self, names: Iterable[Name]) -> tuple[Lesson, ...]:
        """Which of these suggestions are of word lists."""
        if self.session is None or self.document is None:
            return ()
        doc, authors, found = self.session.document(self.document), self.session.people.authors, []
        for name in names:
            span = doc.find_span(name)
            if span is not None and authors[span.author].version.startswith(LISTED):
                text = " ".join(doc.surface(span).split())
                found.append(Lesson(doc.id, text, span.label, *words_around(doc.text, span.start, span.end)))
        return tuple(dict.fromkeys(found))

    def rejected(self, lessons: tuple[Lesson, ...]) -> None:
        """Suggestions of word lists were rejected: say which key keeps them from coming again."""
        self.lessons = lessons
        if lessons:
            said = self.tr("Rejected here: {0}. T: where it is never to be suggested again.")
            self.message.emit(said.format(self._named(lessons)), "info")

    def _named(self, lessons: tuple[Lesson, ...]) -> str:
        assert self.session is not None
        name = self.session.scheme.name_of
        first = f"“{lessons[0].text}” {name(lessons[0].label)}"
        return first if len(lessons) == 1 else self.tr("{0} and {1} more").format(first, len(lessons) - 1)

    def teach(self) -> None:
        """Ask where what was rejected last is not to be suggested again."""
        lessons = tuple(one for one in self.lessons if one.document == self.document)
        if not lessons:
            self.message.emit(self.tr("Reject a word list's suggestion first (X); T then teaches it."), "refused")
            return
        answers = [
            Answer("1", self.tr("in no document"), lambda: self._except(lessons)),
            Answer("2", self.tr("not in this document"), lambda: self._except(lessons, here=True)),
        ]
        first = lessons[0]
        if len(lessons) == 1 and (first.before or first.after):
            between = self.tr("not as in “{0} {1} {2}”").format(first.before, first.text, first.after)
            answers.append(Answer("3", " ".join(between.split()), lambda: self._except(lessons, between=True)))
        answers.append(Answer("Escape", self.tr("leave it"), self.settle_question))
        self.ask(self.tr("{0}: never suggest it again?").format(self._named(lessons)), *answers)

    def _except(self, lessons: tuple[Lesson, ...], *, here: bool = False, between: bool = False) -> None:
        session = self.session
        if session is None:
            return
        writer, at, new = session.actor.id, self.view.now, []
        for one in lessons:
            around = (one.before, one.after) if between else ("", "")
            new.append(WordException("", one.text, one.label, one.document if here else "", *around, writer, at))
        try:
            session.do(except_text(session.people, session.scheme, new))
        except EditRefused as refusal:
            self.refused(refusal)
        except WriteFailed as failure:
            self.failed(failure)
        else:
            self.lessons = ()
            count = len(session.people.exceptions)
            many = self.tr("1 exception") if count == 1 else self.tr("{0} exceptions").format(count)
            said = self.tr("{0} is no longer suggested ({1}: Tools, Word lists and patterns) · Ctrl+Z takes it back")
            self.message.emit(said.format(self._named(lessons), many), "info")
