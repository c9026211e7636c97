"""Completes the words of a filter as one writes it: fields, then what each may be."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyledItemDelegate, QStyleOptionViewItem

from annotator.core.filtering import FIELDS, META, PROBLEMS, written
from annotator.core.listing import STATES
from annotator.session import Session

LINE = 24  # pixels
LEAST = 2  # letters of a free word from which on fields are offered
MOST = 12  # lines of the list
DATES = ("today", "yesterday", "week")


def values_of(session: Session, field: str) -> list[str]:
    """What a field may be in this project; nothing for free words."""
    people, scheme = session.people, session.scheme
    if field in ("person", "assigned"):
        return ["me", *(one.name for one in people.persons()), *(["nobody"] if field == "assigned" else [])]
    if field == "label":
        return list(dict.fromkeys(one.name for one in scheme.labels.values() if not one.retired))
    known = {"state": ["open", *STATES, "outdated"], "date": list(DATES), "problem": list(PROBLEMS)}
    if field in known:
        return known[field]
    meta = session.meta_values()
    return meta.get("group" if field == "group" else field.removeprefix(META), [])


def fields_of(session: Session) -> list[str]:
    """The fields one can filter by in this project."""
    meta = session.meta_values()
    plain = [field for field in FIELDS if field != "group" or "group" in meta]
    return [*plain, *(META + field for field in meta)]


def last_word(text: str) -> tuple[str, str]:
    """(what stands before, the word being written); quotes hold words together."""
    quoted, start = False, 0
    for place, sign in enumerate(text):
        if sign == '"':
            quoted = not quoted
        elif sign == " " and not quoted:
            start = place + 1
    return text[:start], text[start:]


def completions(session: Session, text: str) -> list[str]:
    """What the last word of a filter may become."""
    _, word = last_word(text)
    sign, plain = ("-", word[1:]) if word.startswith("-") else ("", word)
    field, colon, value = plain.partition(":")
    if not colon:
        folded = plain.casefold()
        if len(plain) < LEAST:
            return []
        return [f"{sign}{one}:" for one in fields_of(session) if one.casefold().startswith(folded)]
    folded = value.strip('"').casefold()
    names = values_of(session, field if field.startswith(META) else field.lower())
    fitting = [one for one in names if one.casefold().startswith(folded)]
    fitting += [one for one in names if folded in one.casefold() and one not in fitting]
    return [sign + written(field, one) for one in fitting]


class _Lines(QStyledItemDelegate):
    """Lines with room around them; the list has no style sheet of the window's."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width() + 12, LINE)


class FilterCompleter(QCompleter):
    """A list under the field: what the word being written may become."""

    def __init__(self, field: QLineEdit, session: Callable[[], Session | None]) -> None:
        super().__init__(field)
        self._session = session
        self._lines = QStringListModel(self)
        self.setModel(self._lines)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setMaxVisibleItems(MOST)
        self._list = QListView()
        self._list.setAccessibleName(self.tr("What the filter may become"))
        self._before = ""
        self.setPopup(self._list)  # it brings lines of its own
        self._list.setItemDelegate(_Lines(self._list))
        field.textEdited.connect(self._offer)
        field.setCompleter(self)

    def _offer(self, text: str) -> None:
        session = self._session()
        found = completions(session, text) if session is not None else []
        if found == [last_word(text)[1]]:
            found = []  # it is written out
        self._before, _ = last_word(text)  # the field already shows what is looked at in the list
        self._lines.setStringList(found)
        if not found:
            self._list.hide()

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The whole filter with its last word completed."""
        completed = str(self._lines.data(index, Qt.ItemDataRole.DisplayRole))
        return self._before + completed + ("" if completed.endswith(":") else " ")
