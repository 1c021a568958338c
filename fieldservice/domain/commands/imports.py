"""Import of a workbook: one command, one transaction, one journal entry, undoable like any other."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.import_plan import Watch, unwatched
from fieldservice.domain.rules.import_records import Consent, ImportRequest
from fieldservice.domain.store.clock import Clock
from fieldservice.domain.store.import_mappings import remember_mappings
from fieldservice.domain.store.import_planning import make_plan
from fieldservice.domain.store.import_writing import write_plan
from fieldservice.domain.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ImportWorkbook:
    """Import what was previewed. `fingerprint` is the plan's that a person saw and confirmed.

    `remembered` are the choices of columns to keep; `watch` is told the rows done and may raise to cancel.
    """

    file_name: str
    request: ImportRequest
    fingerprint: str
    remembered: Mapping[str, str] = field(default_factory=dict)
    watch: Watch = unwatched


def import_workbook(command: ImportWorkbook, uow: UnitOfWork, clock: Clock) -> Changes:
    """Write the plan, made anew within the transaction.

    `import.changed_meanwhile` when the plan is no longer what was confirmed: show it again.
    `import.servability_unconfirmed` when customers would become servable, or cease to be, unseen (A23).
    """
    now = clock.now()
    plan = make_plan(uow.session, command.request, uow.local(now).date(), command.watch)
    if plan.fingerprint() != command.fingerprint:
        raise RuleViolation("import.changed_meanwhile", file=command.file_name)
    if plan.servability and Consent.SERVABILITY not in command.request.consents:
        raise RuleViolation("import.servability_unconfirmed", count=len(plan.servability))
    total = plan.total()
    uow.record("import.workbook", None, file=command.file_name, new=total.new, changed=total.changed)
    remember_mappings(uow.session, command.remembered, now)
    write_plan(uow, plan.writes, command.watch)
    return uow.commit()
