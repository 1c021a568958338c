"""Tests of reading, recognising, typing and writing of workbooks."""
