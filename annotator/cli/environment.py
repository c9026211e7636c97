"""What the program needs of its surroundings, and whether it is there."""

import os
import platform
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple

from annotator.nlp import pipelines

NEEDED = ("PySide6-Essentials", "spacy", "sqlite-utils", "numpy", "platformdirs", "typer", "rich", "qtawesome")
QT_WAIT = 30.0  # seconds; a first start on a slow disk takes its time

# A dead display or a missing library aborts the whole process, so another one tries it.
_TRY_QT = (
    "from PySide6.QtGui import QGuiApplication; from PySide6.QtCore import qVersion;"
    "app = QGuiApplication([]); print(qVersion(), app.platformName())"
)


class Report(NamedTuple):
    """What was found, and a sentence for each thing that is missing."""

    lines: list[str]
    problems: list[str]


def examine() -> Report:
    """Look at Python, packages, Qt and pipelines."""
    report = Report([], [])
    report.lines.append(f"Python {platform.python_version()} on {platform.system()} {platform.release()}")
    _packages(report)
    _qt(report)
    _pipelines(report)
    return report


def _packages(report: Report) -> None:
    found = []
    for package in ("annotator", *NEEDED):
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            if package != "annotator":  # runs from its source as well
                report.problems.append(f"The package {package} is not installed: python3 start.py setup.")
    report.lines.append(", ".join(found))


def _qt(report: Report) -> None:
    """Whether Qt's libraries load, and whether there is a screen to open a window on."""
    shown = {"offscreen": "Qt loads", "": "a window can be opened"}
    for name, words in shown.items():
        done = _try_qt({"QT_QPA_PLATFORM": name} if name else {})
        if done.returncode == 0:
            report.lines.append(f"{words}: {done.stdout.strip()}")
        elif name:
            report.problems.append(
                f"Qt does not load ({_last_line(done.stderr)}): python3 start.py setup names what to install."
            )
            return
        else:
            report.lines.append("no screen to open a window on; annotator demo --headless works without")


def _try_qt(settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
    try:
        return subprocess.run(
            [sys.executable, "-c", _TRY_QT],
            env=environment | settings,
            capture_output=True,
            text=True,
            timeout=QT_WAIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess([], 1, "", f"no answer in {QT_WAIT:.0f} s")


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:200].rstrip(".") if lines else "it ended without a word"


def _pipelines(report: Report) -> None:
    found = pipelines.installed()
    for one in found.pipelines:
        score = f", F {one.score:.2f}" if one.score else ""
        fits = "" if one.fits else f"; made for spaCy {one.spacy_range}"
        report.lines.append(f"pipeline {one.name} {one.version} ({one.language}{score}, {one.licence}{fits})")
    report.problems.extend(found.problems)
    if not any(one.has_ner for one in found.pipelines):
        report.problems.append(f"No pipeline that finds entities is installed. {pipelines.advice_for('en')}")
