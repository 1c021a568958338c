"""The ticket as a record for the file: what was asked, why it was served, what was done, what it took."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from reportlab.platypus import Flowable

from fieldservice.domain.queries.history import FieldChange, HistoryRow, Value
from fieldservice.domain.queries.orders import LineKind, OrderRow, VisitRow
from fieldservice.domain.queries.ticket_detail import ArticleRow, TicketDetail
from fieldservice.domain.queries.ticket_record import BookedRow, TicketRecord
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
from fieldservice.reports.phrases import amount, joined, opened, override, phone, short_span, tone_of
from fieldservice.sentences.marks import marked
from fieldservice.wording import Wording

_ARROW = " \N{RIGHTWARDS ARROW} "
_NOTHING = "\N{EN DASH}"


def ticket_pdf(record: TicketRecord, wording: Wording) -> bytes:
    paper = Paper(f"{wording.text(marked('Ticket'))} {record.ticket.number}", wording)
    writer = _RecordWriter(record, wording)
    paper.add(writer.margin(), writer.story())
    return paper.finish()


class _RecordWriter:
    def __init__(self, record: TicketRecord, wording: Wording) -> None:
        self._record = record
        self._ticket: TicketDetail = record.ticket
        self._words = wording
        self._say = wording.text

    def margin(self) -> Margin:
        printed = moment_printed(self._words, self._words.moment(self._record.printed_at))
        return Margin(self._record.branch, self._say(marked("Ticket")), self._ticket.number, printed)

    def story(self) -> list[Flowable]:
        ticket = self._ticket
        return [
            text(ticket.number, Style.NUMBER),
            text(ticket.title, Style.TITLE),
            gap(3),
            strip(self._standing(), (1, 0.8, 1.2, 1.2)),
            gap(3),
            side_by_side((self._where(), self._what()), (1.12, 1)),
            *self._reported(),
            *self._verdict(),
            *self._orders(),
            *self._time_line(),
            *self._history(),
        ]

    def _standing(self) -> list[Fact]:
        ticket, closing = self._ticket, self._ticket.closing
        end = closing.closed_at or closing.expected_at
        label = marked("Closed") if closing.closed_at else marked("Close by")
        return [
            Fact(self._say(marked("State")), ticket.state, Style.STRONG),
            Fact(self._say(marked("Priority")), self._priority(), Style.STRONG),
            Fact(self._say(marked("Opened")), self._words.moment(ticket.opened_at), Style.STRONG),
            Fact(self._say(label), self._words.moment(end) if end else "", Style.STRONG),
        ]

    def _priority(self) -> str:
        template = self._say(marked("{priority} of {most}"))
        return template.format(priority=self._ticket.priority, most=5)

    def _where(self) -> list[Flowable]:
        place, ticket = self._ticket.place, self._ticket
        named = joined((place.customer_number, "VIP" if place.is_vip else ""))
        return fact_lines(
            (
                Fact(self._say(marked("Customer")), joined((place.customer, named), "\n"), Style.STRONG),
                Fact(self._say(marked("Site")), place.site),
                Fact(self._say(marked("Contact")), place.contact),
                Fact(self._say(marked("Unit")), joined((place.product, place.serial_number)), Style.STRONG),
                Fact(self._say(marked("Contract")), ticket.contract_number),
                Fact(self._say(marked("Owner")), ticket.owner),
                Fact(self._say(marked("Responsible")), ticket.responsible),
            )
        )

    def _what(self) -> list[Flowable]:
        entries, closing = self._ticket.entries, self._ticket.closing
        closed_by = "" if closing.closed_by is None else self._words.word(closing.closed_by)
        linked = (
            joined((self._link(other.link), other.number, other.title, other.state))
            for other in self._ticket.linked
        )
        return fact_lines(
            (
                Fact(self._say(marked("Type")), entries.type),
                Fact(self._say(marked("Kind")), entries.kind),
                Fact(self._say(marked("Purpose")), entries.purpose),
                Fact(self._say(marked("Service")), entries.service),
                Fact(self._say(marked("Kind of work")), entries.work_kind),
                Fact(self._say(marked("Queue")), entries.queue),
                Fact(self._say(marked("Deadline")), self._deadline()),
                Fact(self._say(marked("Closed")), joined((closed_by, closing.closed_because))),
                Fact(self._say(marked("Related")), "\n".join(linked)),
            )
        )

    def _deadline(self) -> str:
        closing = self._ticket.closing
        clock = self._words.word(closing.clock)
        computed = closing.computed_at if closing.computed_at != closing.expected_at else None
        by_sla = self._say(marked("by the SLA {moment}"))
        return joined(
            (
                self._words.moment(closing.expected_at) if closing.expected_at else "",
                clock,
                by_sla.format(moment=self._words.moment(computed)) if computed else "",
                closing.because,
            )
        )

    def _link(self, link: str) -> str:
        return self._words.word_of("LinkKind", link) or link

    def _reported(self) -> list[Flowable]:
        request = self._ticket.request
        texts = dict.fromkeys(filter(None, (self._ticket.description, request.text if request else "")))
        lines = [text(each) for each in texts]
        if request is not None:
            channel = self._words.word_of("Channel", request.channel) or request.channel
            moment = self._words.moment(request.received_at)
            who = joined((request.caller_name, phone(self._words, request.caller), channel, moment))
            lines.append(text(who, Style.SMALL_MUTED))
        return [*heading(self._say(marked("What was reported"))), *lines] if lines else []

    def _verdict(self) -> list[Flowable]:
        verdict = self._ticket.verdict
        decided = override(self._words, self._ticket.override_because, self._ticket.override_by)
        if verdict is None:
            return [text(decided)] if decided else []
        checks = [
            Fact(self._words.word(check.name), self._words.reason(check.reason), Style.SMALL)
            for check in verdict.checks
        ]
        lines = [
            text(opened(self._words.word(verdict.outcome)), Style.SMALL_STRONG),
            *([text(decided, Style.SMALL)] if decided else []),
            gap(0.6),
            *fact_lines(checks),
        ]
        return [
            *heading(self._say(marked("Whether it may be served"))),
            note(lines, Tone.CARE if decided else tone_of(verdict)),
        ]

    def _orders(self) -> list[Flowable]:
        booked: dict[UUID, list[BookedRow]] = {}
        for row in self._record.booked:
            booked.setdefault(row.order_id, []).append(row)
        return [
            line for order in self._ticket.orders for line in self._order(order, booked.get(order.id, []))
        ]

    def _order(self, order: OrderRow, booked: list[BookedRow]) -> list[Flowable]:
        length = self._words.duration(timedelta(minutes=order.duration_minutes))
        finished = "" if order.finished_at is None else self._words.moment(order.finished_at)
        under = (
            opened(self._words.word(order.state)),
            finished,
            order.cancelled_because,
            order.work_kind,
            self._words.word(order.mode),
            length,
        )
        title = self._say(marked("Work order {number}: {title}"))
        return [
            *heading(title.format(number=order.number, title=order.title)),
            text(joined(under), Style.SMALL),
            *self._visits(order.visits),
            *self._booked(order, booked),
        ]

    def _visits(self, visits: tuple[VisitRow, ...]) -> list[Flowable]:
        if not visits:
            return []
        columns = (
            Column(self._say(marked("Technician")), 1.2),
            Column(self._say(marked("Planned")), 1.6),
            Column(self._say(marked("Made")), 1.6),
            Column(self._say(marked("Outcome")), 1),
            Column(self._say(marked("Report")), 2.6),
        )
        return [gap(1), table(columns, [self._visit(visit) for visit in visits])]

    def _visit(self, visit: VisitRow) -> tuple[str, ...]:
        return (
            visit.technician,
            short_span(self._words, visit.planned_from, visit.planned_to),
            short_span(self._words, visit.started_at, visit.ended_at),
            self._words.word(visit.outcome or visit.state),
            visit.report,
        )

    def _booked(self, order: OrderRow, booked: list[BookedRow]) -> list[Flowable]:
        if not booked:
            return []
        columns = (
            Column(self._say(marked("Booked")), 1.1),
            Column(self._say(marked("Description")), 3.2),
            Column(self._say(marked("When")), 1.6),
            Column(self._say(marked("Quantity")), 1, is_number=True),
            Column(self._say(marked("Amount")), 1, is_number=True),
        )
        total = order.totals
        times = joined(
            (
                self._minutes(LineKind.TIME, total.work_minutes),
                self._minutes(LineKind.TRAVEL, total.travel_minutes),
            )
        )
        total_row = (self._say(marked("Total")), times, "", "", amount(self._words, total.amount_cents))
        return [gap(1), table(columns, map(self._line, booked), total_row)]

    def _minutes(self, kind: LineKind, minutes: Decimal) -> str:
        length = self._words.duration(timedelta(minutes=float(minutes)))
        return f"{self._words.word(kind)} {length}" if minutes else ""

    def _line(self, row: BookedRow) -> tuple[str, ...]:
        is_time = row.kind in (LineKind.TIME, LineKind.TRAVEL)
        length = timedelta(minutes=float(row.quantity))
        counted = (
            self._words.duration(length)
            if is_time
            else joined((self._words.number(row.quantity), row.unit), " ")
        )
        money = amount(self._words, row.amount_cents) if row.amount_cents else ""
        kind, moment = self._words.word(row.kind), self._words.moment(row.happened_at)
        return kind, row.description, moment, counted, money

    def _time_line(self) -> list[Flowable]:
        articles = self._ticket.articles
        if not articles:
            return []
        columns = (
            Column(self._say(marked("When")), 1.4, style=Style.SMALL_MUTED),
            Column(self._say(marked("Entry")), 1.4),
            Column(self._say(marked("Text")), 5),
        )
        rows = [self._article(article) for article in reversed(articles)]
        return [*heading(self._say(marked("Time line"))), table(columns, rows)]

    def _article(self, article: ArticleRow) -> tuple[str, ...]:
        kind = self._words.word_of("ArticleKind", article.kind) or article.kind
        inside = self._say(marked("internal")) if article.is_internal else ""
        said = "" if article.reason is None else self._words.reason(article.reason)
        return (
            self._words.moment(article.happened_at),
            joined((joined((kind, inside), ", "), article.author), "\n"),
            joined((said, article.text), "\n"),
        )

    def _history(self) -> list[Flowable]:
        if not self._record.history:
            return []
        columns = (
            Column(self._say(marked("When")), 1.4, style=Style.SMALL_MUTED),
            Column(self._say(marked("Who")), 1.4),
            Column(self._say(marked("What")), 5),
        )
        rows = [self._command(row) for row in self._record.history]
        return [*heading(self._say(marked("History"))), table(columns, rows)]

    def _command(self, row: HistoryRow) -> tuple[str, ...]:
        undone = self._say(marked("taken back later")) if row.is_undone else ""
        label = joined((self._words.reason(row.label), undone))
        changes = (self._change(change) for change in row.changes if change.before)
        return (
            self._words.moment(row.happened_at),
            joined((row.user, row.workstation), "\n"),
            joined((label, *changes), "\n"),
        )

    def _change(self, change: FieldChange) -> str:
        """A value that was replaced, with both; what is said for the first time says the label already."""
        field = self._words.word_of("TicketField", change.field)
        values = (self._value(change.field, value) or _NOTHING for value in (change.before, change.after))
        return joined((opened(field or ""), _ARROW.join(values)), ": ")

    def _value(self, field: str, value: Value) -> str:
        match value:
            case int() if field.endswith("_minutes"):
                return self._words.duration(timedelta(minutes=value))
            case int() if field.endswith("_cents"):
                return amount(self._words, value)
            case _:
                return self._words.value(value) or ""
