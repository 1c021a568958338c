"""Mapped classes, one aggregate a file."""
