"""The list of tickets as a person left it, kept with their layouts: view, filter, order, words typed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.domain.rules.ticket_filters import ListWish
from fieldservice.ui.kit.layouts import Layouts

_NAME = "tickets.last_list"


@dataclass(frozen=True, slots=True)
class LastList:
    """`saved` is the view that somebody made, if it was one."""

    wish: ListWish
    saved: UUID | None = None
    text: str = ""

    @classmethod
    def of(cls, shown: str | UUID, wish: ListWish, text: str) -> "LastList":
        """`shown` is the code of a view of the program's own, or the id of one that somebody made."""
        return cls(wish, shown if isinstance(shown, UUID) else None, text)


class ListMemory:
    """One person's, for this size of screen."""

    def __init__(self, layouts: Layouts) -> None:
        self._layouts = layouts

    def keep(self, last: LastList) -> None:
        saved = last.saved.hex if last.saved is not None else ""
        self._layouts.keep(_NAME, {"list": last.wish.as_json(), "saved": saved, "text": last.text})

    def recall(self, views: Sequence[str]) -> LastList:
        """One's own tickets where nothing was kept that can be used; `views` are the views there are."""
        kept: Any = self._layouts.load(_NAME)
        try:
            saved = UUID(hex=kept["saved"]) if kept["saved"] else None
            last = LastList(ListWish.from_json(kept["list"]), saved, str(kept["text"]))
        except (TypeError, ValueError, KeyError, AttributeError):
            return _USUAL
        return last if last.wish.view in views else _USUAL


_USUAL = LastList(ListWish("mine"))
