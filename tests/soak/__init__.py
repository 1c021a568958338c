"""Whatever people do, for long."""
