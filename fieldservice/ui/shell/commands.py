"""Actions as rows of the search box: what it is called, its keys, where it belongs; found by any word."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.actions import Actions, ActionSpec
from fieldservice.ui.kit.buttons import key_words
from fieldservice.ui.kit.deferred import Deferred

if TYPE_CHECKING:
    from fieldservice.ui.kit.suggestions import Suggestion
else:
    Suggestion = Deferred("fieldservice.ui.kit.suggestions", "Suggestion")

ONLY_ACTIONS = ">"
_MOST, _MOST_ALONE = 5, 40

ScreenOf = Callable[[QWidget], tuple[str, str] | None]
"""Id and title of the screen to which a widget belongs; None for one of the window itself."""


@dataclass(frozen=True, slots=True)
class RunAction:
    """The value of a suggestion that runs an action, on the screen to which it belongs."""

    action_id: str
    screen: str = ""


def matching_actions(actions: Actions, text: str, screen_of: ScreenOf) -> "Sequence[Suggestion]":
    """Actions in whose words each word typed begins one: those of here first, then of screens that are open.

    After `>` nothing else is looked for: then all of them, also before a word is typed.
    """
    is_alone = text.startswith(ONLY_ACTIONS)
    typed = fold(text.removeprefix(ONLY_ACTIONS)).split()
    if not typed and not is_alone:
        return ()
    here = [_suggestion(spec) for spec, _action in actions.usable() if _fits(typed, (spec.text,))]
    there = _elsewhere(actions, typed, screen_of)
    return (*here, *there)[: _MOST_ALONE if is_alone else _MOST]


def _elsewhere(actions: Actions, typed: Sequence[str], screen_of: ScreenOf) -> "list[Suggestion]":
    """What can be done on other screens: found by its words and those of its screen."""
    found = []
    for spec, scope in actions.out_of_sight():
        screen = screen_of(scope)
        if screen is not None and _fits(typed, (spec.text, screen[1])):
            found.append(_suggestion(spec, screen[0], screen[1]))
    return found


def _suggestion(spec: ActionSpec, screen: str = "", title: str = "") -> "Suggestion":
    trailing = " · ".join(part for part in (title, key_words(spec.keys)) if part)
    return Suggestion(
        RunAction(spec.id, screen), spec.text, trailing=trailing, icon=spec.icon or "arrow-right"
    )


def _fits(typed: Sequence[str], texts: Iterable[str]) -> bool:
    words = [word for text in texts for word in fold(text).split()]
    return all(any(word.startswith(part) for word in words) for part in typed)
