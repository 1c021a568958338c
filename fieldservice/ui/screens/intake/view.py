"""The intake screen: cards from top to bottom as a call runs, the answer beside them, and what saves it."""

from collections.abc import Callable, Hashable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid5

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.buttons import primary, quiet
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.kit.errors import words_for
from fieldservice.ui.kit.pages import Page
from fieldservice.ui.kit.side_by_side import SideBySide
from fieldservice.ui.screens.intake import calls
from fieldservice.ui.screens.intake.form import IntakeForm
from fieldservice.ui.screens.intake.parts import AcceptRequest, IncomingCall, IntakeParts, NewFor
from fieldservice.ui.screens.intake.remedies import Remedies
from fieldservice.ui.screens.intake.resuming import Resuming
from fieldservice.ui.screens.intake.saving import GoOn, Saver
from fieldservice.ui.screens.intake.side_cards import OpenCard, SimilarCard, call_label, stacked
from fieldservice.ui.screens.intake.words import call_words
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.intake import CustomerPanel, IntakePreview
    from fieldservice.domain.queries.intake_similar import SimilarTicket
    from fieldservice.domain.queries.trays import TrayRow

SAVE_KEYS = "Ctrl+Return"
PLAN_KEYS = "Ctrl+Shift+Return"
ANOTHER_KEYS = "Ctrl+Alt+Return"
PARK_KEYS = "Ctrl+Shift+P"
CLEAR_KEYS = "Ctrl+Shift+Backspace"
SECOND_MS = 1_000
OFFERED = ("standard_field", "ticket_template", "kind", "ticket_type", "purpose", "service", "queue")
CONCERNS = ("customer", "contract", "terms", "coverage_line", "block", "equipment", "site", "ticket", "visit")


class IntakeView(Page):
    """`ticket_saved` and `plan_requested` carry the ticket's id. Opened at a place of `parts`, or at None."""

    ticket_saved = Signal(object)
    request_parked = Signal(object)
    plan_requested = Signal(object)
    open_ticket_requested = Signal(object)
    open_customer_requested = Signal(object)

    def __init__(self, parts: IntakeParts) -> None:
        super().__init__(_("New request"), name="intake", scrolls=True)
        self._parts = parts
        self._refused_as = ""
        self._wanted: GoOn | None = None
        self.form = IntakeForm(parts, self)
        self.similar = SimilarCard(parts.wording, parts.now)
        self.open_card = OpenCard(parts.wording, parts.now)
        self._saver = Saver(parts, self.form, self)
        self._remedies = Remedies(parts, self.form, self)
        self._resuming = Resuming(parts, self.form, self)
        self._second = QTimer(self, interval=SECOND_MS)
        self._second.timeout.connect(self._show_clock)
        self._lay_out()
        self._build_header()
        self._declare_actions()
        self._connect()
        self.form.load_options()
        self._resuming.look()
        self._show_go_on()

    def start_call(self, number: str) -> None:
        """A call arrives: a new form with the caller; what was being typed stays as a draft."""
        self._put_away()
        self.form.start_call(number)
        self._number.setText(number)

    def accept_request(self, request_id: UUID) -> None:
        """Bring a request from the tray into the form, to serve it after all."""
        self._put_away()
        language = self._parts.wording.language
        self._parts.ops.query(calls.request_row, request_id, language).then(self._on_request_found)

    def open_at(self, argument: Hashable) -> None:
        match argument:
            case IncomingCall(number):
                self.start_call(number)
            case AcceptRequest(request_id):
                self.accept_request(request_id)
            case NewFor(customer_id, unit_id):
                self._put_away()
                self.form.choose_customer(customer_id, unit_id)
            case _:
                self._show_clock()
                return
        self.place_changed.emit(None)  # going back to this place must not start the call again

    def first_field(self) -> QWidget | None:
        focused = self.window().focusWidget()
        if self.form.started_at is not None and focused is not None and self.isAncestorOf(focused):
            return focused
        return self.form.caller.customer

    def leave(self) -> None:
        self.form.drafts.keeper.flush()
        self.form.judge.stop()
        self._resuming.stop()
        self._second.stop()

    def _lay_out(self) -> None:
        left = stacked(self.form.caller, self.form.subject, self.form.trouble)
        right = stacked(self.similar, self.open_card)
        self.body.addWidget(SideBySide(left, right, shares=(62, 38), left_needs=540))

    def _build_header(self) -> None:
        self._clock = Chip(name="callChip")
        self._clock.hide()
        self._number = call_label()
        self.add_left(self._clock, self._number, self._resuming.button)
        self._park = quiet(_("Park with reason"), name="parkButton")
        self._plan = quiet(_("Save and plan"), keys=PLAN_KEYS, name="planButton")
        self._save = primary(_("Save"), keys=SAVE_KEYS, name="saveButton")
        self.add_right(self._park, self._plan, self._save)

    def _declare_actions(self) -> None:
        go_on = self._action(
            "intake.save", _("Save the request"), SAVE_KEYS, lambda: self._go(GoOn.NEXT_CALL)
        )
        plan = self._action("intake.plan", _("Save and plan"), PLAN_KEYS, lambda: self._go(GoOn.PLAN))
        another = self._action(
            "intake.another",
            _("Save, and another from this call"),
            ANOTHER_KEYS,
            lambda: self._go(GoOn.ANOTHER),
        )
        park = self._action("intake.park", _("Park with reason"), PARK_KEYS, self._on_park)
        self._action("intake.clear", _("Empty the form"), CLEAR_KEYS, self._on_clear)
        self._save.clicked.connect(go_on.trigger)
        self._plan.clicked.connect(plan.trigger)
        self._park.clicked.connect(park.trigger)
        self.form.trouble.another_requested.connect(another.trigger)

    def _action(self, action_id: str, text: str, keys: str, run: Callable[[], object]) -> QAction:
        return self._parts.services.actions.add(ActionSpec(action_id, text, keys), run, scope=self)

    def _connect(self) -> None:
        form = self.form
        form.started.connect(self._on_started)
        form.caller.number_shown.connect(self._number.setText)
        form.panel_changed.connect(self._on_panel)
        form.judge.judged.connect(self._on_judged)
        form.judge.failed.connect(self._on_failed)
        form.drafts.saved.connect(self._on_draft_saved)
        form.drafts.recovered.connect(self._on_recovered)
        self._saver.logged.connect(self._on_logged)
        self._saver.parked.connect(self._on_parked)
        self._saver.added.connect(self._on_added)
        self._saver.failed.connect(self._on_failed)
        self._remedies.overridden.connect(self._on_overridden)
        self._remedies.card_requested.connect(self.open_customer_requested)
        self.similar.add_requested.connect(self._on_add_to)
        self.similar.open_requested.connect(lambda ticket: self.open_ticket_requested.emit(ticket.id))
        self.open_card.ticket_requested.connect(self.open_ticket_requested)
        self._parts.notifier.changed.connect(self._on_changes)

    @property
    def _is_refused(self) -> bool:
        preview = self.form.judge.preview
        return bool(preview and not preview.verdict.is_ok) and not self._remedies.override_because

    def _go(self, go_on: GoOn) -> None:
        """Save, or park what is refused; with an answer still under way, as soon as it is there."""
        if self._saver.is_busy or self.form.started_at is None:
            return
        if self.form.judge.is_waiting:
            self._wanted = go_on
            self.form.judge.now()
        elif self._is_refused:
            if go_on is GoOn.NEXT_CALL:
                self._saver.park("")
        elif self._is_complete():
            self._saver.log(go_on, self._remedies.override_because)

    def _is_complete(self) -> bool:
        """What the form itself can see is said at its field before anything is sent."""
        trouble, preview = self.form.trouble, self.form.judge.preview
        trouble.form.clear_errors()
        trouble.more.form.clear_errors()
        if not trouble.title.text().strip():
            trouble.form.show_error(trouble.title, _("Say in a few words what happens."))
        elif trouble.closing.is_unreadable:
            trouble.form.show_error(trouble.closing, _("This is no moment. Write it like 27.11 14:00."))
        elif trouble.closing.chosen is not None and not trouble.because.text().strip():
            trouble.form.show_error(trouble.because, _("Another moment than the SLA's needs a reason."))
        elif preview is not None and preview.requires_purpose and trouble.more.purpose.value is None:
            trouble.unfold(is_open=True)
            trouble.more.show_purpose()
            trouble.more.form.show_error(trouble.more.purpose, _("This type of ticket needs a purpose."))
        else:
            return trouble.own.check()
        return False

    def _on_park(self) -> None:
        """Somebody parks what could be served, and says why; what is refused has its reason already."""
        if self._saver.is_busy or self.form.started_at is None:
            return
        if self._is_refused:
            self._saver.park("")
            return
        question = Question(
            _("Park this request?"),
            _("It waits in the tray."),
            _("Park"),
            label=_("Why it is parked"),
            draft=uuid5(self.form.own_ids().request_id, "park"),
        )
        because = self._parts.services.dialogs.ask_text(question)
        if because is not None:
            self._saver.park(because)

    def _on_clear(self) -> None:
        if self.form.started_at is None:
            return
        question = Question(
            _("Throw this request away?"), _("What was typed is gone."), _("Throw away"), is_dangerous=True
        )
        if self._parts.services.dialogs.confirm(question):
            self.form.drafts.discard()
            self._next_call()

    def _on_started(self) -> None:
        if self.isVisible():
            self._second.start()
        self._show_clock()

    def _show_clock(self) -> None:
        started = self.form.started_at
        self._clock.setVisible(started is not None)
        if started is None:
            self._second.stop()
        elif self.form.is_from_tray:
            self._clock.show_state(_("From the tray"), Tone.CARE)
        else:
            self._clock.show_state(call_words(self._parts.now() - started), Tone.ACCENT)
            if not self._second.isActive() and self.isVisible():
                self._second.start()

    def _on_panel(self, panel: "CustomerPanel | None") -> None:
        self.open_card.show_panel(panel)

    def _on_judged(self, preview: "IntakePreview") -> None:
        outcome = preview.verdict.outcome.value
        if outcome != self._refused_as:
            self._refused_as, self._remedies.override_because = outcome, ""
        self.form.trouble.show_preview(preview)
        self.similar.show_similar(preview.similar)
        self._show_verdict()
        self._show_go_on()
        if self._wanted is not None and not self.form.judge.is_waiting:
            wanted, self._wanted = self._wanted, None
            self._go(wanted)

    def _show_verdict(self) -> None:
        preview, subject, options = self.form.judge.preview, self.form.subject, self.form.options
        if preview is None or self.form.filled().is_blank:
            subject.clear_verdict()
            return
        subject.show_verdict(
            preview.verdict,
            may_override=options is not None and options.may_override,
            is_overridden=bool(self._remedies.override_because),
        )

    def _show_go_on(self) -> None:
        """The primary button does what can be done: save, or park what is refused (P-48)."""
        is_refused = self._is_refused
        self._save.setText(_("Park") if is_refused else _("Save"))
        self._save.updateGeometry()
        self._park.setVisible(not is_refused)
        self._plan.setEnabled(not is_refused)
        self.form.trouble.another.setEnabled(not is_refused)

    def _on_overridden(self) -> None:
        self._show_verdict()
        self._show_go_on()

    def _on_add_to(self, ticket: "SimilarTicket") -> None:
        title = self.form.trouble.title
        if not title.text().strip() and not self.form.trouble.description.text().strip():
            self.form.trouble.form.show_error(title, _("Say in a few words what happens."))
            return
        self._saver.add_to(ticket.id)

    def _on_logged(self, ticket_id: UUID, go_on: GoOn) -> None:
        if go_on is GoOn.ANOTHER:
            self._remedies.override_because = ""
            self.form.clear_for_another()
            self.form.advance()
        else:
            self._next_call()
        self.ticket_saved.emit(ticket_id)
        if go_on is GoOn.PLAN:
            self.plan_requested.emit(ticket_id)

    def _on_parked(self, request_id: UUID) -> None:
        self._next_call()
        self.request_parked.emit(request_id)

    def _on_added(self, ticket_id: UUID) -> None:
        self._next_call()
        self.ticket_saved.emit(ticket_id)

    def _next_call(self) -> None:
        """An empty form, ready for the next caller."""
        self._wanted, self._remedies.override_because, self._refused_as = None, "", ""
        self.form.clear()
        self.similar.show_similar(())
        self._number.setText("")
        self._show_clock()
        self._show_go_on()
        self._resuming.look()
        self.form.caller.customer.setFocus()

    def _put_away(self) -> None:
        """Make room for another request; what stands in the form is kept as a draft."""
        self.form.drafts.keeper.flush()
        self._next_call()

    def _on_failed(self, error: Exception) -> None:
        """A refusal is told at its field; what stands in the form stays."""
        self._wanted = None
        code = error.code if isinstance(error, RuleViolation) else ""
        trouble = self.form.trouble
        fields: dict[str, QWidget] = {
            "ticket.title_missing": trouble.title,
            "ticket.expected_closing_needs_reason": trouble.because,
        }
        if code in fields:
            trouble.form.show_error(fields[code], str(words_for(error, self._parts.wording)))
            return
        if code == "request.not_servable":
            self.form.judge.now()
        self._parts.services.errors.show(error)

    def _on_request_found(self, row: "TrayRow | None") -> None:
        if row is not None:
            self.form.take_over(row)
            self._number.setText(row.caller)

    def _on_recovered(self) -> None:
        self._number.setText(self.form.caller.number)

    def _on_draft_saved(self, moment: datetime) -> None:
        local = moment.astimezone(self._parts.wording.zone)
        self.status_told.emit(_("Draft saved {time}").format(time=f"{local:%H:%M:%S}"))

    def _on_changes(self, changes: Changes) -> None:
        """Something that is offered, or that the answer rests on, changed elsewhere."""
        if changes.concerns(*OFFERED):
            self.form.load_options(self.form.caller.caller().customer_id)
        if changes.concerns(*CONCERNS) and self.form.started_at is not None and not self._saver.is_busy:
            self.form.judge.now()
