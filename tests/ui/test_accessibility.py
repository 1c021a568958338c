"""A walk over every screen and every dialog: names for screen readers, tabs in the order of reading."""

import pytest
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.form_dialog import FormDialog
from tests.factories import Company
from tests.ui.looking import nameless, out_of_order
from tests.ui.walked_desk import screen_ids, walked


@pytest.mark.covers("39")
def test_whatever_takes_the_focus_on_a_screen_has_a_name_and_tab_goes_as_one_reads(lived_in: Company) -> None:
    found: list[str] = []
    with walked(lived_in) as desk:
        for screen_id in screen_ids():
            page = desk.go(screen_id)
            found += [f"{screen_id}: {what}" for what in (*nameless(desk.window), *out_of_order(page))]

    assert found == []


@pytest.mark.covers("39")
@pytest.mark.parametrize("screen_id", screen_ids())
def test_dialogs_of_a_screen_have_names_and_are_gone_through_as_one_reads(
    lived_in: Company, screen_id: str
) -> None:
    found: list[str] = []

    def look(dialog: QWidget, name: str) -> None:
        found.extend(f"{name}: {what}" for what in nameless(dialog) + out_of_order(dialog))
        if isinstance(dialog, FormDialog) and dialog.form.first_field() is not None:
            focused = dialog.focusWidget()
            if focused is None or not dialog.form.isAncestorOf(focused):
                found.append(f"{name}: does not begin at a field")

    with walked(lived_in) as desk:
        desk.dialogs.look = look
        desk.run_actions(screen_id)

    assert found == []
