"""Parts of a unit's card: cover by kind of work, tree, meters, where it stood, plans, what was done on it."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.clock_marks import urgent_mark
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.ui.kit.sections import LineRow, Mark, Section, bare, chip_of
from fieldservice.ui.screens.equipment.words import DOT, due_words, verdict_mark, why
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.equipment import MoveRow
    from fieldservice.domain.queries.unit_dossier import (
        CoverRow,
        LoanRow,
        MeterRow,
        ReplacementRow,
        ServiceRow,
        UnitDossier,
    )
    from fieldservice.domain.queries.unit_tree import TreeRow

_INDENT = "\N{NO-BREAK SPACE}" * 4


class CoverSection(Section):
    """Covered by which line, or why not, for each kind of work; and the contracts that name the unit."""

    contract_requested = Signal(object)

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("What is covered today?"), _("No kinds of work are set up."), name="coverSection")
        self._parts = parts

    def show_dossier(self, dossier: "UnitDossier") -> None:
        """Kinds of work with the same answer share a row; all of them are not named one by one."""
        alike: dict[tuple[Mark, str], list[CoverRow]] = {}
        for row in dossier.cover:
            answer = (verdict_mark(row.verdict), why(row.verdict, self._parts.wording))
            alike.setdefault(answer, []).append(row)
        is_one = len(alike) == 1 and len(dossier.cover) > 1
        shown = [
            self._row(_("All kinds of work") if is_one else _works(rows), mark, words, rows)
            for (mark, words), rows in alike.items()
        ]
        self.show_rows(shown)

    def _row(self, title: str, mark: Mark, words: str, rows: "list[CoverRow]") -> LineRow:
        line = LineRow(title, words, chip_of(mark))
        evidence = rows[0].verdict.evidence
        contract_id = evidence.contract_id
        if contract_id is not None and rows[0].verdict.is_ok:
            show = bare(_("Contract"), name=f"contractOf-{rows[0].work}")
            show.setAccessibleName(_("Show contract {number}").format(number=evidence.contract_number))
            show.clicked.connect(lambda: self.contract_requested.emit(contract_id))
            line.add_buttons(show)
        return line


class ServiceSection(Section):
    """Every ticket of the unit, whoever it belonged to."""

    ticket_requested = Signal(object)

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(
            _("Service history"), _("Nothing was ever done on this unit."), name="serviceSection"
        )
        self._parts = parts

    def show_dossier(self, dossier: "UnitDossier") -> None:
        self._owner = dossier.card.customer
        self.show_rows([self._row(row) for row in dossier.services], len(dossier.services))

    def _row(self, row: "ServiceRow") -> LineRow:
        wording, now = self._parts.wording, self._parts.now()
        opened = wording.near_moment(row.opened_at, now)
        closed = (
            _("closed {when}").format(when=wording.near_moment(row.closed_at, now)) if row.closed_at else ""
        )
        other = _("at {customer}").format(customer=row.customer) if row.customer != self._owner else ""
        tone = Tone.GOOD if row.closed_at else Tone.ACCENT
        urgent = urgent_mark(row.moments, row.state_type, now, wording)
        mark = (row.state, tone, Shape.TICK if row.closed_at else Shape.NONE)
        line = LineRow(
            f"{row.number}  {row.title}",
            DOT.join(part for part in (opened, closed, other) if part),
            *map(chip_of, [*([urgent] if urgent else []), mark]),
        )
        show = bare(_("Show"), name=f"service-{row.number}")
        show.setAccessibleName(_("Show ticket {number}").format(number=row.number))
        show.clicked.connect(lambda: self.ticket_requested.emit(row.id))
        line.add_buttons(show)
        return line


class TreeSection(Section):
    """What the unit belongs to and what belongs to it; hidden while it stands alone."""

    unit_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__(_("Belongs together"), "", name="treeSection")

    def show_dossier(self, dossier: "UnitDossier") -> None:
        self.setVisible(len(dossier.tree) > 1)
        self.show_rows([self._row(row, dossier) for row in dossier.tree])

    def _row(self, row: "TreeRow", dossier: "UnitDossier") -> LineRow:
        is_this = row.id == dossier.card.unit.id
        mark = [chip_of((_("this unit"), Tone.ACCENT, Shape.NONE))] if is_this else []
        line = LineRow(f"{_INDENT * row.depth}{row.serial_number}", f"{_INDENT * row.depth}{row.name}", *mark)
        if not is_this:
            show = bare(_("Show"), name=f"tree-{row.serial_number}")
            show.setAccessibleName(_("Show unit {serial}").format(serial=row.serial_number))
            show.clicked.connect(lambda: self.unit_requested.emit(row.id))
            line.add_buttons(show)
        return line


class MetersSection(Section):
    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("Meters"), _("No meter on this unit."), name="metersSection")
        self._parts = parts
        self.add_reading = quiet(_("Enter reading"), name="addReadingButton")
        self.add_meter = quiet(_("New meter"), name="addMeterButton")
        self.add_trailing(self.add_reading)
        self.add_trailing(self.add_meter)

    def show_dossier(self, dossier: "UnitDossier") -> None:
        self.add_reading.setEnabled(bool(dossier.meters))
        self.show_rows([self._row(meter) for meter in dossier.meters])

    def _row(self, meter: "MeterRow") -> LineRow:
        wording = self._parts.wording
        last = next(iter(meter.readings), None)
        if last is None:
            return LineRow(meter.name, _("never read"))
        shown = f"{wording.number(last.value.normalize())} {meter.unit}".strip()
        day = _("read on {day}").format(day=wording.day(last.read_on))
        a_day = meter.a_day
        pace = (
            _("about {number} a day").format(number=f"{wording.number(round(a_day, 1))} {meter.unit}".strip())
            if a_day is not None
            else ""
        )
        row = LineRow(f"{meter.name}: {shown}", DOT.join(part for part in (day, pace, last.note) if part))
        earlier = [
            f"{wording.day(each.read_on)}: {wording.number(each.value.normalize())}"
            for each in meter.readings[1:5]
        ]
        row.add_line(DOT.join(earlier))
        return row


class PlaceSection(Section):
    """Where the unit stood, what replaced it, and loans: one story, newest first."""

    unit_requested = Signal(object)
    return_requested = Signal(object)

    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("Where it stood"), _("It has always stood where it stands."), name="placeSection")
        self._parts = parts

    def show_dossier(self, dossier: "UnitDossier") -> None:
        moves = [
            (
                move.moved_on,
                LineRow(f"{move.from_site} → {move.to_site}", self._of(move.moved_on, move.reason)),
            )
            for move in dossier.card.moves
        ]
        replacements = [(each.replaced_on, self._replacement(each)) for each in dossier.replacements]
        loans = [(each.lent_on, self._loan(each)) for each in dossier.loans]
        story = sorted([*moves, *replacements, *loans], key=lambda each: each[0], reverse=True)
        self.show_rows([row for _day, row in story])

    def _move(self, move: "MoveRow") -> LineRow:
        return LineRow(f"{move.from_site} → {move.to_site}", self._of(move.moved_on, move.reason))

    def _of(self, day: date, reason: str) -> str:
        return DOT.join(part for part in (self._parts.wording.day(day), reason) if part)

    def _replacement(self, row: "ReplacementRow") -> LineRow:
        words = _("Replaced by {serial}") if row.is_successor else _("Took the place of {serial}")
        line = LineRow(words.format(serial=row.other_serial), self._of(row.replaced_on, row.reason))
        show = bare(_("Show"), name=f"replaced-{row.other_serial}")
        show.setAccessibleName(_("Show unit {serial}").format(serial=row.other_serial))
        show.clicked.connect(lambda: self.unit_requested.emit(row.other_id))
        line.add_buttons(show)
        return line

    def _loan(self, row: "LoanRow") -> LineRow:
        wording = self._parts.wording
        due = _("expected back {day}").format(day=wording.day(row.due_on)) if row.due_on else ""
        stands = _("instead of {serial}").format(serial=row.stands_for) if row.stands_for else ""
        until = _("back {day}").format(day=wording.day(row.returned_on)) if row.returned_on else due
        second = DOT.join(part for part in (wording.day(row.lent_on), until, stands, row.reason) if part)
        mark = chip_of(loan_mark(row, self._parts.today()))
        line = LineRow(_("Lent to {site}").format(site=row.site), second, mark)
        if row.returned_on is None:
            back = bare(_("Returned…"), name="returnLoanButton")
            back.clicked.connect(lambda: self.return_requested.emit(row))
            line.add_buttons(back)
        return line


class PlansSection(Section):
    def __init__(self, parts: RegisterParts) -> None:
        super().__init__(_("Maintenance plans"), _("No plan for this unit."), name="unitPlansSection")
        self._parts = parts

    def show_dossier(self, dossier: "UnitDossier") -> None:
        today, wording = self._parts.today(), self._parts.wording
        rows = []
        for plan in dossier.plans:
            due = _("due {day}").format(day=due_words(plan.next_due, today, wording))
            days = (plan.next_due - today).days
            away = ngettext("in {count} day", "in {count} days", days).format(count=days) if days else ""
            words = DOT.join(part for part in (due, away) if part) if plan.is_active else _("not active")
            rows.append(LineRow(plan.name, words))
        self.show_rows(rows, len(rows))


def loan_mark(row: "LoanRow", today: date) -> Mark:
    """Returned, on loan, or later than it was expected back."""
    if row.returned_on is not None:
        return _("returned"), Tone.NEUTRAL, Shape.TICK
    if row.due_on is not None and row.due_on < today:
        return _("overdue"), Tone.STOP, Shape.TRIANGLE
    return _("on loan"), Tone.CARE, Shape.DIAMOND


def _works(rows: "list[CoverRow]") -> str:
    return ", ".join(row.work for row in rows)
