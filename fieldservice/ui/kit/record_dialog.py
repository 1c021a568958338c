"""The base of forms over a stored record: what was seen when it was opened is sent along with what is typed.

So two who change different fields both keep theirs, and what both changed is asked field by field (P-39).
"""

from collections.abc import Collection
from dataclasses import is_dataclass, replace
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from fieldservice.ui.kit.form_dialog import FormDialog

D = TypeVar("D")


class RecordDialog(FormDialog, Generic[D]):
    """Subclasses override `data` and `field_titles`, call `remember` when the fields show what is stored,
    and send `seen`. `names` are what ids in the data are called.
    """

    names: dict[UUID, str]
    seen: D | None = None

    def data(self) -> D:
        """What stands in the form, as the command takes it; raises `FieldProblemError`."""
        raise NotImplementedError

    def remember(self, data: D | None = None) -> None:
        """What the form shows is what is stored. Given `data` where a field cannot show a value whole."""
        self.seen = self.data() if data is None else data

    def name_ids(self, *lists: Collection[tuple[Any, str]]) -> None:
        """What ids are called, of the lists that one chooses from."""
        self.names = {key: words for each in lists for key, words in each if isinstance(key, UUID)}

    def value_words(self, name: str, value: Any) -> str:
        if isinstance(value, UUID):
            return self.names.get(value, "")
        if isinstance(value, tuple | frozenset):
            return ", ".join(sorted(self.value_words(name, each) for each in value))
        if isinstance(value, datetime):
            return self.parts.wording.moment(value)
        return super().value_words(name, value)

    def overrule(self, name: str, value: Any) -> None:
        if is_dataclass(self.seen) and not isinstance(self.seen, type):
            self.seen = replace(self.seen, **{name: value})
