"""One table of allowed transitions, and the refusal that says what would allow the action.

The tables stand with their states: `ticket_states`, `order_states`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from fieldservice.domain.rules.errors import RuleViolation
from fieldservice.domain.rules.quick_dataclass import dataclass

State = TypeVar("State", bound=StrEnum)
Action = TypeVar("Action", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Transitions(Generic[State, Action]):
    """`allowed` maps each state to the actions possible in it and the state each leads to."""

    refusal_code: str
    allowed: Mapping[State, Mapping[Action, State]]

    def permits(self, state: State, action: Action) -> bool:
        return action in self.allowed[state]

    def after(self, state: State, action: Action) -> State:
        """The state the action leads to; refused, it names state, action, and what would allow it."""
        if self.permits(state, action):
            return self.allowed[state][action]
        raise RuleViolation(
            self.refusal_code,
            state=state.value,
            action=action.value,
            allowed_in=tuple(other.value for other, actions in self.allowed.items() if action in actions),
            first=self._first_steps(state, action),
            possible=tuple(each.value for each in self.allowed[state]),
        )

    def _first_steps(self, state: State, action: Action) -> tuple[str, ...]:
        """Actions possible now after which the refused one would be allowed; often none."""
        return tuple(
            step.value for step, reached in self.allowed[state].items() if self.permits(reached, action)
        )
