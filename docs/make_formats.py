"""Writes the table of docs/formats.md anew: python docs/make_formats.py."""

import re
from pathlib import Path

from annotator.cli.listing_formats import table

PAGE = Path(__file__).with_name("formats.md")


def main() -> None:
    """Put the table in the place of the one that is there."""
    page = PAGE.read_text(encoding="utf-8")
    lines = "\n".join(table())
    PAGE.write_text(re.sub(r"\| id \| title .*?\n\n", lambda _: f"{lines}\n\n", page, count=1, flags=re.S), "utf-8")


if __name__ == "__main__":
    main()
