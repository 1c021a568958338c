"""What a workstation claims is checked: who works there, what they may do, whose rows they touch."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.journal import JournalChange, JournalEntry
from fieldservice.domain.model.people import Role, UserAccount, UserRole
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.model.views import SavedView
from fieldservice.domain.rules.exchange_kinds import travels
from fieldservice.domain.rules.exchange_rights import RowAct, rights_for
from fieldservice.domain.rules.rights import Reach, Right
from fieldservice.domain.store.rights import rights_of
from fieldservice.server.receive.acts import act_of
from fieldservice.server.receive.derived import without_derived
from fieldservice.server.receive.work import Deed, read_work
from fieldservice.sync.wire import Entry, Operation, Transaction, TransactionResult
from tests.factories import USER_ID, Company
from tests.server.receive.branches import Device, branch_of, changed, device, new_row, removed, version_of
from tests.store.conftest import Before, Stage
from tests.store.test_undo import UNDOABLE, undo
from tests.store.ticket_givens import logged

MOMENT = "2026-11-23T07:30:00+00:00"
OF_OTHER_SYSTEMS = ".outside_"
JAN = UUID("0190c0de-0000-7000-8000-0000000000aa")


@pytest.fixture
def jan(centre_company: Company) -> UUID:
    """Somebody who may log calls, and nothing else."""
    account = UserAccount(id=JAN, login="jan", name="Jan Lis", rights=[Right.LOG_REQUEST.value])
    centre_company.put(account)
    return JAN


@pytest.fixture
def at_branch(centre_company: Company, jan: UUID) -> Device:
    return device(centre_company, users=(USER_ID, jan))


def code_of(result: TransactionResult) -> str:
    assert result.status == "refused"
    assert result.refusal is not None
    return result.refusal.code


def customer_of(branch_id: UUID | None = None, **values: Any) -> Operation:
    given = {"number": "K-5", "name": "A", "name_folded": "a", "customer_class": "standard", **values}
    return new_row("customer", new_id(), branch_id=branch_id, **given)


@pytest.mark.parametrize("name", UNDOABLE)
@pytest.mark.covers("L02")
def test_each_right_of_a_command_is_enough_for_all_that_it_does_and_for_its_undo(
    stage: Stage, before: Before, name: str
) -> None:
    company, _ = stage
    function, command = before.uses[name]
    if OF_OTHER_SYSTEMS in function.__module__:
        return  # done at the centre itself, in their own name
    entry_id = company.run(function, command).entry_id
    if entry_id is None:
        return
    entry, done = company.get(JournalEntry, entry_id), acts_of(company, entry_id)
    undone = undo(company, entry_id)

    rights = () if entry.command == "exchange.restore" else rights_of(entry.command)
    if entry.command.startswith("attachment."):
        rights = rights_of("article.add")  # who may write on the ticket may put a file to it
    for right in set(rights) - {Right.EVERYTHING}:
        for act in done:
            for part in rights_for(act):
                assert right in part, (right, act)
        for act in acts_of(company, undone):
            ways = (act, act.backwards())
            assert any(all(right in part for part in rights_for(way)) for way in ways), (right, act)


def acts_of(company: Company, entry_id: UUID) -> list[RowAct]:
    """What the entry did, as it comes to be judged at the centre."""
    with company.database.reader.connect() as connection:
        lines = list(
            connection.execute(
                select(JournalChange.__table__)
                .where(JournalChange.entry_id == entry_id)
                .order_by(JournalChange.position)
            )
        )
    operations = [
        Operation(
            line.table_name,
            line.row_id.hex,
            line.kind.value,
            1,
            travelling(line.table_name, line.after),
            travelling(line.table_name, line.before),
        )
        for line in lines
    ]
    entry = Entry(new_id().hex, "ticket.change", {}, MOMENT, MOMENT)
    sent = Transaction(1, 0, 0, entry, operations, USER_ID.hex)
    work, _left_out = without_derived(read_work(sent, 0, datetime.fromisoformat(MOMENT)))
    owner = {"owner_table": "ticket"}  # of a file only what was changed is told
    befores = {
        (line.table_name, line.row_id): {**owner, **line.before}
        if line.table_name == "attachment" and line.before
        else line.before
        for line in lines
    }
    made = [act_of(deed, befores[deed.key]) for deed in work.deeds if not is_own_business(deed)]
    return [act for act in made if act is not None]


def is_own_business(deed: Deed) -> bool:
    return deed.form.name == "saved_view"


def travelling(table: str, values: dict[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (values or {}).items() if travels(table, name)}


def test_work_of_somebody_who_never_signed_in_here_is_refused(
    centre_company: Company, at_branch: Device
) -> None:
    stranger = new_id()
    centre_company.put(UserAccount(id=stranger, login="obcy", name="Obcy", rights=["everything"]))

    assert code_of(at_branch.do(customer_of(), user=stranger)) == "exchange.user_unknown"
    assert code_of(at_branch.do(customer_of(), user=None)) == "exchange.user_unknown"
    assert centre_company.rows(Customer) == []


def test_a_right_that_was_taken_away_meanwhile_counts(
    centre_company: Company, at_branch: Device, jan: UUID
) -> None:
    refused = at_branch.do(customer_of(), command="customer.create", user=jan)

    assert code_of(refused) == "rights.missing"
    assert centre_company.rows(Customer) == []


def test_a_claimed_command_does_not_open_other_tables(
    centre_company: Company, at_branch: Device, jan: UUID
) -> None:
    """Jan may log a call; a workstation that says that making him an administrator is one is not believed."""
    role = centre_company.rows(Role)[0].id
    grant = new_row("user_role", new_id(), user_id=jan, role_id=role)
    own = changed("user_account", jan, version_of(centre_company, "user_account", jan), rights=["everything"])

    for forged in (grant, own):
        refused = at_branch.do(forged, command="ticket.create", user=jan)
        assert code_of(refused) == "exchange.table_forbidden"
        assert code_of(at_branch.do(forged, command="view.add", user=jan)) == "exchange.table_forbidden"
        assert code_of(at_branch.do(forged, command="history.undo", user=jan)) == "exchange.table_forbidden"
        assert code_of(at_branch.do(forged, command="no.such", user=jan)) == "rights.missing"
    assert [each for each in centre_company.rows(UserRole) if each.user_id == jan] == []
    assert centre_company.get(UserAccount, jan).rights == [Right.LOG_REQUEST.value]


def test_undo_asks_for_the_rights_of_what_it_takes_back(
    centre_company: Company, at_branch: Device, jan: UUID
) -> None:
    customer, entry = new_id(), new_id()
    made = {"number": "K-8", "name": "A", "name_folded": "a", "customer_class": "standard"}
    at_branch.do(new_row("customer", customer, **made), command="customer.create", id=entry.hex)

    back = removed("customer", customer, 1)
    refused = at_branch.do(back, command="history.undo", user=jan, undoes_id=entry.hex)
    taken = at_branch.do(back, command="history.undo", user=USER_ID, undoes_id=entry.hex)

    assert code_of(refused) == "rights.missing"
    assert taken.rows[0].is_gone
    assert centre_company.rows(Customer) == []


def test_ones_own_view_is_ones_own_business_and_nobody_elses(
    centre_company: Company, at_branch: Device, jan: UUID
) -> None:
    own = new_row("saved_view", new_id(), owner_id=jan, name="Moje", wish={})
    anothers = new_row("saved_view", new_id(), owner_id=USER_ID, name="Cudze", wish={})

    assert at_branch.do(own, command="view.add", user=jan).status == "applied"
    assert code_of(at_branch.do(anothers, command="view.add", user=jan)) == "exchange.table_forbidden"
    assert [view.name for view in centre_company.rows(SavedView)] == ["Moje"]


def test_another_persons_view_is_not_changed_by_not_naming_the_owner(
    centre_company: Company, at_branch: Device, jan: UUID
) -> None:
    view = new_id()
    centre_company.put(SavedView(id=view, owner_id=USER_ID, name="Cudze", wish={}))

    for forged in (changed("saved_view", view, 1, name="Moje"), removed("saved_view", view, 1)):
        assert code_of(at_branch.do(forged, command="view.change", user=jan)) == "exchange.table_forbidden"


def test_rows_of_another_branch_are_as_if_they_were_not_there(centre_company: Company) -> None:
    elsewhere = branch_of(centre_company, "KRK")
    other, here = device(centre_company, "KRK"), device(centre_company)
    customer = customer_of(elsewhere)
    assert other.do(customer, command="customer.create").status == "applied"
    theirs = UUID(customer.id)

    tries = (
        changed("customer", theirs, 1, name="Nasz"),
        removed("customer", theirs, 1),
        new_row("contact", new_id(), customer_id=theirs, name="Jan"),
        new_row("attachment", new_id(), **file_of("customer", theirs)),
        changed("customer", new_id(), 1, name="Nikt"),
    )
    for forged in tries:
        assert code_of(here.do(forged, command="customer.change")) == "exchange.row_unknown"
    assert code_of(here.do(customer_of(elsewhere), command="customer.create")) == "exchange.branch_foreign"
    assert [each.name for each in centre_company.rows(Customer)] == ["A"]


def test_a_ticket_of_another_branch_is_not_archived_by_an_id(centre_company: Company) -> None:
    ticket = logged(centre_company)
    elsewhere, here = device(centre_company, "KRK"), device(centre_company)
    own = changed(
        "ticket", ticket, version_of(centre_company, "ticket", ticket), branch_id=here.seat.branch_id
    )
    assert here.do(own, command="ticket.hand_to_branch").status == "applied"
    moment = centre_company.clock.now()
    archived = new_row("archived_ticket", ticket, archived_at=moment)

    assert code_of(elsewhere.do(archived, command="retention.archive")) == "exchange.row_unknown"
    assert here.do(archived, command="retention.archive").status == "applied"


def file_of(table: str, row_id: UUID) -> dict[str, Any]:
    told = {"name": "a.txt", "media_type": "text/plain", "size_bytes": 1, "digest": "0" * 64}
    return {**told, "owner_table": table, "owner_id": row_id, "added_at": "2026-11-23T07:30:00+00:00"}


def test_an_attachment_names_a_table_that_there_is(at_branch: Device) -> None:
    forged = new_row("attachment", new_id(), **file_of("password", new_id()))

    assert code_of(at_branch.do(forged, command="attachment.add")) == "exchange.row_unknown"


def test_a_limited_role_reaches_no_further_over_the_line(
    centre_company: Company, at_branch: Device, jan: UUID
) -> None:
    ticket = logged(centre_company)
    role = Role(id=new_id(), code="own", name="Swoje", rights=["edit_ticket"], reach=Reach.OWN)
    role_id = role.id
    centre_company.put(role)
    centre_company.leave_only(jan)
    centre_company.put(UserRole(id=new_id(), user_id=jan, role_id=role_id))
    moment = centre_company.clock.now()
    note = new_row(
        "article",
        new_id(),
        ticket_id=ticket,
        kind="note",
        happened_at=moment,
        recorded_at=moment,
        text="?",
        author_id=jan,
    )
    about = {"subject_table": "ticket", "subject_id": ticket.hex}

    refused = at_branch.do(note, command="article.add", user=jan, **about)

    assert code_of(refused) == "rights.out_of_reach"
    assert not [each for each in centre_company.rows(Article) if each.text == "?"]


def test_a_ticket_may_be_handed_to_another_branch(centre_company: Company, at_branch: Device) -> None:
    ticket, elsewhere = logged(centre_company), branch_of(centre_company, "KRK")
    base = version_of(centre_company, "ticket", ticket)

    result = at_branch.do(
        changed("ticket", ticket, base, branch_id=elsewhere), command="ticket.hand_to_branch"
    )

    assert result.status == "applied"
    with centre_company.database.read_session() as session:
        assert session.scalar(select(Ticket.branch_id).where(Ticket.id == ticket)) == elsewhere
