"""Deliveries on their way: signed, sent, tried again with growing pauses, at last put aside to be seen.

Any number of processes deliver at once: each holds what it sends by `SKIP LOCKED`. Each receiver has a line
of its own, so that one that is slow or dead holds up nobody else. A receiver may get an event twice, with the
same `webhook-id`. The signature is that of standardwebhooks.com.
"""

import base64
import hmac
import logging
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Engine, delete, func, select, update

from fieldservice.channels.webhooks import Called, Look, addresses_of, call
from fieldservice.domain.store.clock import Clock
from fieldservice.server.erp.door import Served
from fieldservice.server.erp.events import gather
from fieldservice.server.erp.receipts import forget_old
from fieldservice.server.erp.tables import erp_delivery, erp_webhook

WAITING, DELIVERED, DEAD = "waiting", "delivered", "dead"
PAUSES = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1_800, 7_200, 21_600, 43_200, 86_400)
)
"""Before each further attempt; after the last the delivery is dead."""
KEPT = timedelta(days=30)
HELD = timedelta(minutes=2)
"""How long an attempt may take before another process takes the delivery for abandoned: longer than any call.
Each delivery is held by itself, right before it goes out.
"""

LINES = 8
"""Receivers that one process calls at the same time."""
SHARE = timedelta(seconds=10)
"""How long one receiver may keep a line before others have their turn."""
SECRET_PREFIX = "whsec_"  # noqa: S105 - the mark by which such secrets are known

_log = logging.getLogger(__name__)


def signed(secret: bytes, delivery_id: UUID, at: datetime, body: bytes) -> dict[str, str]:
    """The headers by which a receiver knows that it is from us, and when it was sent."""
    moment = str(int(at.timestamp()))
    content = b".".join((str(delivery_id).encode(), moment.encode(), body))
    mark = base64.b64encode(hmac.new(secret, content, sha256).digest()).decode()
    return {
        "webhook-id": str(delivery_id),
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{mark}",
        "Content-Type": "application/json",
        "User-Agent": "fieldservice",
    }


def secret_text(secret: bytes) -> str:
    return SECRET_PREFIX + base64.b64encode(secret).decode()


@dataclass
class Deliverer:
    """Sends what waits. `to_private` lets webhooks lead into our own network."""

    engine: Engine
    clock: Clock
    to_private: bool = False
    look: Look = addresses_of
    random: Random = field(default_factory=Random)
    _served: set[UUID] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def round(self) -> int:
        """Gather events and send what is due, to the end; tells how much was tried."""
        with ThreadPoolExecutor(LINES) as lines:
            begun = self.begin(lines)
        return sum(each.result() for each in begun)

    def begin(self, lines: ThreadPoolExecutor) -> list[Future[int]]:
        """Gather events and let each receiver that has some have a line, if it has none yet."""
        now = self.clock.now()
        while gather(self.engine, now):
            pass
        forget_old(self.engine, now)
        self._forget(now)
        with self._lock:
            fresh = [each for each in self._receivers(now) if each not in self._served]
            self._served.update(fresh)
        return [lines.submit(self._serve, webhook_id) for webhook_id in fresh]

    def run(self, stop: threading.Event, pause_seconds: float = 2.0) -> None:
        """Rounds until told to stop; what goes wrong with the database is tried again. A receiver that is
        slow keeps its own line busy, and nobody waits for it.
        """
        lines = ThreadPoolExecutor(LINES, "delivery")
        while not stop.is_set():
            try:
                self.begin(lines)
            except Exception:  # noqa: BLE001 - the edge of this thread: nobody else would hear of it
                _log.exception("deliveries were not sent")
            stop.wait(pause_seconds)
        lines.shutdown(cancel_futures=True)

    def _receivers(self, now: datetime) -> list[UUID]:
        """Those with something due, the longest waiting first."""
        due = _due(erp_delivery.c.webhook_id, now).group_by(erp_delivery.c.webhook_id)
        with self.engine.connect() as connection:
            return list(connection.scalars(due.order_by(func.min(erp_delivery.c.next_at))))

    def _serve(self, webhook_id: UUID) -> int:
        """Send one after the other; stops at the first that is not taken, so that a receiver in trouble
        costs one call.
        """
        tried, begun = 0, self.clock.now()
        try:
            while self.clock.now() < begun + SHARE and (held := self._hold(webhook_id)) is not None:
                tried += 1
                if not self._try(held):
                    break
        except Exception:  # noqa: BLE001 - the edge of this line: the others go on
            _log.exception("deliveries were not sent")
        finally:
            with self._lock:
                self._served.discard(webhook_id)
        return tried

    def _hold(self, webhook_id: UUID) -> Any:
        """The next delivery, held for this process; None when nothing is due."""
        now = self.clock.now()
        due = _due(erp_delivery.c.id, now).where(erp_delivery.c.webhook_id == webhook_id)
        due = due.order_by(erp_delivery.c.next_at).limit(1).with_for_update(skip_locked=True, of=erp_delivery)
        with self.engine.begin() as connection:
            found = connection.scalar(due)
            if found is None:
                return None
            held = update(erp_delivery).where(erp_delivery.c.id == found).values(next_at=now + HELD)
            connection.execute(held)
            return connection.execute(_with_address(found)).one()

    def _try(self, delivery: Any) -> bool:
        """No transaction is open while the other side is waited for."""
        headers = signed(delivery.secret, delivery.id, self.clock.now(), delivery.body)
        called = call(delivery.url, delivery.body, headers, to_private=self.to_private, look=self.look)
        with self.engine.begin() as connection:
            self._settle(connection, delivery, called)
        return called.is_taken

    def _settle(self, connection: Connection, delivery: Any, called: Called) -> None:
        now, attempts = self.clock.now(), delivery.attempts + 1
        values: dict[str, Any] = {"state": DELIVERED, "settled_at": now, "problem": ""}
        if not called.is_taken:
            values = {"problem": called.problem, "next_at": now + self._pause(attempts)}
            if attempts > len(PAUSES):
                values = {"state": DEAD, "settled_at": now, "problem": called.problem}
                _log.warning("delivery %s of %s was given up", delivery.id, delivery.event)
        settled = update(erp_delivery).where(erp_delivery.c.id == delivery.id)
        connection.execute(settled.values(attempts=attempts, **values))

    def _pause(self, attempts: int) -> timedelta:
        pause = PAUSES[min(attempts, len(PAUSES)) - 1]
        return pause * self.random.uniform(0.8, 1.2)

    def _forget(self, now: datetime) -> None:
        old = delete(erp_delivery).where(
            erp_delivery.c.state == DELIVERED, erp_delivery.c.made_at < now - KEPT
        )
        with self.engine.begin() as connection:
            connection.execute(old)


def deliverer_of(centre: Served) -> Deliverer:
    return Deliverer(centre.database.writer, centre.clock, to_private=centre.settings.webhooks_to_private)


class Delivering:
    """The task in a serving process: deliveries go out of a thread of their own."""

    def __init__(self, deliverer: Deliverer) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(
            target=deliverer.run, args=(self._stop,), name="deliveries", daemon=True
        )

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        self._thread.join()


def counts(engine: Engine) -> dict[str, int]:
    """How many deliveries are in which state."""
    statement = select(erp_delivery.c.state, func.count().label("many")).group_by(erp_delivery.c.state)
    with engine.connect() as connection:
        return {row.state: row.many for row in connection.execute(statement)}


def send_again(engine: Engine, delivery_id: UUID, now: datetime, webhook_id: UUID | None = None) -> bool:
    """A dead delivery, or one that arrived, goes out once more."""
    statement = update(erp_delivery).where(erp_delivery.c.id == delivery_id, erp_delivery.c.state != WAITING)
    if webhook_id is not None:
        statement = statement.where(erp_delivery.c.webhook_id == webhook_id)
    anew = {"state": WAITING, "attempts": 0, "next_at": now, "settled_at": None, "problem": ""}
    with engine.begin() as connection:
        return bool(connection.execute(statement.values(anew)).rowcount)


def _due(column: Any, now: datetime) -> Any:
    return (
        select(column)
        .join(erp_webhook, erp_webhook.c.id == erp_delivery.c.webhook_id)
        .where(erp_delivery.c.state == WAITING, erp_delivery.c.next_at <= now, erp_webhook.c.is_active)
    )


def _with_address(delivery_id: UUID) -> Any:
    columns = (erp_delivery.c.id, erp_delivery.c.event, erp_delivery.c.body, erp_delivery.c.attempts)
    joined = select(*columns, erp_webhook.c.url, erp_webhook.c.secret).join(
        erp_webhook, erp_webhook.c.id == erp_delivery.c.webhook_id
    )
    return joined.where(erp_delivery.c.id == delivery_id)
