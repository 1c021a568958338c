"""The centre on a real PostgreSQL."""
