"""Who printed and who took data out is in the journal, beside who changed something."""

import pytest
from sqlalchemy import select

from fieldservice.domain.commands.disclosures import (
    RecordExport,
    RecordPersonExport,
    RecordPrint,
    record_export,
    record_person_export,
    record_print,
)
from fieldservice.domain.commands.history import UndoEntry, undo_entry
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.journal import JournalEntry
from fieldservice.domain.queries.audit import verify_chain
from fieldservice.domain.rules.errors import RuleViolation
from tests.factories import Company


@pytest.mark.covers("L06")
def test_printing_and_exporting_leave_entries_of_their_own(company: Company) -> None:
    ticket, contact = new_id(), new_id()
    done = [
        company.run(record_print, RecordPrint("ticket", ticket, "WAW-000001")),
        company.run(record_export, RecordExport("Tickets", 312, "tickets.xlsx")),
        company.run(record_person_export, RecordPersonExport(contact)),
    ]

    entries = [company.get(JournalEntry, changes.entry_id) for changes in done]  # type: ignore[arg-type]
    assert [entry.command for entry in entries] == ["paper.print", "data.export", "person.export"]
    assert {entry.user_id for entry in entries} == {company.actor.user_id}
    assert [entry.subject_id for entry in entries] == [ticket, None, contact]
    assert company.ask(verify_chain).is_whole


def test_a_paper_in_somebodys_hands_cannot_be_undone(company: Company) -> None:
    company.run(record_print, RecordPrint("ticket", new_id(), "WAW-000001"))
    printed = company.ask(
        lambda session: session.scalars(
            select(JournalEntry.id).where(JournalEntry.command == "paper.print")
        ).one()
    )

    with pytest.raises(RuleViolation, match=r"undo\.final"):
        company.run(undo_entry, UndoEntry(printed))
