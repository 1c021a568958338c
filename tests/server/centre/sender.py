"""A workstation that only sends: customers, one a transaction, repeated until the centre has answered."""

from dataclasses import dataclass, field

from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.errors import EnvironmentProblem, RuleViolation
from fieldservice.domain.rules.exchange_clock import first_stamp, milliseconds
from fieldservice.domain.store.clock import SystemClock
from fieldservice.domain.store.exchange_state import SCHEMA
from fieldservice.domain.store.row_values import encode
from fieldservice.sync import chain
from fieldservice.sync.transport import Transport
from fieldservice.sync.wire import (
    DeviceReply,
    Entry,
    Operation,
    PushRequest,
    Transaction,
    TransactionResult,
)
from tests.server.centre.office import session_request

MOST_TRIES = 200


@dataclass
class Sender:
    """`tries` counts requests that went out, whatever became of them."""

    transport: Transport
    device: DeviceReply
    n: int = 0
    digest: bytes = chain.BEGINNING
    stamp: int = 0
    tries: int = 0
    _refresh: str = ""
    _is_begun: bool = False
    results: list[TransactionResult] = field(default_factory=list)

    def send(self, name: str, text: str = "") -> TransactionResult:
        """A new customer of this name; comes back when the centre has taken or refused it."""
        request = PushRequest(self.device.device, self.device.incarnation, [self._made(name, text)])
        for _try in range(MOST_TRIES):
            self.tries += 1
            try:
                if not self._is_begun:
                    self._begin()
                self.results.append(self.transport.push(request).results[-1])
                return self.results[-1]
            except EnvironmentProblem:
                continue
            except RuleViolation as error:
                if error.code != "exchange.session_over":
                    raise
                self._is_begun = False
        message = f"{name} was never answered"
        raise AssertionError(message)

    def _begin(self) -> None:
        said = {"last_n": self.n, "last_digest": self.digest.hex()}
        self._refresh = self.transport.begin(
            session_request(self.device, self._refresh, **said)
        ).refresh_token
        self._is_begun = True

    def _made(self, name: str, text: str) -> Transaction:
        moment = SystemClock().now()
        self.stamp = max(self.stamp + 1, first_stamp(milliseconds(moment)))
        row: dict[str, object] = {
            "number": new_id().hex[-12:],
            "name": name,
            "name_folded": name,
            "note": text,
        }
        row |= {"tax_id": None, "customer_class": "standard", "branch_id": self.device.branch}
        row |= dict.fromkeys(("language", "active_from", "active_until", "preferred_agent_id"))
        told = encode(moment)
        made = Transaction(
            n=self.n + 1,
            schema=SCHEMA,
            stamp=self.stamp,
            entry=Entry(new_id().hex, "customer.create", {"name": name}, told, told),
            operations=[Operation("customer", new_id().hex, "insert", set=row)],
            user=self.device.user,
        )
        self.n, self.digest = made.n, chain.digest(self.digest, made)
        return chain.transaction_of(chain.payload_of(made), self.digest)
