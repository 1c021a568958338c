"""Contracts: the list of all, and one as it is read, changed and renewed."""
