"""Tests of Annotator, laid out as the package is."""
