"""What is sent: its bytes are made once and stay, and a bad line makes nobody another device."""

import pytest

from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.sync import wire
from fieldservice.sync.meeting import required_state
from tests.sync.desks import TestDesk
from tests.sync.met import Met, met, two_desks

__all__ = ["met", "two_desks"]


def device(desk: TestDesk) -> str:
    with desk.database.read_session() as session:
        return required_state(session).device_id.hex


def listen(met: Met) -> list[wire.PushRequest]:
    """What the first desk sends from now on, whether it arrives or not."""
    heard: list[wire.PushRequest] = []
    carry = met.one.line.push

    def push(request: wire.PushRequest) -> wire.PushReply:
        heard.append(request)
        reply: wire.PushReply = carry(request)
        return reply

    met.one.line.push = push
    return heard


@pytest.mark.covers("J03", "P-54")
@pytest.mark.parametrize("trouble", ["lost", "unanswered"])
def test_what_was_not_answered_is_sent_again_byte_by_byte(met: Met, trouble: str) -> None:
    heard, known = listen(met), device(met.one)
    customer = met.one.company.customer("Huta Szkła", number="N-1")
    met.one.line.trouble = ["", trouble]  # the session comes first
    met.one.round()
    met.one.restart()
    met.one.say(customer, note="said meanwhile")

    result = met.one.round()

    assert (result.problem, result.order) == (None, "ok")
    first, again = heard
    assert again.transactions[0] == first.transactions[0]
    assert [each.n for each in again.transactions] == [first.transactions[0].n, first.transactions[0].n + 1]
    assert device(met.one) == known


@pytest.mark.covers("P-54")
def test_after_a_backup_was_put_back_only_what_the_centre_lacks_is_sent(met: Met) -> None:
    met.one.company.customer("Known there", number="N-1")
    met.one.round()
    met.one.company.customer("Waits in the backup", number="N-2")
    backup = met.one.content()
    met.one.company.customer("After the backup", number="N-3")
    met.one.round()
    met.one.put_back(backup)
    heard = listen(met)

    result = met.one.round()

    assert result.order == "fork"
    names = [each.operations[0].set["name"] for request in heard for each in request.transactions]
    assert names == ["Waits in the backup"]
    met.exchange()
    met.require_same()


@pytest.mark.covers("P-55")
def test_an_edit_is_sent_with_the_version_that_its_maker_saw(met: Met) -> None:
    """Also when the truth came while the edit waited."""
    heard = listen(met)
    customer = met.one.company.customer("Huta Szkła", number="N-1")
    met.exchange()
    met.one.say(customer, note="ours")
    for note in ("theirs", "theirs too"):
        met.other.say(customer, note=note)
        met.other.round()
    push, met.one.line.push = met.one.line.push, _unreachable
    met.one.round()
    met.one.line.push = push
    heard.clear()

    met.one.round()

    ((operation,),) = [each.operations for request in heard for each in request.transactions]
    assert (operation.base, operation.was["note"], operation.set["note"]) == (1, "", "ours")


def _unreachable(_request: wire.PushRequest) -> wire.PushReply:
    raise EnvironmentProblem("exchange.unreachable")
