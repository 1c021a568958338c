"""Links that the system hands over: a call, a ticket, and what is neither."""

import pytest

from fieldservice.domain.queries.settled_calls import ticket_with_number
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.shell.links import is_link, ticket_of
from tests.factories import Company
from tests.store.ticket_givens import logged
from tests.ui.intake_window import CompanyBackend


@pytest.mark.parametrize("link", ["fieldservice:ticket/WAW-000001", "fieldservice://ticket/waw-000001"])
def test_a_link_leads_to_the_ticket_it_names(desk_company: Company, qapp: object, link: str) -> None:
    ticket_id = logged(desk_company)
    ops = ImmediateOps(CompanyBackend(desk_company), Notifier())
    led_to: list[object] = []

    ticket_of(link, ops).then(led_to.append)
    ops.settle()
    ops.close()

    assert is_link(link)
    assert led_to == [ticket_id]
    assert desk_company.ask(ticket_with_number, "WAW-000001") == ticket_id


def test_a_number_is_no_link() -> None:
    assert not is_link("+48 22 123 45 67")
