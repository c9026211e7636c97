"""How files come in, asked as far as it matters for what they are."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from annotator.formats import FORMATS
from annotator.formats.reading import ARTICLES
from annotator.ui.parts.form import Form, choice
from annotator.ui.parts.tick import Tick


class ReadingOptions(QWidget):
    """Format, parts of plain texts, whose annotations; `changed` comes when files are to be looked at again."""

    changed = Signal()

    def __init__(self, who: str) -> None:
        super().__init__()
        readable = [(one.id, one.title) for one in FORMATS.values() if one.reads]
        self.format = choice([("auto", self.tr("As the content tells")), *readable], "auto")
        splits = [
            ("file", self.tr("each file")),
            ("blank", self.tr("each part between blank lines")),
            ("line", self.tr("each line")),
        ]
        self.split = choice(splits, "file")
        self.author = QLineEdit(placeholderText=who)
        self.author.setAccessibleName(self.tr("Whose annotations these are"))
        self.as_what = choice(
            [("author", self.tr("are the work of")), ("suggestions", self.tr("are suggestions by"))], "author"
        )
        self.labels = choice(
            [("add", self.tr("Add them to the scheme")), ("skip", self.tr("Leave out what has them"))], "add"
        )
        self.cut = Tick(self.tr("Cut menus and headlines"))
        self.cut.setToolTip(self.tr("At both ends of texts, web pages, PDF and DOCX; what was cut is listed"))
        form = self._form = Form()
        form.setContentsMargins(0, 0, 0, 0)
        self.setLayout(form)
        form.add(self.tr("Format"), self.format)
        form.add(self.tr("Plain text: a document for"), self.split)
        form.add(self.tr("Articles"), self.cut)
        form.add(self.tr("Annotations without a name"), self.as_what, self.author)
        form.add(self.tr("Labels the scheme lacks"), self.labels)
        for box in (self.format, self.split):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.cut.toggled.connect(lambda _on: self.changed.emit())
        self.show_for(frozenset(), annotated=False)

    def show_for(self, formats: frozenset[str], *, annotated: bool) -> None:
        """Ask what matters for files of these formats, which hold annotations or not."""
        self._form.show_row(self.split, "text" in formats)
        self._form.show_row(self.cut, not formats.isdisjoint(ARTICLES))
        self._form.show_row(self.as_what, annotated)
        self._form.show_row(self.labels, annotated)
