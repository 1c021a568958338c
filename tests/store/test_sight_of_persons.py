"""Whoever may not manage personal data or backups is refused at the gate, whatever is shown."""

import pytest

from fieldservice.domain.queries import (
    audit,
    encryption,
    person_export,
    person_traces,
    retention,
    safekeeping,
)
from fieldservice.domain.rules.rights import Right
from fieldservice.domain.store.sight import sight_of


@pytest.mark.covers("L04", "L06")
@pytest.mark.parametrize(
    ("query", "right"),
    [
        (audit.verify_chain, Right.SEE_HISTORY),
        (person_traces.person_traces, Right.MANAGE_PERSONAL_DATA),
        (person_export.person_data, Right.MANAGE_PERSONAL_DATA),
        (retention.dry_run, Right.MANAGE_PERSONAL_DATA),
        (safekeeping.set_backup_plan, Right.MANAGE_BACKUPS),
        (safekeeping.want_restore, Right.MANAGE_BACKUPS),
        (encryption.prepare_key, Right.MANAGE_BACKUPS),
        (encryption.recovery_key, Right.MANAGE_BACKUPS),
        (encryption.want_encryption, Right.MANAGE_BACKUPS),
        (safekeeping.remove_copies, Right.MANAGE_BACKUPS),
    ],
)
def test_the_gate_asks_for_the_right(query: object, right: Right) -> None:
    assert sight_of(query) is right  # type: ignore[arg-type]
