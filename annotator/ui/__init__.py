"""The window: PySide6 views over one Session."""
