"""How a table's file is cut into rows and values: what was found, and boxes to say otherwise."""

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from annotator.formats import UnreadableFile
from annotator.formats.sheets import sheet_names
from annotator.formats.table_source import DELIMITERS, Source
from annotator.ui.parts.combo import Combo
from annotator.ui.parts.form import Form
from annotator.ui.parts.labels import words

ENCODINGS = (
    "utf-8",
    "utf-16",
    "cp1252",
    "iso8859-1",
    "iso8859-15",
    "cp1250",
    "iso8859-2",
    "cp1251",
    "koi8-r",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "gb18030",
    "big5",
    "shift_jis",
    "euc-kr",
)


class SourceFields(QWidget):
    """Delimiter, encoding, first row or sheet; `changed` comes when a person chose otherwise."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.delimiter, self.encoding, self.header, self.sheet = Combo(), Combo(), Combo(), Combo()
        self._path: Path | None = None
        self._why = words(role="small", wrap=True)
        form = self._form = Form()
        form.setContentsMargins(0, 0, 0, 0)
        form.add(self.tr("Values are parted by"), self.delimiter)
        form.add(self.tr("Encoding"), self.encoding)
        form.add(self.tr("The first row"), self.header)
        form.add(self.tr("Sheet"), self.sheet)
        self._fill(self.delimiter, [(sign, self._delimiter(sign)) for sign in DELIMITERS])
        self._fill(self.encoding, [(one, one) for one in ENCODINGS])
        self._fill(self.header, [("yes", self.tr("names the fields")), ("no", self.tr("is a document"))])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self._why)
        for box in (self.delimiter, self.encoding, self.header, self.sheet):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())

    def _delimiter(self, sign: str) -> str:
        known = {",": self.tr("commas"), "\t": self.tr("tabs"), ";": self.tr("semicolons"), "|": self.tr("bars")}
        return known.get(sign, sign) or self.tr("nothing")

    def _fill(self, box: Combo, options: list[tuple[str, str]]) -> None:
        """What can be chosen, under what was found."""
        box.clear()
        box.addItem(self.tr("as found"), "")
        for value, said in options:
            box.addItem(said, value)

    def show_source(self, path: Path, source: Source) -> None:
        """Show how a file is read, and why."""
        delimited = source.kind == "delimited"
        quiet = [QSignalBlocker(box) for box in (self.delimiter, self.encoding, self.header, self.sheet)]
        if path != self._path:
            self._path = path
            for box in (self.delimiter, self.encoding, self.header):
                box.setCurrentIndex(0)
            self._fill(self.sheet, self._sheets(path, source.copy) if source.kind == "sheet" else [])
        self._found(self.delimiter, self._delimiter(source.delimiter))
        self._found(self.encoding, source.encoding)
        names = self.tr("names the fields") if source.header else self.tr("is a document")
        self._found(self.header, names if source.header is not None else "")
        for box in (self.delimiter, self.encoding):
            self._form.show_row(box, delimited)
        self._form.show_row(self.header, delimited or source.kind == "sheet")
        self._form.show_row(self.sheet, source.kind == "sheet" and self.sheet.count() > 2)
        self._why.setText(" ".join(source.reasons))
        for blocker in quiet:
            blocker.unblock()

    def _sheets(self, path: Path, copy: Path | None) -> list[tuple[str, str]]:
        with suppress(UnreadableFile):
            return [(name, name) for name in sheet_names(path, copy)]
        return []

    def _found(self, box: Combo, what: str) -> None:
        """Say in the first line what was found, while nothing else is chosen."""
        if box.currentIndex() == 0:
            box.setItemText(0, self.tr("as found: {0}").format(what) if what else self.tr("as found"))

    def asked(self) -> Source:
        """What was chosen."""
        header = {"yes": True, "no": False}.get(str(self.header.currentData() or ""))
        delimiter, encoding, sheet = (
            str(box.currentData() or "") for box in (self.delimiter, self.encoding, self.sheet)
        )
        return Source(encoding=encoding, delimiter=delimiter, sheet=sheet, header=header)
