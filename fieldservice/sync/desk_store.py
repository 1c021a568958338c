"""What the engine works on: the desk's database, who sits there, and where its token is kept."""

from dataclasses import dataclass
from typing import Protocol

from fieldservice.domain.store.engine import Database
from fieldservice.domain.store.unit_of_work import Actor


class Tokens(Protocol):
    """Keeps the refresh token of the desk, in the system's keyring or a file of its own."""

    def read(self) -> str | None: ...

    def keep(self, token: str) -> None:
        """Durable when it returns: the centre takes the one before for stolen once this one was used."""
        ...

    def keep_next(self, token: str) -> None:
        """Durable beside the one that stands, which is still read."""
        ...

    def take_next(self) -> None:
        """From now on the one beside is the token, and durable; nothing when there is none."""
        ...

    def forget(self) -> None: ...


@dataclass(frozen=True, slots=True)
class DeskStore:
    """`program` is the version that is told to the centre."""

    database: Database
    actor: Actor
    tokens: Tokens
    program: str
