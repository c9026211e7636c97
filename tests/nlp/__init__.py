"""Tests of the language process: real spaCy, real processes."""
