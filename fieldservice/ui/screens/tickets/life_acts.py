"""Acts of a ticket's life: taken, handed over, put on wait, merged, split, linked, brought back."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID, uuid5

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.screens.tickets import life_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.dictionaries import TicketPickers
    from fieldservice.domain.queries.ticket_acts import ReopeningForm, SplitForm
    from fieldservice.domain.queries.ticket_detail import TicketDetail
    from fieldservice.domain.queries.ticket_links import LinksOfTicket, TicketRef
    from fieldservice.ui.screens.tickets.branch_dialog import BranchDialog
    from fieldservice.ui.screens.tickets.bulk_work import BulkOrder, BulkResult, change_many
    from fieldservice.ui.screens.tickets.hand_dialog import HandDialog
    from fieldservice.ui.screens.tickets.link_dialog import LinkDialog
    from fieldservice.ui.screens.tickets.merge_dialog import MergeDialog
    from fieldservice.ui.screens.tickets.reopen_dialog import ReopenDialog
    from fieldservice.ui.screens.tickets.split_dialog import SplitDialog
    from fieldservice.ui.screens.tickets.wait_dialog import WaitDialog
    from fieldservice.ui.screens.tickets.work_dialog import WorkDialog
else:  # dialogs are imported when the first of their kind is opened
    _HERE = "fieldservice.ui.screens.tickets"
    BulkOrder = Deferred(f"{_HERE}.bulk_work", "BulkOrder")
    change_many = Deferred(f"{_HERE}.bulk_work", "change_many")
    BranchDialog = Deferred(f"{_HERE}.branch_dialog", "BranchDialog")
    HandDialog = Deferred(f"{_HERE}.hand_dialog", "HandDialog")
    LinkDialog = Deferred(f"{_HERE}.link_dialog", "LinkDialog")
    MergeDialog = Deferred(f"{_HERE}.merge_dialog", "MergeDialog")
    ReopenDialog = Deferred(f"{_HERE}.reopen_dialog", "ReopenDialog")
    SplitDialog = Deferred(f"{_HERE}.split_dialog", "SplitDialog")
    WaitDialog = Deferred(f"{_HERE}.wait_dialog", "WaitDialog")


class OnScreen(Protocol):
    """The ticket on the screen: what it allows, and who is told what became of it."""

    done: Any
    ticket_requested: Any
    ticket: "TicketDetail | None"

    @property
    def is_live(self) -> bool: ...

    @property
    def is_merged(self) -> bool: ...

    @property
    def may_merge(self) -> bool: ...

    @property
    def may_reopen(self) -> bool: ...


class LifeActs(QObject):
    """Belongs to the screen's acts, which knows the ticket on the screen and tells what was saved."""

    def __init__(self, parts: TicketsParts, page: QWidget, acts: OnScreen) -> None:
        super().__init__(page)
        self._parts = parts
        self._page = page
        self._acts = acts
        self._loading: Latest[Any] = Latest()

    @property
    def ticket(self) -> "TicketDetail | None":
        return self._acts.ticket

    def take(self) -> None:
        """Make the ticket mine, unless somebody was quicker."""
        ticket = self.ticket
        if ticket is not None and self._acts.is_live and ticket.owner_id != self._parts.user_id:
            self._command(calls.take_ticket, calls.TakeTicket(ticket.id, ticket.owner_id))

    def hand_over(self) -> None:
        if self._acts.is_live:
            self._with_pickers(self._on_hand_pickers)

    def hand_to_branch(self) -> None:
        if self.ticket is not None and self._parts.branch_id is not None:
            self._with_pickers(self._on_branch_pickers)

    def wait(self, state_id: UUID | None = None) -> None:
        """Ask for whom or what, until when; `state_id` when that is chosen already."""
        if self._acts.is_live:
            self._with_pickers(partial(self._on_wait_pickers, state_id))

    def merge(self) -> None:
        ticket = self.ticket
        if ticket is not None and self._acts.may_merge:
            self._run(MergeDialog(self._parts, self._page, ticket))

    def unmerge(self) -> None:
        ticket = self.ticket
        if ticket is None or not self._acts.is_merged:
            return
        question = Question(
            title=_("Take the merge of {number} back?").format(number=ticket.number),
            text=_("It gets back what belongs to it, also what came in on its number since."),
            yes=_("Take it back"),
            label=_("Why it is taken back"),
            draft=uuid5(ticket.id, "unmerge"),
        )
        because = self._parts.services.dialogs.ask_text(question, may_be_empty=True)
        if because is not None:
            self._command(calls.unmerge_ticket, calls.UnmergeTicket(ticket.id, because))

    def go_to_survivor(self) -> None:
        """From a merged ticket to the one that it lies with now."""
        ticket = self.ticket
        if ticket is not None and self._acts.is_merged:
            query = self._parts.ops.query(calls.survivor_id, ticket.id)
            self._when_loaded(query, self._acts.ticket_requested.emit)

    def split(self) -> None:
        ticket = self.ticket
        if ticket is not None and not self._acts.is_merged:
            self._when_loaded(self._parts.ops.query(calls.split_form, ticket.id), self._on_split_form)

    def link(self) -> None:
        ticket = self.ticket
        if ticket is not None and self._acts.is_live:
            language, now = self._parts.wording.language, self._parts.now()
            query = self._parts.ops.query(calls.links_of, ticket.id, language, now)
            self._when_loaded(query, self._on_links)

    def reopen(self) -> None:
        ticket = self.ticket
        if ticket is not None and self._acts.may_reopen:
            query = self._parts.ops.query(calls.reopening_form, ticket.id, self._parts.now())
            self._when_loaded(query, self._on_reopening_form)

    def offer_incidents(self, problem_id: UUID, because: str) -> None:
        """A problem was closed: what it caused may be closed with it."""
        query = self._parts.ops.query(calls.live_incidents, problem_id, self._parts.wording.language)
        self._when_loaded(query, partial(self._on_incidents, because))

    def cancel(self) -> None:
        self._loading.cancel()

    def _on_hand_pickers(self, pickers: "TicketPickers") -> None:
        if self.ticket is not None:
            self._run(HandDialog(self._parts, self._page, self.ticket, pickers))

    def _on_branch_pickers(self, pickers: "TicketPickers") -> None:
        if self.ticket is not None:
            self._run(BranchDialog(self._parts, self._page, self.ticket, pickers))

    def _on_wait_pickers(self, state_id: UUID | None, pickers: "TicketPickers") -> None:
        if self.ticket is not None:
            self._run(WaitDialog(self._parts, self._page, self.ticket, pickers, state_id))

    def _on_split_form(self, form: "SplitForm") -> None:
        self._run(SplitDialog(self._parts, self._page, form))

    def _on_links(self, links: "LinksOfTicket") -> None:
        if self.ticket is not None:
            self._run(LinkDialog(self._parts, self._page, self.ticket, links))

    def _on_reopening_form(self, form: "ReopeningForm") -> None:
        self._run(ReopenDialog(self._parts, self._page, form))

    def _on_incidents(self, because: str, incidents: "tuple[TicketRef, ...]") -> None:
        if not incidents:
            return
        count = len(incidents)
        title = ngettext("Close its {count} incident too?", "Close its {count} incidents too?", count)
        numbers = self._parts.wording.listing([each.number for each in incidents])
        question = Question(
            title=title.format(count=count),
            text=_(
                "The problem was closed. Still open: {numbers}. Those with open work orders stay open."
            ).format(numbers=numbers),
            yes=ngettext("Close {count} ticket", "Close {count} tickets", count).format(count=count),
        )
        if self._parts.services.dialogs.confirm(question):
            self._close_many([each.id for each in incidents], because)

    def _close_many(self, ids: list[UUID], because: str) -> None:
        wish = calls.BulkWish(calls.BulkWhat.CLOSE, because=because)
        order = BulkOrder(calls.new_form_id(), tuple(ids), wish)
        job: Call[BulkResult] = self._parts.ops.job(change_many, _("Closing the incidents"), order)
        job.then(self._on_closed_many, self._parts.services.errors.show)

    def _on_closed_many(self, result: "BulkResult") -> None:
        if result.changes is not None:
            self._acts.done.emit(result.changes)
        for refusal in result.refusals[:1]:
            self._parts.services.errors.show(refusal)

    def _with_pickers(self, then: "Callable[[TicketPickers], None]") -> None:
        query = self._parts.ops.query(calls.ticket_pickers, self._parts.wording.language)
        self._when_loaded(query, then)

    def _when_loaded(self, call: Call[Any], then: Callable[[Any], None]) -> None:
        self._loading.ask(call).then(then, self._parts.services.errors.show)

    def _command(self, function: Any, command: Any) -> None:
        self._parts.ops.command(function, command).then(
            self._acts.done.emit, self._parts.services.errors.show
        )

    def _run(self, dialog: "WorkDialog") -> None:
        if self._parts.services.dialogs.run(dialog) and dialog.changes is not None:
            self._acts.done.emit(dialog.changes)
