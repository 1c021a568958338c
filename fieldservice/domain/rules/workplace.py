"""Who works here and where: the person, the workstation, the branch."""

from uuid import UUID

from fieldservice.domain.rules.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Workplace:
    """`asks_who`: somebody here has a password, so whoever comes signs in before they work.

    `country`, `currency` and `zone` are what the company said of itself, empty for those of the desk.
    `branch_id` is the branch at the centre, once this workstation has joined one; then `branch_code` has its
    slot (`WAW-2`).
    """

    user_id: UUID
    user_name: str
    workstation_id: UUID
    branch_code: str
    branch_name: str
    asks_who: bool = False
    country: str = ""
    currency: str = ""
    branch_id: UUID | None = None
    zone: str = ""
