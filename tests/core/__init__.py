"""Tests of what annotation is."""
