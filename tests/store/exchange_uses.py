"""One use of each command about the exchange, in the world of every command."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from fieldservice.domain.commands import exchange
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.exchange import ExchangeNews
from fieldservice.domain.model.ticket import Ticket
from tests.factories import Company
from tests.store.exchange_givens import conflict, refusal, written

LOST, REFUSED = UUID(int=71), UUID(int=72)


def exchange_uses(
    company: Company, ticket_id: UUID, customer_id: UUID
) -> list[tuple[Callable[..., Any], object]]:
    """The news are there from the first time on."""
    if not {LOST, REFUSED} & {news.id for news in company.rows(ExchangeNews)}:
        title, customer = company.get(Ticket, ticket_id).title, company.get(Customer, customer_id)
        change = {
            "table": "customer",
            "id": customer_id.hex,
            "kind": "update",
            "set": {"note": "tylko po 15"},
        }
        label = {"number": customer.number, "name": customer.name}
        written(
            company,
            conflict(company, "ticket", ticket_id, "title", (title, "Syczy i cieknie"), id=LOST),
            refusal(company, "customer.change", label, [change], id=REFUSED),
        )
    return [
        (exchange.restore_value, exchange.RestoreValue(LOST)),
        (exchange.redo_refused, exchange.RedoRefused(REFUSED)),
    ]
