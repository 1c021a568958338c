"""Strangers at the centre: requests made up from its own description, thousands of them, and what they get.

Rows of another branch bear a canary; no answer to this branch may hold it. No request may end as a mistake of
ours, and nothing of the program's inside may be told.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis.errors import InvalidArgument, Unsatisfiable
from hypothesis.strategies import SearchStrategy
from schemathesis import GenerationMode
from schemathesis.core.result import Ok

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from tests.server.centre.office import Office
from tests.server.centre.running import Client, Running

CANARY = "KANAREK-W-KRAKOWIE"
INSIDE = ("Traceback", "site-packages", 'File "', "psycopg", "sqlalchemy", "SELECT ", "fieldservice/server")
LONGEST_WAIT = "/sync/v1/wait"
"""Waits for up to a minute by design: a storm would only sit there."""


@dataclass
class Storm:
    """What came back: how often each status of each address, and what should never have been."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    mistakes: list[str] = field(default_factory=list)
    is_repeatable: bool = True

    @property
    def requests(self) -> int:
        return sum(self.answers.values())

    def look(self, case: Any, answer: Any) -> None:
        name = f"{case.method} {case.path}"
        self.answers[name, answer.status_code] += 1
        text = answer.text
        if answer.status_code >= 500:
            self.mistakes.append(f"{name}: {answer.status_code} {text[:300]} for {str(case.body)[:300]}")
        if any(word in text for word in INSIDE):
            self.mistakes.append(f"{name}: tells of the inside: {text[:300]}")
        if CANARY in text:
            self.mistakes.append(f"{name}: a row of another branch")


@dataclass(frozen=True)
class Guest:
    """Who makes the requests: a workstation in its session, or nobody."""

    device: str = ""
    token: str = ""

    def own(self, body: Any) -> Any:
        """The message in one's own name, so that it is looked at and not only at its sender."""
        if isinstance(body, dict) and self.device and "device" in body:
            return {**body, "device": self.device, **({"incarnation": 1} if "incarnation" in body else {})}
        return body


NOBODY = Guest()


def storm(
    running: Running, guest: Guest, each: int, under: str = "/", *, is_repeatable: bool = True
) -> Storm:
    """So many requests to each address, fitting its description, and as many that do not. Fails on one that
    nothing at all was asked of.
    """
    seen = Storm(is_repeatable=is_repeatable)
    for operation in _operations(running, under):
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            with suppress(Unsatisfiable, InvalidArgument):  # nothing of an address without input is wrong
                _hit(operation.as_strategy(mode), Client(running.address), guest, seen, each)
        asked = f"{operation.method.upper()} {operation.path}"
        assert any(name == asked for name, _status in seen.answers), f"nothing was asked of {asked}"
    return seen


def put_canaries(office: Office, branch_id: UUID, count: int = 5) -> list[str]:
    """Customers of a branch that others must never see; gives their ids."""
    rows = [
        Customer(
            id=new_id(),
            number=new_id().hex[-12:],
            name=f"{CANARY} {number}",
            name_folded="kanarek",
            branch_id=branch_id,
        )
        for number in range(count)
    ]
    ids = [row.id.hex for row in rows]
    with office.database.write_sessions().begin() as session:
        session.add_all(rows)
    return ids


def _operations(running: Running, under: str) -> Iterator[Any]:
    description = Client(running.address).ask("GET", "/openapi.json").json()
    schema = schemathesis.openapi.from_dict(description)
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found.err()  # an address that cannot be read would stay untried
        if found.ok().path != LONGEST_WAIT and found.ok().path.startswith(under):
            yield found.ok()


def _hit(cases: SearchStrategy[Any], client: Client, guest: Guest, seen: Storm, each: int) -> None:
    headers = {"Authorization": f"Bearer {guest.token}"} if guest.token else {}

    @settings(
        max_examples=each,
        deadline=None,
        database=None,
        verbosity=Verbosity.quiet,
        derandomize=seen.is_repeatable,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases)
    def run(case: Any) -> None:
        case.body = guest.own(case.body)
        answer = case.call(base_url=client.address, headers=headers, session=client.http, timeout=60)
        seen.look(case, answer)

    run()
