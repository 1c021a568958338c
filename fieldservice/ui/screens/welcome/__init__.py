"""The first start: how this desk is to begin."""
