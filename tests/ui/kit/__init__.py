"""Tests of the parts that screens share."""
