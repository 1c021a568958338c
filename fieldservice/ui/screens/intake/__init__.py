"""The intake: one screen, filled from top to bottom as a call runs."""
