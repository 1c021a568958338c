"""Exit codes of the command line, the same for every command."""

from enum import IntEnum


class Exit(IntEnum):
    """0 all done; 1 done, but something was refused; 2 wrong usage; 3 the file given cannot be read; 4 not
    done.
    """

    DONE = 0
    SOME_REFUSED = 1
    USAGE = 2
    UNREADABLE = 3
    NOT_DONE = 4
