"""Other systems at the centre, over real HTTP and PostgreSQL."""
