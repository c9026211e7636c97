"""Wires store, session, worker and window together, and runs them."""

import logging
import os
import sys
import traceback
from datetime import datetime
from pathlib import Path
from types import TracebackType

from platformdirs import user_log_path
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from annotator.core.errors import ProjectError
from annotator.ui.canvas import accessible
from annotator.ui.desk import Desk
from annotator.ui.idle_collector import IdleCollector
from annotator.ui.looks import Looks
from annotator.ui.main_window import MainWindow
from annotator.ui.memory import Memory
from annotator.ui.probe import start_if_wanted
from annotator.ui.worker_client import WorkerClient


def main(project: Path | None = None, *, sample: bool = False) -> int:
    """Open the window on a project: the one named, else the last one, else the sample; runs until it is closed."""
    application = make_application()
    log = keep_log()
    desk = Desk()
    window = MainWindow(desk, WorkerClient(), Memory(), Looks(Memory()))
    sys.excepthook = lambda kind, error, trace: report(window, log, kind, error, trace)
    window.show()
    start_if_wanted(desk, window.pane.canvas)
    window.projects.with_backups = True
    window.projects.begin(project, sample=sample)
    window.say_settings()
    collector = IdleCollector(desk)
    code = application.exec()
    collector.stop()
    desk.set_session(None)
    return code


def make_application() -> QApplication:
    """The application, dressed: Fusion on Linux, the system's own style elsewhere."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setDesktopFileName("annotator")
    application = QApplication(sys.argv[:1])
    application.setApplicationName("annotator")
    application.setApplicationDisplayName("Annotator")
    if sys.platform.startswith("linux"):
        application.setStyle("Fusion")
    accessible.install()
    return application


def keep_log() -> Path:
    """Log to a file in the place the system has for logs; never any text of documents."""
    folder = user_log_path("annotator", appauthor=False, ensure_exists=True)
    path = folder / "annotator.log"
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    return path


def report(
    window: MainWindow, log: Path, kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """Our bug: write where it happened, without values, and say so; the project on disk is as the last edit left it."""
    if issubclass(kind, KeyboardInterrupt):
        window.close()
        return
    if isinstance(error, ProjectError):  # the world's fault, in the middle of reading for a list: a sentence, no report
        window.desk.message.emit(str(error).rpartition("(): ")[2], "error")  # Qt puts before it where it was caught
        return
    frames = "".join(traceback.format_tb(trace))
    with open(log, "a", encoding="utf-8") as file:
        file.write(f"{datetime.now().isoformat(timespec='seconds')} crash {kind.__name__}\n{frames}\n")
    if os.environ.get("ANNOTATOR_DEBUG"):
        traceback.print_exception(kind, error, trace)
    else:
        print(f"{kind.__name__}; see {log}", file=sys.stderr)
    window.say_crash(log)
