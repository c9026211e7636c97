"""The real program in a real window, driven from outside by keys and mouse."""
