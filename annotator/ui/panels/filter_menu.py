"""The menu that builds a filter by choosing: fields, what each may be, and the filters that were saved."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from annotator.core.change import Edit, EditRefused
from annotator.core.errors import WriteFailed
from annotator.core.filtering import FIELDS, META, forget_filter, save_filter, saved, written
from annotator.session import Session
from annotator.ui.desk import Desk
from annotator.ui.icons import icon
from annotator.ui.panels.filter_words import values_of
from annotator.ui.panels.queue_words import state_name
from annotator.ui.parts.ink import tip
from annotator.ui.parts.labels import tool

LISTED = 40  # values in one menu; others are written


class FilterMenu(QToolButton):
    """A button whose menu adds conditions to the filter and keeps filters by name."""

    added = Signal(str)  # a condition
    chosen = Signal(str)  # a whole filter
    scope_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.words = ""  # the filter in force, for saving it
        said = self.tr("Filters")
        self.setIconSize(tool("more", said).iconSize())
        self.setIcon(icon("more", "faint"))
        self.setAutoRaise(True)
        self.setToolTip(tip(said))
        self.setAccessibleName(said)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(lambda: self._fill(menu))
        self.setMenu(menu)

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        session = self._desk.session
        if session is None:
            return
        self._add_scope(menu, session)
        self._add_saved(menu, session)
        titles = self._titles()
        for field in FIELDS:
            if field in titles:
                self._add_values(menu.addMenu(titles[field]), field, values_of(session, field))
        meta = session.meta_values()
        more = menu.addMenu(self.tr("Metadata"))
        for field, values in meta.items():
            self._add_values(more.addMenu(field.replace("&", "&&")), META + field, values)
        more.setEnabled(bool(meta))

    def _titles(self) -> dict[str, str]:
        return {
            "state": self.tr("State"),
            "person": self.tr("Person"),
            "assigned": self.tr("Assigned to"),
            "label": self.tr("Label"),
            "date": self.tr("Date"),
            "problem": self.tr("Problem"),
        }

    def _add_values(self, menu: QMenu, field: str, values: list[str]) -> None:
        for value in values[:LISTED]:
            shown = state_name(value) if field == "state" and value not in ("open", "outdated") else value
            action = menu.addAction(shown.replace("&", "&&"))
            action.triggered.connect(lambda _on=False, value=value: self.added.emit(written(field, value)))
        menu.setEnabled(bool(values))

    # ---- whose documents

    def _add_scope(self, menu: QMenu, session: Session) -> None:
        if session.reviewing or not session.has_assignments():
            return
        action = menu.addAction(self.tr("Documents of others too"))
        action.setCheckable(True)
        action.setChecked(not session.assigned_only)
        action.triggered.connect(self._show_all)
        menu.addSeparator()

    def _show_all(self, on: bool) -> None:
        self._desk.show_all(on)
        self.scope_changed.emit()

    # ---- saved ones

    def _add_saved(self, menu: QMenu, session: Session) -> None:
        filters = saved(session.people)
        for name, words in sorted(filters.items()):
            action = menu.addAction(icon("filter", "faint"), name.replace("&", "&&"))
            action.setToolTip(words)
            action.triggered.connect(lambda _on=False, words=words: self.chosen.emit(words))
        keep = menu.addAction(self.tr("Save this filter …"))
        keep.setEnabled(bool(self.words) and not session.read_only)
        keep.triggered.connect(self._save)
        forget = menu.addMenu(self.tr("Forget a filter"))
        for name in sorted(filters):
            action = forget.addAction(name.replace("&", "&&"))
            action.triggered.connect(
                lambda _on=False, name=name: self._do(lambda session: forget_filter(session.people, name))
            )
        forget.setEnabled(bool(filters) and not session.read_only)
        menu.addSeparator()

    def _save(self) -> None:
        words = self.words
        name, sure = QInputDialog.getText(self, self.tr("Save this filter"), self.tr("Its name:"), text=words[:40])
        if sure and name.strip():
            self.save_as(name, words)

    def save_as(self, name: str, words: str) -> None:
        """Keep a filter by a name, in the project."""
        self._do(lambda session: save_filter(session.people, name, words))

    def _do(self, make: Callable[[Session], Edit]) -> None:
        session = self._desk.session
        assert session is not None
        try:
            session.do(make(session))
        except EditRefused as refusal:
            self._desk.refused(refusal)
        except WriteFailed as failure:
            self._desk.failed(failure)
