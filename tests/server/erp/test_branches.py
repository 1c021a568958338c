"""Branches and other systems at one centre: what a branch sends, what a system keeps and wants to know."""

from dataclasses import replace
from datetime import date

import pytest

from fieldservice.domain.commands.blocks import SetBlock, set_block
from fieldservice.domain.commands.customers import ChangeCustomer, change_customer, data_of
from fieldservice.domain.commands.outside_systems import ChangeSystem, SystemData, change_system
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Block, Customer
from fieldservice.domain.model.outside import OutsideKey
from fieldservice.domain.queries.outside import KeyRow, keys_of
from fieldservice.domain.rules.mastering import Kept
from fieldservice.domain.rules.rights import Right
from fieldservice.server.erp.delivering import Deliverer
from tests.factories import Company
from tests.server.erp.conftest import Other
from tests.server.erp.test_inbound import CUSTOMER
from tests.server.erp.test_webhooks import Receiver, hooked, receiver
from tests.server.receive.conftest import Desks, desks
from tests.store.ticket_givens import covered_customer, logged

__all__ = ["desks", "receiver"]


@pytest.mark.covers("A13")
def test_a_branch_that_did_not_know_that_blocks_are_kept_elsewhere_is_refused(
    erp: Other, company: Company, desks: Desks
) -> None:
    erp.tells("/customers/C-1", CUSTOMER)
    desk = desks()
    customer = company.rows(Customer)[0]
    keeps = frozenset({Kept.BLOCKS, Kept.CUSTOMERS})
    told = SystemData("Helios", keeps, frozenset({Right.EDIT_CUSTOMER, Right.BLOCK_CUSTOMER}))
    company.run(change_system, ChangeSystem(erp.system_id, told))
    ours = replace(data_of(customer), note="dzwonić rano")
    theirs = replace(data_of(customer), name="Inna")
    desk.company.run(set_block, SetBlock(new_id(), customer.id, "zaległości", date(2026, 11, 23)))
    desk.company.run(change_customer, ChangeCustomer(customer.id, customer.version, ours))
    version = desk.company.rows(Customer)[0].version
    desk.company.run(change_customer, ChangeCustomer(customer.id, version, theirs))

    results = desk.send().results

    codes = [result.refusal and result.refusal.code for result in results]
    assert codes == ["outside.keeps_blocks", None, "outside.keeps_customers"]
    assert company.rows(Block) == []
    assert (company.rows(Customer)[0].name, company.rows(Customer)[0].note) == (
        CUSTOMER["name"],
        "dzwonić rano",
    )


def test_a_desk_shows_the_key_under_which_the_system_knows_a_customer(
    erp: Other, company: Company, desks: Desks
) -> None:
    told = erp.tells("/customers/C-1", CUSTOMER)
    key = company.rows(OutsideKey)[0]

    shown = desks().company.ask(keys_of, "customer", key.owner_id)

    assert str(key.owner_id) == told["id"]
    assert shown == (KeyRow("Helios", "C-1"),)


@pytest.mark.covers("P03")
def test_what_a_branch_did_without_a_line_is_told_to_webhooks_when_it_arrives(
    erp: Other, company: Company, desks: Desks, receiver: Receiver
) -> None:
    served = covered_customer(company)
    desk = desks()
    deliverer = Deliverer(company.database.writer, company.clock, to_private=True)
    hooked(erp, receiver.url, deliverer, "ticket.created")
    logged(desk.company, served)
    deliverer.round()
    before = receiver.told()

    desk.send()
    deliverer.round()

    assert before == []
    assert [each["event"] for each in receiver.told()] == ["ticket.created"]


def test_tickets_of_all_branches_are_told(erp: Other, company: Company, desks: Desks) -> None:
    served = covered_customer(company)
    desk = desks()
    cursor = erp.get("/tickets").json()["cursor"]
    logged(desk.company, served)
    desk.send()

    page = erp.get(f"/tickets?changed_since={cursor}").json()

    assert len(page["tickets"]) == 1
