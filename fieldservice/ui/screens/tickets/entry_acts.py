"""What can be done with an entry of the course, and with following the ticket: starts the commands."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.screens.tickets import content_calls as calls
from fieldservice.ui.screens.tickets.approval_asking import ask_answer
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_articles import ArticleRow
    from fieldservice.ui.screens.tickets.article_dialog import ArticleDialog
else:
    ArticleDialog = Deferred("fieldservice.ui.screens.tickets.article_dialog", "ArticleDialog")


class EntryActs(QObject):
    """`followed_changed` is told after the ticket was followed, or was no longer."""

    followed_changed = Signal()

    def __init__(self, parts: TicketsParts, page: QWidget) -> None:
        super().__init__(page)
        self._parts = parts
        self._page = page

    def follow(self, ticket_id: UUID, *, is_followed: bool) -> None:
        """Follow the ticket, or no longer when it is followed already."""
        if is_followed:
            self._command(calls.unfollow_ticket, calls.UnfollowTicket(ticket_id))
        else:
            self._command(calls.follow_ticket, calls.FollowTicket(ticket_id))

    def correct(self, article: "ArticleRow | None") -> None:
        """Put right what a person wrote."""
        if article is None:
            self._parts.services.told(_("Step in the course to an entry that a person wrote."))
        else:
            self._parts.services.dialogs.run(ArticleDialog(self._parts, self._page, article))

    def settle(self, article: "ArticleRow | None") -> None:
        """What the button at an entry does: a message was told aloud, an offer was answered."""
        if article is None:
            return
        if article.delivery == "prepared":
            told = calls.SettleDelivery(article.id, calls.Delivery("told"))
            self._command(calls.settle_delivery, told)
        elif article.approval == "asked":
            ask_answer(self._parts, article, self._command)

    def _command(self, function: Any, command: Any) -> None:
        self._parts.ops.command(function, command).then(self._on_done, self._parts.services.errors.show)

    def _on_done(self, changes: Changes) -> None:
        if changes.concerns("follow"):
            self.followed_changed.emit()
