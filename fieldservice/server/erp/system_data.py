"""What a system keeps and what its account may, as the commands are told from the console and from a desk."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy.orm import Session

from fieldservice.domain.commands.outside_systems import SystemData
from fieldservice.domain.model.outside import OutsideSystem
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.mastering import Kept
from fieldservice.server.erp.tokens import grants_of_system, rights_for


def read_kept(wanted: Iterable[str]) -> frozenset[Kept]:
    """Of `blocks`, `contracts`; `outside.kept_unknown`."""
    named = {part.strip() for part in wanted} - {""}
    unknown = sorted(named - set(Kept))
    if unknown:
        raise RuleViolation("outside.kept_unknown", kept=unknown[0], allowed=", ".join(Kept))
    return frozenset(map(Kept, named))


def kept_by(system: OutsideSystem) -> list[Kept]:
    """In the order in which they are always named."""
    return [kept for kept in Kept if getattr(system, f"keeps_{kept}")]


def with_tokens(session: Session, system_id: UUID, data: SystemData, may: frozenset[str]) -> SystemData:
    """The account gets what all its tokens need together, those that are good and one that may this."""
    together = may | grants_of_system(session.connection(), system_id)
    return replace(data, rights=rights_for(together))


def widened(session: Session, system_id: UUID, may: frozenset[str]) -> SystemData:
    """A system as it stands, but for a token more; `api.not_found`."""
    system = session.get(OutsideSystem, system_id)
    if system is None:
        raise RuleViolation("api.not_found", key=system_id.hex)
    stands = SystemData(system.name, frozenset(kept_by(system)), frozenset(), system.branch_id)
    return with_tokens(session, system_id, stands, may)
