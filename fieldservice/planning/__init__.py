"""Slot finder and dispatch optimiser."""
