"""Two clients and a server in one process."""
