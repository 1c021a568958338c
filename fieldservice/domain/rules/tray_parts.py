"""The parts of the tray: what waits, what nothing came of, what became a ticket."""

from enum import StrEnum


class TrayPart(StrEnum):
    WAITING = "waiting"
    ASIDE = "aside"
    ACCEPTED = "accepted"
