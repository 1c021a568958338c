"""How a person likes the desk: values kept by name, wrong ones passed over."""

from datetime import time

import pytest

from fieldservice.domain.rules.preferences import (
    Density,
    Preferences,
    QuietHours,
    ThemeChoice,
    changed_values,
    preferences_from,
)

DEFAULTS = Preferences(language="pl", zone="Europe/Warsaw")


def test_what_is_written_reads_as_it_was() -> None:
    chosen = Preferences(
        theme=ThemeChoice.DARK,
        scale_percent=150,
        density=Density.COMPACT,
        language="cs",
        zone="Europe/Prague",
        first_screen="trays",
        lock_minutes=10,
        quiet_hours=QuietHours(time(22), time(6, 30)),
        muted_notices=("updated",),
        minimises_to_tray=True,
    )

    assert preferences_from(changed_values(DEFAULTS, chosen), DEFAULTS) == chosen


def test_only_what_differs_is_stored() -> None:
    assert changed_values(DEFAULTS, DEFAULTS) == {}


def test_quiet_hours_can_be_given_up_again() -> None:
    quiet = Preferences(quiet_hours=QuietHours(time(22), time(6)))

    written = changed_values(quiet, Preferences())

    assert preferences_from(written, quiet).quiet_hours is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"theme": "purple"},
        {"scale_percent": 30},
        {"scale_percent": "large"},
        {"scale_percent": True},
        {"zone": "Europe/Nowhere"},
        {"quiet_hours": ["22:00"]},
        {"quiet_hours": 3},
        {"lock_minutes": -1},
        {"muted_notices": 7},
        {"minimises_to_tray": "yes"},
        {"language": ""},
        {"no_such_thing": 1},
    ],
)
def test_a_value_that_cannot_be_used_is_passed_over(wrong: dict[str, object]) -> None:
    assert preferences_from({**wrong, "first_screen": "trays"}, DEFAULTS) == Preferences(
        language="pl", zone="Europe/Warsaw", first_screen="trays"
    )


@pytest.mark.parametrize(
    ("begins", "ends", "at", "is_quiet"),
    [
        (time(22), time(6), time(23), True),
        (time(22), time(6), time(5, 59), True),
        (time(22), time(6), time(6), False),
        (time(12), time(13), time(12), True),
        (time(12), time(13), time(13), False),
        (time(12), time(13), time(11, 59), False),
    ],
)
def test_quiet_hours_may_go_over_midnight(begins: time, ends: time, at: time, *, is_quiet: bool) -> None:
    assert QuietHours(begins, ends).hold_at(at) is is_quiet
