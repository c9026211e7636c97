"""What all tests share: no screen unless one is asked for, files of other programs, how hard Hypothesis tries."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# In CI the same examples each time, so that a red run speaks of the commit; elsewhere new ones each time.
settings.register_profile("quick", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.register_profile("long", deadline=None, print_blob=True, max_examples=2_000)
settings.load_profile("quick")

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def samples() -> Path:
    """Files that other programs wrote: $ANNOTATOR_SAMPLES, else beside the checkout; skipped, visibly, without them."""
    folder = Path(os.environ.get("ANNOTATOR_SAMPLES") or ROOT.parent / "shared" / "samples")
    if not folder.is_dir():
        pytest.skip("no files of other programs here; ANNOTATOR_SAMPLES names their folder")
    return folder
