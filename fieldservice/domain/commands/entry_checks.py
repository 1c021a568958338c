"""What must hold of an entry of each dictionary before it is saved."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from fieldservice.domain.model.catalogue import Calendar, CalendarDay, Kind, Sla, TicketState, WorkKind
from fieldservice.domain.model.forms import CustomField, DynamicForm
from fieldservice.domain.model.texts import TextBlock, TicketTemplate
from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.form_conditions import FieldKind, rule_from_json
from fieldservice.domain.rules.placeholders import require_known
from fieldservice.domain.rules.priority import checked_grade
from fieldservice.domain.rules.sla import Measure
from fieldservice.domain.rules.state_looks import require_look
from fieldservice.domain.rules.ticket_states import TicketStateType
from fieldservice.domain.store.finding import every
from fieldservice.domain.store.rulebook import calendar_of
from fieldservice.domain.store.unit_of_work import UnitOfWork
from fieldservice.domain.store.usage import uses_of

LONGEST_WORK_MINUTES = 7 * 24 * 60
FIXED_TYPES = frozenset({"state_type", "field_kind"})


def require_sound(uow: UnitOfWork, entry: Any) -> None:
    """Raise a `RuleViolation` for what may not be saved."""
    require_free_name(uow, entry, entry.name)
    check = CHECKS.get(type(entry))
    if check is not None:
        check(uow, entry)


def require_free_name(uow: UnitOfWork, entry: Any, name: str) -> None:
    """`dictionary.name_missing`, `dictionary.name_taken` among the entries offered beside it."""
    if not name:
        raise RuleViolation("dictionary.name_missing")
    owner = getattr(entry, "customer_id", None)
    for other in every(uow, type(entry)):
        is_beside = other.id != entry.id and getattr(other, "customer_id", None) == owner
        if is_beside and other.is_active and fold(other.name) == fold(name):
            raise RuleViolation("dictionary.name_taken", name=other.name)


def _kind(_uow: UnitOfWork, kind: Kind) -> None:
    for grade, of_what in ((kind.impact, "impact"), (kind.urgency, "urgency")):
        if grade is not None:
            checked_grade(grade, of_what)


def require_type_free(uow: UnitOfWork, entry: Any, field: str, value: Any) -> None:
    """What an entry is by its fixed type stays as soon as anything hangs on it: `dictionary.type_in_use`."""
    if field not in FIXED_TYPES or getattr(entry, field) is value:
        return
    if TicketStateType.MERGED in (getattr(entry, field), value) or getattr(entry, "is_default", False):
        raise RuleViolation("dictionary.default_state", name=entry.name)
    if uses_of(uow.session, entry.__tablename__, entry.id):
        raise RuleViolation("dictionary.type_in_use", name=entry.name)


def _state(_uow: UnitOfWork, state: TicketState) -> None:
    require_look(state.tone, state.shape)


def _work_kind(_uow: UnitOfWork, work: WorkKind) -> None:
    if not 0 < work.default_minutes <= LONGEST_WORK_MINUTES:
        raise RuleViolation("dictionary.minutes_wrong", name=work.name)


def _calendar(uow: UnitOfWork, calendar: Calendar) -> None:
    calendar_of(calendar, every(uow, CalendarDay, calendar_id=calendar.id), uow.clock.now().year)


def _sla(_uow: UnitOfWork, sla: Sla) -> None:
    for measure, minutes in (
        (Measure.RESPONSE, sla.response_minutes),
        (Measure.RESOLUTION, sla.resolution_minutes),
    ):
        if minutes is not None and minutes <= 0:
            raise RuleViolation("sla.target_not_positive", sla=sla.name, measure=measure)
    if sla.warn_percent not in range(1, 101):
        raise RuleViolation("sla.warning_wrong", sla=sla.name)


def _text_block(_uow: UnitOfWork, block: TextBlock) -> None:
    if not block.text.strip():
        raise RuleViolation("text_block.empty", name=block.name)
    for text in (block.text, *(block.texts or {}).values()):
        require_known(text)


def _template(_uow: UnitOfWork, template: TicketTemplate) -> None:
    for grade, of_what in ((template.impact, "impact"), (template.urgency, "urgency")):
        if grade is not None:
            checked_grade(grade, of_what)


def _field(_uow: UnitOfWork, field: CustomField) -> None:
    if field.field_kind is FieldKind.CHOICE and not field.options:
        raise RuleViolation("form.options_missing", name=field.name)
    codes = [option["code"] for option in field.options]
    names = [fold(option["name"]) for option in field.options]
    if len(set(codes)) < len(codes) or len(set(names)) < len(names):
        raise RuleViolation("form.option_doubled", name=field.name)


def _form(_uow: UnitOfWork, form: DynamicForm) -> None:
    for rule in form.rules:
        rule_from_json(rule)


CHECKS: Mapping[type[Any], Callable[[UnitOfWork, Any], None]] = MappingProxyType(
    {
        Kind: _kind,
        TicketState: _state,
        WorkKind: _work_kind,
        Calendar: _calendar,
        Sla: _sla,
        TextBlock: _text_block,
        TicketTemplate: _template,
        CustomField: _field,
        DynamicForm: _form,
    }
)
