"""Rows of one file that meet: equal ones, two of one key, a code with two owners, a shared tax id."""

from collections.abc import Mapping
from dataclasses import dataclass

from fieldservice.domain.rules.reasons import Reason
from fieldservice.workbooks.fields import KindFields, Value

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Look:
    """What earlier rows say about one row; all empty: nothing."""

    repeated: Reason | None = None
    clash: tuple[str, Reason] | None = None
    notes: tuple[Reason, ...] = ()


class Doubles:
    """Remembers the rows seen so far, over all tables of the file."""

    def __init__(self) -> None:
        self._seen: dict[tuple[object, ...], tuple[Place, int]] = {}
        self._owners: dict[tuple[object, ...], tuple[Place, object]] = {}
        self._warned: dict[tuple[object, ...], Place] = {}

    def look(self, kind: KindFields, fields: Mapping[str, Value], sheet: str, row_number: int) -> Look:
        """Compare with earlier rows, and remember this one when it may be imported.

        Keys are compared as people read them: letter case does not make two serial numbers of one.
        """
        place = (sheet, row_number)
        content = hash(tuple(sorted((name, _plain(value)) for name, value in fields.items())))
        key = (kind.kind, *(_plain(fields.get(name)) for name in kind.key), *(() if kind.key else (content,)))
        earlier = self._seen.get(key)
        if earlier is not None and earlier[1] == content:
            return Look(repeated=Reason("row.repeated", _met(earlier[0])))
        if earlier is not None:
            values = {"field": kind.key[0], "value": fields.get(kind.key[0])}
            return Look(clash=(kind.key[0], Reason("row.doubled", _met(earlier[0], row=row_number) | values)))
        if clash := self._owner_clash(kind, fields, place):
            return Look(clash=clash)
        self._seen[key] = (place, content)
        return Look(notes=self._warnings(kind, fields, place))

    def _owner_clash(
        self, kind: KindFields, fields: Mapping[str, Value], place: Place
    ) -> tuple[str, Reason] | None:
        if kind.belongs is None:
            return None
        code, owner = kind.belongs
        held, known = self._owners.setdefault(
            (kind.kind, _plain(fields[code])), (place, _plain(fields[owner]))
        )
        if known == _plain(fields[owner]):
            return None
        return owner, Reason("row.two_owners", _met(held, row=place[1], contract=fields[code]))

    def _warnings(self, kind: KindFields, fields: Mapping[str, Value], place: Place) -> tuple[Reason, ...]:
        notes = []
        for name in kind.warned:
            if name in fields:
                first = self._warned.setdefault((kind.kind, name, _plain(fields[name])), place)
                if first != place:
                    told = _met(first, row=place[1], field=name, value=fields[name])
                    notes.append(Reason("row.shared_value", told))
        return tuple(notes)


def _plain(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _met(earlier: Place, **values: object) -> dict[str, object]:
    return {"first_sheet": earlier[0], "first_row": earlier[1], **values}
