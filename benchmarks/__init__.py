"""Measurements of what must be fast, each run with `python -m benchmarks.NAME`."""
