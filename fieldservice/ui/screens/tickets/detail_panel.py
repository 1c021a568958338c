"""The right half: one ticket, loaded off the window's thread; what was there stays until the new one is."""

from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fieldservice.domain.rules.settle import ClosedBy
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.cards import Card, rule
from fieldservice.ui.kit.empty import EmptyState, EmptyWords
from fieldservice.ui.kit.files_desk import FilesDesk
from fieldservice.ui.kit.left_banner import LeftBanner
from fieldservice.ui.kit.loading import LoadingLine
from fieldservice.ui.kit.pages import scrolling
from fieldservice.ui.kit.painted import AfterPaint
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.toasts import ToastWords
from fieldservice.ui.screens.tickets import calls
from fieldservice.ui.screens.tickets.acts import Acts
from fieldservice.ui.screens.tickets.attachments_section import AttachmentsSection
from fieldservice.ui.screens.tickets.composer import Composer
from fieldservice.ui.screens.tickets.detail_actions import declare_actions
from fieldservice.ui.screens.tickets.detail_background import DetailBackground
from fieldservice.ui.screens.tickets.detail_course import DetailCourse
from fieldservice.ui.screens.tickets.detail_head import Banner, DetailFacts, DetailHead
from fieldservice.ui.screens.tickets.detail_history import DetailHistory
from fieldservice.ui.screens.tickets.detail_left import has_left, left_text, left_words
from fieldservice.ui.screens.tickets.detail_phase import FollowButton, HoldBanner, PhaseLine
from fieldservice.ui.screens.tickets.detail_presence import DetailPresence
from fieldservice.ui.screens.tickets.detail_tabs import (
    BACKGROUND,
    COURSE,
    FILES,
    HISTORY,
    LINKS,
    TASKS,
    DetailTabs,
)
from fieldservice.ui.screens.tickets.entry_acts import EntryActs
from fieldservice.ui.screens.tickets.links_section import LinksSection
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.ui.screens.tickets.tasks_section import TasksSection
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_company import TicketCompany
    from fieldservice.domain.queries.ticket_detail import TicketDetail

UNDO_KEYS = "Ctrl+Z"
_SHORT = 580


class DetailPanel(QWidget):
    """`shown` carries the `TicketDetail` that was painted; `ticket_requested` an id of another ticket."""

    shown = Signal(object)
    ticket_requested = Signal(object)

    def __init__(self, parts: TicketsParts, acts: Acts) -> None:
        super().__init__()
        self._parts = parts
        self._acts = acts
        self._ticket_id: UUID | None = None
        self._is_short = False
        self._unasked: TicketDetail | None = None
        self._latest: Latest[TicketDetail] = Latest()
        self._reload_due = QTimer(self, interval=0, singleShot=True)
        self._reload_due.timeout.connect(self.reload)
        self.head = DetailHead(parts)
        self.banner = Banner(parts)
        self.facts = DetailFacts(parts)
        self.course = DetailCourse(parts)
        self.background = DetailBackground(parts)
        self.history = DetailHistory(parts)
        self.files_desk = FilesDesk(parts.ops, parts.services, parts.wording)
        self.follow_button = FollowButton()
        self.phase = PhaseLine(parts, self.follow_button)
        self.holds = HoldBanner(parts)
        self.tasks = TasksSection(parts)
        self.files = AttachmentsSection(parts, self.files_desk)
        self.links = LinksSection(parts)
        self.composer = Composer(parts, self.files_desk)
        self.presence = DetailPresence(parts, self)
        self.entries = EntryActs(parts, self)
        self.tabs = DetailTabs()
        self.loading = LoadingLine()
        self.left = LeftBanner()
        self._lay_out()
        self._connect()
        self._connect_content()
        page = acts.parent()
        declare_actions(self, parts.services, page if isinstance(page, QWidget) else self)
        self.clear()

    @property
    def ticket(self) -> "TicketDetail | None":
        return self._acts.ticket

    def show_ticket(self, ticket_id: UUID | None) -> None:
        if ticket_id is None:
            self.clear()
            return
        self._ticket_id = ticket_id
        self.reload()

    def clear(self) -> None:
        """No ticket is chosen."""
        self._flush()
        self.presence.leave()
        self._latest.cancel()
        self._ticket_id = self._acts.ticket = self._unasked = None
        self.left.hide()
        self._pages.setCurrentWidget(self._nothing)

    def reload(self) -> None:
        if self._ticket_id is not None:
            self.loading.start()
            language, now = self._parts.wording.language, self._parts.now()
            call = self._parts.ops.query(calls.detail, self._ticket_id, language, now)
            self._latest.ask(call).then(self._on_ticket, self._on_failed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_short = self.height() < current_theme().px(_SHORT)
        if is_short != self._is_short:
            self._is_short = is_short
            self._fit_height()

    def _fit_height(self) -> None:
        """In a low window what is told above the tabs scrolls with the course, and the facts give way."""
        self.head.set_compact(is_compact=self._is_short)
        self.facts.setVisible(not self._is_short)
        column = self._course_column if self._is_short else self._fixed
        for at, part in enumerate((self.phase, self.holds, self.banner)):
            column.insertWidget(at if self._is_short else at + 1, part)
        self._fit_composer()

    def _fit_composer(self) -> None:
        """In a low window one writes beside the course alone; the other tabs have the room."""
        self.composer.setVisible(not self._is_short or self._stack.currentIndex() == COURSE)

    def _on_composer_wanted(self) -> None:
        if self.composer.isHidden():
            self.show_tab(COURSE)

    def reload_soon(self) -> None:
        self._reload_due.start()

    def send(self) -> None:
        """Add what was written, or save the own fields when the keyboard is in them."""
        if self.background.fields.is_written_in:
            self.background.fields.send()
        else:
            self.composer.send()

    def leave(self) -> None:
        self._flush()
        self.presence.leave()
        self._latest.cancel()
        self._unasked = None
        self.links.cancel()
        self.background.cancel()
        self.history.cancel()
        self._reload_due.stop()

    def show_tab(self, place: int) -> None:
        """0 is the course, 1 what stands behind it, 2 the history, 3 the tasks, 4 the files."""
        self.tabs.choose(place)

    def show_files(self) -> None:
        """Go to the files of the ticket."""
        self.show_tab(FILES)
        self.files.strip.table.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def start_task(self) -> None:
        """Go to where a task is typed."""
        self.show_tab(TASKS)
        self.tasks.title.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def search(self) -> None:
        """Go to the search in the course."""
        self.show_tab(COURSE)
        said = self.course.said
        target = said.search if said.search.isVisible() else said.timeline
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def follow(self) -> None:
        """Follow the ticket, or no longer."""
        if self.ticket is not None:
            self.entries.follow(self.ticket.id, is_followed=self.follow_button.is_followed)

    def correct_entry(self) -> None:
        """Put right the entry on which the keyboard stands in the course."""
        self.entries.correct(self.course.said.current_article())

    def _flush(self) -> None:
        """Keep what is half typed."""
        self.composer.flush()
        self.background.flush()

    def _tell_left(self, ticket: "TicketDetail") -> None:
        """What was seen and typed stays on the screen; nothing more can be done to it here."""
        self._flush()
        self._ticket_id = self._acts.ticket = None
        self.left.tell(left_words(ticket), partial(left_text, ticket, self.composer))
        self._parts.services.actions.refresh()

    def _on_company(self, company: "TicketCompany") -> None:
        if self.ticket is not None and company.ticket_id == self.ticket.id:
            self.phase.show_company(company)
            self.composer.show_company(company)
            self.follow_button.show_followed(is_followed=company.is_followed)

    def _on_composer_entered(self) -> None:
        """Who writes sees what was said last."""
        self._course_area.verticalScrollBar().setValue(self.course.y() + self.course.said.y())

    def _on_links_counted(self, count: int) -> None:
        self.tabs.set_count(LINKS, count)
        if not count and self._stack.currentIndex() == LINKS:
            self.show_tab(COURSE)

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._nothing = EmptyState(
            EmptyWords(_("Choose a ticket to see what belongs to it.")), name="noTicket"
        )
        self._pages.addWidget(self._nothing)
        self._pages.addWidget(self._whole())
        card = Card(padded=False, name="ticketDetail")
        card.add(self.loading)
        card.add(self.left)
        card.add(self._pages, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)

    def _whole(self) -> QWidget:
        whole = QWidget()
        layout = self._fixed = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._stack = QStackedWidget()
        for part in (self.course, self.background, self.history, self.tasks, self.files, self.links):
            column = QVBoxLayout()
            column.setContentsMargins(0, 0, 0, 0)
            if part is self.course:
                self._course_column = column
                column.addWidget(self.facts)
            column.addWidget(part, 1)
            area = scrolling(column)
            self._stack.addWidget(area)
            if part is self.course:
                self._course_area = area
            if part in (self.course, self.history):
                part.timeline.grow_with(area)
        for widget in (self.head, self.phase, self.holds, self.banner, rule(), self.tabs):
            layout.addWidget(widget)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.composer)
        return whole

    def _connect(self) -> None:
        acts, course = self._acts, self.course
        course.record_requested.connect(acts.record_visit)
        course.start_requested.connect(acts.start_visit)
        course.plan_requested.connect(acts.plan_visit)
        course.move_requested.connect(acts.move_visit)
        course.finish_requested.connect(acts.finish_order)
        course.cancel_requested.connect(acts.cancel_order)
        course.reopen_requested.connect(acts.reopen_order)
        self.banner.reopen_pressed.connect(acts.reopen_ticket)
        self.banner.close_pressed.connect(acts.close_ticket)
        self.banner.order_pressed.connect(acts.start_orders)
        self.links.ticket_requested.connect(self.ticket_requested)
        self.background.lately.ticket_requested.connect(self.ticket_requested)
        self.links.counted.connect(self._on_links_counted)

    def _connect_content(self) -> None:
        said = self.course.said
        said.file_pressed.connect(lambda file_id: self.files_desk.show(file_id, self))
        said.settle_pressed.connect(lambda wanted: self.entries.settle(said.article(wanted)))
        self.tabs.chosen.connect(self._on_tab)
        self.entries.followed_changed.connect(self.presence.ask)
        self.composer.wanted.connect(self._on_composer_wanted)
        self.composer.entered.connect(self._on_composer_entered)
        self.composer.writing_changed.connect(self.presence.set_writing)
        self.presence.company_known.connect(self._on_company)
        self.follow_button.toggled_by_hand.connect(lambda _wanted: self.follow())

    def _on_tab(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._fit_composer()
        self._load_tab()

    def _load_tab(self) -> None:
        """What only one tab shows is read when somebody looks at it."""
        if self._stack.currentIndex() == HISTORY:
            self.history.load()
        elif self._stack.currentIndex() == BACKGROUND:
            self.background.load()

    def _on_ticket(self, ticket: "TicketDetail") -> None:
        before = self._acts.ticket
        self._acts.ticket = ticket
        is_new = before is None or before.id != ticket.id
        self.loading.stop()
        self.left.hide()
        self._pages.setCurrentIndex(1)
        for part in (self.head, self.phase, self.holds, self.banner, self.facts, self.background):
            part.show_ticket(ticket)
        for section in (self.tasks, self.files, self.composer):
            section.show_ticket(ticket)
        self.tabs.set_count(TASKS, len(ticket.open_tasks))
        self.tabs.set_count(FILES, len(ticket.files))
        self.course.show_ticket(ticket, is_new=is_new)
        self.history.show_ticket(ticket.id)
        if is_new:
            self.phase.show_company(None)
        self._load_tab()
        self._unasked = ticket
        if self.isVisible() and self._stack.currentIndex() == COURSE:
            AfterPaint(self, self._ask_further)
        else:
            self._ask_further()
        if not is_new and before is not None:
            self._tell_closing(before, ticket)
        self.shown.emit(ticket)

    def _ask_further(self) -> None:
        """What is read besides does not keep the ticket itself from being seen."""
        ticket, self._unasked = self._unasked, None
        if ticket is not None:
            self.links.show_ticket(ticket)
            self.presence.show_ticket(ticket.id)

    def _tell_closing(self, before: "TicketDetail", ticket: "TicketDetail") -> None:
        """A ticket that has just closed itself says so, and with which order."""
        if ticket.closing.closed_by is not ClosedBy.ORDERS or before.state_type.is_terminal:
            return
        finished = [order for order in ticket.orders if order.finished_at == ticket.closing.closed_at]
        last = finished[-1] if finished else ticket.orders[-1]
        words = _("{number} closed itself: last order /{position} done").format(
            number=ticket.number, position=last.position
        )
        self._parts.services.toast(ToastWords(words, _("Undo"), UNDO_KEYS))

    def _on_failed(self, error: Exception) -> None:
        self.loading.stop()
        ticket = self._acts.ticket
        if has_left(error) and ticket is not None and ticket.id == self._ticket_id:
            self._tell_left(ticket)
            return
        self._parts.services.errors.show(error, self.reload)
