"""What a file of contracts holds: one value a column, days as days, quotas as numbers."""

from typing import TYPE_CHECKING

from fieldservice.ui.kit.cells import Column
from fieldservice.ui.screens.contracts.words import state_mark
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.contract_list import ContractListRow


def export_columns(wording: Wording) -> "tuple[Column[ContractListRow], ...]":
    texts = (
        ("number", _("Contract"), lambda row: row.number),
        ("customer", _("Customer"), lambda row: row.customer),
        ("state", _("State"), lambda row: state_mark(row.state.value)[0]),
        ("kind", _("Quota counts"), lambda row: wording.word(row.quota.kind) if row.quota else ""),
    )
    values = (
        ("from", _("Valid from"), lambda row: row.valid_from),
        ("to", _("Valid until"), lambda row: row.valid_to),
        ("ends", _("Ends"), lambda row: row.last_day),
        ("used", _("Used"), lambda row: float(row.quota.used) if row.quota else None),
        ("quota", _("Quota"), lambda row: float(row.quota.limit) if row.quota else None),
    )
    return (
        *(Column(key=key, title=title, text=text) for key, title, text in texts),
        *(Column(key=key, title=title, text=lambda _row: "", export=value) for key, title, value in values),
    )
