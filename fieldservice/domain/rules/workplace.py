"""Who works here and where: the person, the workstation, the branch."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Workplace:
    user_id: UUID
    user_name: str
    workstation_id: UUID
    branch_code: str
    branch_name: str
