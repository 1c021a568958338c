"""Calendars, SLAs and the rules that pick them on the settings' screen: typed, previewed, kept as a draft."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from fieldservice.domain.commands.company import ChangeCompany, change_company
from fieldservice.domain.commands.entries import FieldChange
from fieldservice.domain.model.catalogue import Calendar, CalendarDay, Sla
from fieldservice.domain.model.journal import Draft
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.calendar_hours import spans
from tests.factories import Company
from tests.store.settings_uses import sla_rules
from tests.store.ticket_givens import covered_customer, logged
from tests.ui.settings_scene import SettingsScene


@pytest.fixture
def scene(desk_company: Company, qapp: QApplication) -> Iterator[SettingsScene]:
    made = SettingsScene(desk_company)
    yield made
    made.close()


def _at_dialog(scene: SettingsScene, **values: Any) -> None:
    scene.dialogs.at_dialog = scene.fill(values)


@pytest.mark.covers("K09", "D04")
def test_hours_of_a_week_are_typed_as_one_writes_them(scene: SettingsScene) -> None:
    scene.open("calendars")
    week = [[[480, 720], [780, 1020]]] * 5 + [[], []]

    _at_dialog(scene, weekField=week)
    scene.do("change")

    assert scene.section.view.week[0] == spans("08:00-12:00", "13:00-17:00")
    assert scene.find(QLabel, "nextOpening").text() == "closes today 12:00"


@pytest.mark.covers("P-28")
def test_the_region_is_chosen_among_those_of_the_country(scene: SettingsScene) -> None:
    scene.open("calendars")

    def at_dialog(dialog: Any) -> None:
        dialog.input("country").set_value("ES")
        scene.settle()
        dialog.input("region").set_value("CT")
        dialog.accept()
        scene.settle()

    scene.dialogs.at_dialog = at_dialog
    scene.do("change")

    (office,) = [row for row in scene.company.rows(Calendar) if row.country is not None]
    assert (office.country, office.region) == ("ES", "CT")
    assert date(2026, 9, 11) in [day.day for day in scene.section.days.model.rows]


def test_hours_that_cannot_be_read_are_told_at_the_day(scene: SettingsScene) -> None:
    scene.open("calendars")
    said: list[str] = []

    def at_dialog(dialog: Any) -> None:
        dialog.input("week").days[2].set_text("8 to noon")
        dialog.accept()
        scene.settle()
        said.append(_said(dialog))

    scene.dialogs.at_dialog = at_dialog
    scene.do("change")

    assert "Write hours like 8-16, 17-19." in said[0]


def _said(dialog: QWidget) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


@pytest.mark.covers("P-28")
def test_a_day_gets_its_own_hours_and_follows_the_week_again(scene: SettingsScene) -> None:
    scene.open("calendars")
    scene.dialogs.at_dialog = _day("24.12.2026", "8-12")

    scene.do("day")
    (own,) = scene.company.rows(CalendarDay)
    scene.section.days.select_id((date(2026, 12, 24), True))
    scene.do("free_day")

    assert (own.day, own.spans) == (date(2026, 12, 24), [[480, 720]])
    assert scene.company.rows(CalendarDay) == []


def _day(day: str, hours: str) -> Any:
    def at_dialog(dialog: Any) -> None:
        dialog.day.setText(day)
        dialog.hours.setText(hours)
        dialog.accept()

    return at_dialog


@pytest.mark.covers("D01", "D17")
def test_targets_of_an_sla_are_typed_as_durations(scene: SettingsScene) -> None:
    scene.open("slas")
    dialogs: list[str] = []

    def at_dialog(dialog: Any) -> None:
        dialog.input("name:en").set_text("Night")
        dialog.input("response_minutes").set_text("1:30")
        dialog.input("resolution_minutes").set_text("soon")
        dialog.accept()
        scene.settle()
        dialogs.append(_said(dialog))
        dialog.input("resolution_minutes").set_text("2 d")
        dialog.input("roles").set_draft_value("dispatcher: calls back\nmanager")
        dialog.accept()
        scene.settle()

    scene.dialogs.at_dialog = at_dialog
    scene.do("add")

    night = next(row for row in scene.company.rows(Sla) if row.name == "Night")
    assert "This is no duration" in dialogs[0]
    assert (night.response_minutes, night.resolution_minutes) == (90, 2880)
    assert night.roles == [["dispatcher", "calls back"], ["manager", ""]]


@pytest.mark.covers("D03")
def test_rules_show_before_saving_which_open_tickets_would_move(scene: SettingsScene) -> None:
    company = scene.company
    number = _ticket_number(company)
    scene.open("sla_rules")

    scene.dialogs.at_dialog = _rule(scene, kind_id=company.kind("leak"), sla_id=_sla(company, "fast"))
    scene.do("add")
    moved = [(row.number, row.sla_before, row.sla_after) for row in scene.section.moved.model.rows]
    before = len(sla_rules(company))
    scene.do("save")

    assert moved == [(number, "Standard", "Fast")]
    assert scene.section.preview.matches[scene.section.rules[0].id] == 1
    assert (before, len(sla_rules(company))) == (4, 5)
    assert "keep what was promised" in scene.find(QLabel, "previewWords").text()


def _ticket_number(company: Company) -> str:
    ticket = logged(company, covered_customer(company), kind_id=company.kind("leak"))
    return company.get(Ticket, ticket).number


def _sla(company: Company, code: str) -> Any:
    return next(row.id for row in company.rows(Sla) if row.code == code)


def _rule(scene: SettingsScene, **values: Any) -> Any:
    def at_dialog(dialog: Any) -> None:
        for name, value in values.items():
            dialog._fields[name].show_value(value)
        dialog.accept()
        scene.settle()

    return at_dialog


def test_rules_that_were_not_saved_are_back_when_the_section_opens_again(desk_company: Company) -> None:
    first = SettingsScene(desk_company, "sla_rules")
    first.do("down")
    first.page.leave()
    first.settle()
    wanted = [rule.id for rule in first.section.rules]
    first.close()

    second = SettingsScene(desk_company, "sla_rules")

    assert [rule.id for rule in second.section.rules] == wanted
    assert [rule.id for rule in sla_rules(desk_company)] != wanted
    assert len(desk_company.rows(Draft)) == 1
    second.close()


def test_the_week_is_drawn_from_the_day_on_which_the_company_begins_it(scene: SettingsScene) -> None:
    """The hours stay with their days: only the order is another."""
    company = scene.company
    company.run(change_company, ChangeCompany((FieldChange("first_weekday", 0, 7),)))
    scene.open("calendars")

    told = scene.section.week.accessibleName()

    assert told.startswith("Sunday closed; Monday ")
    assert told.split("; ")[-1] == "Saturday closed"
