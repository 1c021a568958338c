"""Tests of the centre: accounts and sessions, its program, strangers, bad lines."""
