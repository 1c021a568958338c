"""Tests, in rings: unit, store, sync, server, reports, ui, e2e (STYLE T1)."""
