"""The two commands of a checkout: `python3 run.py` opens the desk, `python3 run.py test` runs every check.

Standard library only; what the machine lacks is installed or named (tools/launch.py). An old Python can read
this file far enough to say that it is too old.
"""

import sys

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    sys.exit("fieldservice needs Python {}.{} or newer; this is {}.{}.".format(*OLDEST, *sys.version_info))

from tools.launch import main  # noqa: E402 - an old Python could not even read it

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
