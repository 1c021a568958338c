"""A person erased at one desk is erased everywhere: at the other desks, and in all that the centre keeps."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from fieldservice.domain.commands.acceptance import NewTicket
from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.contacts import AddContact, ContactData, Reachability, add_contact
from fieldservice.domain.commands.drafts import SaveDraft, save_draft
from fieldservice.domain.commands.erasing import erase_person, erasing_of
from fieldservice.domain.commands.requests import Arrival, LogRequest, log_request
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Contact
from fieldservice.domain.model.journal import Draft, JournalEntry
from fieldservice.domain.model.ticket import Article, ArticleKind, Channel, Ticket
from fieldservice.domain.queries.audit import verify_chain
from fieldservice.domain.queries.person_traces import person, person_traces
from fieldservice.domain.rules.erasing import BARS
from fieldservice.server.backups import begin_epoch
from fieldservice.server.erasing import forget_erased
from fieldservice.server.erp.tables import install
from fieldservice.server.store.tables import SYNC
from fieldservice.sync.joining import Way
from tests.factories import COUNTRY, ZONE
from tests.store.ticket_givens import covered_customer, logged
from tests.sync.conftest import Desks
from tests.sync.desks import TestDesk
from tests.sync.test_people_decide import _without_rights, meet, told

NAME, PHONE, MAIL = "Zbigniew Mroczek", "+48512987654", "z.mroczek@example.pl"
NAMESAKE = "Zbigniew Mroczek"
WORDS = ("mroczek", "512987654", "512 987 654")


def traces_in(desk: TestDesk) -> list[str]:
    """Files of a desk in which the person can be read, database, log and attachments."""
    folder = desk.path.parent
    return [
        str(path.relative_to(folder))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and any(word.encode() in path.read_bytes().lower() for word in WORDS)
    ]


def traces_at_the_centre(desks: Desks) -> Iterator[str]:
    """Tables of the centre in whose rows the person can be read, written out as a dump writes them."""
    with desks.office.database.writer.connect() as connection:
        tables = connection.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        ).all()
        for table in tables:
            for row in connection.scalars(text(f'SELECT lower(t::text) FROM "{table}" t')):  # noqa: S608
                if any(word in row or word.encode().hex() in row for word in WORDS):
                    yield table
                    break


class Case:
    """A person known in two branches: in texts, drafts, conflicts, refused work, and sent bytes."""

    def __init__(self, desks: Desks) -> None:
        self.desks = desks
        install(desks.office.database.writer)
        self.one = desks.joined(way=Way.BRING)
        self.customer, self.unit = covered_customer(self.one.company)
        self.contact = new_id()
        reach = Reachability((PHONE,), (MAIL,), COUNTRY)
        data = ContactData(NAME, "Kierownik", reach)
        self.one.company.run(add_contact, AddContact(self.contact, self.customer, data))
        meet(self.one)
        self.two = desks.joined("KRK")
        meet(self.two)

    def work_elsewhere(self) -> None:
        """What whoever erases at the first desk never sees."""
        two = self.two
        wish = NewTicket(new_id(), "Mroczek prosi o telefon", equipment_id=self.unit)
        arrival = Arrival(
            new_id(), Channel.PHONE, two.clock.now(), PHONE, NAME, self.customer, contact_id=self.contact
        )
        two.company.run(log_request, LogRequest(arrival, (wish,)))
        self.ticket = wish.ticket_id
        note = f"Dzwonił {NAME}, numer 512 987 654, oddzwonić."
        self.article = new_id()
        two.company.run(
            add_article,
            AddArticle(self.ticket, self.article, ArticleKind.NOTE, note, two.clock.now(), is_internal=True),
        )
        two.company.run(save_draft, SaveDraft(new_id(), "intake", (("text", f"Dzwonił {NAME}"),)))
        meet(two)

    def quarrel(self) -> None:
        """Two values of one field, one of which gave way; and work that was not taken."""
        for desk, note in ((self.one, f"Pytać o: {NAME}"), (self.two, f"Klucz ma {NAME}, {PHONE}")):
            desk.clock.advance(seconds=5)
            desk.say(self.customer, note=note)
        meet(self.one, self.two)
        with _without_rights(self.two, self.two.user_id):
            self.two.say(self.customer, note=f"Wejście otwiera {NAME}")
            assert self.two.round().refused == 1

    def erase(self, spared: UUID | None = None) -> None:
        """Everything that is proposed, but for a row that somebody knows to be about another person."""
        who = self.one.company.ask(person, self.contact, COUNTRY)
        traces = self.one.company.ask(person_traces, who)
        chosen = [ref for ref in traces.proposed() if ref.id != spared]
        self.one.company.run(erase_person, erasing_of(traces, chosen))
        result = self.one.round()
        assert (result.problem, result.refused) == (None, 0), [
            (r.error.code, r.error.values) for r in told(self.one).refused
        ]

    def forget(self) -> int:
        return forget_erased(self.desks.office.database, self.desks.clock, ZONE)

    def meet_again(self) -> None:
        """A new session tells whom to forget."""
        self.desks.clock.advance(hours=1)
        meet(self.one, self.two)


@pytest.mark.covers("L04", "L05")
def test_no_byte_of_two_desks_and_of_the_centre_tells_of_somebody_erased(desks: Desks) -> None:
    case = Case(desks)
    case.work_elsewhere()
    case.quarrel()
    assert traces_in(case.one) != []
    assert traces_in(case.two) != []
    assert {"contact", "journal_change", "sync_conflict", "sync_refusal"} <= set(traces_at_the_centre(desks))

    case.erase()
    assert case.forget() == 1
    case.meet_again()

    assert list(traces_at_the_centre(desks)) == []
    assert traces_in(case.one) == []
    assert traces_in(case.two) == []


def test_what_others_had_written_stays_but_for_the_person(desks: Desks) -> None:
    case = Case(desks)
    case.work_elsewhere()

    case.erase()
    case.forget()
    case.meet_again()

    assert case.two.company.get(Contact, case.contact).name == BARS
    assert case.two.company.get(Article, case.article).text == f"Dzwonił {BARS}, numer {BARS}, oddzwonić."
    (draft,) = case.two.company.rows(Draft)
    assert str(draft.content).count(BARS) == 1
    assert case.two.company.ask(verify_chain).is_whole
    assert case.one.company.ask(verify_chain).is_whole


def test_the_centre_s_own_audit_trail_is_whole_after_it_forgot(desks: Desks) -> None:
    case = Case(desks)
    case.work_elsewhere()
    case.erase()

    case.forget()

    with desks.office.database.read_session() as session:
        assert verify_chain(session).is_whole
    assert case.forget() == 0


def test_somebody_of_the_same_name_at_another_customer_stays(desks: Desks) -> None:
    case = Case(desks)
    other = case.two.company.customer("Papiernia Skolwin", "K-900")
    namesake = case.two.company.contact(other, NAMESAKE)
    meet(case.two, case.one)

    case.erase(spared=namesake)
    case.forget()
    case.meet_again()

    assert {case.one.company.get(Contact, namesake).name, case.two.company.get(Contact, namesake).name} == {
        NAMESAKE
    }


def test_a_desk_that_never_knew_the_person_does_not_write_its_file_anew(desks: Desks) -> None:
    case = Case(desks)
    case.erase()
    case.forget()
    late = desks.joined("KRK")
    meet(late)
    written = _vacuums(late)

    late.clock.advance(hours=1)
    meet(late)

    assert _vacuums(late) == written
    assert "person.forgotten" in {entry.command for entry in late.company.rows(JournalEntry)}


def _vacuums(desk: TestDesk) -> int:
    """SQLite counts the schema up each time it writes the file anew."""
    with desk.database.read_session() as session:
        return int(session.connection().exec_driver_sql("PRAGMA schema_version").scalar_one())


def test_a_desk_forgets_once_what_it_has_itself_is_sent(desks: Desks) -> None:
    case = Case(desks)
    case.erase()
    case.forget()
    case.two.company.run(save_draft, SaveDraft(new_id(), "intake", (("text", NAME),)))
    case.desks.clock.advance(hours=1)
    logged(case.two.company, (case.customer, case.unit))
    case.two.line.trouble = ["", "lost"]

    case.two.round()
    kept = [str(each.content) for each in case.two.company.rows(Draft)]
    case.meet_again()

    assert NAME in kept[0]
    assert NAME not in str([each.content for each in case.two.company.rows(Draft)])


def test_a_centre_put_back_from_a_backup_still_takes_what_was_sent_before(desks: Desks) -> None:
    """The bytes that were sent no longer fit their digests: they are chained anew, and nothing is doubled."""
    case = Case(desks)
    with desks.office.database.writer.connect() as connection:
        before = connection.execute(
            text("SELECT last_n, last_digest FROM sync_device WHERE id = :id"),
            {"id": case.two._actor().workstation_id},
        ).one()
    case.work_elsewhere()
    case.erase()
    case.forget()
    case.meet_again()
    _forget_from(desks, case.two, before.last_n, bytes(before.last_digest))

    case.meet_again()

    with desks.office.database.read_session() as session:
        assert session.get_one(Ticket, case.ticket).number.startswith("KRK-1-")
    assert case.two.round().problem is None


def _forget_from(desks: Desks, desk: TestDesk, last_n: int, digest: bytes) -> None:
    """The centre as an older backup knows the desk."""
    device: UUID | None = desk._actor().workstation_id
    with desks.office.database.writer.begin() as connection:
        connection.execute(SYNC.tables["sync_receipt"].delete())
        connection.execute(
            text("UPDATE sync_device SET last_n = :n, last_digest = :digest WHERE id = :id"),
            {"n": last_n, "digest": digest, "id": device},
        )
    begin_epoch(desks.office.database.writer, desks.clock.now() + timedelta(seconds=1))
