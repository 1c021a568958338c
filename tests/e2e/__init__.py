"""The real program, driven in the user's words."""
