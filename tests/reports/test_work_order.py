"""The sheet that a technician takes along."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from fieldservice.domain.queries.order_sheet import OrderSheet, SheetPlace, SheetVisit
from fieldservice.domain.rules.order_states import OrderState
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.verdict_values import Outcome
from fieldservice.reports.phrases import phone
from fieldservice.reports.work_order import order_pdf
from fieldservice.wording import LANGUAGES
from tests.reports.reading import pages, texts_in, whole_text
from tests.reports.samples import MORNING, a_verdict, an_order_sheet, wording


def said_in(sheet: OrderSheet, language: str = "en") -> str:
    return whole_text(order_pdf(sheet, wording(language)))


@pytest.mark.covers("P-68", "O01", "G01")
@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_is_known_stands_on_the_sheet(language: str) -> None:
    sheet = replace(an_order_sheet(), override_because="Linia stoi.", override_by="Ola Wilk")
    words = wording(language)

    said = said_in(sheet, language)

    assert [text for text in _shown_texts(sheet, language) if text.lower() not in said.lower()] == []
    moments = (sheet.close_until, sheet.visits[0].begins_at, sheet.promised_from)
    assert all(moment and words.long_moment(moment) in said for moment in moments)
    assert sheet.verdict is not None
    assert words.verdict(sheet.verdict) in said


def _shown_texts(sheet: OrderSheet, language: str) -> list[str]:
    """The zone is told only where it differs; a number stands as the country writes it."""
    plain = replace(sheet, verdict=None, call=None, place=replace(sheet.place, zone=""))
    call = sheet.call
    assert call is not None
    texts = [*texts_in(plain), call.text, call.caller_name, call.caller]
    return [phone(wording(language), text) if text.startswith("+") else text for text in texts]


@pytest.mark.covers("O01")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_usual_order_fits_on_one_page_in_every_language(language: str) -> None:
    assert len(pages(order_pdf(an_order_sheet(), wording(language)))) == 1


def test_an_order_without_anything_around_it_is_printed() -> None:
    bare = replace(
        an_order_sheet(), place=SheetPlace(), unit=None, call=None, visits=(), past_visits=(), verdict=None
    )

    said = said_in(replace(bare, close_until=None, promised_from=None, promised_to=None))

    assert "nobody yet" in said
    assert "not planned yet" in said
    assert "Last visits" not in said


def test_a_cancelled_order_says_so_and_why() -> None:
    sheet = replace(an_order_sheet(), state=OrderState.CANCELLED, cancelled_because="Klient naprawił sam")

    assert "Cancelled: Klient naprawił sam" in said_in(sheet)


def test_two_technicians_stand_with_the_time_of_each() -> None:
    second = SheetVisit("Ewa Sowa", "", MORNING + timedelta(days=1), None)

    said = said_in(replace(an_order_sheet(), visits=(*an_order_sheet().visits, second)))

    assert "10:30\N{EN DASH}12:00 · Marek Lis" in said
    assert "Tuesday 24 Nov 2026, 08:30 · Ewa Sowa" in said


def test_a_visit_over_midnight_is_told_with_both_days() -> None:
    night = SheetVisit(
        "Marek Lis", "", datetime(2026, 11, 23, 21, tzinfo=UTC), datetime(2026, 11, 24, 1, tzinfo=UTC)
    )

    said = said_in(replace(an_order_sheet(), visits=(night,)))

    assert "Monday 23 Nov 2026, 22:00 \N{EN DASH} Tuesday 24 Nov 2026, 02:00" in said


def test_moments_are_those_of_the_site_and_its_zone_is_named_when_it_is_another() -> None:
    sheet = an_order_sheet()

    far = said_in(replace(sheet, place=replace(sheet.place, zone="Atlantic/Azores")))

    assert "07:30\N{EN DASH}" in far.replace("08:30", "")
    assert "Atlantic/Azores" in far
    assert "Europe/Warsaw" not in said_in(sheet)


@pytest.mark.covers("G01")
def test_a_request_served_against_the_verdict_names_the_reason_who_decided_and_why() -> None:
    refused = replace(
        a_verdict(),
        outcome=Outcome.NOT_COVERED,
        reason=Reason("verdict.unit.in_no_line", {"unit": "SP004711", "contracts": ("U/0042/2026",)}),
    )

    said = said_in(
        replace(an_order_sheet(), verdict=refused, override_because="Linia stoi.", override_by="Ola Wilk")
    )

    assert "No contract line covers unit SP004711 (checked: U/0042/2026)." in said
    assert "decided by Ola Wilk: Linia stoi." in said
    assert "You can" not in said


def test_a_warranty_that_is_over_is_told_as_over() -> None:
    sheet = an_order_sheet()
    assert sheet.unit is not None
    running = replace(sheet.unit, warranty_until=sheet.printed_at.date())

    assert "ended on 3 May 2026" in said_in(sheet)
    assert "until 23 Nov 2026" in said_in(replace(sheet, unit=running))
