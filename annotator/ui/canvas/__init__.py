"""The canvas: a virtualised view of annotated text."""
