"""What another system keeps, on the screens of customers and contracts: named, and not changed here."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from fieldservice.domain.commands.outside_customers import PutCustomer, put_customer
from fieldservice.domain.commands.outside_systems import (
    ConnectSystem,
    DisconnectSystem,
    SystemData,
    connect_system,
    disconnect_system,
)
from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.mastering import Kept
from fieldservice.ui.kit.fields import TextArea, TextField
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.screens.contracts.view import ContractsPage
from tests.factories import Company
from tests.ui.customers_scene import RegisterScene, Scene

LIFTERS = ("liftButton", "liftBannerButton", "addBlockButton", "newContractButton")


def keep(company: Company, *kept: Kept) -> UUID:
    """A customer that Helios calls C-1, and everything of these in Helios' hands."""
    system_id = new_id()
    customer = company.customer("Hotel Świt", "K1")
    company.contract(customer)
    company.block(customer, since=date(2026, 11, 1))
    company.run(connect_system, ConnectSystem(system_id, SystemData("Helios")))
    company.run(put_customer, PutCustomer(system_id, "C-1", {"number": "K1"}))
    company.run(disconnect_system, DisconnectSystem(system_id))
    keeper = new_id()
    company.run(connect_system, ConnectSystem(keeper, SystemData("Comarch", frozenset(kept))))
    company.run(put_customer, PutCustomer(keeper, "4711", {"number": "K1"}))
    return keeper


@pytest.fixture
def scene(desk_company: Company, qapp: QApplication) -> Iterator[Scene]:
    keep(desk_company, *Kept)
    made = Scene(desk_company)
    yield made
    made.close()


def is_seen(scene: Scene, kind: type[QWidget], name: str) -> bool:
    return any(each.isVisible() for each in scene.window.findChildren(kind, name))


@pytest.mark.covers("A13", "A15")
def test_the_card_names_the_system_and_its_key_and_offers_no_change(scene: Scene) -> None:
    assert "Comarch: 4711" in scene.texts("customerHeader")
    assert "C-1" not in scene.texts("customerHeader")  # that system is away
    assert "Kept in Comarch" in scene.find(QLabel, "customerElsewhere").text()
    assert "Blocks are kept in Comarch" in scene.texts("blocksSection")
    assert "Contracts are kept in Comarch" in scene.texts("contractsSection")
    assert not any(is_seen(scene, QPushButton, name) for name in LIFTERS)
    assert not scene.find(QPushButton, "endCooperationButton").isEnabled()


@pytest.mark.covers("A13")
def test_keys_that_would_change_what_is_kept_there_do_nothing(scene: Scene) -> None:
    opened: list[QWidget] = []
    scene.dialogs.at_dialog = opened.append

    for keys in ("Ctrl+Shift+B", "Ctrl+Shift+U", "Ctrl+Shift+K", "Ctrl+Shift+N"):
        Keyboard(scene.window).press(keys)
        scene.settle()

    assert opened == []


def test_of_a_customer_kept_there_our_own_note_is_still_ours(scene: Scene) -> None:
    def at_dialog(dialog: FormDialog) -> None:
        name, note = dialog.findChild(TextField, "customerName"), dialog.findChild(TextArea, "customerNote")
        assert name is not None
        assert note is not None
        assert not name.isEnabled()
        note.set_draft_value("dzwonić rano")
        dialog.go_on.click()

    scene.dialogs.at_dialog = at_dialog
    Keyboard(scene.window).press("F2")
    scene.settle()

    assert "dzwonić rano" in scene.texts("customerHeader")


@pytest.mark.covers("A15")
def test_a_contract_kept_there_is_only_read(desk_company: Company, qapp: QApplication) -> None:
    keeper = keep(desk_company, Kept.CONTRACTS)
    scene = RegisterScene(desk_company, ContractsPage)
    scene.settle()

    kept = scene.find(QLabel, "keptElsewhere").text()
    can_renew = scene.find(QPushButton, "renewButton").isEnabled()
    scene.close()
    desk_company.run(disconnect_system, DisconnectSystem(keeper))
    later = RegisterScene(desk_company, ContractsPage)
    later.settle()

    assert (kept, can_renew) == ("Kept in Comarch: change it there, here it is only read.", False)
    assert later.find(QPushButton, "renewButton").isEnabled()
    later.close()
