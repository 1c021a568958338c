"""Writing down what the customer said to work that costs extra: yes or no, who said it, in which words."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import uuid5

from fieldservice.ui.kit.dialogs import Option, Question
from fieldservice.ui.screens.tickets import content_calls as calls
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.ticket_articles import ArticleRow


def ask_answer(parts: TicketsParts, article: "ArticleRow", run: Callable[[Any, Any], object]) -> None:
    """Ask for answer and person, then `run` the command; giving up leaves the offer open."""
    dialogs = parts.services.dialogs
    options = (
        Option("approved", _("Approved"), _("The work may be done as offered.")),
        Option("declined", _("Declined"), _("The work is not wanted.")),
    )
    answer = dialogs.choose(Question(_("What did the customer say?"), article.text), options)
    if answer is None:
        return
    question = Question(
        _("Who said so?"),
        yes=_("Write it down"),
        label=_("Name, and what was said"),
        draft=uuid5(article.id, "approval"),
    )
    said = dialogs.ask_text(question, initial=article.contact)
    if said is None or not said.strip():
        return
    by, _comma, words = said.partition(",")
    told = calls.AnswerApproval(
        article.id, calls.new_form_id(), calls.Approval(answer), by.strip(), words.strip()
    )
    run(calls.answer_approval, told)
