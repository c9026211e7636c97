"""Large formats, read by a process of their own while the window goes on; a file that ends it costs that file alone."""

import json
import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTemporaryDir, Signal

from annotator.formats.elsewhere import READER_ARGUMENTS, place_of, told
from annotator.nlp.messages import PACKAGE_PARENT


class ReadElsewhere(QObject):
    """Reads files, once; `places` says where what was read of each stands as long as this object lives."""

    advanced = Signal(int, int)  # files read, documents of the present one
    ended = Signal(bool)  # all were read or are known to be unreadable; False: it was cancelled, or cannot be started

    def __init__(self, parent: QObject, files: list[tuple[Path, str]]) -> None:
        """`files`: paths and the ids of their formats."""
        super().__init__(parent)
        self._files, self._folder = files, QTemporaryDir()
        self._done = 0
        self._process = QProcess(self)
        self._process.setProgram(sys.executable)
        self._process.setArguments([*READER_ARGUMENTS, self._folder.path()])
        environment = QProcessEnvironment.systemEnvironment()
        known = filter(None, [PACKAGE_PARENT, environment.value("PYTHONPATH")])
        environment.insert("PYTHONPATH", os.pathsep.join(known))
        self._process.setProcessEnvironment(environment)
        self._process.setProcessChannelMode(QProcess.ProcessChannelMode.SeparateChannels)
        self._process.setStandardErrorFile(QProcess.nullDevice())
        self._process.readyReadStandardOutput.connect(self._hear)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._erred)

    @property
    def places(self) -> dict[Path, Path]:
        """Where what was read of each file stands, for `read_paths`."""
        folder = Path(self._folder.path())
        return {path: place_of(folder, number) for number, (path, _format) in enumerate(self._files)}

    def start(self) -> None:
        """Begin, or go on behind the file that ended the process."""
        left = [("", "")] * self._done + [(str(path), form) for path, form in self._files[self._done :]]
        self._process.start()
        self._process.write(json.dumps(left).encode())
        self._process.closeWriteChannel()

    def cancel(self) -> None:
        """End it now."""
        self._files = []
        if self._process.state() == QProcess.ProcessState.NotRunning:
            return
        self._process.kill()

    def _hear(self) -> None:
        while self._process.canReadLine():
            read = told(bytes(self._process.readLine().data()).decode())
            self._done = read.file + read.ended
            self.advanced.emit(self._done, read.documents)

    def _finished(self) -> None:
        self._hear()
        if not self._files:
            self.ended.emit(False)
        elif self._done >= len(self._files):
            self.ended.emit(True)
        else:
            self._done += 1  # the file that ended it; `read_paths` says so
            self.start()

    def _erred(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:
            self.ended.emit(False)
