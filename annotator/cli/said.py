"""What verbs say: words or JSON alone on standard output, sentences and progress on standard error."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

from annotator.core.records import Finding

MOST_FINDINGS = 30  # listed in words; JSON has them all


def say(*lines: str) -> None:
    """Words for a person."""
    for line in lines:
        print(line)


def say_json(value: Any) -> None:
    """JSON alone."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)
    print()


def warn(*lines: str) -> None:
    """Sentences on standard error."""
    for line in lines:
        print(line, file=sys.stderr)


def warn_findings(findings: Sequence[Finding]) -> None:
    """List findings on standard error, what was lost first, not more than anybody reads."""
    ordered = sorted(findings, key=lambda finding: not finding.lost)
    warn(*(f"{finding.place}: {finding.text}" for finding in ordered[:MOST_FINDINGS]))
    if len(ordered) > MOST_FINDINGS:
        warn(f"… and {len(ordered) - MOST_FINDINGS} more; --json lists all.")


def findings_as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings for scripts."""
    return [{"place": one.place, "text": one.text, "lost": one.lost} for one in findings]


def counted(number: int, one: str, many: str = "") -> str:
    """A number with its noun: "1 document", "12 documents"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def progress() -> Progress:
    """A progress bar with the time left, on standard error; silent where that is no terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)
    return Progress(*columns, TimeRemainingColumn(), console=console, disable=not console.is_terminal, transient=True)
