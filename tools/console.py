"""How the two commands talk: progress on the error stream, so that what a command prints stays clean."""

import sys


class SetupProblem(Exception):  # noqa: N818 - something on this machine is missing; its text says what to do
    """The machine lacks something that could not be installed; the text is one sentence with the way out."""


def say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()
