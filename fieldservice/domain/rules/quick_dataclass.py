"""`dataclass` for what the window's first picture needs: the same classes, made in a quarter of the time.

The standard decorator writes six methods as text and has each compiled: a third of a millisecond a class, and
the first picture needs some seventy. Here only `__init__` is compiled, when the first instance is made; the
other methods are the same for all. Only frozen classes with slots are made, whose fields are all arguments.
The type checker sees the standard decorator; `tests/unit/test_quick_dataclass.py` holds the two together.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type], type]:
        """As `dataclasses.dataclass(frozen=True, slots=True)`, which is all it can be asked for."""
        if not (frozen and slots):
            message = "only frozen classes with slots are made here"
            raise TypeError(message)
        return _made


class _LateInit:
    """Stands for `__init__` until the first instance is made."""

    def __init__(self, made: type) -> None:
        self._made = made

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        self._made.__init__ = _init_of(self._made)  # type: ignore[misc]
        return self._made.__init__.__get__(instance, owner)  # type: ignore[misc]


def _made(cls: type) -> type:
    cls.__doc__ = cls.__doc__ or cls.__name__  # else a signature would be written into it
    own = set(vars(cls))
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    values = _values_of([field.name for field in dataclasses.fields(made) if field.compare])

    def __eq__(self: object, other: object) -> Any:  # noqa: N807
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: object) -> int:  # noqa: N807
        return hash(values(self))

    methods = {
        "__init__": _LateInit(made),
        "__eq__": __eq__,
        "__hash__": __hash__,
        "__repr__": _repr,
        "__setattr__": _refuse,
        "__delattr__": _refuse,
        "__getstate__": _state,
        "__setstate__": _set_state,
    }
    for name, method in methods.items():
        if name not in own:
            setattr(made, name, method)
    whole: type = made
    return whole


def _values_of(names: list[str]) -> Callable[[object], tuple[object, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _repr(self: Any) -> str:
    shown = (field.name for field in dataclasses.fields(self) if field.repr)
    values = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
    return f"{self.__class__.__qualname__}({values})"


def _refuse(self: object, name: str, value: object = None) -> NoReturn:
    del value
    message = f"{type(self).__name__} is frozen: {name} cannot be assigned to or deleted"
    raise dataclasses.FrozenInstanceError(message)


def _state(self: Any) -> list[object]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: list[object]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


def _init_of(made: type) -> Callable[..., None]:
    """The one method that is worth compiling: rows are made by the thousand."""
    fields = dataclasses.fields(made)
    known: dict[str, Any] = {"_set": object.__setattr__, "_absent": dataclasses.MISSING}
    plain = [_parameter(field, known) for field in fields if not field.kw_only]
    named = [_parameter(field, known) for field in fields if field.kw_only]
    parameters = ", ".join(["self", *plain, *(["*", *named] if named else [])])
    lines = [f"    _set(self, {field.name!r}, {_value(field)})" for field in fields]
    if hasattr(made, "__post_init__"):
        lines.append("    self.__post_init__()")
    exec("\n".join([f"def __init__({parameters}):", *lines, "    return"]), known)  # noqa: S102 - our own names
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    init.__annotations__ = {field.name: field.type for field in fields} | {"return": None}
    return init


def _parameter(field: "dataclasses.Field[Any]", known: dict[str, Any]) -> str:
    known[f"_default_{field.name}"] = field.default
    known[f"_make_{field.name}"] = field.default_factory
    if field.default is not dataclasses.MISSING:
        return f"{field.name}=_default_{field.name}"
    return field.name if field.default_factory is dataclasses.MISSING else f"{field.name}=_absent"


def _value(field: "dataclasses.Field[Any]") -> str:
    if field.default_factory is dataclasses.MISSING:
        return field.name
    return f"_make_{field.name}() if {field.name} is _absent else {field.name}"
