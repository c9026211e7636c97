"""The page of word lists: at the left the lists, each on or off, at the right the entries of one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QHeaderView, QLineEdit, QVBoxLayout, QWidget

from annotator.core.change import Edit, EditRefused
from annotator.core.records import Finding
from annotator.core.rows import WordEntry, WordList
from annotator.core.word_lists import (
    EntrySpec,
    add_entries,
    add_list,
    change_entry,
    label_now,
    label_of,
    remove_entries,
    remove_list,
    rename_list,
    spec_of,
    switch_list,
)
from annotator.formats.decoding import UnreadableFile
from annotator.formats.patterns_file import parse_list, read_list, write_csv, write_patterns
from annotator.session import Session
from annotator.ui.desk import Desk
from annotator.ui.dialogs.popup import MARGIN, button
from annotator.ui.dialogs.word_list_rows import WordDelegate, WordRow, WordRows
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.filter_row import FilterRow
from annotator.ui.parts.ink import UNIT
from annotator.ui.parts.label_look import label_look
from annotator.ui.parts.labels import words
from annotator.ui.parts.table import ItemTable
from annotator.ui.parts.tick import Tick

MOST_SAID = 4  # findings of a file that are told by words


class ListsPage(QWidget):
    """Lists and entries."""

    left = Signal()  # Esc in a list, or in the empty field above the entries

    def __init__(self, desk: Desk, do: Callable[..., bool]) -> None:
        super().__init__()
        self._desk, self._do = desk, do
        self._entries: list[WordEntry] = []
        self._shown: WordList | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 4 * UNIT, MARGIN, 3 * UNIT)
        row.setSpacing(4 * UNIT)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(2 * UNIT)
        right.setSpacing(2 * UNIT)
        row.addLayout(left, 4)
        row.addLayout(right, 7)
        self._add_lists(left)
        self._add_entries(right)

    # ---- parts

    def _add_lists(self, column: QVBoxLayout) -> None:
        self.lists, self._lists = ItemTable(height=28), WordRows((self.tr("List"), self.tr("Entries")), self)
        self.lists.show_rows(self._lists, WordDelegate(self.lists))
        self.lists.setAccessibleName(self.tr("Word lists"))
        self.lists.setProperty("role", "boxed")
        head = self.lists.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        head.resizeSection(1, 64)
        self.lists.marked.connect(self._show_list)
        self.lists.left.connect(self.left)
        self.lists.installEventFilter(self)
        self.name = QLineEdit(placeholderText=self.tr("Name of the list"))
        self.name.setAccessibleName(self.tr("Name of the list"))
        self.name.returnPressed.connect(self.rename)
        self.switch, self.remove = button(self.tr("On or off")), button(self.tr("Remove"))
        self.read, self.write = button(self.tr("Import …")), button(self.tr("Export …"))
        self.read.setAccessibleName(self.tr("Import word lists"))
        acts = ((self.switch, self.toggle), (self.remove, self.remove_now), (self.read, self.ask_files))
        for one, act in (*acts, (self.write, self.ask_place)):
            one.clicked.connect(lambda _checked=False, act=act: act())
        self.head = words("", "section", wrap=True)
        column.addWidget(self.head)
        column.addWidget(self.lists, 1)
        column.addWidget(self.name)
        for pair in ((self.read, self.write), (self.switch, self.remove)):
            line = QHBoxLayout()
            line.setSpacing(2 * UNIT)
            for one in pair:
                line.addWidget(one, 1)
            column.addLayout(line)

    def _add_entries(self, column: QVBoxLayout) -> None:
        titles = (self.tr("Words, or a pattern of tokens"), self.tr("Label"), self.tr("Capitals"))
        self.entries, self._rows = ItemTable(several=True, height=28), WordRows(titles, self)
        self.entries.show_rows(self._rows, WordDelegate(self.entries))
        self.entries.setAccessibleName(self.tr("Entries"))
        self.entries.setProperty("role", "boxed")
        head = self.entries.horizontalHeader()
        head.show()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for section, width in ((1, 190), (2, 70)):
            head.setSectionResizeMode(section, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(section, width)
        self.entries.marked.connect(self._show_entry)
        self.entries.left.connect(self.left)
        self.entries.chosen.connect(lambda _name: self._show_entry())
        self.entries.installEventFilter(self)
        self.filter = FilterRow(self.tr("Find an entry"))
        self.filter.changed.connect(lambda: self._rows.narrow(self.filter.text))
        self.filter.entered.connect(self.entries.setFocus)
        self.filter.left.connect(self.left)
        layout = self.filter.layout()
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.filter)
        column.addWidget(self.entries, 1)
        column.addLayout(self._form())

    def _form(self) -> QVBoxLayout:
        self.text = QLineEdit(placeholderText=self.tr('Words, or [{"LOWER": "new"}, {"LOWER": "york"}]'))
        self.text.setAccessibleName(self.tr("Words, or a pattern of tokens"))
        self.text.returnPressed.connect(self.add)
        self.label, self.any_case = Combo(), Tick(self.tr("In any case"))
        self.label.setAccessibleName(self.tr("Label"))
        self.add_one, self.change_one = button(self.tr("Add  ⏎")), button(self.tr("Change"))
        self.drop = button(self.tr("Remove  Del"))
        for one, act in ((self.add_one, self.add), (self.change_one, self.change), (self.drop, self.remove_selected)):
            one.clicked.connect(lambda _checked=False, act=act: act())
        upper, lower = QHBoxLayout(), QHBoxLayout()
        upper.addWidget(self.text, 1)
        upper.addWidget(self.label)
        upper.addWidget(self.any_case)
        lower.addWidget(self.add_one)
        lower.addWidget(self.change_one)
        lower.addWidget(self.drop)
        lower.addStretch(1)
        both = QVBoxLayout()
        for line in (upper, lower, both):
            line.setSpacing(2 * UNIT)
        both.addLayout(upper)
        both.addLayout(lower)
        return both

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space turns a list on or off; Del removes entries."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if watched is self.lists and event.key() == Qt.Key.Key_Space:
            self.toggle()
        elif watched is self.entries and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.remove_selected()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.name if watched is self.lists else self.text).setFocus()
        else:
            return False
        return True

    # ---- what is shown

    def begin(self) -> None:
        """The first list, or the button that brings one."""
        (self.lists if self._lists.rowCount() else self.read).setFocus()

    def refill(self, session: Session) -> None:
        """Read everything anew."""
        counts, now = session.word_counts(), self.lists.name_now()
        lists = session.people.lists
        rows = [WordRow(o.id, (o.name, f"{counts.get(o.id, 0):,}"), o.enabled) for o in lists.values()]
        self._lists.fill(rows)
        self.lists.follow(max(0, self._lists.place_of(now)) if rows else -1)
        none = self.tr("No list yet: import patterns.jsonl, CSV or plain words, or type a first entry")
        self.head.setText(self.tr("The project's lists; Space turns one on or off") if rows else none)
        chosen = self.label.currentText()
        self.label.clear()
        self.label.addItems([one.name for one in session.scheme.ordered("span")])
        self.label.setCurrentIndex(max(0, self.label.findText(chosen)))
        self._show_list()

    def _list(self) -> WordList | None:
        session = self._desk.session
        return session.people.lists.get(self.lists.name_now()) if session is not None else None

    def _show_list(self) -> None:
        one, session, now = self._list(), self._desk.session, self.entries.name_now()
        for widget in (self.switch, self.remove, self.write, self.name, self.change_one, self.drop):
            widget.setEnabled(one is not None)
        if session is None or one is None:
            self._shown, self._entries = None, []
            self.name.clear()
        elif one != self._shown:
            self._shown, self._entries = one, session.word_entries(one.id)
            self.name.setText(one.name)
        if session is not None:
            self._rows.fill([self._row(session, entry) for entry in self._entries])
        self.entries.follow(self._rows.place_of(now))

    def _row(self, session: Session, entry: WordEntry) -> WordRow:
        label = label_now(session.scheme, entry)
        name = label_of(session.scheme, label)
        look = label_look(self._desk, name) if name else None
        capitals = "–" if entry.tokens else self.tr("any") if entry.any_case else self.tr("exact")
        said = label if name else self.tr("{0} (not in the scheme)").format(label)
        return WordRow(entry.id, (entry.pattern, said, capitals), None, look)

    def _show_entry(self) -> None:
        entry = next((one for one in self._entries if one.id == self.entries.name_now()), None)
        session = self._desk.session
        if entry is not None and session is not None:
            self.text.setText(entry.pattern)
            self.label.setCurrentText(label_now(session.scheme, entry))
            self.any_case.setChecked(entry.any_case)

    # ---- lists

    def toggle(self) -> None:
        """Turn the list on or off."""
        one = self._list()
        if one is not None:
            self._do(lambda _session: switch_list(one, enabled=not one.enabled))

    def rename(self) -> None:
        """Give the list the name in the field."""
        one = self._list()
        if one is not None and self.name.text().strip() != one.name:
            self._do(lambda session: rename_list(session.people, one, self.name.text()))

    def remove_now(self) -> None:
        """Remove the list; undo brings it back."""
        one = self._list()
        if one is not None:
            self._do(lambda session: remove_list(one, session.word_entries(one.id)))

    def ask_files(self) -> None:
        """Choose files to import."""
        kinds = self.tr("Word lists (*.jsonl *.csv *.tsv *.txt);;All files (*)")
        names, _ = QFileDialog.getOpenFileNames(self, self.tr("Import word lists"), str(Path.home()), kinds)
        self.add_files([Path(name) for name in names])

    def add_files(self, paths: list[Path]) -> None:
        """Add a list for each file; words without a label get the one chosen below the entries."""
        for path in paths:
            findings: list[Finding] = []
            try:
                specs = read_list(path, findings.append, label=self.label.currentText())
            except UnreadableFile as error:
                self._do(_refusing(str(error)))
                continue
            left = "; ".join(f"{one.place}: {one.text}" for one in findings[:MOST_SAID])
            more = self.tr(" … and {0} more").format(len(findings) - MOST_SAID) if len(findings) > MOST_SAID else ""
            said = self.tr("{0}: {1} entries. {2}{3}").format(path.name, len(specs), left, more)
            if not specs:
                self._do(_refusing(said))
            elif self._do(self._importing(path.stem, specs), said):
                self.lists.follow(self._place_of(path.stem))

    def _importing(self, name: str, specs: list[EntrySpec]) -> Callable[[Session], Edit]:
        def make(session: Session) -> Edit:
            there = next((one for one in session.people.lists.values() if one.name == name), None)
            if there is None:
                return add_list(session.people, session.scheme, name, specs)
            return add_entries(there, session.scheme, session.word_entries(there.id), specs)

        return make

    def _place_of(self, name: str) -> int:
        lists = self._desk.session.people.lists if self._desk.session is not None else {}
        return next((self._lists.place_of(one.id) for one in lists.values() if one.name == name), 0)

    def ask_place(self) -> None:
        """Choose where the list is written to."""
        one = self._list()
        if one is not None:
            usual = str(Path.home() / f"{one.name}.jsonl")
            kinds = self.tr("Patterns for spaCy (*.jsonl);;Words (*.csv)")
            name, _ = QFileDialog.getSaveFileName(self, self.tr("Export word list"), usual, kinds)
            if name:
                self.write_to(Path(name))

    def write_to(self, path: Path) -> None:
        """Write the list: as CSV by that suffix, else as patterns."""
        session = self._desk.session
        if session is None:
            return
        specs = [spec_of(session.scheme, entry) for entry in self._entries]
        try:
            path.write_text(write_csv(specs) if path.suffix == ".csv" else write_patterns(specs), encoding="utf-8")
        except OSError as error:
            self._desk.message.emit(self.tr("{0} cannot be written: {1}.").format(path, error.strerror), "error")

    # ---- entries

    def _typed(self) -> EntrySpec | str:
        """The entry in the fields, or what is wrong with it."""
        text, label, found = self.text.text().strip(), self.label.currentText(), list[Finding]()
        if text.startswith("["):
            line = f'{{"label": "x", "pattern": {text}}}'
            specs = parse_list(line, self.tr("This"), found.append)
            return specs[0]._replace(label=label) if specs else found[0].text.removesuffix(" The line was left out.")
        if not text:
            return self.tr("An entry needs a text.")
        return EntrySpec(label, " ".join(text.split()), any_case=self.any_case.isChecked())

    def add(self) -> None:
        """Add what is in the fields to the list; the first entry of all makes a list."""
        spec, one = self._typed(), self._list()
        if isinstance(spec, str):
            self._do(_refusing(spec))
            return
        name = self.name.text().strip() or self.tr("Words")
        if one is None:
            done = self._do(lambda session: add_list(session.people, session.scheme, name, [spec]))
        else:
            done = self._do(lambda session: add_entries(one, session.scheme, session.word_entries(one.id), [spec]))
        if done:
            self.text.clear()
            self.text.setFocus()

    def change(self) -> None:
        """Make the current entry what is in the fields."""
        spec, one, name = self._typed(), self._list(), self.entries.name_now()
        if isinstance(spec, str):
            self._do(_refusing(spec))
        elif one is not None and name:
            held = self._entries
            self._do(lambda session: change_entry(one, session.scheme, held, name, spec))

    def remove_selected(self) -> None:
        """Remove the entries that are selected."""
        one, names = self._list(), self.entries.names()
        if one is not None and names:
            held = self._entries
            self._do(lambda _session: remove_entries(one, held, names))


def _refusing(reason: str) -> Callable[[Session], Edit]:
    """What is said where other edits are done."""

    def make(_session: Session) -> Edit:
        raise EditRefused(reason)

    return make
