"""Documents on paper: their text, their bytes, their pages."""
