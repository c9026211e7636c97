"""The scheme editor: labels, rules and attributes of the open project, each change with what it touches."""
