"""A whole request by keyboard alone: logged, planned, carried out, closed; and what is said on the way."""

import pytest
from pytestqt.qtbot import QtBot

from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.ui.kit.key_counter import KeyCounter
from tests.factories import Company
from tests.ui.spoken import SPOKEN, whole_request


@pytest.mark.covers("39", "A01", "C07")
def test_a_request_is_logged_and_closed_by_keyboard_alone(qtbot: QtBot, desk_company: Company) -> None:
    with KeyCounter() as counter:
        said = whole_request(desk_company, qtbot.waitUntil)

    tickets = desk_company.rows(Ticket)
    assert [ticket.state_type for ticket in tickets] == [TicketStateType.CLOSED]
    assert counter.strokes.buttons == 0
    assert all(": " in line for line in said)
    assert "\n".join(said) + "\n" == SPOKEN.read_text("utf-8")
