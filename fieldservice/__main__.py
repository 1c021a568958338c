"""The program's entry: `python -m fieldservice` and the installed command `fieldservice`."""

import sys

from fieldservice.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
