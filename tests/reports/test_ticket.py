"""The ticket as a printed record."""

from dataclasses import replace
from datetime import timedelta

import pytest

from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.reports.phrases import phone
from fieldservice.reports.ticket import ticket_pdf
from fieldservice.wording import LANGUAGES
from tests.reports.reading import one_line, texts_in, whole_text
from tests.reports.samples import MORNING, wording
from tests.reports.ticket_samples import a_ticket_record

CODES = {"phone", "note", "call", "reopened_from", "ticket", "priority", "owner_id", "min"} | {
    row.label.code for row in a_ticket_record().history
}


@pytest.mark.covers("P-68")
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_known_stands_in_the_record(language: str) -> None:
    record = a_ticket_record()
    words = wording(language)
    texts = texts_in(replace(record, ticket=replace(record.ticket, verdict=None)))
    shown = {phone(words, text) if text.startswith("+") else text for text in texts} - CODES

    said = whole_text(ticket_pdf(record, words))

    assert [text for text in shown if text not in said] == []
    assert record.ticket.verdict is not None
    checks = [words.reason(check.reason) for check in record.ticket.verdict.checks]
    assert [check for check in checks if check not in said] == []
    assert [row for row in record.history if one_line(words.reason(row.label)) not in said] == []


@pytest.mark.covers("P-68")
def test_what_was_booked_is_summed_up_under_each_order() -> None:
    said = whole_text(ticket_pdf(a_ticket_record(), wording("en")))

    assert "Total Working time 1 h 15 min · Travel 40 min 1,234.50" in said
    assert "Filtr oleju 6.3464.1 23 Nov 2026, 11:30 2 szt. 234.50" in said


def test_a_closed_ticket_says_when_how_and_why() -> None:
    record = a_ticket_record()
    closing = replace(
        record.ticket.closing,
        closed_at=MORNING + timedelta(hours=5),
        closed_by=ClosedBy.HAND,
        closed_because="klient zrezygnował",
    )

    said = whole_text(
        ticket_pdf(replace(record, ticket=replace(record.ticket, closing=closing)), wording("en"))
    )

    assert "Close by" not in said
    assert "23 Nov 2026, 13:30" in said[: said.index("What was reported")]
    assert "by hand · klient zrezygnował" in said


def test_time_line_and_history_read_from_the_first_to_the_last() -> None:
    said = whole_text(ticket_pdf(a_ticket_record(), wording("en")))

    line = said.index("Time line")
    assert line < said.index("Anna Żółć Stoi linia nr 2.", line) < said.index("Łożysko zamówione")
    assert said.index("Ticket created: WAW-000123") < said.index("taken back later")


def test_the_same_record_gives_the_same_bytes() -> None:
    assert ticket_pdf(a_ticket_record(), wording("pl")) == ticket_pdf(a_ticket_record(), wording("pl"))
