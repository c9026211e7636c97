"""spaCy in a process of its own."""
