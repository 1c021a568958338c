"""Other systems on one page: which are connected, their tokens, and what their webhooks did not take.

All of it lies at the centre: it is asked for when the page is opened. While the line is down, that is said.
"""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid5

from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import Button, primary, quiet
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.cells import Align, CellLook, Column
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.kit.empty import EmptyWords
from fieldservice.ui.kit.errors import ErrorKind, kind_of, words_for
from fieldservice.ui.kit.form_draft import discard
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.tables import DataTable
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.systems import words
from fieldservice.ui.screens.systems.dialogs import GrantsDialog, TokenDialog
from fieldservice.ui.screens.systems.parts import SystemsParts, TokenRow
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.sync.systems_wire import DeliveryTold, SystemsReply, SystemTold

_LEAST_HEIGHT = 150
_FORMS = UUID("6c8f3f0a-52a1-5b1e-9f3c-0d2b7a9e4c11")
"""Under which the forms of this page keep their drafts."""


class SystemsPage(Page):
    def __init__(self, parts: SystemsParts) -> None:
        super().__init__(_("Outside systems"), name="systems", scrolls=True)
        self._parts = parts
        self._dialogs = parts.services.dialogs
        self._replies: Latest[SystemsReply] = Latest()
        self._is_known = False
        self._drafted: UUID | None = None
        self._connect_button = primary(_("Connect a system"), name="connectSystemButton")
        self.add_right(self._connect_button)
        self.trouble = label("", Look.PLAIN, wraps=True)
        self.trouble.setObjectName("systemsTrouble")
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self._build()
        self.body.addStretch(1)
        self._declare()

    def open_at(self, argument: Hashable) -> None:
        del argument
        self.reload()

    def first_field(self) -> QWidget | None:
        return self.systems.view

    def leave(self) -> None:
        self._replies.cancel()
        for table in (self.systems, self.tokens, self.deliveries):
            table.stop_loading()

    def reload(self) -> None:
        if not self._parts.home.is_joined:
            self._show_trouble(_("Other systems meet the company at its centre. This desk has joined none."))
            return
        for table in (self.systems, self.tokens, self.deliveries):
            table.start_loading()
        self._ask("list", {})

    def _build(self) -> None:
        self.systems: DataTable[SystemTold] = _table(
            self._system_columns(), "systemTable", _("Systems"), _("No other system is connected.")
        )
        self.tokens: DataTable[TokenRow] = _table(
            self._token_columns(), "tokenTable", _("Tokens"), _("No token is good.")
        )
        self.deliveries: DataTable[DeliveryTold] = _table(
            self._delivery_columns(), "deliveryTable", _("Not delivered"), _("Everything was delivered.")
        )
        self._switch = quiet(_("Disconnect"), name="switchSystemButton")
        self._new_token = quiet(_("New token"), name="newTokenButton")
        self._narrow = quiet(_("Narrow"), name="narrowTokenButton")
        self._revoke = quiet(_("Revoke"), name="revokeTokenButton")
        self._again = quiet(_("Send again"), name="sendAgainButton")
        for title, name, table, buttons in (
            (_("Systems"), "systemsCard", self.systems, (self._new_token, self._switch)),
            (_("Tokens"), "tokensCard", self.tokens, (self._narrow, self._revoke)),
            (_("Not delivered"), "deliveriesCard", self.deliveries, (self._again,)),
        ):
            card = Card(title, padded=False, name=name)
            for button in buttons:
                card.add_trailing(button)
            card.add(table)
            self.body.addWidget(card)
        for table in (self.systems, self.tokens, self.deliveries):
            table.row_selected.connect(self._refresh)

    def _declare(self) -> None:
        for spec, run, button in (
            (
                ActionSpec("systems.connect", _("Connect a system"), "", self._knows),
                self._on_connect,
                self._connect_button,
            ),
            (
                ActionSpec("systems.switch", _("Connect or disconnect the system"), "", self._has_system),
                self._on_switch,
                self._switch,
            ),
            (
                ActionSpec("systems.token", _("Make another token"), "", self._has_system),
                self._on_token,
                self._new_token,
            ),
            (
                ActionSpec("systems.narrow", _("Narrow the token"), "", self._has_token),
                self._on_narrow,
                self._narrow,
            ),
            (
                ActionSpec("systems.revoke", _("Revoke the token"), "", self._has_token),
                self._on_revoke,
                self._revoke,
            ),
            (
                ActionSpec("systems.again", _("Send it again"), "", self._has_delivery),
                self._on_again,
                self._again,
            ),
        ):
            self._act(spec, run, button)

    def _act(self, spec: ActionSpec, run: Callable[[], object], button: Button) -> None:
        """The button keeps its own word, which its card explains; the action's stands alone."""
        action, said = self._parts.services.actions.add(spec, run, scope=self), button.text()
        button.follow(action)
        button.setText(said)

    def _knows(self) -> bool:
        return self._is_known

    def _has_system(self) -> bool:
        return self._is_known and self.systems.selected_row() is not None

    def _has_token(self) -> bool:
        return self._is_known and self.tokens.selected_row() is not None

    def _has_delivery(self) -> bool:
        return self._is_known and self.deliveries.selected_row() is not None

    def _refresh(self, _row: object = None) -> None:
        system = self.systems.selected_row()
        self._switch.setText(_("Disconnect") if system is None or system.is_active else _("Connect again"))
        self._parts.services.actions.refresh()

    def _ask(self, act: str, values: dict[str, Any]) -> None:
        call = self._parts.ops.job(self._parts.home.systems, _("Asking the centre"), act, values)
        failed = self._on_not_reached if act == "list" else self._on_failed
        self._replies.ask(call).then(self._on_reply, failed)

    def _on_reply(self, reply: "SystemsReply") -> None:
        self._is_known = True
        if self._drafted is not None:
            discard(self._parts, self._drafted)
            self._drafted = None
        self.trouble.hide()
        self.systems.set_rows(reply.systems)
        self.tokens.set_rows([TokenRow(each, token) for each in reply.systems for token in each.tokens])
        self.deliveries.set_rows(reply.deliveries)
        for table in (self.systems, self.tokens, self.deliveries):
            if table.selected_row() is None:
                table.select_first()
        self._refresh()
        if reply.token:
            self._dialogs.run(TokenDialog(self, reply.token))

    def _on_not_reached(self, error: Exception) -> None:
        is_line = kind_of(error) is ErrorKind.RETRY
        told = _("Other systems are looked after at the centre, which is not reached just now.")
        self._show_trouble(told if is_line else str(words_for(error, self._parts.wording)))

    def _on_failed(self, error: Exception) -> None:
        self._drafted = None
        self._parts.services.errors.show(error)

    def _show_trouble(self, told: str) -> None:
        self._is_known = False
        self.trouble.setText(told)
        self.trouble.show()
        for table in (self.systems, self.tokens, self.deliveries):
            table.stop_loading()
        self._refresh()

    def _run_kept(self, dialog: GrantsDialog, about: str) -> bool:
        """What was chosen stays a draft until the centre has answered."""
        draft = dialog.keep(self._parts, uuid5(_FORMS, about)) if self._parts.user_id else None
        is_wanted = self._dialogs.run(dialog)
        self._drafted = draft.id if draft is not None and is_wanted else None
        return is_wanted

    def _on_connect(self) -> None:
        dialog = GrantsDialog(
            self,
            _("Connect a system"),
            _("It gets an account and a token of its own; history shows what it did."),
            _("Connect"),
            name=_("Name"),
        )
        dialog.offer(words.all_grants())
        dialog.offer_to_keep()
        if self._run_kept(dialog, "connect"):
            self._ask("connect", dialog.wanted)

    def _on_token(self) -> None:
        system = self.systems.selected_row()
        if system is None:
            return
        title = _("Another token for {system}").format(system=system.name)
        dialog = GrantsDialog(self, title, "", _("Make the token"), name=_("What it is for"))
        dialog.offer(words.all_grants())
        if self._run_kept(dialog, f"token {system.id}"):
            self._ask("token", {"system": system.id, **dialog.wanted})

    def _on_narrow(self) -> None:
        row = self.tokens.selected_row()
        if row is None:
            return
        text = _("What is no longer ticked it may not do from now on. Nothing can be added.")
        dialog = GrantsDialog(self, _("Narrow the token"), text, _("Narrow"))
        dialog.offer([each for each in words.all_grants() if each in row.token.may], row.token.may)
        if self._run_kept(dialog, f"narrow {row.id}"):
            self._ask("narrow", {"system": row.system.id, "token": row.id, **dialog.wanted})

    def _on_revoke(self) -> None:
        row = self.tokens.selected_row()
        if row is None:
            return
        question = Question(
            _("Revoke the token “{name}” of {system}?").format(name=row.token.name, system=row.system.name),
            _("Nobody comes in with it any more, at once and for good."),
            _("Revoke"),
            is_dangerous=True,
        )
        if self._dialogs.confirm(question):
            self._ask("revoke", {"system": row.system.id, "token": row.id})

    def _on_switch(self) -> None:
        system = self.systems.selected_row()
        if system is None:
            return
        if not system.is_active:
            self._ask("reconnect", {"system": system.id})
            return
        question = Question(
            _("Disconnect {system}?").format(system=system.name),
            _("It tells nothing more, and what it kept can be changed at the desks again."),
            _("Disconnect"),
            is_dangerous=True,
        )
        if self._dialogs.confirm(question):
            self._ask("disconnect", {"system": system.id})

    def _on_again(self) -> None:
        row = self.deliveries.selected_row()
        if row is not None:
            self._ask("again", {"delivery": row.id})

    def _system_columns(self) -> "tuple[Column[SystemTold], ...]":
        wording = self._parts.wording
        return (
            Column(key="name", title=_("System"), text=lambda row: row.name, look=CellLook.STRONG, stretch=2),
            Column(
                key="state",
                title=_("State"),
                text=words.state_words,
                look=CellLook.CHIP,
                tone=lambda row: words.state_shape(row)[0],
                shape=lambda row: words.state_shape(row)[1],
                width=140,
            ),
            Column(
                key="keeps", title=_("Keeps"), text=lambda row: words.keeps_words(row, wording), stretch=3
            ),
            Column(
                key="hooks", title=_("Webhooks"), text=lambda row: wording.listing(row.webhooks), stretch=3
            ),
        )

    def _token_columns(self) -> tuple[Column[TokenRow], ...]:
        wording, now = self._parts.wording, self._parts.now
        return (
            Column(key="system", title=_("System"), text=lambda row: row.system.name, stretch=2),
            Column(
                key="name", title=_("Token"), text=lambda row: row.token.name, look=CellLook.STRONG, stretch=2
            ),
            Column(
                key="may",
                title=_("May"),
                text=lambda row: words.grants_words(row.token.may, wording),
                tooltip=lambda row: words.grants_words(row.token.may, wording),
                stretch=4,
            ),
            Column(
                key="used",
                title=_("Last used"),
                text=lambda row: words.moment_words(row.token.used_at, now(), wording, _("never")),
                width=130,
            ),
            Column(
                key="until",
                title=_("Good until"),
                text=lambda row: words.moment_words(row.token.expires_at, now(), wording, _("always")),
                width=130,
            ),
        )

    def _delivery_columns(self) -> "tuple[Column[DeliveryTold], ...]":
        wording, now = self._parts.wording, self._parts.now
        return (
            Column(key="system", title=_("System"), text=lambda row: row.system, stretch=2),
            Column(key="event", title=_("Event"), text=lambda row: row.event, stretch=2),
            Column(
                key="state",
                title=_("State"),
                text=words.delivery_words,
                look=CellLook.CHIP,
                tone=lambda row: words.delivery_shape(row)[0],
                shape=lambda row: words.delivery_shape(row)[1],
                width=150,
            ),
            Column(key="problem", title=_("Problem"), text=lambda row: row.problem, stretch=3),
            Column(key="url", title=_("Address"), text=lambda row: row.url, stretch=3),
            Column(
                key="made",
                title=_("When"),
                text=lambda row: words.moment_words(row.made_at, now(), wording, ""),
                align=Align.RIGHT,
                width=130,
            ),
        )


def _table(columns: Any, name: str, title: str, empty: str) -> DataTable[Any]:
    table: DataTable[Any] = DataTable(
        columns, name=name, title=title, empty=EmptyWords(empty), row_id=lambda row: row.id
    )
    table.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))
    return table
