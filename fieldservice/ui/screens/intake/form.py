"""The three cards as one form: what fills what, where the focus goes next, and what is kept as a draft.

It knows nothing of saving; the view sends what stands here.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.intake import calls
from fieldservice.ui.screens.intake.arranging import Arranging
from fieldservice.ui.screens.intake.asks import Recovered, Wanted, recover
from fieldservice.ui.screens.intake.caller_card import CallerCard
from fieldservice.ui.screens.intake.drafting import IntakeDrafts, wished_fields
from fieldservice.ui.screens.intake.judging import Judge
from fieldservice.ui.screens.intake.parts import IntakeParts
from fieldservice.ui.screens.intake.sending import Filled, FormIds
from fieldservice.ui.screens.intake.subject_card import SubjectCard
from fieldservice.ui.screens.intake.trouble_card import TroubleCard

if TYPE_CHECKING:
    from fieldservice.domain.queries.callers import CallerMatch
    from fieldservice.domain.queries.intake import CustomerPanel, IntakeOptions
    from fieldservice.domain.queries.intake_units import UnitChoice
    from fieldservice.domain.queries.ticket_templates import TemplateRow
    from fieldservice.domain.queries.trays import TrayRow

_SEEN_BELOW = 150
_BY_TAB = Qt.FocusReason.TabFocusReason
# WORKAROUND: a picker that loses the focus inside its own key event loses its strong font with it.
_LATER = Qt.ConnectionType.QueuedConnection


class IntakeForm(QObject):
    """`started` tells that a request begins, `panel_changed` carries the `CustomerPanel` or None."""

    started = Signal()
    panel_changed = Signal(object)

    def __init__(self, parts: IntakeParts, parent: QObject) -> None:
        super().__init__(parent)
        self._parts = parts
        self.caller = CallerCard(parts)
        self.subject = SubjectCard(parts, lambda: self.caller.caller().customer_id)
        self.trouble = TroubleCard(parts)
        self.judge = Judge(parts, self.filled, self)
        self._arranging = Arranging(self.caller, self.subject, self.trouble)
        self.drafts = IntakeDrafts(parts, self.caller, self.subject, self.trouble)
        self.drafts.setParent(self)
        self._lookup: Latest[Recovered] = Latest()
        self._work: Latest[Recovered] = Latest()
        self._options: Latest[IntakeOptions] = Latest()
        self.options: IntakeOptions | None = None
        self.ids: FormIds | None = None
        self.started_at: datetime | None = None
        self.is_from_tray = False
        self._is_quiet = False
        self._connect()

    def own_ids(self) -> FormIds:
        """The ids of this form, made when something is first entered."""
        if self.ids is None:
            self.ids = FormIds.fresh()
            self.drafts.begin(self.ids, self.started_at, is_from_tray=self.is_from_tray)
        return self.ids

    def filled(self) -> Filled:
        now = self._parts.now()
        received = self.started_at or now
        return Filled(
            self.caller.caller(),
            self.subject.subject(),
            self.trouble.trouble(),
            self.trouble.more.more(),
            received,
            now if self.is_from_tray else received,
            self.trouble.own.answers(),
            self.trouble.template.tasks,
        )

    def load_options(self, customer_id: UUID | None = None) -> None:
        parts = self._parts
        query = parts.ops.query(calls.intake_options, parts.wording.language, parts.user_id, customer_id)
        self._options.ask(query).then(self._on_options)

    def start_call(self, number: str) -> None:
        """A new form for a call."""
        self.clear()
        self.begin()
        self.caller.look_up(number)

    def take_over(self, row: "TrayRow") -> None:
        """A new form for a request from the tray: as it came, and still to be judged as of today."""
        self.clear()
        self.is_from_tray = True
        self.started_at = row.received_at
        self.ids = FormIds.fresh().of_request(row.id)
        self.drafts.begin(self.ids, self.started_at, is_from_tray=True)
        self.caller.remember_number(row.caller)
        self.trouble.title.set_text(row.title)
        self.trouble.description.set_draft_value("" if row.text == row.title else row.text)
        fields = {"contact_id": str(row.contact_id or ""), "person": row.caller_name}
        if row.customer_id is None:
            fields["customer_typed"] = row.caller
        self.drafts.restore(fields | _ids_of(row) | wished_fields(row.wish))
        self.trouble.choose_grades(row.wish.get("impact"), row.wish.get("urgency"))
        self.started.emit()

    def resume(self, fields: Mapping[str, str], draft_id: UUID) -> None:
        """A draft comes back, with the ids it was begun with."""
        self.clear()
        self.is_from_tray = bool(fields.get("from_tray"))
        started = fields.get("started_at")
        self.started_at = datetime.fromisoformat(started) if started else self._parts.now()
        self.ids = FormIds(
            UUID(fields["request_id"]), UUID(fields["ticket_id"]), draft_id, UUID(fields["article_id"])
        )
        self.drafts.begin(self.ids, self.started_at, is_from_tray=self.is_from_tray)
        self.drafts.restore(fields)
        self.started.emit()

    def begin(self) -> None:
        """Something is entered: the request has begun."""
        if self.started_at is None:
            self.started_at = self._parts.now()
            self.own_ids()
            self.drafts.start_clock(self.started_at)
            self.started.emit()

    def choose_customer(self, customer_id: UUID, unit_id: UUID | None = None) -> None:
        """A new form for a customer that was looked at elsewhere."""
        self.clear()
        self.begin()
        self._recover(Wanted(customer_id, unit_id))

    def clear(self) -> None:
        """An empty form; the draft of what stood there is left alone."""
        self._stop()
        with self._quietly():
            self.caller.clear()
            self._clear_trouble()
        self.ids, self.started_at, self.is_from_tray = None, None, False
        self.drafts.stop()
        self.panel_changed.emit(None)

    def clear_for_another(self) -> None:
        """The same caller, another trouble (A28)."""
        ids = self.own_ids().for_another()
        self._stop()
        with self._quietly():
            self._clear_trouble()
        self.ids = ids
        self.drafts.begin(ids, self.started_at)
        self.judge.now()

    def advance(self) -> None:
        """To the next field that is still to be filled."""
        if self.subject.unit.item is None and not self.subject.unit.text():
            _go_to(self.subject.unit)
        elif self.subject.work.item is None:
            _go_to(self.subject.work)
            self.subject.work.open_list()
        else:
            _go_to(self.trouble.title)

    @contextmanager
    def _quietly(self) -> Iterator[None]:
        """What the program itself puts into the fields is nobody's beginning of a request."""
        self._is_quiet = True
        try:
            yield
        finally:
            self._is_quiet = False

    def _stop(self) -> None:
        self.judge.forget()
        self._lookup.cancel()
        self._work.cancel()

    def _clear_trouble(self) -> None:
        self.subject.clear()
        self.trouble.reset()

    def _connect(self) -> None:
        self.caller.customer_chosen.connect(self._on_customer_chosen)
        self.caller.customer_dropped.connect(self._on_customer_dropped)
        self.caller.went_on.connect(self._on_caller_went_on, _LATER)
        self.subject.unit_chosen.connect(self._on_unit_chosen)
        self.subject.went_on.connect(self.advance, _LATER)
        for signal in (self.caller.changed, self.subject.changed, self.trouble.judged_anew):
            signal.connect(self._on_changed)
        self.trouble.title_edited.connect(self._on_title_edited)
        self.trouble.edited.connect(self._on_edited)
        self.trouble.template.chosen.connect(self._on_template)
        for picker in (self.caller.customer, self.caller.person, self.subject.unit, self.subject.work):
            picker.textEdited.connect(self.begin)
        self.drafts.recovered.connect(self._on_recovered)

    def _on_options(self, options: "IntakeOptions") -> None:
        self.options = options
        with self._quietly():
            self.trouble.offer(options)
            self._arranging.arrange(options.layout)

    def _on_template(self, row: "TemplateRow") -> None:
        """The work that it is for, where nobody has said which."""
        if row.work_kind_id is not None and self.subject.work.item is None:
            parts, wanted = self._parts, Wanted(work_kind_id=row.work_kind_id)
            query = parts.ops.query(recover, wanted, parts.now(), parts.wording)
            self._work.ask(query).then(self._on_work_found)

    def _on_work_found(self, found: Recovered) -> None:
        if self.subject.work.item is None:
            self.subject.show_work(found.work)
            self.drafts.keeper.touch()
            self._on_changed()

    def _on_changed(self) -> None:
        if not self._is_quiet and self.started_at is not None:
            self.judge.now()

    def _on_title_edited(self) -> None:
        self.begin()
        self.judge.soon()

    def _on_edited(self) -> None:
        if not self._is_quiet:
            self.begin()

    def _on_customer_chosen(self, match: "CallerMatch") -> None:
        self.begin()
        unit: UnitChoice | None = self.subject.unit.value
        if unit is not None and unit.customer_id != match.customer_id:
            self.subject.show_unit(None)
        self.load_options(match.customer_id)
        parts, wanted = self._parts, Wanted(match.customer_id, match.unit_id)
        query = parts.ops.query(recover, wanted, parts.now(), parts.wording)
        self._lookup.ask(query).then(self._on_customer_found)
        if not self._is_describing():
            self.advance()

    def _on_customer_found(self, found: Recovered) -> None:
        if found.panel is None:
            return
        match = self.caller.match
        self.caller.show_person(found.panel, match.contact_id if match else None)
        self._show_panel(found.panel, found.unit)
        if self.subject.unit.hasFocus() and self.subject.unit.item is not None:
            self.advance()

    def _is_describing(self) -> bool:
        """Whether somebody writes in the third card already: the focus is not taken away from there."""
        focused = self.trouble.window().focusWidget()
        return focused is not None and self.trouble.isAncestorOf(focused)

    def _on_customer_dropped(self) -> None:
        self._lookup.cancel()
        self.panel_changed.emit(None)
        self.load_options()

    def _on_caller_went_on(self) -> None:
        """After a person; after a customer the unit is still being looked up."""
        if self.caller.person.hasFocus():
            self.advance()

    def _on_unit_chosen(self, unit: "UnitChoice") -> None:
        """A unit found without a customer tells who it is."""
        if self.caller.match is None:
            self._recover(Wanted(unit.customer_id, unit.id))

    def _recover(self, wanted: Wanted) -> None:
        parts = self._parts
        query = parts.ops.query(recover, wanted, parts.now(), parts.wording)
        self._lookup.ask(query).then(self._on_owner_found)

    def _on_owner_found(self, found: Recovered) -> None:
        self.caller.show_match(found.match)
        self._on_recovered(found)
        self.advance()

    def _on_recovered(self, found: Recovered) -> None:
        self.load_options(found.match.customer_id if found.match else None)
        self._show_panel(found.panel, found.unit)

    def _show_panel(self, panel: "CustomerPanel | None", unit: "UnitChoice | None") -> None:
        self.panel_changed.emit(panel)
        if self.subject.unit.item is None and not self.subject.unit.text():
            self.subject.show_unit(unit or (panel.only_unit if panel else None))
        self.judge.now()


def _go_to(field: QWidget) -> None:
    """Give the field the focus, and scroll so that what stands below it is seen too."""
    field.setFocus(_BY_TAB)
    holder = field.parentWidget()
    while holder is not None:
        if isinstance(holder, QScrollArea):
            holder.ensureWidgetVisible(field, 0, current_theme().px(_SEEN_BELOW))
        holder = holder.parentWidget()


def _ids_of(row: "TrayRow") -> dict[str, str]:
    ids = {"customer_id": row.customer_id, "unit_id": row.equipment_id, "work_id": row.work_kind_id}
    return {name: str(value) for name, value in ids.items() if value is not None}
