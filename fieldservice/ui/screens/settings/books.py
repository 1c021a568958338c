"""What each dictionary is called, what its list shows, and which fields its form has."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.cells import CellLook, Column
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.screens.settings.inputs import ChoiceInput
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.settings import BookRow, Pick

BookColumn = Column["BookRow"]


class Names(Protocol):
    """Names of what can be chosen, by table and id."""

    def of(self, table: str) -> "Sequence[Pick]": ...

    def name(self, table: str, row_id: UUID | None) -> str: ...


@dataclass(frozen=True, slots=True)
class EntryField:
    """A field of an entry's form: the name that changes go by, its label, what is typed into.

    `start` is what a new entry begins with, `shows` what is shown where the entry says nothing of its own.
    Without a name it only shows something.
    """

    name: str
    words: str
    input: Any
    start: Any = None
    hint: str = ""
    shows: Any = None


@dataclass(frozen=True, slots=True)
class Forge:
    """What fields are made from: the words, what can be chosen, the entry that is changed (None: new)."""

    parts: SettingsParts
    choices: Names
    row: "BookRow | None"

    def pick(self, name: str, table: str, nothing: str = "") -> ChoiceInput:
        """A choice of another dictionary's entries; with `nothing` none may be chosen."""
        current = None if self.row is None else self.row.values.get(name)
        offered = [pick for pick in self.choices.of(table) if pick.is_active or pick.id == current]
        nobody: list[tuple[UUID | None, str]] = [(None, nothing)] if nothing else []
        return ChoiceInput([*nobody, *((pick.id, pick.name) for pick in offered)], name=f"{name}Field")

    def options(self, table: str) -> list[tuple[UUID, str]]:
        return [(pick.id, pick.name) for pick in self.choices.of(table) if pick.is_active]


@dataclass(frozen=True, slots=True)
class BookSpec:
    """A dictionary for its section. `explains` says in a sentence what it is for."""

    table: str
    title: str
    explains: str
    add_words: str
    change_words: str
    empty: str
    fields: Callable[[Forge], Sequence[EntryField]] = field(default=lambda _forge: ())
    columns: Callable[[SettingsParts, Names], Sequence[BookColumn]] = field(
        default=lambda _parts, _choices: ()
    )
    shows: Callable[["BookRow"], bool] = field(default=lambda _row: True)
    words_after: Callable[[Forge], Sequence[QWidget]] = field(default=lambda _forge: ())


def name_column(title: str) -> BookColumn:
    return BookColumn(
        key="name",
        title=title,
        text=lambda row: row.name,
        look=CellLook.STRONG,
        width=200,
        stretch=3,
    )


def text_column(key: str, title: str, text: Callable[["BookRow"], str], width: int = 130) -> BookColumn:
    return BookColumn(key=key, title=title, text=text, width=width, stretch=2)


def muted_column(key: str, title: str, text: Callable[["BookRow"], str], width: int = 130) -> BookColumn:
    return BookColumn(key=key, title=title, text=text, look=CellLook.MUTED, width=width, stretch=2)


def standing_column() -> BookColumn:
    """Whether an entry is offered, and whether it is the usual one of its kind."""
    return BookColumn(
        key="standing",
        title=_("Offered"),
        text=_standing,
        look=CellLook.CHIP,
        tone=lambda row: Tone.ACCENT if row.is_usual else Tone.GOOD if row.is_active else Tone.NEUTRAL,
        shape=lambda row: Shape.TICK if row.is_active else Shape.CIRCLE,
        width=110,
    )


def _standing(row: "BookRow") -> str:
    if row.is_usual:
        return _("usual")
    return _("yes") if row.is_active else _("retired")


def yes(value: object) -> str:
    return _("yes") if value else ""
