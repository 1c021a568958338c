"""What makes a window a desk to live at, put around it: acts on its looks, notices, what is overdue."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from uuid import UUID

from PySide6.QtCore import QObject

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.places import Place
from fieldservice.ui.shell.alarm_bar import Alarms
from fieldservice.ui.shell.comfort_acts import ComfortActs
from fieldservice.ui.shell.keeping import Keeping
from fieldservice.ui.shell.list_acts import ListActs
from fieldservice.ui.shell.notice_centre import CentreParts, NoticeCentre
from fieldservice.ui.shell.window_parts import WindowParts
from fieldservice.wording import Wording, _


@dataclass(frozen=True, slots=True)
class ComfortNeeds:
    """Who works here and with what; `ticket_at` is the place of a ticket, `overdue` that of the view."""

    ops: Ops
    notifier: Notifier
    keeping: Keeping
    words: Wording
    now: Callable[[], datetime]
    user_id: UUID
    personal: Place
    overdue: Place
    ticket_at: Callable[[UUID], Place]


class Comforts(QObject):
    """Belongs to the window, and goes with it."""

    def __init__(self, window: WindowParts, needs: ComfortNeeds) -> None:
        super().__init__(window.widget)
        self.acts = ComfortActs(window, needs.keeping, needs.personal)
        self.acts.look()
        today = partial(_today, needs)
        self.lists = ListActs(window, needs.ops, today)
        personal = window.actions["desk.personal"]
        window.top_bar.person_pressed.connect(personal.trigger)
        parts = CentreParts(
            ops=needs.ops,
            notifier=needs.notifier,
            keeping=needs.keeping,
            words=needs.words,
            now=needs.now,
            user_id=needs.user_id,
            toast=window.toast,
            open_ticket=lambda ticket_id: window.go(needs.ticket_at(ticket_id)),
            open_settings=personal.trigger,
        )
        self.centre = NoticeCentre(parts, window.top_bar.bell, window.widget)
        window.actions.add(
            ActionSpec("desk.notices", _("Notices"), "Ctrl+J", icon="bell"), self.centre.toggle
        )
        self.alarms = Alarms(needs.ops, needs.notifier, needs.user_id, needs.now)
        self.alarms.setParent(self)
        self.alarms.counted.connect(window.alarm_bar.show_overdue)
        window.alarm_bar.show_pressed.connect(lambda: window.go(needs.overdue))


def _today(needs: ComfortNeeds) -> date:
    return needs.now().astimezone(needs.words.zone).date()
