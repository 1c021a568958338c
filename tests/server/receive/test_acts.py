"""What pushed work does is judged by what it does, not by what the workstation calls it."""

from typing import Any
from uuid import UUID

import pytest

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.catalogue import TicketState
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.people import Role, UserAccount, UserRole
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.rights import Reach, Right
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.sync.wire import Operation
from tests.factories import USER_ID, Company
from tests.server.receive.branches import Device, branch_of, changed, device, new_row, removed, version_of
from tests.server.receive.test_permits import JAN, code_of
from tests.store.ticket_givens import logged, ordered

pytestmark = pytest.mark.covers("L02")
FORBIDDEN = "exchange.table_forbidden"


@pytest.fixture
def at_branch(centre_company: Company) -> Device:
    return device(centre_company, users=(USER_ID, JAN))


def jan_may(company: Company, *rights: Right) -> None:
    company.put(UserAccount(id=JAN, login="jan", name="Jan Lis", rights=[right.value for right in rights]))


def said(company: Company, ticket_id: UUID, author: UUID | None, **values: Any) -> Operation:
    moment = company.clock.now()
    told = {"kind": "note", "happened_at": moment, "recorded_at": moment, "text": "?", **values}
    return new_row("article", new_id(), ticket_id=ticket_id, author_id=author, **told)


def closing(company: Company, ticket_id: UUID) -> Operation:
    state = next(each for each in company.rows(TicketState) if each.state_type is TicketStateType.CLOSED)
    values: dict[str, Any] = {"state_id": state.id, "state_type": "closed", "closed_by": "by_hand"}
    version = version_of(company, "ticket", ticket_id)
    return changed("ticket", ticket_id, version, closed_at=company.clock.now(), **values)


def test_who_may_only_log_calls_closes_no_ticket_and_finishes_no_order(
    centre_company: Company, at_branch: Device
) -> None:
    jan_may(centre_company, Right.LOG_REQUEST)
    ticket = logged(centre_company)
    ordered(centre_company, ticket, 1)
    order = centre_company.rows(WorkOrder)[0].id
    version = version_of(centre_company, "work_order", order)
    finished: dict[str, Any] = {
        "state": "finished",
        "finished_at": centre_company.clock.now(),
        "is_finished_by_word": True,
    }

    closed = at_branch.do(closing(centre_company, ticket), command="ticket.create", user=JAN)
    done = at_branch.do(changed("work_order", order, version, **finished), command="article.add", user=JAN)

    assert code_of(closed) == code_of(done) == FORBIDDEN
    assert centre_company.get(Ticket, ticket).state_type is not TicketStateType.CLOSED
    assert centre_company.get(WorkOrder, order).state is not OrderState.FINISHED


def test_who_may_only_log_calls_renames_no_customer_and_removes_no_word(
    centre_company: Company, at_branch: Device
) -> None:
    jan_may(centre_company, Right.LOG_REQUEST)
    ticket, customer = logged(centre_company), new_id()
    values = {"number": "K-8", "name": "A", "name_folded": "a", "customer_class": "standard"}
    at_branch.do(new_row("customer", customer, **values), command="customer.create")
    word = centre_company.rows(Article)[0].id

    for forged in (
        changed("customer", customer, 1, name="Nie wasz"),
        new_row("customer", new_id(), **{**values, "number": "K-9"}),
        removed("article", word, version_of(centre_company, "article", word)),
        removed("ticket", ticket, version_of(centre_company, "ticket", ticket)),
    ):
        assert code_of(at_branch.do(forged, command="ticket.create", user=JAN)) == FORBIDDEN

    assert centre_company.get(Customer, customer).name == "A"
    assert word in {each.id for each in centre_company.rows(Article)}


def test_nobody_writes_in_anothers_name_nor_as_if_the_program_had(
    centre_company: Company, at_branch: Device
) -> None:
    jan_may(centre_company, Right.LOG_REQUEST)
    ticket = logged(centre_company)

    own = at_branch.do(said(centre_company, ticket, JAN), command="article.add", user=JAN)
    for author, sender in ((USER_ID, JAN), (None, JAN), (JAN, USER_ID)):
        forged = said(centre_company, ticket, author, text="Tego nikt nie powiedział")
        assert code_of(at_branch.do(forged, command="article.add", user=sender)) == FORBIDDEN

    assert own.status == "applied"
    assert not [each for each in centre_company.rows(Article) if each.text.startswith("Tego")]


def test_ones_own_word_is_taken_back_by_undo_and_anothers_is_not_by_claiming_one(
    centre_company: Company, at_branch: Device
) -> None:
    jan_may(centre_company, Right.LOG_REQUEST)
    ticket, entry = logged(centre_company), new_id()
    word, others = said(centre_company, ticket, JAN), centre_company.rows(Article)[0].id
    at_branch.do(word, command="article.add", user=JAN, id=entry.hex)
    claimed: dict[str, Any] = {"command": "history.undo", "user": JAN, "undoes_id": entry.hex}

    forged = at_branch.do(removed("article", others, 1), **claimed)
    taken_back = at_branch.do(removed("article", UUID(word.id), 1), **claimed)

    assert code_of(forged) == FORBIDDEN
    assert taken_back.status == "applied"
    assert [each.id for each in centre_company.rows(Article)] == [others]


def test_a_word_and_its_undo_travel_together(centre_company: Company, at_branch: Device) -> None:
    jan_may(centre_company, Right.LOG_REQUEST)
    ticket, entry, again = logged(centre_company), new_id(), new_id()
    word = said(centre_company, ticket, JAN, text="Jednak tak")
    undo: dict[str, Any] = {"command": "history.undo", "user": JAN}
    works = [
        at_branch.make(word, command="article.add", user=JAN, id=entry.hex),
        at_branch.make(removed("article", UUID(word.id), 1), id=again.hex, undoes_id=entry.hex, **undo),
        at_branch.make(word, undoes_id=again.hex, **undo),
    ]

    results = at_branch.push(*works).results

    assert [each.status for each in results] == ["applied"] * 3
    assert "Jednak tak" in {each.text for each in centre_company.rows(Article)}


def test_a_limited_role_is_asked_about_the_ticket_even_if_the_work_names_none(
    centre_company: Company, at_branch: Device
) -> None:
    jan_may(centre_company)
    role = Role(id=new_id(), code="own", name="Swoje", rights=["edit_ticket"], reach=Reach.OWN)
    role_id = role.id
    centre_company.put(role)
    centre_company.put(UserRole(id=new_id(), user_id=JAN, role_id=role_id))
    ticket = logged(centre_company)
    renamed = changed("ticket", ticket, version_of(centre_company, "ticket", ticket), title="X")

    refused = at_branch.do(renamed, command="ticket.change", user=JAN)

    assert code_of(refused) == "rights.out_of_reach"
    assert centre_company.get(Ticket, ticket).title != "X"


def test_nobody_gives_a_right_that_they_do_not_have(centre_company: Company, at_branch: Device) -> None:
    jan_may(centre_company, Right.MANAGE_USERS)
    admin = next(each.id for each in centre_company.rows(Role) if "everything" in each.rights)
    account = version_of(centre_company, "user_account", JAN)

    for forged in (
        changed("user_account", JAN, account, rights=["everything"]),
        changed("user_account", JAN, account, rights=["manage_users", "close_ticket"]),
        new_row("user_role", new_id(), user_id=JAN, role_id=admin),
        new_row("role", new_id(), code="moja", name="Moja", rights=["everything"]),
    ):
        assert code_of(at_branch.do(forged, command="user.change", user=JAN)) == "rights.missing"

    assert centre_company.get(UserAccount, JAN).rights == ["manage_users"]


def test_a_right_of_ones_own_is_given_and_one_taken_by_mistake_comes_back_by_undo(
    centre_company: Company, at_branch: Device
) -> None:
    jan_may(centre_company, Right.MANAGE_USERS)
    ewa, entry = new_id(), new_id()
    given = ["manage_users", "see_tickets"]
    centre_company.put(UserAccount(id=ewa, login="ewa", name="Ewa", rights=["see_tickets"]))
    version = version_of(centre_company, "user_account", ewa)

    def sent(rights: list[str], base: int, **entry: Any) -> str:
        work = changed("user_account", ewa, base, rights=rights)
        return at_branch.do(work, user=JAN, **entry).status

    assert sent(given, version, command="user.change") == "applied"
    base = version_of(centre_company, "user_account", ewa)
    assert sent([], base, command="user.take_right", id=entry.hex) == "applied"
    base = version_of(centre_company, "user_account", ewa)
    assert sent(given, base, command="history.undo", undoes_id=entry.hex) == "applied"
    assert centre_company.get(UserAccount, ewa).rights == given


def test_work_is_not_told_in_the_history_of_a_ticket_that_it_has_nothing_to_do_with(
    centre_company: Company, at_branch: Device
) -> None:
    jan_may(centre_company, Right.LOG_REQUEST, Right.EDIT_TICKET)
    ticket, other = logged(centre_company), logged(centre_company)
    word = said(centre_company, ticket, JAN)
    about = {"subject_table": "ticket", "subject_id": other.hex}

    assert code_of(at_branch.do(word, command="article.add", user=JAN, **about)) == FORBIDDEN


def test_a_ticket_may_be_handed_over_by_who_edits_tickets(centre_company: Company, at_branch: Device) -> None:
    jan_may(centre_company, Right.EDIT_TICKET)
    ticket, elsewhere = logged(centre_company), branch_of(centre_company, "KRK")
    version = version_of(centre_company, "ticket", ticket)
    handed = changed("ticket", ticket, version, branch_id=elsewhere)

    assert at_branch.do(handed, command="ticket.hand_to_branch", user=JAN).status == "applied"
