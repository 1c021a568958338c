"""Devices, people and tokens of the centre."""
