"""What a centre sees to by itself while it serves: persons erased at a branch are looked for everywhere else.

Seldom anything is to do, and asking costs one look into an index. What is done once a day is `trim`.
"""

import logging
import threading
from dataclasses import dataclass

from fieldservice.server.centre import Centre
from fieldservice.server.erasing import forget_erased

PAUSE_SECONDS = 20.0

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Housekeeper:
    centre: Centre

    def round(self) -> int:
        """Tells how many persons were forgotten."""
        centre = self.centre
        return forget_erased(centre.database, centre.clock, centre.settings.zone)

    def run(self, stop: threading.Event, pause_seconds: float = PAUSE_SECONDS) -> None:
        """Rounds until told to stop; what goes wrong with the database is tried again."""
        while not stop.wait(pause_seconds):
            try:
                self.round()
            except Exception:  # noqa: BLE001 - the edge of this thread: nobody else would hear of it
                _log.exception("an erased person was not looked for")


class Housekeeping:
    """The task in a serving process, on a thread of its own."""

    def __init__(self, housekeeper: Housekeeper) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=housekeeper.run, args=(self._stop,), name="housekeeping", daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()
