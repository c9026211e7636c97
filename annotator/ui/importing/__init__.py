"""The parts of the import dialog: what files are, what becomes of their fields and labels, and the first documents."""
