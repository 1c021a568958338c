"""Printed documents, one file each."""
