"""What the import shows before anything is written: the plan, and the choices of columns made earlier."""

from datetime import date

from sqlalchemy.orm import Session

from fieldservice.domain.rules.import_plan import Watch, unwatched
from fieldservice.domain.rules.import_records import ImportPlan, ImportRequest
from fieldservice.domain.store.import_mappings import remembered_mappings
from fieldservice.domain.store.import_planning import make_plan


def preview_import(
    session: Session, request: ImportRequest, day: date, watch: Watch = unwatched
) -> ImportPlan:
    """Every row accounted for as the database stands; bounded by the file."""
    return make_plan(session, request, day, watch)


def mappings(session: Session) -> dict[str, str]:
    """The remembered choices by header signature, for `workbooks.recognising.recognise`."""
    return remembered_mappings(session)
