"""The desk on a real project file."""
