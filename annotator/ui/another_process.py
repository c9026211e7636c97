"""A process of the program beside the window's, as the steps of a job: large libraries do their work there."""

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QProcess, QProcessEnvironment

from annotator.core.errors import ProjectError
from annotator.nlp.messages import PACKAGE_PARENT

PATIENCE_MS = 3  # of a turn of the event loop, in which the process is listened to


def process(arguments: list[str]) -> QProcess:
    """This program with these arguments, not started; it finds the modules that this process finds."""
    made = QProcess()
    made.setProgram(sys.executable)
    made.setArguments(["-P", "-X", "utf8", "-m", "annotator", *arguments])
    environment = QProcessEnvironment.systemEnvironment()
    known = filter(None, [PACKAGE_PARENT, environment.value("PYTHONPATH")])
    environment.insert("PYTHONPATH", os.pathsep.join(known))
    made.setProcessEnvironment(environment)
    return made


def finish(running: QProcess, *, given: bytes = b"") -> Iterator[bytes]:
    """Start it, give it its input, and step through what it prints; closing the iterator ends the process.

    Raises ProjectError where it cannot be started.
    """
    running.start()
    try:
        if not running.waitForStarted(5_000):
            raise ProjectError(f"Another process of the program cannot be started: {running.errorString()}.")
        running.write(given)
        running.closeWriteChannel()
        while running.state() != QProcess.ProcessState.NotRunning:
            running.waitForReadyRead(PATIENCE_MS)
            yield bytes(running.readAllStandardOutput().data())
        yield bytes(running.readAllStandardOutput().data())
    finally:
        if running.state() != QProcess.ProcessState.NotRunning:
            running.kill()
            running.waitForFinished(5_000)


def report_of(arguments: list[str]) -> Iterator[dict[str, Any]]:
    """Run a verb that prints JSON, as steps; the last step is what it printed, those before are empty.

    Raises ProjectError with the verb's own sentence where it refuses.
    """
    running, printed = process(arguments), b""
    for part in finish(running):
        printed += part
        yield {}
    try:
        yield json.loads(printed)
    except ValueError:
        said = bytes(running.readAllStandardError().data()).decode("utf-8", "replace").strip()
        raise ProjectError(said or "The other process of the program ended without an answer.") from None
