"""Parts that all screens share."""
