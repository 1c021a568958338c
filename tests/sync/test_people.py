"""Several people at one workstation: each one's work is their own, also when nobody heard of it for long."""

from uuid import UUID

import pytest

from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.rules.rights import Right
from fieldservice.sync import wire
from tests.factories import USER_ID
from tests.sync.met import Met, met, two_desks

__all__ = ["met", "two_desks"]

BEA = UUID("0190c0de-0000-7000-8000-0000000000be")


def come(met: Met, user_id: UUID) -> None:
    """Somebody else sits down."""
    met.one.user_id = user_id
    met.one.restart()


@pytest.mark.covers("L01", "P-62")
def test_the_work_of_each_is_sent_in_their_name(met: Met) -> None:
    heard: list[wire.Transaction] = []
    carry = met.one.line.push

    def push(request: wire.PushRequest) -> wire.PushReply:
        heard.extend(request.transactions)
        reply: wire.PushReply = carry(request)
        return reply

    everything = [Right.EVERYTHING.value]
    met.one.company.put(UserAccount(id=BEA, login="bea", name="Bea Lis", rights=everything))
    met.one.round()
    met.one.line.push = push
    typed: list[tuple[str, UUID]] = []
    for place, who in enumerate([USER_ID, BEA, BEA, USER_ID]):
        come(met, who)
        met.one.company.customer(f"Of {place}", number=f"N-{place}")
        typed.append((f"Of {place}", who))

    met.one.round()

    sent = [(each.operations[0].set["name"], each.user) for each in heard]
    assert sent == [(name, who.hex) for name, who in typed]
