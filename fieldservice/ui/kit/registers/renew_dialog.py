"""A contract renewed: its next period, and which tickets go over to it, shown before anything is done."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.contract_renewal import GoesOver
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.day_field import DayField
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.contract_dialogs import year_after
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.tick_list import Tickable, TickList
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.contracts import ContractRow
    from fieldservice.domain.queries.renewals import GoingOver, RenewalAsk

_WIDTH = 720
_MOST_ROWS = 6
_PAUSE_MS = 200
_ONE_DAY = timedelta(days=1)


class RenewDialog(FormDialog):
    """The lines of the last period go on; tickets that the new period would carry are ticked, or left."""

    def __init__(self, parts: RegisterParts, parent: QWidget, contract: "ContractRow") -> None:
        title = _("Renew contract {number}").format(number=contract.number)
        super().__init__(parts, parent, title, name="renewDialog", subject=contract.id)
        self.setMinimumWidth(min(current_theme().px(_WIDTH), parent.window().width()))
        self.go_on.setText(_("Renew"))
        self._contract = contract
        self._terms_id: UUID = calls.new_form_id()
        self._going: Latest[tuple[GoingOver, ...]] = Latest()
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look)
        self._add_days(max(terms.valid_to for terms in contract.terms) + _ONE_DAY)
        self.found = label("", Look.SMALL, wraps=True)
        self.tickets = TickList(_("Tickets that go over"), name="renewTickets")
        self.form.add_wide(self.found)
        self.form.add_wide(self.tickets)
        self.tickets.hide()
        self.hint(_("The lines of the last period go on unchanged."))
        self._from.setFocus()
        self._look()

    def send(self) -> Call[Changes]:
        self.require(self._from)
        self.require(self._to)
        ask = self._ask()
        terms = calls.TermsData(self._terms_id, ask.valid_from, ask.valid_to)
        chosen = tuple(each for each in self.tickets.on if isinstance(each, UUID))
        command = calls.RenewContract(self._contract.id, terms, chosen)
        return self.parts.ops.command(calls.renew_contract, command)

    def field_of(self) -> Mapping[str, QWidget]:
        return {"contract.ends_before_start": self._to, "contract.terms_overlap": self._from}

    def done(self, result: int) -> None:
        self._pause.stop()
        self._going.cancel()
        super().done(result)

    def _add_days(self, begin: date) -> None:
        language, today = self.parts.wording.language, self.parts.today
        self._from = DayField(name="renewFrom", language=language, today=today, day=begin)
        self._to = DayField(name="renewTo", language=language, today=today, day=year_after(begin))
        for key, words, field in (
            ("from", _("Valid from"), self._from),
            ("to", _("Valid until"), self._to),
        ):
            self.form.add(words, field)
            self.keep(key, field)
            field.edited.connect(self._pause.start)

    def _ask(self) -> "RenewalAsk":
        today, zone = self.parts.today(), str(self.parts.wording.zone)
        valid_from = self._from.day or today
        valid_to = self._to.day or year_after(valid_from)
        return calls.RenewalAsk(self._contract.id, self._terms_id, valid_from, valid_to, today, zone)

    def _look(self) -> None:
        """Ask which tickets the new period would carry."""
        query = self.parts.ops.query(calls.renewal_preview, self._ask())
        self._going.ask(query).then(self._on_going, self._on_unknown)

    def _on_going(self, going: "Sequence[GoingOver]") -> None:
        left = {each for each in (row.id for row in self.tickets.rows) if each not in self.tickets.on}
        self.tickets.set_rows([self._row(each, left) for each in going])
        theme = current_theme()
        rows = min(len(going), _MOST_ROWS)
        self.tickets.setFixedHeight(rows * theme.measures.row_height + theme.px(8))
        self.tickets.setVisible(bool(going))
        self.found.setText(_found_words(len(going)))
        self._grow()

    def _row(self, each: "GoingOver", left: "set[object]") -> Tickable:
        word = self.parts.wording.word(each.why)
        is_on = each.id not in left and (each.why is not GoesOver.CASE_COUNTED)
        minutes = self.parts.wording.number(each.unbooked_minutes.normalize())
        booked = _("{minutes} min").format(minutes=minutes) if each.unbooked_minutes else ""
        return Tickable(each.id, f"{each.number}  {each.title} · {word}", is_on, booked)

    def _on_unknown(self, error: Exception) -> None:
        """The form works without its preview; `ops` has logged why there is none."""


def _found_words(count: int) -> str:
    if not count:
        return _("No open ticket goes over to the new period.")
    return ngettext(
        "{count} ticket would count on the new period; what is ticked goes over with its time.",
        "{count} tickets would count on the new period; what is ticked goes over with its time.",
        count,
    ).format(count=count)
