"""The quick `dataclass` is held to the standard one: whatever is asked of both has one answer."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import Any

import pytest

from fieldservice.domain.rules import quick_dataclass


@dataclasses.dataclass(frozen=True, slots=True)
class Standard:
    """A value."""

    number: int
    words: str = "none"
    many: list[int] = field(default_factory=list, repr=False)
    aside: int = field(default=0, compare=False)
    later: int = field(default=1, kw_only=True)

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError(self.number)

    @property
    def twice(self) -> int:
        return 2 * self.number


@quick_dataclass.dataclass(frozen=True, slots=True)
class Quick:
    """A value."""

    number: int
    words: str = "none"
    many: list[int] = field(default_factory=list, repr=False)
    aside: int = field(default=0, compare=False)
    later: int = field(default=1, kw_only=True)

    def __post_init__(self) -> None:
        if self.number < 0:
            raise ValueError(self.number)

    @property
    def twice(self) -> int:
        return 2 * self.number


@quick_dataclass.dataclass(frozen=True, slots=True)
class Single:
    only: int


BOTH = pytest.mark.parametrize("kind", [Standard, Quick])


@BOTH
def test_values_come_by_place_and_by_name_with_their_defaults(kind: Any) -> None:
    made = kind(1, "one", later=5)

    assert (made.number, made.words, made.many, made.aside, made.later) == (1, "one", [], 0, 5)
    assert made.twice == 2
    assert made.many is not kind(1).many
    assert repr(made) == f"{kind.__name__}(number=1, words='one', aside=0, later=5)"


@BOTH
@pytest.mark.parametrize(
    ("given", "named"), [((), {}), ((1, "a", [], 0, 3), {}), ((1,), {"unknown": 2}), ((1,), {"number": 2})]
)
def test_what_does_not_fit_is_refused(kind: Any, given: tuple[Any, ...], named: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        kind(*given, **named)


@BOTH
def test_what_checks_itself_is_not_made_wrong(kind: Any) -> None:
    with pytest.raises(ValueError, match="-1"):
        kind(-1)


@BOTH
def test_it_is_equal_by_what_it_compares(kind: Any) -> None:
    assert kind(1) == kind(1, aside=7)
    assert kind(1) != kind(2)
    assert kind(1) != (1, "none", [], 1)


def test_it_is_found_in_sets_and_keeps_order_of_nothing() -> None:
    assert {Single(1), Single(1), Single(2)} == {Single(2), Single(1)}
    with pytest.raises(TypeError):
        sorted([Single(1), Single(2)])  # type: ignore[type-var]


@BOTH
def test_it_cannot_be_changed(kind: Any) -> None:
    made = kind(1)

    with pytest.raises(FrozenInstanceError):
        made.number = 2
    with pytest.raises(FrozenInstanceError):
        del made.number
    assert not hasattr(made, "__dict__")


@BOTH
def test_the_tools_of_dataclasses_know_it(kind: Any) -> None:
    made = kind(1, many=[3])

    assert [each.name for each in fields(made)] == ["number", "words", "many", "aside", "later"]
    assert replace(made, words="two") == kind(1, "two", many=[3])
    assert dataclasses.asdict(made) == {"number": 1, "words": "none", "many": [3], "aside": 0, "later": 1}
    assert kind.__match_args__ == ("number", "words", "many", "aside")
    assert (copy.copy(made), copy.deepcopy(made)) == (made, made)
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - our own


def test_it_is_matched_by_place() -> None:
    match Quick(1, "one"):
        case Quick(number, words):
            found: tuple[Any, ...] = (number, words)

    assert found == (1, "one")


def test_its_own_methods_stay_and_a_heir_has_all_fields() -> None:
    @quick_dataclass.dataclass(frozen=True, slots=True)
    class Named(Single):
        name: str = ""

        def __repr__(self) -> str:
            return f"{self.name} {self.only}"

    assert repr(Named(1, "a")) == "a 1"
    assert Single(1).only == Named(1).only
    assert Named(1) == Named(1, "")


def test_other_kinds_are_not_made() -> None:
    with pytest.raises(TypeError):
        quick_dataclass.dataclass(frozen=False, slots=True)
