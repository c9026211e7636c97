"""All benchmarks, one after the other: python -m benchmarks."""

import subprocess
import sys

PARTS = (
    "canvas",
    "window",
    "minimap",
    "find",
    "store",
    "import_",
    "search",
    "suggest",
    "word_lists",
    "scheme",
    "everywhere",
    "soak",
)


def main() -> int:
    """Run each in a process of its own; exit code 1 when one misses its limits."""
    codes = []
    for part in PARTS:
        print(f"\n=== {part}", flush=True)
        codes.append(subprocess.run([sys.executable, "-m", f"benchmarks.{part}"]).returncode)
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())
