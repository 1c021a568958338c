"""What belonging to a centre means on other screens: handing to a branch, records that leave, the door."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from argon2 import PasswordHasher
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlcipher3 import dbapi2 as sqlcipher

from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.people import Branch, SignIn, UserAccount
from fieldservice.domain.model.ticket import Article, Ticket
from fieldservice.domain.rules.changes import Changes, RowRef
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.store.offline_unlock import GOOD_FOR, Verified, keep_verified
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.work import JobControl
from fieldservice.ui.screens.tickets.branch_dialog import BranchDialog
from fieldservice.ui.shell.sign_in_panel import DoorParts, SignInPanel
from fieldservice.wording import activate
from tests.factories import Company
from tests.store.exchange_givens import joined, written
from tests.store.ticket_givens import covered_customer, logged
from tests.ui.intake_window import CompanyBackend
from tests.ui.tickets_scene import TicketsScene

PASSWORD = "Granatowy parasol 9"


@pytest.fixture
def desk(desk_company: Company) -> Company:
    return joined(desk_company)


@pytest.fixture
def ticket_id(desk: Company) -> UUID:
    return logged(desk, covered_customer(desk), description="Hałas od rana")


@pytest.fixture
def scene(desk: Company, ticket_id: UUID) -> Iterator[TicketsScene]:
    made = TicketsScene(desk)
    made.show(ticket_id)
    yield made
    made.close()


@pytest.mark.covers("J05")
def test_a_ticket_is_handed_to_another_branch_by_keyboard(
    desk: Company, scene: TicketsScene, ticket_id: UUID
) -> None:
    krakow = Branch(id=new_id(), code="KRK", name="Kraków")
    desk.put(krakow)

    def choose(dialog: BranchDialog) -> None:
        keys = Keyboard(dialog)
        keys.press("Down", "Tab")
        keys.type("stoi w Krakowie")
        keys.press("Ctrl+Return")
        scene.settle()

    scene.expect(choose)
    scene.press_key("Shift+B")

    assert desk.get(Ticket, ticket_id).branch_id == krakow.id
    assert "stoi w Krakowie" in {article.text for article in desk.rows(Article)}


def test_a_desk_that_stands_alone_offers_no_branches(desk_company: Company) -> None:
    scene = TicketsScene(desk_company)

    offered = {spec.id for spec, _action in scene.parts.services.actions}

    assert "tickets.branch" not in offered
    scene.close()


@pytest.mark.covers("P-63")
def test_a_ticket_that_leaves_while_it_is_open_says_so_and_can_be_copied_with_what_was_typed(
    desk: Company, scene: TicketsScene, ticket_id: UUID
) -> None:
    number = desk.get(Ticket, ticket_id).number
    panel = scene.page.detail
    assert panel is not None
    panel.composer.start()
    Keyboard(panel.composer.text).type("klient dzwonił znowu")
    _leaves(desk, "ticket", ticket_id)

    scene.notifier.tell(_came("ticket", ticket_id))
    scene.settle()
    scene.find(QPushButton, "copyLeftButton").click()

    assert panel.left.isVisible()
    assert number in panel.left.words.text()
    copied = QGuiApplication.clipboard().text()
    assert "Hałas od rana" in copied
    assert "klient dzwonił znowu" in copied
    assert panel.ticket is None
    assert not scene.dialogs.asked


@pytest.fixture
def ewa(desk: Company) -> UserAccount:
    """Somebody of the company who has never been at this desk."""
    user = UserAccount(id=new_id(), login="ewa", name="Ewa Lis")
    written(desk, user)
    return user


class Centre:
    """Stands for the centre at the door: knows one person and one password."""

    def __init__(self, desk: Company, user: UserAccount) -> None:
        self._desk, self._user = desk, user
        self.asked: list[str] = []

    def __call__(self, _job: JobControl, login: str, password: str, _new: str) -> tuple[UUID, str]:
        self.asked.append(login)
        if (login, password) != (self._user.login, PASSWORD):
            raise RuleViolation("sign_in.wrong")
        until = self._desk.clock.now() + GOOD_FOR
        with self._desk.database.write_sessions().begin() as session:
            keep_verified(session, Verified(self._user.id, PasswordHasher().hash(password), until))
        return self._user.id, self._user.name


def test_somebody_who_was_never_here_says_their_user_name_and_comes_in(
    desk: Company, ewa: UserAccount, qtbot: QtBot
) -> None:
    centre = Centre(desk, ewa)
    ops = ImmediateOps(CompanyBackend(desk), Notifier())
    workstation_id, me = desk.actor.workstation_id, desk.actor.user_id
    assert workstation_id is not None
    assert me is not None
    parts = DoorParts(ops, activate("en"), workstation_id, me, "Anna Kowal", asks_who=True, by_centre=centre)
    panel = SignInPanel(parts, "Sign in")
    qtbot.addWidget(panel)
    panel.show()
    ops.settle()
    came: list[str] = []
    panel.entered.connect(lambda _user, name: came.append(name))

    panel.stranger.click()
    keys = Keyboard(panel)
    for password in ("nie to hasło", PASSWORD):
        panel.login.setFocus()
        panel.login.setText("")
        keys.type("ewa")
        keys.press("Tab")
        keys.type(password)
        keys.press("Return")
        ops.settle()
        ops.settle()

    assert came == ["Ewa Lis"]
    assert centre.asked == ["ewa", "ewa"]
    assert [entry.user_id for entry in desk.rows(SignIn)] == [ewa.id]


def _leaves(desk: Company, table: str, row_id: UUID) -> None:
    """As an exchange takes a row away: what refers to it goes later in the same transaction."""
    connection = sqlcipher.connect(str(desk.database.writer.url.database))
    connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id.hex,))  # noqa: S608 - a test's own name
    connection.commit()
    connection.close()


def _came(table: str, row_id: UUID) -> Changes:
    return Changes(None, Reason("exchange.received"), None, frozenset({RowRef(table, row_id)}))
