"""A walk over every screen and every dialog: names for screen readers, tabs in the order of reading."""

import pytest
from PySide6.QtWidgets import QWidget

from fieldservice.ui.desk_screens import screen_specs
from tests.factories import Company
from tests.ui.looking import nameless, out_of_order
from tests.ui.walked_desk import live_in, walked


def screens() -> list[str]:
    """Ids of all screens; nothing is made yet, so no context is needed."""
    return [spec.id for spec in screen_specs(None)]  # type: ignore[arg-type]


@pytest.mark.covers("39")
@pytest.mark.parametrize("screen_id", screens())
def test_whatever_takes_the_focus_on_a_screen_has_a_name_and_tab_goes_as_one_reads(
    desk_company: Company, screen_id: str
) -> None:
    live_in(desk_company)
    with walked(desk_company) as desk:
        page = desk.go(screen_id)

        assert nameless(desk.window) == []
        assert out_of_order(page) == []


@pytest.mark.covers("39")
@pytest.mark.parametrize("screen_id", screens())
def test_dialogs_of_a_screen_have_names_and_are_gone_through_as_one_reads(
    desk_company: Company, screen_id: str
) -> None:
    live_in(desk_company)
    found: list[str] = []

    def look(dialog: QWidget, name: str) -> None:
        found.extend(f"{name}: {what}" for what in nameless(dialog) + out_of_order(dialog))

    with walked(desk_company) as desk:
        desk.dialogs.look = look
        desk.run_actions(screen_id)

    assert found == []
