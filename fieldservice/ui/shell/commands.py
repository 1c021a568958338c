"""Actions as rows of the search box: what it is called, its keys, found by any of its words."""

from collections.abc import Sequence
from dataclasses import dataclass

from fieldservice.ui.kit.actions import Actions
from fieldservice.ui.kit.buttons import key_words
from fieldservice.ui.kit.suggestions import Suggestion

_MOST = 5


@dataclass(frozen=True, slots=True)
class RunAction:
    """The value of a suggestion that runs an action."""

    action_id: str


def matching_actions(actions: Actions, text: str) -> Sequence[Suggestion]:
    """Actions that can be used now and in whose words each word typed begins one."""
    typed = text.casefold().split()
    found = [
        Suggestion(
            RunAction(spec.id), spec.text, trailing=key_words(spec.keys), icon=spec.icon or "arrow-right"
        )
        for spec, _action in actions.usable()
        if typed and all(_begins_one(part, spec.text) for part in typed)
    ]
    return found[:_MOST]


def _begins_one(part: str, text: str) -> bool:
    return any(word.startswith(part) for word in text.casefold().split())
