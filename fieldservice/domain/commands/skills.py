"""What technicians can do: the company's own dictionary of skills, and each technician's levels."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fieldservice.domain.model.base import member_id
from fieldservice.domain.model.people import Skill, Technician, TechnicianSkill
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.field_conflicts import require_unconflicted
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.finding import assign, every, exists
from fieldservice.domain.store.unit_of_work import UnitOfWork

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, slots=True)
class AddSkill:
    skill_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class RenameSkill:
    skill_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class SetSkillActive:
    """Offer the skill no longer, or again; who has it keeps it."""

    skill_id: UUID
    is_active: bool


@dataclass(frozen=True, slots=True)
class HeldSkill:
    """A technician's level in a skill, 1 (learning) to 5 (teaches it), perhaps until a licence ends."""

    skill_id: UUID
    level: int
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class SetSkills:
    """The technician has just these skills. With `seen`, skills that somebody else changed since stay so; one
    that both changed is asked about (P-39).
    """

    technician_id: UUID
    held: tuple[HeldSkill, ...]
    seen: tuple[HeldSkill, ...] | None = None


def add_skill(command: AddSkill, uow: UnitOfWork, clock: Clock) -> Changes:
    """`skill.name_missing`, `skill.name_taken`."""
    del clock
    name = command.name.strip()
    skill = Skill(
        id=command.skill_id,
        code=f"own-{command.skill_id.hex}",
        name=name,
        translations={},
        position=len(every(uow, Skill)),
    )
    uow.record("skill.add", skill, name=name)
    if not exists(uow, Skill, command.skill_id):
        _require_free_name(uow, skill, name)
        uow.add(skill)
    return uow.commit()


def rename_skill(command: RenameSkill, uow: UnitOfWork, clock: Clock) -> Changes:
    """`skill.name_missing`, `skill.name_taken`."""
    del clock
    skill, name = uow.get(Skill, command.skill_id), command.name.strip()
    uow.record("skill.rename", skill, before=skill.name, name=name)
    _require_free_name(uow, skill, name)
    assign(skill, name=name, translations={})
    return uow.commit()


def set_skill_active(command: SetSkillActive, uow: UnitOfWork, clock: Clock) -> Changes:
    del clock
    skill = uow.get(Skill, command.skill_id)
    uow.record("skill.offer" if command.is_active else "skill.retire", skill, name=skill.name)
    assign(skill, is_active=command.is_active)
    return uow.commit()


def set_skills(command: SetSkills, uow: UnitOfWork, clock: Clock) -> Changes:
    """`skill.level_unknown`; `row.fields_in_conflict` with fields called by the ids of skills."""
    del clock
    technician = uow.get(Technician, command.technician_id)
    uow.record("technician.set_skills", technician, name=technician.name)
    before = {row.skill_id: row for row in every(uow, TechnicianSkill, technician_id=technician.id)}
    wanted = _wanted(command, before.values())
    for skill_id in before.keys() - wanted.keys():
        uow.session.delete(before[skill_id])
    for held in wanted.values():
        if not LOWEST <= held.level <= HIGHEST:
            raise RuleViolation("skill.level_unknown", lowest=LOWEST, highest=HIGHEST)
        row = before.get(held.skill_id)
        if row is None:
            skill = uow.get(Skill, held.skill_id)
            row = TechnicianSkill(
                id=member_id(technician.id, skill.id), technician_id=technician.id, skill_id=skill.id
            )
            uow.add(row)
        assign(row, level=held.level, valid_until=held.valid_until)
    return uow.commit()


def _wanted(command: SetSkills, rows: Iterable[TechnicianSkill]) -> dict[UUID, HeldSkill]:
    if command.seen is None:
        return {held.skill_id: held for held in command.held}
    stored = (HeldSkill(row.skill_id, row.level, row.valid_until) for row in rows)
    before, mine, theirs = (
        {str(h.skill_id): h for h in each} for each in (command.seen, command.held, stored)
    )
    names = before.keys() | mine.keys() | theirs.keys()
    kept = require_unconflicted(
        *({name: each.get(name) for name in names} for each in (before, mine, theirs))
    )
    return {held.skill_id: held for held in {**theirs, **kept}.values() if held is not None}


def _require_free_name(uow: UnitOfWork, skill: Skill, name: str) -> None:
    if not name:
        raise RuleViolation("skill.name_missing")
    for other in every(uow, Skill):
        if other.id != skill.id and fold(other.name) == fold(name):
            raise RuleViolation("skill.name_taken", name=other.name)
