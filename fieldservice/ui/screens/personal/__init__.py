"""My desk: how the person who works here likes the program; each choice holds at once."""
