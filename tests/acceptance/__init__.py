"""Outputs that a person has reviewed, compared with what the program makes today."""
