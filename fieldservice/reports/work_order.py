"""The sheet a technician takes along: what is known about the order, and room to write what was done."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from fieldservice.domain.queries.order_sheet import OrderSheet, PastVisit, SheetMeter, SheetPlace, SheetUnit
from fieldservice.domain.rules.order_states import OrderState, VisitOutcome
from fieldservice.reports.layout import (
    Column,
    Fact,
    Style,
    Tone,
    fact_lines,
    gap,
    heading,
    note,
    side_by_side,
    strip,
    table,
    text,
)
from fieldservice.reports.paper import Margin, Paper, moment_printed
from fieldservice.reports.phrases import in_zone, joined, opened, override, phone, span, tone_of
from fieldservice.reports.square_code import SquareCode
from fieldservice.reports.writing_fields import LINE, Box, Row, WritingFields
from fieldservice.sentences.marks import marked
from fieldservice.wording import Wording

_CODE_SIDE = 24 * mm
_MOST_PRIORITY = 5
_METERS_IN_ROW = 2
_PART_ROWS = 2
_REPORT_LINES = 4
_SIGNATURE = 18 * mm
_TICKED = (VisitOutcome.DONE, VisitOutcome.PARTLY_DONE, VisitOutcome.NO_ACCESS)


def order_pdf(sheet: OrderSheet, wording: Wording) -> bytes:
    return write_orders((sheet,), wording)


def write_orders(sheets: Iterable[OrderSheet], wording: Wording) -> bytes:
    """Each order on a sheet of its own, with its own count of pages, in one file."""
    paper = Paper(wording.text(marked("Work orders")), wording)
    for sheet in sheets:
        writer = _SheetWriter(sheet, wording)
        paper.add(writer.margin(), writer.story())
    return paper.finish()


class _SheetWriter:
    """One sheet in one language; its moments are those of the site."""

    def __init__(self, sheet: OrderSheet, wording: Wording) -> None:
        self._sheet = sheet
        self._desk = wording
        self._words = in_zone(wording, sheet.place.zone)
        self._say = self._words.text

    def margin(self) -> Margin:
        printed = moment_printed(self._desk, self._desk.moment(self._sheet.printed_at))
        return Margin(self._sheet.branch, self._say(marked("Work order")), self._sheet.number, printed)

    def story(self) -> list[Flowable]:
        return [
            *self._head(),
            *self._cancelled(),
            strip(self._first_looked_for(), (1.35, 1.45, 0.75, 1.05)),
            gap(3),
            side_by_side((self._where(), self._unit()), (1.12, 1)),
            *self._problem(),
            *self._verdict(),
            *self._past_visits(),
            WritingFields(self._say(marked("To be filled in on site")), self._fields()),
        ]

    def _head(self) -> list[Flowable]:
        sheet = self._sheet
        under = joined((opened(sheet.work_kind), self._words.word(sheet.mode), self._length()))
        left = [text(sheet.number, Style.NUMBER), text(sheet.title, Style.TITLE), text(under, Style.BODY)]
        return [side_by_side((left, [SquareCode(sheet.number, _CODE_SIDE)]), (153, 28)), gap(1)]

    def _length(self) -> str:
        length = self._words.duration(timedelta(minutes=self._sheet.duration_minutes))
        return self._say(marked("about {time}")).format(time=length)

    def _cancelled(self) -> list[Flowable]:
        if self._sheet.state is not OrderState.CANCELLED:
            return []
        said = joined((opened(self._words.word(self._sheet.state)), self._sheet.cancelled_because), ": ")
        return [note([text(said, Style.STRONG)], Tone.STOP), gap(2)]

    def _first_looked_for(self) -> list[Fact]:
        when = marked("Made") if self._sheet.state is OrderState.FINISHED else marked("Planned")
        return [
            Fact(self._say(marked("Technician")), self._technicians(), Style.STRONG),
            Fact(self._say(when), self._when(), Style.STRONG),
            Fact(self._say(marked("Priority")), self._priority(), Style.STRONG),
            Fact(self._say(marked("Close by")), self._moment(self._sheet.close_until), Style.STRONG),
        ]

    def _technicians(self) -> str:
        people = {visit.technician: visit.phone for visit in self._sheet.visits}
        lines = (joined((name, phone(self._words, number)), "\n") for name, number in people.items())
        return "\n".join(lines) or self._say(marked("nobody yet"))

    def _when(self) -> str:
        visits = self._sheet.visits
        several = len({visit.technician for visit in visits}) > 1
        lines = [
            joined((span(self._words, visit.begins_at, visit.ends_at), visit.technician if several else ""))
            for visit in visits
        ]
        return "\n".join(filter(None, lines)) or self._say(marked("not planned yet"))

    def _priority(self) -> str:
        template = self._say(marked("{priority} of {most}"))
        return template.format(priority=self._sheet.priority, most=_MOST_PRIORITY)

    def _moment(self, moment: datetime | None) -> str:
        return "" if moment is None else self._words.long_moment(moment)

    def _where(self) -> list[Flowable]:
        place = self._sheet.place
        phones = "\n".join(phone(self._words, number) for number in place.phones)
        return fact_lines(
            (
                Fact(self._say(marked("Customer")), self._customer(place), Style.STRONG),
                Fact(self._say(marked("Site")), _address(place), Style.STRONG),
                Fact(self._say(marked("Contact")), joined((place.contact, place.contact_role))),
                Fact(self._say(marked("Telephone")), phones, Style.STRONG),
                Fact(self._say(marked("Times of")), place.zone if self._is_elsewhere() else ""),
            )
        )

    def _is_elsewhere(self) -> bool:
        moment = self._sheet.printed_at
        return (
            moment.astimezone(self._words.zone).utcoffset() != moment.astimezone(self._desk.zone).utcoffset()
        )

    def _customer(self, place: SheetPlace) -> str:
        return joined((place.customer, joined((place.customer_number, "VIP" if place.is_vip else ""))), "\n")

    def _unit(self) -> list[Flowable]:
        promised = span(self._words, self._sheet.promised_from, self._sheet.promised_to)
        unit = self._sheet.unit or SheetUnit(product=self._say(marked("not named")))
        return fact_lines(
            (
                Fact(self._say(marked("Unit")), joined((opened(unit.category), unit.product)), Style.STRONG),
                Fact(self._say(marked("Serial number")), unit.serial_number, Style.LARGE),
                Fact(self._say(marked("Warranty")), self._warranty(unit)),
                Fact(self._say(marked("Purchased on")), self._words.value(unit.purchased_on) or ""),
                Fact(self._say(marked("Promised")), promised),
            )
        )

    def _warranty(self, unit: SheetUnit) -> str:
        if unit.warranty_until is None:
            return ""
        day = self._words.day(unit.warranty_until)
        is_over = unit.warranty_until < self._sheet.printed_at.astimezone(self._words.zone).date()
        template = marked("ended on {day}") if is_over else marked("until {day}")
        return self._say(template).format(day=day)

    def _problem(self) -> list[Flowable]:
        sheet, call = self._sheet, self._sheet.call
        said = call.text if call else ""
        texts = dict.fromkeys(filter(None, (sheet.ticket_title, sheet.description, said)))
        lines = [
            text(each, Style.SMALL_STRONG if each == sheet.ticket_title else Style.BODY)
            for each in texts
            if each != sheet.title
        ]
        return [
            *heading(self._say(marked("What was reported"))),
            *lines,
            text(joined((sheet.ticket_number, self._caller())), Style.SMALL_MUTED),
        ]

    def _caller(self) -> str:
        call = self._sheet.call
        if call is None:
            return ""
        channel = self._words.word_of("Channel", call.channel) or call.channel
        moment = self._words.moment(call.received_at)
        return joined((call.caller_name, phone(self._words, call.caller), channel, moment))

    def _verdict(self) -> list[Flowable]:
        verdict = self._sheet.verdict
        decided = override(self._words, self._sheet.override_because, self._sheet.override_by)
        if verdict is None and not decided:
            return []
        lines = [text(decided, Style.SMALL)] if decided else []
        if verdict is not None:
            said = self._words.verdict(verdict) if verdict.is_ok else self._words.reason(verdict.reason)
            lines.insert(0, text(said, Style.SMALL))
        return [gap(3), note(lines, tone_of(verdict) if verdict and not decided else Tone.CARE)]

    def _past_visits(self) -> list[Flowable]:
        visits = self._sheet.past_visits
        if not visits:
            return []
        columns = (
            Column(self._say(marked("Day")), 0.9),
            Column(self._say(marked("Work order")), 1.05),
            Column(self._say(marked("Technician")), 1.2),
            Column(self._say(marked("Outcome")), 0.9),
            Column(self._say(marked("Report")), 3.2),
        )
        rows = [self._past_visit(visit) for visit in visits]
        return [*heading(self._say(marked("Last visits to this unit"))), table(columns, rows)]

    def _past_visit(self, visit: PastVisit) -> tuple[str, ...]:
        outcome = "" if visit.outcome is None else self._words.word(visit.outcome)
        day = self._words.day(visit.ended_at.astimezone(self._words.zone).date())
        return day, visit.order_number, visit.technician, outcome, visit.report

    def _fields(self) -> list[Row]:
        say = self._say
        part = (Box(say(marked("Part")), 3), Box(say(marked("Quantity")), 1))
        empty = (Box("", 3), Box("", 1), Box("", 3), Box("", 1))
        return [
            Row(
                (
                    Box(say(marked("Date")), 1.4),
                    Box(say(marked("From"))),
                    Box(say(marked("To"))),
                    Box(say(marked("Travel, minutes"))),
                    Box(say(marked("Travel, km"))),
                )
            ),
            Row(
                (Box(say(marked("Outcome")), 1.5), Box(say(marked("What is still to be done")))),
                ticks=tuple(self._words.word(outcome) for outcome in _TICKED),
            ),
            *self._meter_rows(),
            Row((*part, *part)),
            *[Row(empty, LINE) for _number in range(_PART_ROWS - 1)],
            Row(
                (Box(say(marked("Report: what was found, what was done"))),),
                LINE * _REPORT_LINES,
                lines=_REPORT_LINES,
                grows=True,
            ),
            Row(
                (
                    Box(say(marked("Customer: name and signature"))),
                    Box(say(marked("Technician: signature"))),
                ),
                _SIGNATURE,
            ),
        ]

    def _meter_rows(self) -> list[Row]:
        meters: Sequence[SheetMeter] = self._sheet.unit.meters if self._sheet.unit else ()
        boxes = [Box(self._meter(meter)) for meter in meters] or [Box(self._say(marked("Meter readings")))]
        return [
            Row(tuple(boxes[first : first + _METERS_IN_ROW]))
            for first in range(0, len(boxes), _METERS_IN_ROW)
        ]

    def _meter(self, meter: SheetMeter) -> str:
        name = f"{meter.name}, {meter.unit}" if meter.unit else meter.name
        if meter.value is None or meter.read_on is None:
            return name
        last = self._say(marked("last {value} on {day}")).format(
            value=self._words.number(meter.value), day=self._words.day(meter.read_on)
        )
        return joined((name, last))


def _address(place: SheetPlace) -> str:
    town = joined((place.postal_code, place.city), " ")
    return joined((joined((place.site, place.site_code)), place.street, town), "\n")
