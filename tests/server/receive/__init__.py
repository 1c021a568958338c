"""Tests of what the centre does with what branches send."""
