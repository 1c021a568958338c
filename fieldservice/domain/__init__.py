"""The model of the trade; runs the same on the desk (SQLite) and at the centre (PostgreSQL)."""
