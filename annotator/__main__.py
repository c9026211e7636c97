"""`python -m annotator`: the program, or a process of it: `--worker` for language, `--reader` for large formats."""

import sys
from importlib import import_module


def main() -> int:
    """Run what the command line asks for and return the exit code; each side is imported only if it is wanted."""
    if sys.argv[1:2] == ["--worker"]:
        from annotator.nlp.worker import main as work

        return work(sys.argv[2:])
    if sys.argv[1:2] == ["--reader"]:
        from annotator.formats.elsewhere import main as read

        return read(sys.argv[2:])
    return int(import_module("annotator.cli").main(sys.argv[1:]) or 0)


if __name__ == "__main__":
    sys.exit(main())
