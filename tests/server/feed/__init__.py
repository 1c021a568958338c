"""Tests of the centre's feed of changes, on a real PostgreSQL."""
