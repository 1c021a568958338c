"""The field for a day: read as people write it, stepped by arrows."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from fieldservice.ui.kit.day_field import DayField, read_day

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24.12.2026", date(2026, 12, 24)),
        ("24/12/26", date(2026, 12, 24)),
        ("2026-12-24", date(2026, 12, 24)),
        ("24. 12.", date(2026, 12, 24)),
        ("31.02.2026", None),
        ("jutro", None),
        ("", None),
    ],
)
def test_days_are_read_in_the_ways_people_write_them(text: str, day: date | None) -> None:
    assert read_day(text, TODAY) == day


def test_arrows_step_a_day_field_from_today(qapp: QApplication) -> None:
    field = DayField(name="day", language="pl", today=lambda: TODAY)

    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_PageDown)

    assert field.text() == "17.11.2026"
