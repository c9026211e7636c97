"""Small parts that panels, bars and dialogs are built of."""
