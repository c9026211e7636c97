"""Looking after project files, for the window and the command line."""

from annotator.store.doctor import examine

__all__ = ["examine"]
