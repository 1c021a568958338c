"""The tray: requests that wait or were refused, each with its reason, until somebody deals with it."""

from collections.abc import Hashable
from uuid import UUID, uuid5

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import primary
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.trays import calls, words
from fieldservice.ui.screens.trays.calls import TrayShown
from fieldservice.ui.screens.trays.detail import RequestCard
from fieldservice.ui.screens.trays.parts import TraysParts
from fieldservice.wording import _, ngettext

ACCEPT_KEYS = "Ctrl+Return"
TOLD_KEYS = "Ctrl+T"
DISMISS_KEYS = "Ctrl+Backspace"
CALL_BACK_KEYS = "Ctrl+B"
_LEAST_HEIGHT = 220


class TraysView(Page):
    """`accept_requested` carries the request's id for the intake; `counted` tells how many wait."""

    accept_requested = Signal(object)
    call_back_requested = Signal(str)
    counted = Signal(int)

    def __init__(self, parts: TraysParts) -> None:
        super().__init__(_("Tray"), name="trays")
        self._parts = parts
        self._latest: Latest[list[TrayShown]] = Latest()
        self._wanted: UUID | None = None
        self.table: DataTable[TrayShown] = DataTable(
            self._columns(),
            name="trayTable",
            empty=EmptyWords(_("Requests that cannot be served yet wait here. None does.")),
            row_id=lambda shown: shown.row.id,
            two_lines=True,
        )
        self.detail = RequestCard(parts.wording, parts.now)
        self._accept = primary(_("Serve after all"), keys=ACCEPT_KEYS, name="acceptButton")
        self.add_right(self._accept)
        self._lay_out()
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Ask anew; what is shown stays until the answer is there."""
        self.table.start_loading()
        query = self._parts.ops.query(calls.shown_tray, self._parts.wording.language)
        self._latest.ask(query).then(self._on_found, self._on_not_found)

    def open_at(self, argument: Hashable) -> None:
        """At a request's id that request is selected."""
        self._wanted = argument if isinstance(argument, UUID) else None
        self.reload()

    def first_field(self) -> QWidget | None:
        return self.table.view

    def leave(self) -> None:
        self._latest.cancel()
        self.table.stop_loading()

    def _lay_out(self) -> None:
        card = Card(padded=False, name="trayCard")
        card.add(self.table, 1)
        self.table.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))
        self.body.addWidget(SideBySide(card, self.detail, shares=(66, 34), left_needs=600), 1)

    def _columns(self) -> tuple[Column[TrayShown], ...]:
        wording, now = self._parts.wording, self._parts.now
        when: Column[TrayShown] = Column(
            key="when",
            title=_("Came in"),
            text=lambda shown: wording.near_moment(shown.row.received_at, now()),
            second=lambda shown: words.age_words(shown, now(), wording),
            sort_key=lambda shown: shown.row.received_at,
            width=104,
        )
        who: Column[TrayShown] = Column(
            key="who",
            title=_("From"),
            text=words.who_words,
            second=words.behind_words,
            sort_key=words.who_words,
            look=CellLook.STRONG,
            stretch=5,
        )
        what: Column[TrayShown] = Column(
            key="what", title=_("About"), text=words.what_words, second=words.subject_words, stretch=4
        )
        return when, who, what, self._reason_column(), self._told_column()

    def _reason_column(self) -> Column[TrayShown]:
        wording = self._parts.wording
        return Column(
            key="reason",
            title=_("Why it waits"),
            text=lambda shown: words.outcome_word(shown, wording),
            second=lambda shown: words.reason_words(shown, wording),
            tooltip=lambda shown: words.reason_words(shown, wording),
            sort_key=lambda shown: shown.row.outcome,
            look=CellLook.TONED,
            tone=words.outcome_tone,
            shape=words.outcome_shape,
            stretch=7,
        )

    def _told_column(self) -> Column[TrayShown]:
        return Column(
            key="told",
            title="",
            text=words.told_words,
            sort_key=lambda shown: shown.row.requester_told,
            look=CellLook.MARK,
            tone=words.told_tone,
            shape=words.told_shape,
            width=36,
        )

    def _connect(self) -> None:
        accept = self._action("trays.accept", _("Serve after all"), ACCEPT_KEYS)
        accept.triggered.connect(self._on_accept)
        told = self._action("trays.told", _("The requester was told"), TOLD_KEYS)
        told.triggered.connect(self._on_told)
        dismiss = self._action("trays.dismiss", _("Put the request aside"), DISMISS_KEYS)
        dismiss.triggered.connect(self._on_dismiss)
        call_back = self._action("trays.call_back", _("Call back"), CALL_BACK_KEYS)
        call_back.triggered.connect(self._on_call_back)
        self._accept.clicked.connect(accept.trigger)
        self.detail.told_pressed.connect(told.trigger)
        self.detail.dismiss_pressed.connect(dismiss.trigger)
        self.detail.call_back_pressed.connect(call_back.trigger)
        self.table.row_selected.connect(self._on_selected)
        self.table.row_activated.connect(self._on_accept)
        self._parts.notifier.changed.connect(self._on_changes)

    def _action(self, action_id: str, text: str, keys: str) -> QAction:
        spec = ActionSpec(action_id, text, keys)
        return self._parts.services.actions.add(spec, lambda: None, scope=self)

    def _on_found(self, found: list[TrayShown]) -> None:
        self.table.set_rows(found)
        if self._wanted is None or not self.table.select_id(self._wanted):
            self._select_something()
        self._wanted = None
        self.set_title(
            ngettext("Tray: {count} request", "Tray: {count} requests", len(found)).format(count=len(found))
            if found
            else _("Tray")
        )
        self._on_selected(self.table.selected_row())
        self.counted.emit(len(found))

    def _select_something(self) -> None:
        if self.table.selected_row() is None:
            self.table.select_first()

    def _on_not_found(self, error: Exception) -> None:
        self.table.stop_loading()
        self._parts.services.errors.show(error, self.reload)

    def _on_selected(self, shown: TrayShown | None) -> None:
        self.detail.show_request(shown)
        self._accept.setEnabled(shown is not None)

    def _on_accept(self) -> None:
        shown = self.table.selected_row()
        if shown is not None:
            self.accept_requested.emit(shown.row.id)

    def _on_told(self) -> None:
        shown = self.table.selected_row()
        if shown is not None:
            command = calls.TellRequester(shown.row.id, not shown.row.requester_told)
            self._parts.ops.command(calls.tell_requester, command)

    def _on_dismiss(self) -> None:
        shown = self.table.selected_row()
        if shown is None:
            return
        question = Question(
            _("Put this request aside?"),
            _("It leaves the tray and stays countable."),
            _("Put aside"),
            label=_("Why nothing comes of it"),
            draft=uuid5(shown.row.id, "dismiss"),
        )
        because = self._parts.services.dialogs.ask_text(question)
        if because:
            command = calls.DismissRequest(shown.row.id, because)
            self._parts.ops.command(calls.dismiss_request, command)

    def _on_call_back(self) -> None:
        """The number goes to the clipboard, and to whoever can dial."""
        shown = self.table.selected_row()
        if shown is not None and shown.number:
            QGuiApplication.clipboard().setText(shown.number)
            self.status_told.emit(_("{number} is copied, ready to dial.").format(number=shown.number))
            self.call_back_requested.emit(shown.row.caller)

    def _on_changes(self, changes: Changes) -> None:
        if changes.concerns("request"):
            self.reload()
