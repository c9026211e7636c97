"""Tests of the panels, each on a real desk with a real file."""
