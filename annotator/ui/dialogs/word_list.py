"""A list of words to look for, pasted or from a file."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QPlainTextEdit, QWidget

from annotator.session.word_list import words_of
from annotator.ui.dialogs.popup import Popup, button

MOST_BYTES = 20_000_000


class WordList(Popup):
    """One word or phrase a line."""

    taken = Signal(tuple)  # the words; none ends looking for a list

    def __init__(self, parent: QWidget, words: tuple[str, ...] = ()) -> None:
        super().__init__(parent, parent.tr("Find the words of a list"), width=480)
        self.say(self.tr("One word or phrase a line, typed, pasted, or from a file."))
        self.box = QPlainTextEdit("\n".join(words))
        self.box.setAccessibleName(self.tr("Words, one a line"))
        self.box.setTabChangesFocus(True)
        self.box.setMinimumHeight(220)
        self.column.addWidget(self.box, 1)
        self.fault = self.say("")
        self.fault.setProperty("role", "problem")
        self.fault.hide()
        file, cancel, self.go = button(self.tr("From a file …")), button(self.tr("Cancel")), button("", main=True)
        self.none = button(self.tr("No list"))
        self.none.setVisible(bool(words))
        file.clicked.connect(self._choose)
        self.none.clicked.connect(lambda: self._take(()))
        cancel.clicked.connect(self.reject)
        self.go.clicked.connect(lambda: self._take(words_of(self.box.toPlainText())))
        self.box.textChanged.connect(self._count)
        self.add_buttons(cancel, self.go, left=(file, self.none))
        self._count()
        self.box.setFocus()

    def _count(self) -> None:
        many = len(words_of(self.box.toPlainText()))
        self.go.setText(self.tr("Find 1 word") if many == 1 else self.tr("Find {0} words").format(f"{many:,}"))
        self.go.setEnabled(many > 0)

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("A list of words"))
        if chosen:
            self.read(Path(chosen))

    def read(self, path: Path) -> None:
        """Take the words of a file; what is wrong with it is said in a sentence."""
        self.fault.hide()
        try:
            if path.stat().st_size > MOST_BYTES:
                raise ValueError(self.tr("it is larger than 20 MB"))
            self.box.setPlainText("\n".join(words_of(path.read_text(encoding="utf-8-sig"))))
        except UnicodeDecodeError:
            self._fail(path, self.tr("it is no text in UTF-8; save it so first"))
        except (OSError, ValueError) as error:
            self._fail(path, getattr(error, "strerror", None) or str(error))

    def _fail(self, path: Path, why: str) -> None:
        self.fault.setText(self.tr("{0} could not be read: {1}.").format(path.name, why))
        self.fault.show()

    def _take(self, words: tuple[str, ...]) -> None:
        self.accept()
        self.taken.emit(words)
