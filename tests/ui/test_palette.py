"""Every action of the program is found in the search box, by its words, and run from there by keyboard."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fieldservice.domain.commands.default_roles import role_id
from fieldservice.domain.commands.users import AddUser, UserData, add_user
from fieldservice.domain.model.base import new_id
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.places import Place
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.staff.parts import StaffSection
from fieldservice.ui.screens.staff.view import StaffPage
from fieldservice.ui.shell.action_catalogue import Known, catalogue
from fieldservice.ui.shell.action_rights import ActionRights
from fieldservice.ui.shell.commands import RunAction
from fieldservice.ui.shell.uses import HabitsOf
from fieldservice.wording import current
from tests.factories import Company
from tests.store.ticket_givens import logged
from tests.ui.walked_desk import WalkedDesk, screen_ids, walked

AT_A_CENTRE = {"tickets.branch"}
"""Declared only where there is a centre: found as soon as the tickets were opened there."""


class Remembered:
    """Holds what a person uses as their preferences do."""

    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def recall(self, name: str) -> Any | None:
        return self.values.get(name)

    def remember(self, name: str, value: Any) -> None:
        self.values[name] = value


@pytest.fixture
def desk(desk_company: Company, qapp: QApplication) -> Iterator[WalkedDesk]:
    logged(desk_company)
    with walked(desk_company) as made:
        yield made


def suggested(desk: WalkedDesk, typed: str) -> list[Suggestion]:
    """The actions that the box offers for what is typed."""
    box = desk.window.search
    box.start()
    box.setText(typed)
    box._look_up()
    desk.ops.settle()
    found = [item for item in box.suggestions() if isinstance(item.value, RunAction)]
    Keyboard(desk.window).press("Escape")
    return found


def offered(desk: WalkedDesk, typed: str) -> list[str]:
    return [item.value.action_id for item in suggested(desk, typed)]


def choose(desk: WalkedDesk, typed: str) -> None:
    """Type it after Ctrl+K and press Enter."""
    keys = Keyboard(desk.window)
    keys.press("Ctrl+K")
    keys.type(typed)
    desk.window.search._look_up()
    desk.settle()
    keys.press("Return")
    desk.settle()


def screen_of(desk: WalkedDesk) -> str:
    place = desk.window.current_place
    return place.screen if place is not None else ""


def declared_by_screens(desk: WalkedDesk) -> dict[str, dict[str, ActionSpec]]:
    """Open every screen, a ticket too, and tell what each declares."""
    found: dict[str, dict[str, ActionSpec]] = {}
    for screen in screen_ids():
        before = {spec.id for spec, _action in desk.window.actions_of_desk}
        desk.go(screen)
        found[screen] = {
            spec.id: spec for spec, _action in desk.window.actions_of_desk if spec.id not in before
        }
    return found


@pytest.mark.covers("P-74")
def test_every_action_of_every_screen_is_found_before_any_screen_was_opened(desk: WalkedDesk) -> None:
    found = set(offered(desk, ">"))
    desk.window.go(Place("tickets", logged(desk.company)))
    desk.settle()

    declared = declared_by_screens(desk)

    missing = {action_id for actions in declared.values() for action_id in actions if action_id not in found}
    assert missing == set()
    assert "tickets.add_task" in found


def test_the_catalogue_says_of_every_action_what_the_action_says_itself(desk: WalkedDesk) -> None:
    """Words, keys and screen, and what is missing wherever an action can be disabled."""
    desk.window.go(Place("tickets", logged(desk.company)))
    desk.settle()
    tickets = {spec.id: spec for spec, _action in desk.window.actions_of_desk if "tickets." in spec.id}
    declared = declared_by_screens(desk) | {"tickets": tickets}
    told, needs = catalogue().screens, catalogue().needs

    for screen, actions in declared.items():
        known = {row.id: Known(row.id, row.text, row.keys) for row in told.get(screen, ())}
        real = {spec.id: Known(spec.id, spec.text, spec.keys) for spec in actions.values()}
        assert known == real, screen
    silent = [
        spec.id
        for spec, _action in desk.window.actions_of_desk
        if spec.enabled_when is not None and spec.id not in needs
    ]
    assert silent == []


def test_after_the_sign_all_actions_are_told_before_a_word_is_typed(desk: WalkedDesk) -> None:
    desk.go("tickets")

    assert len(offered(desk, ">")) > 150


def test_an_action_of_a_screen_that_nobody_opened_leads_there_and_runs(
    desk: WalkedDesk, qtbot: QtBot
) -> None:
    desk.go("tickets")

    choose(desk, ">new product")

    qtbot.waitUntil(lambda: desk.dialogs.shown == ["productDialog"])
    assert screen_of(desk) == "products"


def test_it_shows_the_part_of_the_screen_where_it_belongs(desk: WalkedDesk, qtbot: QtBot) -> None:
    desk.go("tickets")

    choose(desk, ">new role")

    qtbot.waitUntil(lambda: desk.dialogs.shown == ["newRoleDialog"])
    page = desk.window.page("staff")
    assert isinstance(page, StaffPage)
    assert page.section is StaffSection.ROLES


def test_an_action_that_needs_a_selection_waits_for_the_list(desk: WalkedDesk, qtbot: QtBot) -> None:
    """The first technician is selected when the list has come: only then there is something to change."""
    desk.go("tickets")

    choose(desk, ">absence add")

    qtbot.waitUntil(lambda: desk.dialogs.shown == ["absenceDialog"])
    assert screen_of(desk) == "staff"


def test_where_nothing_is_chosen_it_says_what_it_needs(desk: WalkedDesk, qtbot: QtBot) -> None:
    desk.go("trays")

    choose(desk, ">change the ticket")

    assert screen_of(desk) == "tickets"
    qtbot.waitUntil(lambda: desk.window.toast.text == "Choose a ticket first.")
    assert desk.dialogs.shown == []


def test_who_goes_on_to_another_screen_is_not_followed_by_what_was_waited_for(
    desk: WalkedDesk, qtbot: QtBot
) -> None:
    desk.go("trays")
    choose(desk, ">new product")
    desk.go("customers")

    choose(desk, ">new role")

    qtbot.waitUntil(lambda: desk.dialogs.shown != [])
    assert desk.dialogs.shown == ["newRoleDialog"]


def test_what_cannot_be_done_now_stands_last_with_the_reason_and_says_it_again(desk: WalkedDesk) -> None:
    desk.go("tickets")
    found = suggested(desk, ">back")

    told = {item.value.action_id: (item.chip, item.second) for item in found}
    choose(desk, ">take the merge back")

    assert told["tickets.unmerge"] == ("Not now", "Choose a ticket that was merged into another.")
    assert [bool(item.chip) for item in found] == sorted(bool(item.chip) for item in found)
    assert desk.window.toast.text == "Choose a ticket that was merged into another."


def test_what_a_person_may_not_do_is_told_with_who_may_also_of_screens_not_opened(
    desk: WalkedDesk,
) -> None:
    user_id = new_id()
    data = UserData("Zofia Maj", "zofia", role_ids=frozenset({role_id("reader")}))
    desk.company.run(add_user, AddUser(user_id, data))
    rights = ActionRights(desk.ops, desk.notifier, current(), user_id)
    rights.setParent(desk.window)
    rights.guard(desk.window.actions_of_desk)
    desk.settle()

    found = {item.value.action_id: item.second for item in suggested(desk, ">new")}
    choose(desk, ">new product")

    assert "Anna Kowal" in found["products.new"]
    assert desk.dialogs.shown == []
    assert screen_of(desk) != "products"


@pytest.mark.parametrize("typed", ["", "fil"])
def test_what_one_uses_often_and_lately_stands_first(
    desk_company: Company, qapp: QApplication, typed: str
) -> None:
    memory, now = Remembered(), [datetime(2026, 3, 2, 8, tzinfo=UTC)]
    with walked(desk_company, habits=HabitsOf(memory, lambda: now[0])) as desk:
        desk.go("tickets")
        for action_id in ("tickets.filter", "tickets.filter", "tickets.filter", "tickets.clear_filter"):
            desk.window.actions_of_desk.find(action_id).action.trigger()  # type: ignore[union-attr]
        now[0] += timedelta(days=90)
        desk.window.actions_of_desk.find("tickets.filter_by").action.trigger()  # type: ignore[union-attr]
        desk.settle()
    with walked(desk_company, habits=HabitsOf(memory, lambda: now[0])) as again:
        again.go("customers")

        found = offered(again, f">{typed}")

    assert found[0] == "tickets.filter_by"
    assert found.index("tickets.filter") == 1


def test_letters_are_folded_and_words_may_come_in_any_order(desk: WalkedDesk) -> None:
    desk.go("tickets")

    assert "desk.new_request" in offered(desk, ">REQUÉST néw")


def test_keys_are_unique_within_reach_of_each_other(desk: WalkedDesk) -> None:
    """`Actions.add` refuses a second owner; here every screen is made, so that all are declared."""
    for screen in screen_ids():
        desk.go(screen)

    shared: dict[tuple[str, str], list[str]] = {}
    for spec, action in desk.window.actions_of_desk:
        owner = action.parent()
        scope = owner.objectName() if owner is not None else ""
        for keys in (spec.keys, *spec.more_keys):
            if keys:
                shared.setdefault((scope, keys), []).append(spec.id)
    assert {place: ids for place, ids in shared.items() if len(ids) > 1} == {}


def test_before_anything_is_typed_it_tells_where_one_has_been(
    desk_company: Company, qapp: QApplication
) -> None:
    first, second = logged(desk_company, title="Pompa"), logged(desk_company, title="Drzwi")
    with walked(desk_company) as desk:
        for ticket_id in (first, second):
            desk.window.go(Place("tickets", ticket_id))
            desk.settle()
        desk.window.go(Place("customers"))
        desk.settle()

        Keyboard(desk.window).press("Ctrl+K")
        desk.settle()
        told = [item.value for item in desk.window.search.suggestions()]
        Keyboard(desk.window).press("Down", "Return")
        desk.settle()

        assert told == [Place("tickets", second), Place("tickets", first)]
        assert desk.window.current_place == Place("tickets", first)


def test_where_one_has_been_is_told_after_a_restart_too(desk_company: Company, qapp: QApplication) -> None:
    ticket_id, memory = logged(desk_company, title="Pompa"), Remembered()
    habits = HabitsOf(memory, desk_company.clock.now)
    with walked(desk_company, habits=habits) as desk:
        desk.window.go(Place("tickets", ticket_id))
        desk.settle()

    with walked(desk_company, habits=habits) as again:
        again.window.go(Place("customers"))
        again.settle()
        Keyboard(again.window).press("Ctrl+K")
        again.settle()

        assert [item.value for item in again.window.search.suggestions()] == [Place("tickets", ticket_id)]
