"""Import of a workbook: one command, one transaction, one journal entry, undoable like any other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from fieldservice.domain.model.customer import Block
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.import_plan import Watch, unwatched
from fieldservice.domain.rules.import_records import Consent, ImportPlan, ImportRequest
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.flagging import flag_blocked
from fieldservice.domain.store.import_mappings import remember_mappings
from fieldservice.domain.store.import_planning import make_plan, still_holds
from fieldservice.domain.store.import_writing import write_plan
from fieldservice.domain.store.mastering import require_tables_kept_here
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ImportWorkbook:
    """Import what was previewed. `seen` is the plan that a person looked at and confirmed.

    `remembered` are the choices of columns to keep; `watch` is told the rows done and may raise to cancel.
    """

    file_name: str
    request: ImportRequest
    seen: ImportPlan
    remembered: Mapping[str, str] = field(default_factory=dict)
    watch: Watch = unwatched


def import_workbook(command: ImportWorkbook, uow: UnitOfWork, clock: Clock) -> Changes:
    """Write the plan; when the database changed since, it is made anew and must still say the same.

    `import.changed_meanwhile` when the plan is no longer what was confirmed: show it again.
    `import.servability_unconfirmed` when customers would become servable, or cease to be, unseen (A23).
    """
    now = clock.now()
    plan = _confirmed_plan(command, uow, uow.local(now).date())
    if plan.servability and Consent.SERVABILITY not in command.request.consents:
        raise RuleViolation("import.servability_unconfirmed", count=len(plan.servability))
    total = plan.total()
    tables = {*plan.writes.inserts, *(update.table for update in plan.writes.updates)}
    require_tables_kept_here(uow.session, tables, uow.actor.user_id)
    uow.record("import.workbook", None, file=command.file_name, new=total.new, changed=total.changed)
    remember_mappings(uow.session, command.remembered, now)
    write_plan(uow, plan.writes, command.watch)
    flag_blocked(uow, plan.writes.inserts.get(Block.__tablename__, ()))
    return uow.commit()


def _confirmed_plan(command: ImportWorkbook, uow: UnitOfWork, day: date) -> ImportPlan:
    if still_holds(uow.session, command.seen, day):
        return command.seen
    plan = make_plan(uow.session, command.request, day, command.watch)
    if plan.fingerprint() != command.seen.fingerprint():
        raise RuleViolation("import.changed_meanwhile", file=command.file_name)
    return plan
