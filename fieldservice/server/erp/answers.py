"""What other systems are answered, as the page of the interface describes it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, Field

from fieldservice.server.erp.problems import ApiProblem


class Result(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    PARKED = "parked"
    REFUSED = "refused"


class Taken(BaseModel):
    """What became of one thing that was sent. `id` is ours; parked things have none yet."""

    key: str
    result: Result
    id: UUID | None = None
    number: str | None = Field(
        default=None, description="The human number that it bears here, if it has one."
    )
    waits_for: str | None = Field(default=None, description="What must come first, as `customer C-1`.")
    problem: ApiProblem | None = None


class BulkTaken(BaseModel):
    customers: list[Taken] = []
    contacts: list[Taken] = []
    sites: list[Taken] = []
    equipment: list[Taken] = []
    blocks: list[Taken] = []
    contracts: list[Taken] = []


class ParkedThing(BaseModel):
    resource: str
    key: str
    waits_for: str
    parked_at: datetime
    code: str


class ParkedList(BaseModel):
    parked: list[ParkedThing]


class Named(BaseModel):
    """A row of ours: our id, its human name, and the key under which the asking system knows it."""

    id: UUID
    name: str
    key: str | None = None


class ArticleShown(BaseModel):
    id: UUID
    kind: str
    is_internal: bool
    author: str
    happened_at: datetime
    text: str
    direction: str | None


class OrderInTicket(BaseModel):
    number: str
    title: str
    state: str
    finished_at: datetime | None


class TicketShown(BaseModel):
    """`state_type` is what counts; `state` is what the company calls it."""

    id: UUID
    key: str | None
    number: str
    former_numbers: list[str]
    title: str
    description: str
    channel: str
    state_type: str
    state: str
    priority: int
    opened_at: datetime
    first_response_at: datetime | None
    resolution_due_at: datetime | None
    expected_closing_at: datetime | None
    closed_at: datetime | None
    closed_by: str | None
    closed_because: str
    customer: Named | None
    site: Named | None
    equipment: Named | None
    contract: Named | None
    orders: list[OrderInTicket]
    articles: list[ArticleShown]


class TicketPage(BaseModel):
    """`cursor` is to be sent with the next request; when `more` is true there is more at once."""

    tickets: list[TicketShown]
    cursor: str
    more: bool


class VisitShown(BaseModel):
    technician: str
    state: str
    outcome: str | None
    planned_from: datetime | None
    planned_to: datetime | None
    started_at: datetime | None
    ended_at: datetime | None
    report: str


class LineShown(BaseModel):
    """Time, travel, a part or a cost; `voids` is the line that it takes back."""

    id: UUID
    kind: str
    description: str
    quantity: Decimal
    unit: str
    amount_cents: int
    happened_at: datetime
    voids: UUID | None


class OrderShown(BaseModel):
    id: UUID
    number: str
    ticket: str
    ticket_key: str | None
    title: str
    state: str
    mode: str
    promised_from: datetime | None
    promised_to: datetime | None
    finished_at: datetime | None
    cancelled_because: str
    customer: Named | None
    equipment: Named | None
    contract: Named | None
    visits: list[VisitShown]
    lines: list[LineShown]


class OrderPage(BaseModel):
    orders: list[OrderShown]
    cursor: str
    more: bool


class RowShown(BaseModel):
    """A customer, contact, site, unit, block or contract as it stands here."""

    id: UUID
    key: str
    values: dict[str, str | int | float | bool | date | None]


class WebhookShown(BaseModel):
    id: UUID
    url: str
    events: list[str]
    is_active: bool
    waiting: int
    dead: int
    secret: str | None = Field(default=None, description="Told once, when the webhook is made.")


class WebhookList(BaseModel):
    webhooks: list[WebhookShown]


class DeliveryShown(BaseModel):
    id: UUID
    event: str
    state: str
    attempts: int
    made_at: datetime
    next_at: datetime | None
    settled_at: datetime | None
    problem: str


class DeliveryList(BaseModel):
    deliveries: list[DeliveryShown]
