"""Tests of annotator.session."""
