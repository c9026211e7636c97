"""Tests of the dialogs, each on a real desk with a real file."""
