"""Starts the program of the centre: `fieldservice-server` or `python -m fieldservice.server`."""

import sys

from fieldservice.server.cli import main

if __name__ == "__main__":
    sys.exit(main())
