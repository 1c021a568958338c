"""The tray: requests that wait or were refused, each with its reason, until somebody deals with it.

What was put aside and what became a ticket stand in parts of their own.
"""

from collections.abc import Callable, Hashable
from functools import partial
from uuid import UUID, uuid5

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.tray_parts import TrayPart
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import Button, filter_button, primary
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.ops import SignalOf
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.trays import calls, words
from fieldservice.ui.screens.trays.calls import TrayShown
from fieldservice.ui.screens.trays.detail import RequestCard
from fieldservice.ui.screens.trays.parts import TraysParts
from fieldservice.wording import _, ngettext, pgettext

ACCEPT_KEYS = "Ctrl+Return"
TOLD_KEYS = "Ctrl+T"
DISMISS_KEYS = "Ctrl+Backspace"
CALL_BACK_KEYS = "Ctrl+B"
TICKET_KEYS = "Ctrl+O"
_LEAST_HEIGHT = 220


class TraysView(Page):
    """Open it at a request's id, at a part, or at nothing.

    `accept_requested` carries the request's id for the intake, `open_ticket_requested` what became of one;
    `counted` tells how many wait.
    """

    accept_requested = Signal(object)
    open_ticket_requested = Signal(object)
    call_back_requested = Signal(str)
    counted = Signal(int)

    def __init__(self, parts: TraysParts) -> None:
        super().__init__(_("Tray"), name="trays")
        self._parts = parts
        self._latest: Latest[calls.TrayPage] = Latest()
        self._wanted: UUID | None = None
        self._part = TrayPart.WAITING
        self._tabs: dict[TrayPart, Button] = {}
        self.table: DataTable[TrayShown] = DataTable(
            self._columns(),
            name="trayTable",
            empty=_empty_words(TrayPart.WAITING),
            row_id=lambda shown: shown.row.id,
            two_lines=True,
        )
        self.detail = RequestCard(parts.wording, parts.now)
        self._accept = primary(_("Serve after all"), keys=ACCEPT_KEYS, name="acceptButton")
        self.add_right(self._accept)
        self._lay_out()
        self._declare_parts()
        self._connect()
        self.reload()

    def reload(self) -> None:
        """Ask anew; what is shown stays until the answer is there."""
        self.table.start_loading()
        ask = calls.TrayAsk(self._parts.wording.language, self._part, self._wanted)
        query = self._parts.ops.query(calls.tray_page, ask)
        self._latest.ask(query).then(self._on_found, self._on_not_found)

    def open_at(self, argument: Hashable) -> None:
        """At a request's id that request is selected, in whichever part it is."""
        self._wanted = argument if isinstance(argument, UUID) else None
        if argument in set(TrayPart):
            self._part = TrayPart(argument)
            self._mark()
        self.reload()

    def show_part(self, part: TrayPart, _is_checked: object = None) -> None:
        self._part, self._wanted = part, None
        self._mark()
        self.table.set_rows(())
        self.reload()
        self.place_changed.emit(part)

    def first_field(self) -> QWidget:
        """The list; as long as nothing is in it, what shows another part."""
        return self.table.view if self.table.model.rowCount() else self._tabs[self._part]

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
            title=_("Why it waits") if self._part is TrayPart.WAITING else _("What became of it"),
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

    def _declare_parts(self) -> None:
        row = Flow()
        titles = {
            TrayPart.WAITING: _("Waiting"),
            TrayPart.ASIDE: pgettext("part of the tray", "Put aside"),
            TrayPart.ACCEPTED: _("Accepted"),
        }
        for number, (part, title) in enumerate(titles.items(), start=1):
            tab = filter_button(title, name=f"{part.value}Tab")
            tab.clicked.connect(partial(self.show_part, part))
            row.add(tab)
            self._tabs[part] = tab
            spec = ActionSpec(f"trays.{part}", _("Show: {section}").format(section=title), f"Alt+{number}")
            self._parts.services.actions.add(spec, partial(self.show_part, part), scope=self)
        self.fill_left(row)
        self._mark()

    def _connect(self) -> None:
        self._act(
            ActionSpec("trays.accept", _("Serve after all"), ACCEPT_KEYS, self._waits),
            self._on_accept,
            self._accept.clicked,
        )
        self._act(
            ActionSpec("trays.told", _("The requester was told"), TOLD_KEYS, self._waits),
            self._on_told,
            self.detail.told_pressed,
        )
        self._act(
            ActionSpec("trays.dismiss", _("Put the request aside"), DISMISS_KEYS, self._waits),
            self._on_dismiss,
            self.detail.dismiss_pressed,
        )
        self._act(
            ActionSpec("trays.call_back", _("Call back"), CALL_BACK_KEYS, self._has_number),
            self._on_call_back,
            self.detail.call_back_pressed,
        )
        self._act(
            ActionSpec("trays.ticket", _("Open its ticket"), TICKET_KEYS, self._has_ticket),
            self._on_ticket,
            self.detail.ticket_pressed,
        )
        self.table.row_selected.connect(self._on_selected)
        self.table.row_activated.connect(self._on_activated)
        self._parts.notifier.changed.connect(self._on_changes)

    def _act(self, spec: ActionSpec, run: Callable[[], object], pressed: SignalOf) -> None:
        action = self._parts.services.actions.add(spec, run, scope=self)
        pressed.connect(action.trigger)

    def _waits(self) -> bool:
        shown = self.table.selected_row()
        return shown is not None and shown.waits

    def _has_number(self) -> bool:
        shown = self.table.selected_row()
        return shown is not None and bool(shown.number)

    def _has_ticket(self) -> bool:
        shown = self.table.selected_row()
        return shown is not None and shown.row.ticket_id is not None

    def _mark(self) -> None:
        """Say which part is shown; while it is empty, what belongs there."""
        for part, tab in self._tabs.items():
            tab.setChecked(part is self._part)
        self.table.set_columns(self._columns())
        self.table.set_empty_words(_empty_words(self._part))

    def _on_found(self, page: "calls.TrayPage") -> None:
        if page.part is not self._part:
            self._part = page.part
            self._mark()
        self.table.set_rows([TrayShown(row) for row in page.rows])
        if self._wanted is None or not self.table.select_id(self._wanted):
            self._select_something()
        self._wanted = None
        if self._part is TrayPart.WAITING:
            self._tell_count(len(page.rows))
        self._on_selected(self.table.selected_row())
        if any(tab.hasFocus() for tab in self._tabs.values()):
            self.first_field().setFocus()

    def _tell_count(self, count: int) -> None:
        words = ngettext("Tray: {count} request", "Tray: {count} requests", count).format(count=count)
        self.set_title(words if count else _("Tray"))
        self.counted.emit(count)

    def _select_something(self) -> None:
        if self.table.selected_row() is None:
            self.table.select_first()

    def _on_not_found(self, error: Exception) -> None:
        self.table.stop_loading()
        self._parts.services.errors.show(error, self.reload)

    def _on_selected(self, shown: TrayShown | None) -> None:
        self.detail.show_request(shown)
        self._parts.services.actions.refresh()
        self._accept.setEnabled(self._waits())

    def _on_activated(self, _row: object = None) -> None:
        """Enter does what comes next: it is served, or what became of it is shown."""
        if self._has_ticket():
            self._on_ticket()
        else:
            self._on_accept()

    def _on_ticket(self) -> None:
        shown = self.table.selected_row()
        if shown is not None and shown.row.ticket_id is not None:
            self.open_ticket_requested.emit(shown.row.ticket_id)

    def _on_accept(self) -> None:
        shown = self.table.selected_row()
        if shown is not None and shown.waits:
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


def _empty_words(part: TrayPart) -> EmptyWords:
    return EmptyWords(
        {
            TrayPart.WAITING: _("Requests that cannot be served yet wait here. None does."),
            TrayPart.ASIDE: _("Requests of which nothing came stay here. None does."),
            TrayPart.ACCEPTED: _("Requests that became tickets stay here. None does."),
        }[part]
    )
