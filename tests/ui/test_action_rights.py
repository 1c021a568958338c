"""What a person may not do is shown, disabled, with the reason and who may."""

from collections.abc import Iterator
from datetime import UTC
from uuid import UUID

import pytest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from fieldservice.domain.commands.default_roles import role_id
from fieldservice.domain.commands.roles import GrantRight, grant_right
from fieldservice.domain.commands.users import AddUser, UserData, add_user
from fieldservice.domain.model.base import new_id
from fieldservice.domain.rules.rights import Right
from fieldservice.ui.kit.actions import Actions, ActionSpec
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.shell.action_rights import ACTION_RIGHTS, ActionRights
from fieldservice.wording import Wording
from tests.factories import Company
from tests.ui.customers_scene import CompanyBackend


class Rig:
    """A window with one action that closes a ticket, for a person with one role."""

    def __init__(self, company: Company, user_id: UUID) -> None:
        self.notifier = Notifier()
        self.ops = ImmediateOps(CompanyBackend(company), self.notifier)
        self.window = QMainWindow()
        self.actions = Actions(self.window)
        self.done: list[str] = []
        spec = ActionSpec("tickets.close", "Close ticket", "Ctrl+W")
        self.action = self.actions.add(spec, lambda: self.done.append("closed"))
        self.button = quiet("", name="closeButton")
        self.button.follow(self.action)
        self.rights = ActionRights(self.ops, self.notifier, Wording("en", zone=UTC), user_id)
        self.rights.guard(self.actions)
        self.ops.settle()

    def close(self) -> None:
        self.rights.deleteLater()
        self.button.deleteLater()
        self.ops.close()
        self.window.deleteLater()
        vars(self).clear()


@pytest.fixture
def reader(desk_company: Company) -> Iterator[Rig]:
    user_id = new_id()
    data = UserData("Zofia Maj", "zofia", role_ids=frozenset({role_id("reader")}))
    desk_company.run(add_user, AddUser(user_id, data))
    rig = Rig(desk_company, user_id)
    yield rig
    rig.close()


@pytest.mark.covers("L05")
def test_an_action_without_its_right_is_disabled_and_says_why_and_who_may(reader: Rig, qtbot: QtBot) -> None:
    reader.action.trigger()

    assert not reader.button.isEnabled()
    assert reader.done == []
    assert "close and reopen tickets" in reader.button.toolTip()
    assert "Anna Kowal" in reader.button.toolTip()


def test_a_right_that_is_given_enables_the_action_at_once(reader: Rig, desk_company: Company) -> None:
    command = GrantRight(role_id("reader"), Right.CLOSE_TICKET, True)
    reader.ops.command(grant_right, command)
    reader.ops.settle()
    reader.ops.settle()

    assert reader.button.isEnabled()
    assert reader.button.toolTip() == ""


def test_who_may_everything_is_refused_nothing(desk_company: Company) -> None:
    rig = Rig(desk_company, desk_company.actor.user_id or new_id())

    assert all(rig.rights.refusal(action_id) == "" for action_id in ACTION_RIGHTS)
    rig.close()
