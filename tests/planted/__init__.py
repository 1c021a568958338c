"""Bugs planted into copies of the program, to see that the tests notice them."""
