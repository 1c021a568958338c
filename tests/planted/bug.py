"""A bug as it is planted: an exact text of one file that becomes another, and the tests that must see it."""

import ast
from dataclasses import dataclass

PACKAGE = "fieldservice"


class NotThereError(Exception):
    """The text of a bug does not stand exactly once in its file any more: the bug has to be written anew."""


@dataclass(frozen=True, slots=True)
class Bug:
    """`case` is what of the exchange's promises it breaks; `file` lies in the package; `tests` are files or
    single tests, the likeliest first.
    """

    name: str
    case: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"{PACKAGE}/{self.file}"

    def plant(self, text: str) -> str:
        """The text with the bug in it, which is still a program."""
        found = text.count(self.old)
        if found != 1:
            raise NotThereError(f"{self.name}: its text stands {found} times in {self.path}")
        planted = text.replace(self.old, self.new)
        ast.parse(planted)
        return planted
