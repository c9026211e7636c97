"""The window in which a lead makes and changes the scheme, with or without work done by it."""
