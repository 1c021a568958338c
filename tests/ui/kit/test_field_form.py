"""Own fields as a form: typed, followed by rules, checked, read as the texts that are kept."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtWidgets import QApplication

from fieldservice.domain.queries.custom_fields import AskedFieldRow, FieldOption, FieldSheet
from fieldservice.domain.rules.form_conditions import Comparison, Condition, Effect, FieldKind, FormRule
from fieldservice.ui.kit.field_form import FieldForm
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.wording import Wording

LIFT = AskedFieldRow("lift", "In a lift", FieldKind.YES_NO, is_required=False)
FLOOR = AskedFieldRow("floor", "Floor", FieldKind.NUMBER, is_required=False)
DAY = AskedFieldRow("day", "Since", FieldKind.DATE, is_required=False)
WAY = AskedFieldRow(
    "way", "Way", FieldKind.CHOICE, True, options=(FieldOption("o1", "Lift"), FieldOption("o2", "Stairs"))
)
IN_LIFT = (Condition("lift", Comparison.IS, "1"),)
RULES = (
    FormRule(IN_LIFT, Effect.SHOW, "floor"),
    FormRule(IN_LIFT, Effect.REQUIRE, "floor"),
    FormRule(IN_LIFT, Effect.LIMIT, "way", ("o2",)),
)


@pytest.fixture
def form(qapp: QApplication) -> Iterator[FieldForm]:
    made = FieldForm(
        Wording("en", zone=ZoneInfo("Europe/Warsaw")), lambda: date(2026, 11, 23), name="ownFields"
    )
    made.show_sheet(FieldSheet((LIFT, FLOOR, DAY, WAY), RULES, {}, {}))
    made.show()
    yield made
    made.close()
    made.deleteLater()


def _field(form: FieldForm, code: str) -> Any:
    return form.findChild(object, f"ownFields-{code}")


@pytest.mark.covers("K01", "A37")
def test_a_rule_shows_requires_and_limits_as_soon_as_its_condition_holds(form: FieldForm) -> None:
    before = _field(form, "floor").isVisible()

    _field(form, "lift").set_value("1")

    assert (before, _field(form, "floor").isVisible()) == (False, True)
    assert _field(form, "floor").accessibleName() == "Floor, must be filled in"
    assert _field(form, "way").values == ("", "o2")


def test_what_hinders_saving_is_said_at_the_first_field_that_does(form: FieldForm) -> None:
    _field(form, "lift").set_value("1")

    assert not form.check()
    assert _field(form, "floor").accessibleDescription() == "“Floor” must be filled in."
    _field(form, "floor").set_text("-2,5")
    _field(form, "way").set_value("o2")
    assert form.check()


def test_answers_are_read_in_the_form_in_which_they_are_kept(form: FieldForm) -> None:
    _field(form, "day").setFocus()
    Keyboard(form).type("24.12")
    _field(form, "way").set_value("o1")

    assert form.values() == {"day": "2026-12-24", "way": "o1"}


def test_only_what_differs_from_what_was_seen_is_a_change(form: FieldForm) -> None:
    form.show_sheet(FieldSheet((FLOOR, WAY), (), {"floor": "3", "way": "o1"}, {}))
    _field(form, "floor").set_text("4")

    assert form.changes() == [("floor", "3", "4")]


def test_what_was_typed_stays_when_another_kind_asks_for_more(form: FieldForm) -> None:
    _field(form, "way").set_value("o1")

    form.show_sheet(FieldSheet((WAY, FLOOR), (), {}, {}))

    assert form.values() == {"way": "o1"}
