"""What is sent when a request is saved: commands put together from what stands in the form."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from fieldservice.ui.screens.intake import calls
from fieldservice.ui.screens.intake.caller_card import Caller
from fieldservice.ui.screens.intake.more_fields import More
from fieldservice.ui.screens.intake.own_fields import Answers
from fieldservice.ui.screens.intake.subject_card import Subject
from fieldservice.ui.screens.intake.trouble_card import Trouble

if TYPE_CHECKING:
    from fieldservice.domain.commands.acceptance import NewTicket
    from fieldservice.domain.commands.articles import AddArticle
    from fieldservice.domain.commands.requests import AcceptParked, Arrival, LogRequest, ParkRequest
    from fieldservice.domain.queries.intake import IntakeAsk

CALL = "call"


@dataclass(frozen=True, slots=True)
class FormIds:
    """Ids of what the form will make, made when it opens: saving twice makes one (P-40)."""

    request_id: UUID
    ticket_id: UUID
    draft_id: UUID
    article_id: UUID

    @staticmethod
    def fresh() -> "FormIds":
        new = calls.new_form_id
        return FormIds(new(), new(), new(), new())

    def for_another(self) -> "FormIds":
        """A further ticket of the same request (A28)."""
        return FormIds.fresh().of_request(self.request_id)

    def of_request(self, request_id: UUID) -> "FormIds":
        return replace(self, request_id=request_id)


@dataclass(frozen=True, slots=True)
class Filled:
    """All that stands in the form at one moment; a request from the tray is judged later than it came."""

    caller: Caller
    subject: Subject
    trouble: Trouble
    more: More
    received_at: datetime
    judged_at: datetime
    answers: Answers | None = None
    tasks: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Nothing that a verdict could be about."""
        caller, subject = self.caller, self.subject
        names = (caller.customer_id, caller.caller, caller.name, subject.unit_id, subject.serial_number)
        return not any((*names, self.more.product_id, self.trouble.title))


def ask_of(filled: Filled, day: date) -> "IntakeAsk":
    """The question to verdict, priority and service level."""
    caller, subject, trouble, more = filled.caller, filled.subject, filled.trouble, filled.more
    return calls.IntakeAsk(
        day=day,
        received_at=filled.received_at,
        caller=caller.caller or caller.name,
        possible_customers=caller.possible,
        customer_id=caller.customer_id,
        equipment_id=subject.unit_id,
        serial_number=subject.serial_number,
        site_id=subject.site_id,
        product_id=more.product_id,
        work_kind_id=subject.work_kind_id,
        service_id=more.service_id,
        purpose_id=more.purpose_id,
        type_id=more.type_id,
        kind_id=more.kind_id,
        channel=more.channel,
        impact=trouble.impact,
        urgency=trouble.urgency,
        priority=trouble.priority,
        title=trouble.title,
    )


def arrival_of(filled: Filled, ids: FormIds) -> "Arrival":
    caller = filled.caller
    return calls.Arrival(
        request_id=ids.request_id,
        channel=calls.channel_of(filled.more.channel),
        received_at=filled.received_at,
        caller=caller.caller,
        caller_name=caller.name,
        customer_id=caller.customer_id,
        contact_id=caller.contact_id,
        possible_customers=caller.possible,
    )


def wish_of(filled: Filled, ids: FormIds, override_because: str = "") -> "NewTicket":
    subject, trouble, more = filled.subject, filled.trouble, filled.more
    return calls.NewTicket(
        ticket_id=ids.ticket_id,
        title=trouble.title,
        description=trouble.description,
        type_id=more.type_id,
        kind_id=more.kind_id,
        purpose_id=more.purpose_id,
        service_id=more.service_id,
        work_kind_id=subject.work_kind_id,
        site_id=subject.site_id,
        equipment_id=subject.unit_id,
        serial_number=subject.serial_number,
        product_id=more.product_id,
        impact=trouble.impact,
        urgency=trouble.urgency,
        priority=trouble.priority,
        expected_closing_at=trouble.closing_at,
        expected_closing_because=trouble.closing_because,
        owner_id=trouble.owner_id,
        queue_id=more.queue_id,
        override_because=override_because,
        answers=filled.answers,
        tasks=filled.tasks,
    )


def log_of(filled: Filled, ids: FormIds, override_because: str) -> "LogRequest":
    return calls.LogRequest(arrival_of(filled, ids), (wish_of(filled, ids, override_because),))


def accept_of(filled: Filled, ids: FormIds, override_because: str) -> "AcceptParked":
    caller = filled.caller
    wish = wish_of(filled, ids, override_because)
    return calls.AcceptParked(ids.request_id, caller.customer_id, caller.contact_id, wish)


def park_of(filled: Filled, ids: FormIds, because: str, *, is_told: bool) -> "ParkRequest":
    return calls.ParkRequest(arrival_of(filled, ids), wish_of(filled, ids), because, is_told)


def article_of(filled: Filled, ids: FormIds, ticket_id: UUID) -> "AddArticle":
    """What was said, written on a ticket that is there already."""
    said = "\n".join(part for part in (filled.trouble.title, filled.trouble.description) if part)
    return calls.AddArticle(
        ticket_id=ticket_id,
        article_id=ids.article_id,
        kind=calls.article_kind_of(CALL),
        text=said,
        happened_at=filled.received_at,
        author_name=filled.caller.name or filled.caller.caller,
    )
