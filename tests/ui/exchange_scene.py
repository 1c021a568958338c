"""The screen of the exchange on a company of a centre, with an exchange that does what a test says."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from fieldservice.background.exchange_joining import JoinedCentre
from fieldservice.domain.commands.exchange import SeeAway, see_away
from fieldservice.domain.commands.tickets import ChangeTicket, change_ticket
from fieldservice.domain.model.base import new_id
from fieldservice.domain.model.customer import Customer
from fieldservice.domain.model.exchange import ExchangeNews, InboxKind
from fieldservice.domain.model.people import UserAccount
from fieldservice.domain.model.ticket import Ticket
from fieldservice.domain.rules.errors import TellableError
from fieldservice.sync.systems_wire import SystemsReply
from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.errors import ErrorDesk
from fieldservice.ui.kit.immediate_ops import ImmediateOps
from fieldservice.ui.kit.keyboard import Keyboard
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.services import Services
from fieldservice.ui.kit.work import JobControl
from fieldservice.ui.screens.exchange.parts import ExchangeParts, JoinAsk
from fieldservice.ui.screens.exchange.view import ExchangePage
from fieldservice.wording import Wording
from tests.factories import COUNTRY, USER_ID, ZONE, Company
from tests.store.exchange_givens import Came, conflict, received, refusal, written
from tests.store.ticket_givens import covered_customer, logged
from tests.ui.fakes import FakeDialogs
from tests.ui.intake_window import CompanyBackend


class StandIn(QObject):
    """Stands for the exchange beside the window: keeps what it was asked, answers with what it was given."""

    began = Signal()
    ended = Signal(object)

    def __init__(self, *, is_joined: bool = True, is_online: bool | None = True) -> None:
        super().__init__()
        self.is_joined = is_joined
        self.is_running = False
        self.is_online = is_online
        self.offline_since: datetime | None = None
        self.problem: TellableError | None = None
        self.rounds = 0
        self.joined: list[JoinAsk] = []
        self.is_left = False
        self.backup: Path | None = None
        self.restarts = 0
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.told_systems = SystemsReply([], [])

    def exchange(self, job: JobControl) -> None:
        job.progress(1, 2, "Sending")
        self.rounds += 1
        if self.problem is not None:
            raise self.problem

    def join(self, job: JobControl, ask: JoinAsk) -> JoinedCentre:
        job.progress(1, 4, "Fetching")
        self.joined.append(ask)
        if self.problem is not None:
            raise self.problem
        return JoinedCentre(is_done=True, backup=self.backup)

    def leave(self, _job: JobControl) -> Path | None:
        self.is_left = True
        return self.backup

    def systems(self, _job: JobControl, act: str, values: Mapping[str, Any]) -> Any:
        self.asked.append((act, dict(values)))
        if self.problem is not None:
            raise self.problem
        return self.told_systems

    def restart(self) -> None:
        self.restarts += 1


class ExchangeWindow(QWidget):
    def __init__(self, company: Company, home: StandIn, dialogs: FakeDialogs) -> None:
        super().__init__()
        words = Wording("en", zone=ZoneInfo(ZONE), country=COUNTRY)
        notifier = Notifier()
        self.home, self.dialogs = home, dialogs
        self.ops = ImmediateOps(CompanyBackend(company), notifier)
        self.told: list[str] = []
        self.opened: list[Any] = []
        self.actions_of_desk = Actions(self)
        errors = ErrorDesk(dialogs, words, self)
        services = Services(dialogs, errors, self.actions_of_desk, _ignore, _ignore, self.told.append)
        parts = ExchangeParts(self.ops, notifier, services, words, company.clock.now, USER_ID, home)
        self.page = ExchangePage(parts)
        self.page.status_told.connect(self.told.append)
        self.page.record_wanted.connect(self.opened.append)
        QVBoxLayout(self).addWidget(self.page)
        self.resize(1280, 900)

    @property
    def keys(self) -> Keyboard:
        return Keyboard(self)

    def open_at(self, argument: str | None = None) -> None:
        self.page.open_at(argument)
        self.settle()

    def press(self, button: str, within: QWidget | None = None) -> None:
        found = (within or self).findChild(QWidget, button)
        assert found is not None, button
        found.click()  # type: ignore[attr-defined]
        self.settle()

    def settle(self) -> None:
        """Outcomes are told, and rows that were made are shown."""
        self.ops.settle()
        QApplication.processEvents()


def _ignore(_value: object) -> None:
    """Nobody is there to be shown anything."""


def a_day_at_the_branch(desk: Company) -> dict[str, UUID]:
    """Work that waits, conflicts, refused work, news from elsewhere; ids by what they are."""
    now = desk.clock.now()
    jan = UserAccount(id=new_id(), login="jan", name="Jan Nowak")
    written(desk, jan)
    served = covered_customer(desk)
    noisy = logged(desk, served, title="Hałasuje i grzeje się", owner_id=desk.actor.user_id)
    leaking = logged(desk, served, title="Cieknie przy zaworze", owner_id=desk.actor.user_id)
    desk.run(see_away, SeeAway())
    desk.run(change_ticket, ChangeTicket(noisy, None, (("priority", 4),)))
    customer = desk.get(Customer, served[0])
    me, him = desk.actor.user_id, jan.id
    title = conflict(
        desk,
        "ticket",
        leaking,
        "title",
        ("Cieknie przy zaworze", "Syczy w maszynowni, woda na podłodze"),
        kept_by=him,
        at=now - timedelta(minutes=50),
    )
    owner = conflict(
        desk,
        "ticket",
        noisy,
        "owner_id",
        (None if me is None else me.hex, him.hex),
        rule="planning",
        kept_by=me,
        lost_by=him,
        at=now - timedelta(hours=3),
    )
    renumbered = conflict(
        desk,
        "ticket",
        noisy,
        "number",
        (desk.get(Ticket, noisy).number, "WAW-000124"),
        kind=InboxKind.RENUMBERED,
        at=now - timedelta(hours=5),
    )
    refused = _refused_note(desk, customer)
    written(desk, title, owner, renumbered, refused)
    came = [
        Came("ticket", leaking, {"title": "a"}, {"title": "Cieknie przy zaworze", "priority": 4}),
        Came("article", new_id(), None, {"ticket_id": leaking.hex}),
    ]
    received(desk, now + timedelta(minutes=1), came, him)
    return {"noisy": noisy, "leaking": leaking, "title": title.id, "owner": owner.id, "refused": refused.id}


def _refused_note(desk: Company, customer: Customer) -> ExchangeNews:
    change = {"table": "customer", "id": customer.id.hex, "kind": "update", "set": {"note": "tylko po 15"}}
    label = {"number": customer.number, "name": customer.name}
    at = desk.clock.now() - timedelta(minutes=20)
    return refusal(desk, "customer.change", label, [change], at=at)
