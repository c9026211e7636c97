"""Annotator: entities and relations in text."""
