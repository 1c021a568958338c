"""A field for one customer, looked up while one types; empty is all customers."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.settings import calls
from fieldservice.ui.screens.settings.parts import SettingsParts

_MOST = 9
_GAP = "|"


class CustomerInput(Picker):
    """`names` are of customers that are shown without being looked up."""

    def __init__(self, parts: SettingsParts, names: dict[UUID, str], *, name: str, placeholder: str) -> None:
        super().__init__(
            lambda text: parts.ops.query(_customers, text, parts.today()), name=name, placeholder=placeholder
        )
        self._names = names
        self.picked.connect(self.edited)
        self.cleared.connect(self.edited)

    def show_value(self, value: Any) -> None:
        self.set_item(None if value is None else Suggestion(value, self._names.get(value, "")))

    def read_value(self) -> Any:
        return self.value

    def draft_value(self) -> str:
        return f"{self.value}{_GAP}{self.text()}" if self.value else ""

    def set_draft_value(self, value: str) -> None:
        key, _gap, words = value.partition(_GAP)
        self.set_item(Suggestion(UUID(key), words) if key else None)


def _customers(session: Any, text: str, day: date) -> Sequence[Suggestion]:
    page = calls.customer_page(session, calls.CustomerFilter(text), day=day, limit=_MOST)
    return [Suggestion(row.id, row.name, row.number) for row in page.rows]
