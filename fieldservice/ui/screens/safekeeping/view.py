"""Data and backup: how safe everything is, and what belongs to the care of it, on one page."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import Button, primary
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.safekeeping import calls
from fieldservice.ui.screens.safekeeping.acts import SafekeepingActs
from fieldservice.ui.screens.safekeeping.backups_card import BackupsCard
from fieldservice.ui.screens.safekeeping.encryption_card import EncryptionActs, EncryptionCard
from fieldservice.ui.screens.safekeeping.hold_dialog import HoldDialog
from fieldservice.ui.screens.safekeeping.parts import SafekeepingParts
from fieldservice.ui.screens.safekeeping.people import suggested_persons
from fieldservice.ui.screens.safekeeping.retention_card import RetentionCard
from fieldservice.ui.screens.safekeeping.side_cards import AuditCard, MovingCard, PersonsCard
from fieldservice.ui.screens.safekeeping.term_dialog import TermDialog
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.encryption import Encryption
    from fieldservice.domain.queries.retention import RetentionState, TermRow
    from fieldservice.domain.queries.safekeeping import SafekeepingState

BACK_UP_KEYS = "Ctrl+Return"
_RETENTION_TABLES = ("retention_rule", "legal_hold", "archived_ticket")


Act = tuple[ActionSpec, Callable[[], object], Button]
"""An action, what it does, and the button that follows it."""


class SafekeepingView(Page):
    def __init__(self, parts: SafekeepingParts) -> None:
        super().__init__(_("Data and backup"), name="safekeeping", scrolls=True)
        self._parts = parts
        self._state: SafekeepingState | None = None
        self._retention: RetentionState | None = None
        self._states: Latest[SafekeepingState] = Latest()
        self._retentions: Latest[RetentionState] = Latest()
        self._encryption: Encryption | None = None
        self._encryptions: Latest[Encryption] = Latest()
        self.backups = BackupsCard(parts.wording)
        self.audit = AuditCard(parts.wording)
        self.persons = PersonsCard(self._ask_persons)
        self.moving = MovingCard()
        self.encryption = EncryptionCard()
        self.retention = RetentionCard(parts.wording)
        self.acts = SafekeepingActs(parts, self)
        self.encrypting = EncryptionActs(parts, self)
        self._back_up = primary(_("Back up now"), keys=BACK_UP_KEYS, name="backUpButton")
        self.add_right(self._back_up)
        self._lay_out()
        self._declare()
        self._connect()

    def open_at(self, argument: Hashable) -> None:
        del argument
        self.reload()

    def first_field(self) -> QWidget | None:
        return self.backups.table.view

    def leave(self) -> None:
        self._states.cancel()
        self._retentions.cancel()
        self._encryptions.cancel()
        self.backups.table.stop_loading()

    def reload(self) -> None:
        parts = self._parts
        self.backups.table.start_loading()
        query = parts.ops.query(
            calls.safekeeping_state, parts.desk.home, parts.now(), str(parts.wording.zone)
        )
        self._states.ask(query).then(self._on_state, self._on_failed)
        terms = parts.ops.query(calls.retention_state, parts.wording.language)
        self._retentions.ask(terms).then(self._on_retention, self._on_failed)
        state = parts.ops.query(calls.encryption_state, parts.desk.home, parts.desk.database)
        self._encryptions.ask(state).then(self._on_encryption, self._on_failed)

    def _lay_out(self) -> None:
        self.body.addWidget(self.backups)
        left, right = _column(self.audit, self.encryption, self.moving), _column(self.persons, self.retention)
        self.body.addWidget(SideBySide(left, right, shares=(1, 1), left_needs=420))
        self.body.addStretch(1)

    def _declare(self) -> None:
        for spec, run, button in (*self._backup_acts(), *self._care_acts()):
            self._act(spec, run, button)

    def _backup_acts(self) -> Iterator[Act]:
        acts, backups = self.acts, self.backups
        yield from (
            (ActionSpec("safekeeping.back_up", _("Back up now"), BACK_UP_KEYS), acts.back_up, self._back_up),
            (
                ActionSpec("safekeeping.drill", _("Backup drill"), "", self._has_backups),
                self._on_drill,
                backups.drill,
            ),
            (ActionSpec("safekeeping.plan", _("Plan of backups")), self._on_plan, backups.plan),
            (
                ActionSpec("safekeeping.restore", _("Restore the chosen backup"), "", self._has_backups),
                self._on_restore,
                backups.restore,
            ),
            (
                ActionSpec("safekeeping.encrypt", _("Switch the encryption"), "", self._knows_encryption),
                self._on_switch,
                self.encryption.switch,
            ),
            (
                ActionSpec("safekeeping.recovery_key", _("Show the recovery key"), "", self._is_encrypted),
                self.encrypting.show_key,
                self.encryption.recovery,
            ),
        )

    def _care_acts(self) -> Iterator[Act]:
        acts, retention = self.acts, self.retention
        yield from (
            (ActionSpec("safekeeping.verify", _("Check the audit trail")), acts.verify, self.audit.verify),
            (
                ActionSpec("safekeeping.move", _("Write everything into one file")),
                acts.move,
                self.moving.export,
            ),
            (
                ActionSpec("safekeeping.hand_out", _("Hand out a person's data"), "", self._has_person),
                self._on_hand_out,
                self.persons.hand_out,
            ),
            (
                ActionSpec("safekeeping.erase", _("Erase a person"), "", self._has_person),
                self._on_erase,
                self.persons.erase,
            ),
            (
                ActionSpec("safekeeping.hold", _("Hold a customer's data")),
                self._on_hold,
                retention.hold,
            ),
            (
                ActionSpec("safekeeping.add_term", _("Add a term of retention")),
                self._on_add_term,
                retention.add_term,
            ),
            (
                ActionSpec("safekeeping.try_out", _("Try out the terms of retention"), "", self._has_terms),
                acts.try_out,
                retention.try_out,
            ),
        )

    def _act(self, spec: ActionSpec, run: Callable[[], object], button: Button) -> None:
        """The button keeps its own word, which its card explains; the action's stands alone."""
        action, words = self._parts.services.actions.add(spec, run, scope=self), button.text()
        button.follow(action)
        button.setText(words)

    def _has_backups(self) -> bool:
        return self._state is not None and bool(self._state.backups)

    def _has_person(self) -> bool:
        return self.persons.picker.value is not None

    def _has_terms(self) -> bool:
        return self._retention is not None and bool(self._retention.terms)

    def _knows_encryption(self) -> bool:
        return self._encryption is not None

    def _is_encrypted(self) -> bool:
        return self._encryption is not None and self._encryption.is_on

    def _refresh(self) -> None:
        self._parts.services.actions.refresh()

    def _connect(self) -> None:
        self.backups.backup_wanted.connect(self.acts.back_up)
        self.retention.change_wanted.connect(self._on_change_term)
        self.retention.remove_wanted.connect(self._on_remove_term)
        self.retention.lift_wanted.connect(self._on_lift)
        self.persons.picker.picked.connect(self._refresh)
        self.persons.picker.cleared.connect(self._refresh)
        self.encrypting.failed.connect(self._on_failed)
        self.acts.done.connect(self.reload)
        self.acts.told.connect(self.status_told)
        self.acts.audited.connect(self.audit.show_report)
        self._parts.notifier.changed.connect(self._on_changes)

    def _ask_persons(self, typed: str) -> Call[Sequence[Suggestion]]:
        return self._parts.ops.query(suggested_persons, typed, self._parts.country)

    def _on_state(self, state: "SafekeepingState") -> None:
        self._state = state
        self.backups.show_state(state, self._parts.now())
        self._refresh()

    def _on_encryption(self, state: "Encryption") -> None:
        self._encryption = state
        self.encryption.show_state(state, self._parts.desk.home)
        self._refresh()

    def _on_switch(self) -> None:
        self.encrypting.switch(self._encryption)

    def _on_retention(self, state: "RetentionState") -> None:
        self._retention = state
        self.retention.show_state(state)
        self._refresh()

    def _on_failed(self, error: Exception) -> None:
        self.backups.table.stop_loading()
        self._parts.services.errors.show(error, self.reload)

    def _on_restore(self) -> None:
        self.acts.restore(self.backups.table.selected_row())

    def _on_plan(self) -> None:
        self.acts.plan(self._state)

    def _on_drill(self) -> None:
        newest = self._state.backups[0] if self._state is not None and self._state.backups else None
        self.acts.drill(newest)

    def _on_hand_out(self) -> None:
        item = self.persons.picker.item
        if item is not None:
            self.acts.hand_out(item.value, item.text)

    def _on_erase(self) -> None:
        self.acts.erase(self.persons.picker.value)

    def _on_add_term(self) -> None:
        self._edit_term(None)

    def _on_hold(self) -> None:
        self._parts.services.dialogs.run(HoldDialog(self._parts, self))

    def _on_change_term(self, term: "TermRow") -> None:
        self._edit_term(term)

    def _edit_term(self, term: "TermRow | None") -> None:
        if self._retention is not None:
            dialog = TermDialog(self._parts, self, self._retention.kinds, term)
            self._parts.services.dialogs.run(dialog)

    def _on_remove_term(self, term: "TermRow") -> None:
        self._parts.ops.command(calls.remove_retention, calls.RemoveRetention(term.id))

    def _on_lift(self, hold_id: UUID) -> None:
        self._parts.ops.command(calls.lift_hold, calls.LiftHold(hold_id))

    def _on_changes(self, changes: Changes) -> None:
        if changes.concerns(*_RETENTION_TABLES):
            self.reload()


def _column(*cards: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(16)
    for card in cards:
        layout.addWidget(card)
    layout.addStretch(1)
    layout.setAlignment(Qt.AlignmentFlag.AlignTop)
    return column
