"""A day of three branches: real desks in processes of their own, a centre in two processes, one bad line."""
