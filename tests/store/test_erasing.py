"""Erasing a person: no byte of them is left, figures and the audit chain stay."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from fieldservice.domain.commands.articles import AddArticle, add_article
from fieldservice.domain.commands.contacts import (
    AddContact,
    ChangeContact,
    ContactData,
    Reachability,
    add_contact,
    change_contact,
)
from fieldservice.domain.commands.drafts import SaveDraft, save_draft
from fieldservice.domain.commands.erasing import OverwriteErased, erase_person, erasing_of, overwrite_erased
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.commands.requests import LogRequest, ParkRequest, log_request, park_request
from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Contact, Identity
from fieldservice.domain.model.journal import Draft, JournalChange, JournalErasure
from fieldservice.domain.model.order import WorkOrder
from fieldservice.domain.model.ticket import Article, ArticleKind, Request, Ticket
from fieldservice.domain.queries import person_traces as person_traces_query
from fieldservice.domain.queries.audit import verify_chain
from fieldservice.domain.queries.person_traces import person, person_traces
from fieldservice.domain.rules.erasing import BARS
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.person_traces import PersonTraces
from tests.factories import COUNTRY, Company
from tests.store.conftest import Stage
from tests.store.every_command import Given, World, version

NAME, MAIL, STREET = "Zuzanna Wielgosz", "z.wielgosz@mleko.example", "Poznań, Cicha 7"
PHONES = ("+48 501 222 333", "501222333", "501-222-333")
TRACES = ("Wielgosz", "wielgosz", "WIELGOSZ", "501222333", "501 222 333", "501-222-333", "Zuzann", "Cicha 7")


class Scene:
    """A company in which somebody stands wherever people can stand."""

    def __init__(self, company: Company, world: World) -> None:
        self.company = company
        self.world = world
        self.contact = new_id()
        reach = Reachability((PHONES[0],), (MAIL,), COUNTRY)
        data = ContactData(NAME, "kierowniczka zmiany Cicha 7", reach)
        company.run(add_contact, AddContact(self.contact, self.world.customer, data))
        self.ticket = self._ticket()
        self._texts()

    def _ticket(self) -> Ticket:
        given = Given(self.company, self.world.customer, self.world.unit)
        wish = given.wish("Stoi, pytać o panią Wielgosz", self.world.unit)
        called = replace(given.call(), caller="+48501222333", caller_name=NAME)
        self.company.run(log_request, LogRequest(called, (wish,)))
        ticket = self.company.get(Ticket, wish.ticket_id)
        seen = version(self.company, Ticket, ticket.id)
        self.company.run(change_ticket, ChangeTicket(ticket.id, seen, (("contact_id", self.contact),)))
        return ticket

    def _texts(self) -> None:
        company, now = self.company, self.company.clock.now()
        for ticket, text in (
            (self.ticket.id, f"{NAME} prosi o telefon: {PHONES[1]}"),
            (self.ticket.id, "Z Wielgosz ustalono wtorek"),
            (self.world.fresh, f"Wielgosz Zuzanna, {STREET}; {MAIL.upper()}"),
            (self.world.fresh, "ZUZANNA WIELGOSZ 0-501 222 333"),
        ):
            company.run(add_article, AddArticle(ticket, new_id(), ArticleKind.NOTE, text, now))
        given = Given(company, self.world.customer, self.world.unit)
        company.run(park_request, ParkRequest(given.call(), given.wish(f"Oddzwonić: {NAME}", None), MAIL))
        company.run(save_draft, SaveDraft(new_id(), "intake", (("caller", PHONES[2]), ("text", NAME))))

    def is_changed(self) -> None:
        """The person marries and gets another telephone and address."""
        reach = Reachability(("+48 600 700 800",), ("z.nowak@mleko.example",), COUNTRY)
        data = ContactData("Zuzanna Nowak", "kierowniczka", reach)
        seen = version(self.company, Contact, self.contact)
        self.company.run(change_contact, ChangeContact(self.contact, seen, data))

    def traces(self) -> PersonTraces:
        who = self.company.ask(person, self.contact, COUNTRY, (STREET.split(", ")[1],))
        return self.company.ask(person_traces, who)

    def erase(self) -> None:
        """All that was found, as somebody confirms who ticked everything."""
        traces = self.traces()
        everything = {trace.row for trace in traces.traces}
        self.company.run(erase_person, erasing_of(traces, everything))

    def close(self) -> None:
        self.company.database.close()


@pytest.fixture
def scene(at_work: Stage) -> Scene:
    return Scene(*at_work)


@pytest.fixture
def desk_scene(stage: Stage) -> Iterator[Scene]:
    made = Scene(*stage)
    yield made
    made.close()


def figures(company: Company) -> dict[str, int]:
    def counted(session: object) -> dict[str, int]:
        kinds = (Ticket, Article, WorkOrder, Request, Contact)
        return {
            kind.__tablename__: session.scalar(select(func.count()).select_from(kind))  # type: ignore[attr-defined]
            for kind in kinds
        }

    return company.ask(counted)


def test_uncertain_places_beyond_what_can_be_looked_at_are_counted(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    company, text = scene.company, "Dzwonił ktoś od Wielgosz"
    note = AddArticle(scene.world.fresh, new_id(), ArticleKind.NOTE, text, company.clock.now())
    company.run(add_article, note)

    whole = scene.traces()
    monkeypatch.setattr(person_traces_query, "MOST_PERHAPS", 0)
    part = scene.traces()

    assert whole.left_out == 0
    assert part.left_out > 0
    assert len(part.traces) + part.left_out == len(whole.traces)


def test_the_preview_shows_each_place_with_its_text(scene: Scene) -> None:
    traces = scene.traces()

    shown = {(trace.row.table, trace.spot.found, trace.is_sure) for trace in traces.traces}
    assert ("article", "Zuzanna Wielgosz", True) in shown
    assert ("ticket", "Wielgosz", False) in shown
    assert ("draft", "501-222-333", True) in shown
    assert {trace.belongs for trace in traces.traces if trace.row.id == scene.ticket.id} == {
        scene.ticket.number
    }
    assert {"contact", "identity"} <= {ref.table for ref in traces.own_rows}


@pytest.mark.covers("L06")
def test_after_erasing_nothing_is_found_and_the_figures_stay(scene: Scene) -> None:
    before = figures(scene.company)

    scene.erase()

    left = scene.traces()
    assert (left.traces, left.files) == ((), ())
    assert figures(scene.company) == before
    assert scene.company.get(Contact, scene.contact).name == BARS
    assert not [row for row in scene.company.rows(Identity) if row.contact_id == scene.contact]
    assert scene.company.get(Ticket, scene.ticket.id).title == f"Stoi, pytać o panią {BARS}"


@pytest.mark.covers("L06")
def test_a_person_is_known_by_what_they_were_called_and_reached_at_before(scene: Scene) -> None:
    scene.is_changed()
    assert {trace.spot.found.strip() for trace in scene.traces().traces} >= {NAME, PHONES[1], MAIL.upper()}

    scene.erase()

    assert scene.traces().traces == ()
    texts = " ".join(article.text for article in scene.company.rows(Article))
    assert not [trace for trace in TRACES if trace in texts]
    lines = scene.company.rows(JournalChange)
    told = " ".join(str([row.before, row.after]) for row in lines) + str(scene.company.rows(Draft))
    assert not [trace for trace in TRACES if trace in told]


def test_a_former_number_and_name_that_are_somebody_elses_today_are_left_to_them(scene: Scene) -> None:
    scene.is_changed()
    other = new_id()
    reach = Reachability((PHONES[1],), (), COUNTRY)
    scene.company.run(add_contact, AddContact(other, scene.world.customer, ContactData(NAME, "", reach)))

    words = scene.company.ask(person, scene.contact, COUNTRY).words

    assert words.names == ("Zuzanna Nowak",)
    assert words.phones == (("48", "600700800"),)
    assert MAIL in words.emails


@pytest.mark.covers("L06")
def test_the_chain_verifies_after_erasing_once_and_twice(scene: Scene) -> None:
    scene.erase()
    once = scene.company.ask(verify_chain)
    scene.erase()

    twice = scene.company.ask(verify_chain)
    assert (once.findings, twice.findings) == ((), ())
    assert once.erased > 0


def test_what_was_erased_cannot_be_rewritten_unseen(scene: Scene) -> None:
    scene.erase()
    erased = scene.company.rows(JournalErasure)[0]
    with scene.company.database.writer.begin() as connection:
        for table, column in (("journal_change", "after"), ("journal_entry", "label")):
            connection.exec_driver_sql(
                f"UPDATE {table} SET {column} = '{{}}' WHERE id = '{_as_stored(scene, erased.target_id)}'"  # noqa: S608
            )

    assert not scene.company.ask(verify_chain).is_whole


def _as_stored(scene: Scene, row_id: object) -> str:
    return str(row_id).replace("-", "") if scene.company.database.is_sqlite else str(row_id)


def test_a_digest_that_is_kept_tells_nothing(scene: Scene) -> None:
    """The salt is gone: nobody can try names until the digest fits."""
    scene.erase()

    with scene.company.database.reader.connect() as connection:
        erased = "SELECT target_id FROM journal_erasure"
        salts = connection.exec_driver_sql(
            f"SELECT salt FROM journal_change WHERE id IN ({erased})"  # noqa: S608
            f" UNION ALL SELECT salt FROM journal_entry WHERE id IN ({erased})"
        ).all()
    assert salts
    assert {salt for (salt,) in salts} == {None}


def test_what_was_done_before_cannot_be_undone_back_into_the_person(scene: Scene) -> None:
    added = scene.company.run(
        add_article,
        AddArticle(scene.ticket.id, new_id(), ArticleKind.NOTE, NAME, scene.company.clock.now()),
    )
    scene.erase()
    assert added.entry_id is not None

    with pytest.raises(RuleViolation, match=r"undo\.erased"):
        scene.company.run(undo_entry, UndoEntry(added.entry_id))


@pytest.mark.covers("L06")
@pytest.mark.parametrize("is_changed", [False, True], ids=["as entered", "changed since"])
def test_no_byte_of_a_person_is_left_anywhere(desk_scene: Scene, tmp_path: Path, *, is_changed: bool) -> None:
    """Must show 7: the database with its index, its log, and whatever lies beside it."""
    if is_changed:
        desk_scene.is_changed()
    desk_scene.company.database.reader.dispose()
    assert any(_traces_in(tmp_path))

    desk_scene.erase()
    desk_scene.company.run(overwrite_erased, OverwriteErased())

    assert list(_traces_in(tmp_path)) == []
    assert desk_scene.company.ask(verify_chain).is_whole


def _traces_in(folder: Path) -> Iterator[tuple[str, str]]:
    """Each trace in each file, in every encoding in which the program or SQLite could have written it."""
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for trace in TRACES:
            for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
                if trace.encode(encoding) in content:
                    yield path.name, trace
