"""What was said and done on a ticket, as one time line: filtered by kind, searched, built as far as seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, overload
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fieldservice.domain.rules.folding import fold
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.timeline import Timeline, TimelineEntry, TimelineMark
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.words import minutes_words, when_words
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.orders import OrderRow, VisitRow
    from fieldservice.domain.queries.ticket_articles import ArticleRow
    from fieldservice.domain.queries.ticket_detail import TicketDetail

FEW = 5
"""So many entries need neither filter nor search."""

_QUIET_MS = 150
_AT_ONCE_SECONDS = 60
_QUOTED = frozenset({"call", "email", "sms", "web"})
_MARKS = {
    "prepared": (Tone.CARE, Shape.DIAMOND),
    "sent": (Tone.GOOD, Shape.TICK),
    "told": (Tone.GOOD, Shape.TICK),
    "asked": (Tone.CARE, Shape.DIAMOND),
    "approved": (Tone.GOOD, Shape.TICK),
    "declined": (Tone.STOP, Shape.TRIANGLE),
}


@dataclass(frozen=True, slots=True)
class Said:
    """Something that happened: an article, or a visit that ended, with its order."""

    at: datetime
    article: "ArticleRow | None" = None
    order: "OrderRow | None" = None
    visit: "VisitRow | None" = None
    files: tuple[tuple[UUID, str], ...] = ()

    @property
    def kind(self) -> str:
        """Which of the choices of the filter it belongs to."""
        if self.article is None:
            return "visits"
        if self.article.reason is not None:
            return "program"
        return "said" if self.article.kind in _QUOTED else "notes"

    def contains(self, folded: str) -> bool:
        texts = [name for _id, name in self.files]
        if self.article is not None:
            texts += [self.article.text, self.article.author, self.article.contact]
        if self.visit is not None and self.order is not None:
            texts += [self.visit.report, self.visit.technician, self.order.number, self.order.title]
        return any(folded in fold(text) for text in texts)


class DetailSaid(QWidget):
    """`file_pressed` carries a file's id, `settle_pressed` the id of a message or an offer, `correct_pressed`
    an `ArticleRow`.
    """

    file_pressed = Signal(object)
    settle_pressed = Signal(object)
    correct_pressed = Signal(object)

    def __init__(self, parts: TicketsParts) -> None:
        super().__init__()
        self._parts = parts
        self._said: tuple[Said, ...] = ()
        theme = current_theme()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(12))
        self.timeline = Timeline(name="ticketTimeline")
        self.timeline.setAccessibleName(_("Course of the ticket"))
        self.kind = Choice(_filters(), name="courseFilter")
        self.kind.setAccessibleName(_("Which entries"))
        self.search = TextField(name="courseSearch", placeholder=_("Search in the course"))
        self.search.setAccessibleName(_("Search in the course"))
        self.search.setClearButtonEnabled(True)
        self._nothing = label(_("Nothing of this kind here."), Look.MUTED)
        layout.addWidget(self._tools())
        layout.addWidget(self._nothing)
        layout.addWidget(self.timeline)
        self._pause = QTimer(self, interval=_QUIET_MS, singleShot=True)
        self._pause.timeout.connect(self._show)
        self.search.edited.connect(self._pause.start)
        self.kind.edited.connect(self._show)
        self.timeline.file_pressed.connect(self.file_pressed)
        self.timeline.act_pressed.connect(self.settle_pressed)
        self._nothing.hide()

    def show_ticket(self, ticket: "TicketDetail", *, is_new: bool) -> None:
        """A new ticket is shown whole; news on the same one keep filter, search and place."""
        self._said = said_on(ticket)
        if is_new:
            self._pause.stop()
            self.kind.blockSignals(True)
            self.kind.set_value("all")
            self.kind.blockSignals(False)
            self.search.blockSignals(True)
            self.search.clear()
            self.search.blockSignals(False)
        self._tool_row.setVisible(len(self._said) > FEW)
        self._show()

    def current_article(self) -> "ArticleRow | None":
        """What a person wrote, on which the keyboard stands."""
        current = self.timeline.current_id()
        articles = (each.article for each in self._said if each.article is not None)
        return next((each for each in articles if each.id == current and each.reason is None), None)

    def article(self, article_id: UUID) -> "ArticleRow | None":
        articles = (each.article for each in self._said if each.article is not None)
        return next((each for each in articles if each.id == article_id), None)

    def _tools(self) -> QWidget:
        self._tool_row = QWidget()
        row = QHBoxLayout(self._tool_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(current_theme().px(8))
        row.addWidget(self.kind, 2)
        row.addWidget(self.search, 3)
        return self._tool_row

    def _show(self) -> None:
        wanted, folded = self.kind.value, fold(self.search.text().strip())
        shown = [
            each
            for each in self._said
            if wanted in ("all", each.kind) and (not folded or each.contains(folded))
        ]
        self.timeline.set_entries(Entries(shown, self._parts))
        self._nothing.setVisible(not shown and bool(self._said))


class Entries(Sequence[TimelineEntry]):
    """Entries put into words when they are asked for: of two hundred only those in sight."""

    def __init__(self, said: Sequence[Said], parts: TicketsParts) -> None:
        self._said = said
        self._parts = parts
        self._now = parts.now()

    def __len__(self) -> int:
        return len(self._said)

    @overload
    def __getitem__(self, at: int) -> TimelineEntry: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[TimelineEntry]: ...
    def __getitem__(self, at: int | slice) -> TimelineEntry | Sequence[TimelineEntry]:
        if isinstance(at, slice):
            return [entry_of(each, self._parts, self._now) for each in self._said[at]]
        return entry_of(self._said[at], self._parts, self._now)


def said_on(ticket: "TicketDetail") -> tuple[Said, ...]:
    """Articles and ended visits as one line, the latest first; in one moment what was said comes first."""
    files: dict[UUID, list[tuple[UUID, str]]] = {}
    for file in ticket.files:
        files.setdefault(file.owner_id, []).append((file.id, file.name))
    said = [
        Said(article.happened_at, article=article, files=tuple(files.get(article.id, ())))
        for article in ticket.articles
    ]
    said += [
        Said(visit.ended_at, order=order, visit=visit, files=tuple(files.get(visit.id, ())))
        for order in ticket.orders
        for visit in order.visits
        if visit.ended_at is not None and visit.started_at is not None
    ]
    return tuple(sorted(said, key=lambda each: (each.at, each.article is not None), reverse=True))


def entry_of(said: Said, parts: TicketsParts, now: datetime) -> TimelineEntry:
    if said.article is not None:
        return _article_entry(said.article, said.files, parts, now)
    if said.order is None or said.visit is None:
        raise LookupError("what was said is neither an article nor a visit")
    return _visit_entry(said, said.order, said.visit, (parts, now))


def _article_entry(
    article: "ArticleRow", files: tuple[tuple[UUID, str], ...], parts: TicketsParts, now: datetime
) -> TimelineEntry:
    wording = parts.wording
    is_own = article.reason is not None
    return TimelineEntry(
        article.id,
        when_words(article.happened_at, now, wording),
        wording.reason(article.reason) if article.reason is not None else _title(article, parts),
        "" if is_own else _by(_people(article), _("internal") if article.is_internal else ""),
        article.text,
        is_quoted=article.kind in _QUOTED and not is_own,
        when_tooltip=_when_tooltip(article, parts),
        mark=_mark(article, parts),
        files=files,
        act=_act(article),
    )


def _act(article: "ArticleRow") -> str:
    """What is still to be done about an entry."""
    if article.delivery == "prepared":
        return _("Told by telephone")
    is_asking = article.approval == "asked" and article.direction == "out"
    return _("Write down the answer…") if is_asking else ""


def _title(article: "ArticleRow", parts: TicketsParts) -> str:
    wording = parts.wording
    kind = wording.word_of("ArticleKind", article.kind) or article.kind
    way = wording.word_of("Direction", article.direction) if article.direction else ""
    return f"{kind} {way}" if way else kind


def _people(article: "ArticleRow") -> str:
    """Who spoke with whom: the customer's side first when it came from there."""
    if not article.contact or article.contact == article.author:
        return article.author
    pair = (article.contact, article.author)
    return " → ".join(each for each in (pair if article.direction == "in" else pair[::-1]) if each)


def _mark(article: "ArticleRow", parts: TicketsParts) -> TimelineMark | None:
    """What is waited for first, else what became of it."""
    state = article.delivery if article.delivery == "prepared" else article.approval or article.delivery
    if not state:
        return None
    tone, shape = _MARKS[state]
    word = parts.wording.word_of("Delivery", state) or parts.wording.word_of("Approval", state)
    return TimelineMark(word or state, tone, shape)


def _when_tooltip(article: "ArticleRow", parts: TicketsParts) -> str:
    happened = parts.wording.long_moment(article.happened_at)
    if abs((article.recorded_at - article.happened_at).total_seconds()) < _AT_ONCE_SECONDS:
        return happened
    recorded = parts.wording.long_moment(article.recorded_at)
    return _("{happened}, written down {recorded}").format(happened=happened, recorded=recorded)


def _visit_entry(
    said: Said, order: "OrderRow", visit: "VisitRow", seen: tuple[TicketsParts, datetime]
) -> TimelineEntry:
    parts, now = seen
    wording = parts.wording
    ended_at, started_at = visit.ended_at or now, visit.started_at or now
    outcome = "" if visit.outcome is None else wording.word(visit.outcome)
    minutes = round((ended_at - started_at).total_seconds() / 60)
    took = minutes_words(minutes, wording) if minutes else ""
    return TimelineEntry(
        visit.id,
        when_words(ended_at, now, wording),
        _("Order {number} {outcome}").format(number=order.number, outcome=outcome),
        _by(visit.technician, took),
        visit.report,
        when_tooltip=wording.long_moment(ended_at),
        files=said.files,
    )


def _filters() -> list[tuple[str, str]]:
    return [
        ("all", _("Everything")),
        ("said", _("Calls and messages")),
        ("notes", _("Notes")),
        ("visits", _("Visits")),
        ("program", _("By the program")),
    ]


def _by(*words: str) -> str:
    return ", ".join(word for word in words if word)
