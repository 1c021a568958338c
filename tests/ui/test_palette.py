"""Every action of every screen is found in the search box, by its words, and run from there by keyboard."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.places import Place
from fieldservice.ui.shell.commands import RunAction
from tests.factories import Company
from tests.store.ticket_givens import logged
from tests.ui.walked_desk import WalkedDesk, screen_ids, walked


@pytest.fixture
def desk(desk_company: Company, qapp: QApplication) -> Iterator[WalkedDesk]:
    logged(desk_company)
    with walked(desk_company) as made:
        yield made


def offered(desk: WalkedDesk, typed: str) -> list[str]:
    """The ids of the actions that the box offers for what is typed."""
    box = desk.window.search
    box.start()
    box.setText(typed)
    box._look_up()
    desk.ops.settle()
    found = [item.value for item in box.suggestions()]
    Keyboard(desk.window).press("Escape")
    return [value.action_id for value in found if isinstance(value, RunAction)]


@pytest.mark.covers("P-74")
def test_every_action_of_every_screen_is_found_by_its_words(desk: WalkedDesk) -> None:
    missing: list[tuple[str, str]] = []
    for screen in screen_ids():
        desk.go(screen)
        usable = {spec.id: spec.text for spec, _action in desk.window.actions_of_desk.usable()}
        missing += [
            (screen, action_id)
            for action_id, words in usable.items()
            if action_id not in offered(desk, f">{words}")
        ]

    assert missing == []


def test_after_the_sign_all_actions_are_told_before_a_word_is_typed(desk: WalkedDesk) -> None:
    desk.go("tickets")

    assert len(offered(desk, ">")) > 20


def test_an_action_of_another_screen_is_found_and_leads_there(desk: WalkedDesk) -> None:
    desk.go("tickets")
    desk.go("customers")
    keys = Keyboard(desk.window)

    keys.press("Ctrl+K")
    keys.type(">filter the list")
    desk.window.search._look_up()
    desk.settle()
    keys.press("Return")
    desk.settle()

    place = desk.window.current_place
    assert place is not None
    assert place.screen == Place("tickets").screen


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
