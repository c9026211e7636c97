"""The examples of docs/cli.md do what they say."""

import re
import subprocess
import sys
from collections.abc import Iterator

from tests.cli.running import ROOT, Shell

PAGE = ROOT / "docs" / "cli.md"


def examples() -> Iterator[tuple[str, str, int]]:
    """(command, what it prints, exit code) of each example, in the order of the page."""
    for block in re.findall(r"^```console\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = part.partition("\n")
            code = re.search(r"^\[(\d+)\]\n", printed, re.MULTILINE)
            yield command, printed[: code.start()] if code else printed, int(code[1]) if code else 0


def test_examples(shell: Shell) -> None:
    program = shell.write("bin/annotator", f'#!/bin/sh\nexec "{sys.executable}" -m annotator "$@"\n')
    program.chmod(0o755)
    environment = shell.environment
    environment["PATH"] = f"{program.parent}:{environment['PATH']}"
    tried = 0
    for command, printed, code in examples():
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=shell.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == code, (command, done.stdout)
        assert fits(done.stdout, printed), (command, done.stdout)
        tried += 1
    assert tried > 20


def fits(printed: str, expected: str) -> bool:
    """Whether lines are as the page has them, "…" standing for anything.

    Sorted: what goes to standard error may come before or after what goes to standard output.
    """
    found, wanted = (sorted(line.rstrip() for line in text.splitlines()) for text in (printed, expected))
    patterns = [".*".join(map(re.escape, line.split("…"))) for line in wanted]
    return len(found) == len(wanted) and all(map(re.fullmatch, patterns, found))


def test_the_table_names_verbs_and_options_that_exist(shell: Shell) -> None:
    rows = re.findall(r"^\| (`.*) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    named = {verb: row for row in rows for verb in re.findall(r"`([a-z]+)[ `]", row.split(" | ")[0])}
    listed = re.findall(r"^  ([a-z]+) ", shell("--help").out.partition("Commands:")[2], re.MULTILINE)
    assert set(named) == set(listed)
    for verb, row in named.items():
        offered = shell(verb, "--help").out
        missing = [option for option in re.findall(r"--[a-z-]+", row) if option not in offered]
        assert missing == [], verb
