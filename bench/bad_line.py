"""Ten thousand requests over a line that loses, doubles, delays and cuts: each text must arrive once.

`python -m bench soak line` prints the figures; any loss or double makes it fail. The reference is zero.
"""

import os
import tempfile
import time
from pathlib import Path

from fieldservice.sync.http_transport import HttpTransport
from tests.postgres import running_postgresql
from tests.server.bad_line import Chance, Trouble, bad_line
from tests.server.centre.sender import Sender
from tests.server.centre.serving import serving_office

REQUESTS = 10_000
COUNT = "LINE_REQUESTS"
"""A shorter run, to try it."""


def measure(seed: int = 7) -> dict[str, float]:
    """Requests, troubles, texts sent, lost and doubled, seconds."""
    wanted, began = int(os.environ.get(COUNT, REQUESTS)), time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        running_postgresql() as server,
        serving_office(server, Path(folder)) as (office, running),
        bad_line(running.port, Chance(seed, share=40)) as line,
    ):
        sender = Sender(HttpTransport(line.address), office.pair())
        while sum(line.counts.values()) < wanted:
            sender.send(f"text-{sender.n + 1}")
        with office.database.writer.connect() as connection:
            rows = connection.exec_driver_sql("SELECT name, count(*) FROM customer GROUP BY 1")
            found = {row[0]: row[1] for row in rows}
    lost = [n for n in range(1, sender.n + 1) if f"text-{n}" not in found]
    doubled = [name for name, count in found.items() if count > 1]
    if lost or doubled:
        message = f"lost {lost[:20]}, doubled {doubled[:20]}"
        raise AssertionError(message)
    return {
        "requests": sum(line.counts.values()),
        **{each.value: line.counts[each] for each in Trouble if line.counts[each]},
        "texts": sender.n,
        "lost": len(lost),
        "doubled": len(doubled),
        "seconds": round(time.monotonic() - began, 1),
    }
