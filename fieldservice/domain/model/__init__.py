"""Mapped classes, one aggregate a file. `whole.py` imports them all, so that mapping is complete."""
