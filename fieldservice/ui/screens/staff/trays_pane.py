"""Trays: which channels wait together, whose team accepts, and where accepted tickets go at first."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.record_dialog import RecordDialog
from fieldservice.ui.screens.staff import calls
from fieldservice.ui.screens.staff.fact_rows import FactRows
from fieldservice.ui.screens.staff.parts import StaffParts
from fieldservice.ui.screens.staff.register_pane import RegisterPane
from fieldservice.ui.screens.staff.tick_list import TickList
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldservice.domain.commands.tray_setting import TrayData
    from fieldservice.domain.queries.staff import StaffBook
    from fieldservice.domain.queries.tray_setting import TraySetting

CHANNELS = ("phone", "email", "sms", "web", "plan", "meter", "api", "other")


class TraysPane(RegisterPane):
    def __init__(self, parts: StaffParts) -> None:
        empty = EmptyWords(
            _("One tray takes everything, and whoever has the right accepts. Cut it where teams differ."),
            _("New tray"),
        )
        super().__init__(parts, columns(parts.wording), empty, name="traysPane")
        self._book: StaffBook | None = None
        self.table.empty_button_pressed.connect(self.add_tray)
        self.work = FactRows(_("How it works"), name="trayFacts")
        self.add_card(self.work)
        self._declare()

    def show_book(self, book: "StaffBook") -> None:
        self._book = book
        self.show_rows(book.trays)

    def fill_card(self, row: Any) -> None:
        tray: TraySetting = row
        mark = None if tray.is_active else (_("no longer used"), Tone.NEUTRAL, Shape.NONE)
        self.header.show_words(tray.name, [], mark)
        self._retire.setText(_("No longer use") if tray.is_active else _("Use again"))
        self.work.show_facts(
            [
                (_("Channels"), channel_words(tray.channels, self.parts.wording)),
                (_("Accepted by"), tray.team or _("whoever has the right")),
                (_("Owner at first"), tray.owner or _("nobody: tickets wait to be taken")),
                (_("Queue at first"), tray.queue or _("no queue")),
            ]
        )

    def add_tray(self) -> None:
        if self._book is not None:
            dialog = TrayDialog(self.parts, self.window(), self._book)
            if self.parts.services.dialogs.run(dialog):
                self.show_one(dialog.tray_id)

    def change(self) -> None:
        if self._book is not None and self.current is not None:
            self.parts.services.dialogs.run(TrayDialog(self.parts, self.window(), self._book, self.current))

    def retire_or_offer(self) -> None:
        tray: TraySetting | None = self.current
        if tray is not None:
            command = calls.SetTrayActive(tray.id, not tray.is_active)
            self.parts.ops.command(calls.set_tray_active, command)

    def _declare(self) -> None:
        def some() -> bool:
            return self.current is not None

        new = ActionSpec("staff.new_tray", _("New tray"), "Ctrl+Shift+N")
        self.new_button = self.declare_first(new, self.add_tray)
        self._retire, change = self.declare(
            (ActionSpec("staff.retire_tray", _("No longer use"), enabled_when=some), self.retire_or_offer),
            (ActionSpec("staff.change_tray", _("Change…"), "F2", some), self.change),
        )
        self.header.add_buttons(self._retire, change)
        self.page_buttons = (self.new_button,)


class TrayDialog(RecordDialog["TrayData"]):
    """A new tray, or a change of one."""

    def __init__(
        self, parts: StaffParts, parent: QWidget, book: "StaffBook", row: "TraySetting | None" = None
    ) -> None:
        title = _("New tray") if row is None else _("Change {name}").format(name=row.name)
        self._row = row
        self.tray_id: UUID = calls.new_id() if row is None else row.id
        subject = UUID(int=0) if row is None else row.id
        super().__init__(parts, parent, title, name="trayDialog", subject=subject)
        self._add_fields(book)
        if row is not None:
            self._show(row)
            self.remember()
        self.hint(_("Without a channel it takes what no other tray takes."))
        self._name.setFocus()

    def data(self) -> "TrayData":
        return calls.TrayData(
            name=self._name.text(),
            channels=tuple(code for code in sorted(CHANNELS) if channel_id(code) in self._channels.value),
            team_id=self._team.value,
            owner_id=self._owner.value,
            queue_id=self._queue.value,
        )

    def send(self) -> Call[Changes]:
        data = self.data()
        if self._row is None:
            return self.parts.ops.command(calls.add_tray, calls.AddTray(self.tray_id, data))
        change = calls.ChangeTray(self._row.id, self._row.version, data, self.seen)
        return self.parts.ops.command(calls.change_tray, change)

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "tray.name_missing": self._name,
            "tray.name_taken": self._name,
            "tray.channel_taken": self._channels,
        }

    def field_titles(self) -> Mapping[str, str]:
        return {
            "name": _("Name"),
            "channels": _("Channels"),
            "team_id": _("Accepted by"),
            "owner_id": _("Owner at first"),
            "queue_id": _("Queue at first"),
        }

    def value_words(self, name: str, value: Any) -> str:
        if name == "channels":
            return channel_words(value, self.parts.wording)
        return super().value_words(name, value)

    def _add_fields(self, book: "StaffBook") -> None:
        words = [(channel_id(code), channel_word(code, self.parts.wording)) for code in CHANNELS]
        teams = [(team.id, team.name) for team in book.teams if team.is_active]
        people = [(user.id, user.name) for user in book.users if user.is_active]
        queues = [(queue.id, queue.name) for queue in book.options.queues]
        self.name_ids(teams, people, queues)
        self._name = TextField(name="trayName")
        self._channels = TickList(words, name="trayChannels")
        self._team = Choice([(None, _("whoever has the right")), *teams], name="trayTeam")
        self._owner = Choice([(None, _("nobody: tickets wait to be taken")), *people], name="trayOwner")
        self._queue = Choice([(None, _("no queue")), *queues], name="trayQueue")
        for key, title, field in (
            ("name", _("Name"), self._name),
            ("channels", _("Channels"), self._channels),
            ("team", _("Accepted by"), self._team),
            ("owner", _("Owner at first"), self._owner),
            ("queue", _("Queue at first"), self._queue),
        ):
            self.form.add(title, field)
            self.keep(key, field)

    def _show(self, row: "TraySetting") -> None:
        self._name.setText(row.name)
        self._channels.set_value(frozenset(channel_id(code) for code in row.channels))
        self._team.set_value(row.team_id)
        self._owner.set_value(row.owner_id)
        self._queue.set_value(row.queue_id)


def channel_id(code: str) -> UUID:
    """The list of ticks goes by ids; a channel has its code only."""
    return UUID(int=CHANNELS.index(code) + 1)


def channel_word(code: str, wording: Wording) -> str:
    return wording.word_of("Channel", code) or code


def channel_words(channels: "Sequence[str]", wording: Wording) -> str:
    return ", ".join(channel_word(code, wording) for code in channels) or _("what no other tray takes")


def columns(wording: Wording) -> "tuple[Column[TraySetting], ...]":
    return (
        Column(
            key="name",
            title=_("Tray"),
            text=lambda row: row.name,
            second=lambda row: channel_words(row.channels, wording),
            sort_key=lambda row: row.name,
            look=CellLook.STRONG,
            stretch=1,
        ),
    )
