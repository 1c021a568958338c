"""What other systems send, field by field. A field that is left out stays as it is; null empties it.

Lengths are those of the columns, so that what is too long is told with its place.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from fieldservice.domain.model.customer import CustomerClass
from fieldservice.domain.rules.coverage_facts import WorkMode
from fieldservice.domain.rules.coverage_quota import BeyondQuota, QuotaKind
from fieldservice.domain.rules.ticket_states import TicketStateType

NO_CONTROLS = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
MOST_AT_ONCE = 500

Short = Annotated[str, StringConstraints(max_length=200, pattern=NO_CONTROLS)]
Code = Annotated[str, StringConstraints(max_length=40, pattern=NO_CONTROLS)]
Long = Annotated[str, StringConstraints(max_length=20_000, pattern=NO_CONTROLS)]
Key = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$"),
]
Listed = Annotated[list[Short], Field(max_length=100)]
Keys = Annotated[list[Key], Field(max_length=500)]
Percent = Annotated[int, Field(ge=1, le=1_000)]


class Body(BaseModel):
    """Unknown fields are refused: a misspelt one would change nothing, silently."""

    model_config = ConfigDict(extra="forbid", use_enum_values=False)

    def given(self, *names: str) -> dict[str, Any]:
        """Of these fields those that were sent; an empty text for null."""
        sent = self.model_fields_set
        return {name: getattr(self, name) for name in names if name in sent}


class CustomerBody(Body):
    """`active_until` is the last day of the cooperation."""

    name: Short | None = Field(default=None, examples=["Zakłady Mleczarskie Stępień"])
    number: Code | None = Field(default=None, examples=["K-100"])
    tax_id: Code | None = None
    customer_class: CustomerClass | None = None
    language: Literal["cs", "en", "es", "pl", "pt"] | None = None
    active_from: date | None = None
    active_until: date | None = None
    note: Long | None = None
    phones: Listed | None = Field(default=None, examples=[["+48 61 281 30 35"]])
    emails: Listed | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None


class ContactBody(Body):
    customer: Key
    name: Short | None = None
    role: Short | None = None
    is_active: bool | None = None
    phones: Listed | None = None
    emails: Listed | None = None
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = None


class SiteBody(Body):
    customer: Key
    name: Short | None = None
    code: Code | None = None
    street: Short | None = None
    postal_code: Code | None = None
    city: Short | None = None
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    zone: Code | None = Field(default=None, examples=["Europe/Warsaw"])


class EquipmentBody(Body):
    """`parent` is the unit of which this one is a part; `retired_on` the first day out of use."""

    site: Key
    category: Short | None = None
    product: Short | None = None
    serial_number: Short | None = None
    purchased_on: date | None = None
    warranty_until: date | None = None
    place: Short | None = None
    note: Long | None = None
    parent: Key | None = None
    retired_on: date | None = None


class BlockBody(Body):
    customer: Key
    reason: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_CONTROLS)]
    since: date
    until: date | None = None


class QuotaBody(Body):
    kind: QuotaKind
    amount: Annotated[Decimal, Field(ge=0, le=1_000_000, max_digits=12, decimal_places=4)]
    beyond: BeyondQuota = BeyondQuota.REFUSE
    warn_at: tuple[Percent, Percent, Percent] = (75, 90, 100)


class LineBody(Body):
    """Units named by their keys, or a category, or everything. Kinds of work and services by their codes."""

    key: Key | None = None
    units: Keys = []
    category: Short | None = None
    units_per_site: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    sites: Keys = []
    work_kinds: Annotated[list[Code], Field(max_length=100)] = []
    services: Annotated[list[Code], Field(max_length=100)] = []
    mode: WorkMode | None = None
    quota: QuotaBody | None = None
    sla: Code | None = None
    note: Short = ""


class TermsBody(Body):
    """One period; both days belong to it."""

    key: Key | None = None
    valid_from: date
    valid_to: date
    note: Long | None = None
    lines: Annotated[list[LineBody], Field(min_length=1, max_length=500)]


class ContractBody(Body):
    """The whole contract: periods and lines that are not named any more are removed, if nothing rests on
    them.
    """

    customer: Key
    number: Code | None = None
    note: Long | None = None
    is_signed: bool = True
    terms: Annotated[list[TermsBody], Field(min_length=1, max_length=100)]


class TicketBody(Body):
    """A ticket of the other system; told again it changes nothing here."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=NO_CONTROLS)]
    description: Long = ""
    caller_name: Short = ""
    customer: Key | None = None
    contact: Key | None = None
    site: Key | None = None
    equipment: Key | None = None
    serial_number: Short = ""
    opened_at: AwareDatetime | None = None


class ArticleBody(Body):
    text: Annotated[str, StringConstraints(min_length=1, max_length=20_000, pattern=NO_CONTROLS)]
    happened_at: AwareDatetime
    author_name: Short = ""
    is_internal: bool = False


class StateBody(Body):
    """`closed` closes by hand; any other state opens a closed ticket again."""

    state: TicketStateType
    because: Short = ""
    until: AwareDatetime | None = None


class TicketKeyBody(Body):
    """The number of our ticket that is meant by the key."""

    number: Code = Field(examples=["WAW-000123"])


class CustomerItem(CustomerBody):
    key: Key


class ContactItem(ContactBody):
    key: Key


class SiteItem(SiteBody):
    key: Key


class EquipmentItem(EquipmentBody):
    key: Key


class BlockItem(BlockBody):
    key: Key


class ContractItem(ContractBody):
    key: Key


class BulkBody(Body):
    """Taken in this order, so that one batch may hold a contract and its customer; at most 500 in all."""

    customers: list[CustomerItem] = []
    contacts: list[ContactItem] = []
    sites: list[SiteItem] = []
    equipment: list[EquipmentItem] = []
    blocks: list[BlockItem] = []
    contracts: list[ContractItem] = []


class WebhookBody(Body):
    """`url` is called with each of the events. The secret it is signed with is told once."""

    url: Annotated[str, StringConstraints(max_length=2_000, pattern=r"^https?://[^\s\x00-\x1f\x7f]+$")]
    events: Annotated[list[str], Field(min_length=1, max_length=20)]
    is_active: bool = True
