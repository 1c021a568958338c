"""What the front office says to who asks: in which phase the case is, who has it, when it is done (F23).

And what must not be overlooked on the ticket: a blocked customer, and who else has it open.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.case_phase import CasePhase
from fieldservice.domain.rules.clock_state import ClockState
from fieldservice.ui.kit.buttons import Button, ButtonKind
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.labels import Look, label, selectable
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_company import TicketCompany
    from fieldservice.domain.queries.ticket_detail import TicketDetail
    from fieldservice.domain.queries.ticket_holds import HoldRow


class PhaseLine(QWidget):
    """One sentence about the case, and one about who else is at it."""

    def __init__(self, parts: TicketsParts, beside: QWidget) -> None:
        super().__init__()
        self._parts = parts
        theme = current_theme()
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(16), 0, theme.px(16), theme.px(4))
        row.setSpacing(theme.px(8))
        layout = QVBoxLayout()
        layout.setContentsMargins(0, theme.px(6), 0, theme.px(4))
        layout.setSpacing(theme.px(4))
        self._words = selectable("")
        self._words.setObjectName("phaseWords")
        self._present = label("", Look.SMALL, wraps=True)
        self._present.setObjectName("presentWords")
        layout.addWidget(self._words)
        layout.addWidget(self._present)
        self._present.hide()
        row.addLayout(layout, 1)
        row.addWidget(beside, 0, Qt.AlignmentFlag.AlignTop)

    def show_ticket(self, ticket: "TicketDetail") -> None:
        self._words.setText(phase_words(ticket, self._parts))

    def show_company(self, company: "TicketCompany | None") -> None:
        words = "" if company is None else present_words(company)
        self._present.setText(words)
        self._present.setVisible(bool(words))


class HoldBanner(QFrame):
    """The customer is blocked: said on every ticket of his, by shape, word and colour."""

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self.setObjectName("holdBanner")
        theme = current_theme()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(16), 0, theme.px(16), theme.px(8))
        layout.setSpacing(theme.px(8))
        self._chip = Chip(_("Blocked"), Tone.STOP, Shape.TRIANGLE, name="holdChip")
        self._words = selectable("")
        self._words.setObjectName("holdWords")
        layout.addWidget(self._chip)
        layout.addWidget(self._words, 1)
        self.hide()

    def show_ticket(self, ticket: "TicketDetail") -> None:
        self.setVisible(bool(ticket.holds))
        if ticket.holds:
            self._words.setText(hold_words(ticket.holds[0], self._parts))


class FollowButton(Button):
    """Follows the ticket, or no longer does; its tooltip says which of the two a press brings."""

    toggled_by_hand = Signal(bool)

    def __init__(self) -> None:
        super().__init__("", ButtonKind.BARE, name="followButton")
        self._is_followed = False
        self.show_followed(is_followed=False)
        self.clicked.connect(lambda: self.toggled_by_hand.emit(not self._is_followed))

    @property
    def is_followed(self) -> bool:
        return self._is_followed

    def show_followed(self, *, is_followed: bool) -> None:
        self._is_followed = is_followed
        words = _("You follow this ticket; follow it no longer") if is_followed else _("Follow this ticket")
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.set_icon_name("bell-ringing" if is_followed else "bell")
        self.update()


def phase_words(ticket: "TicketDetail", parts: TicketsParts) -> str:
    """`Ewa Sowa comes tomorrow 14:00 · Anna Kowal has it · done by tomorrow 15:10`."""
    standing = ticket.standing
    if standing.phase in (CasePhase.CLOSED, CasePhase.MERGED):
        return _what(ticket, parts)
    return " · ".join((_what(ticket, parts), _who(ticket), _result(ticket, parts)))


def hold_words(hold: "HoldRow", parts: TicketsParts) -> str:
    wording = parts.wording
    since = wording.near_day(hold.since)
    if hold.until is None:
        return _("{reason}, since {since}. No new work is released.").format(reason=hold.reason, since=since)
    words = _("{reason}, {since} to {until}. No new work is released.")
    return words.format(reason=hold.reason, since=since, until=wording.near_day(hold.until))


def present_words(company: "TicketCompany") -> str:
    writing = [each.name for each in company.present if each.is_writing]
    reading = [each.name for each in company.present if not each.is_writing]
    told = []
    if writing:
        words = ngettext("{names} is writing here", "{names} are writing here", len(writing))
        told.append(words.format(names=", ".join(writing)))
    if reading:
        words = ngettext("{names} has this ticket open", "{names} have this ticket open", len(reading))
        told.append(words.format(names=", ".join(reading)))
    return " · ".join(told)


def _what(ticket: "TicketDetail", parts: TicketsParts) -> str:
    standing, wording = ticket.standing, parts.wording
    at = "" if standing.at is None else wording.near_moment(standing.at, parts.now())
    name = standing.technician
    match standing.phase:
        case CasePhase.AT_WORK:
            return _("{name} is at work since {moment}").format(name=name, moment=at)
        case CasePhase.VISIT_PLANNED:
            return _("{name} comes {moment}").format(name=name, moment=at)
        case CasePhase.WAITING if at:
            return _("{state} until {moment}").format(state=ticket.state, moment=at)
        case CasePhase.WAITING:
            return ticket.state
        case CasePhase.CLOSED if at:
            return _("Closed {moment}").format(moment=at)
    words = wording.word(standing.phase)
    return words[:1].upper() + words[1:]


def _who(ticket: "TicketDetail") -> str:
    if ticket.owner:
        return _("{name} has it").format(name=ticket.owner)
    if ticket.entries.queue:
        return _("in the queue {queue}").format(queue=ticket.entries.queue)
    return _("nobody has it yet")


def _result(ticket: "TicketDetail", parts: TicketsParts) -> str:
    closing = ticket.closing
    if closing.expected_at is None:
        return _("no deadline")
    moment = parts.wording.near_moment(closing.expected_at, parts.now())
    if closing.clock is ClockState.OVERDUE:
        return _("it was due {moment}").format(moment=moment)
    return _("result by {moment}").format(moment=moment)
