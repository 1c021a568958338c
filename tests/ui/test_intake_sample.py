"""The morning of the sample, call by call, as key strokes into the intake: every verdict as expected (32)."""

import csv
from dataclasses import dataclass
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from fieldservice.config import resources_folder
from fieldservice.domain.commands.imports import ImportWorkbook, import_workbook
from fieldservice.domain.queries.call_verdicts import CallQuestion, verdict_for_call
from fieldservice.domain.queries.imports import mappings, preview_import
from fieldservice.domain.rules.import_records import Consent, ImportRequest
from fieldservice.workbooks.import_source import read_source
from fieldservice.workbooks.reading import read_workbook
from fieldservice.workbooks.recognising import recognise
from tests.factories import COUNTRY, Company
from tests.ui.intake_window import close, open_intake

DEMO = resources_folder() / "demo"
MORNING = date(2026, 11, 23)


@dataclass(frozen=True)
class Call:
    caller: str
    serial: str
    work: str
    said: str
    expected: str


def calls() -> list[Call]:
    with (DEMO / "calls-2026-11-23.csv").open(encoding="utf-8", newline="") as file:
        return [
            Call(row["caller"], row["serial_number"], row["work"], row["said"], row["expected"])
            for row in csv.DictReader(file)
        ]


@pytest.fixture
def sample(desk_company: Company) -> Company:
    """The company with the workbook of the sample imported."""
    workbook = read_workbook(DEMO / "serwis-polska.xlsx")
    mapping = recognise(workbook, remembered=desk_company.ask(mappings))
    source = read_source(workbook, mapping, country=COUNTRY)
    request = ImportRequest(source.records, source.unread, COUNTRY, frozenset({Consent.SERVABILITY}))
    plan = desk_company.ask(preview_import, request, MORNING)
    desk_company.run(import_workbook, ImportWorkbook("sample", request, plan))
    return desk_company


@pytest.mark.covers("A10", "A11", "A12", "A14", "A17", "F24", "P-48")
def test_all_calls_of_the_morning_end_as_expected_and_as_the_command_line_says(
    qtbot: QtBot, sample: Company
) -> None:
    window = open_intake(qtbot, sample, language="pl")
    seen: list[tuple[str, str]] = []

    for call in calls():
        before = {ticket.id for ticket in window.tickets()}
        window.call(call.caller)
        if call.serial:
            window.pick(call.serial)
            window.pick(call.work)
        window.title(call.said)
        window.save()
        made = [ticket for ticket in window.tickets() if ticket.id not in before]
        parked = max(window.requests(), key=lambda request: request.id)
        seen.append((call.caller, str((made[0] if made else parked).verdict_outcome)))

    assert seen == [(call.caller, call.expected) for call in calls()]
    assert len(window.tickets()) == sum(call.expected == "ok" for call in calls())
    assert len(window.requests()) == len(calls())
    for call in calls():
        question = CallQuestion(MORNING, COUNTRY, call.caller, call.serial, call.work)
        assert sample.ask(verdict_for_call, question).verdict.outcome.value == call.expected
    close(window)
