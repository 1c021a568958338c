"""Everything that can be done, as rows of the search box: what it is called, its keys, where it belongs.

Actions of screens that nobody has opened yet are known from a catalogue, which is read when something is
looked for the first time. What one uses often and lately stands first; what cannot be done now says why.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.folding import fold
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.actions import ActionSpec, Declared
from fieldservice.ui.kit.buttons import key_words
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.toasts import ToastWords
from fieldservice.ui.shell.palette_desk import PaletteDesk
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.ui.kit.suggestions import Suggestion
    from fieldservice.ui.shell.action_catalogue import Catalogue, catalogue
    from fieldservice.ui.shell.arrival import Arrival
else:
    Arrival = Deferred("fieldservice.ui.shell.arrival", "Arrival")
    Suggestion = Deferred("fieldservice.ui.kit.suggestions", "Suggestion")
    catalogue = Deferred("fieldservice.ui.shell.action_catalogue", "catalogue")

ONLY_ACTIONS = ">"
_MOST, _MOST_ALONE = 5, 250
_HERE, _OPENED, _UNOPENED = range(3)


@dataclass(frozen=True, slots=True)
class RunAction:
    """The value of a suggestion that runs an action, on the screen to which it belongs."""

    action_id: str
    screen: str = ""


@dataclass(frozen=True, slots=True)
class _Offer:
    spec: ActionSpec
    screen: str
    distance: int
    why_not: str = ""


class Palette(QObject):
    """Finds actions by their words, and runs the one that is chosen where it belongs."""

    def __init__(self, desk: PaletteDesk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        desk.actions.used.connect(self._on_used)

    def matching(self, text: str) -> "Sequence[Suggestion]":
        """Actions in whose words, or those of their screen, each word typed begins one: what is used most
        first, what cannot be done now last.

        After `>` nothing else is looked for: then all of them, also before a word is typed.
        """
        is_alone = text.startswith(ONLY_ACTIONS)
        typed = fold(text.removeprefix(ONLY_ACTIONS)).split()
        if not typed and not is_alone:
            return ()
        found = [offer for offer in self._offers() if self._fits(typed, offer)]
        used = self._desk.habits.of_actions()
        found.sort(key=lambda each: (bool(each.why_not), -used.get(each.spec.id, 0.0), each.distance))
        return [self._suggestion(offer) for offer in found[: _MOST_ALONE if is_alone else _MOST]]

    def run(self, wanted: RunAction) -> None:
        """Run it here, or go to its screen and run it there as soon as it can be; else say what it needs."""
        declared = self._desk.actions.find(wanted.action_id)
        why_not = self._refusal(wanted.action_id, wanted.screen)
        if not why_not and declared is not None and declared.is_in_sight:
            why_not = self._why_not(declared)
        elif not why_not:
            self._arrival.bring(wanted.screen, wanted.action_id, self._catalogue.through(wanted.action_id))
            return
        if why_not:
            self._desk.toast(ToastWords(why_not))
        elif declared is not None:
            declared.action.trigger()

    def _on_used(self, action_id: str) -> None:
        """However it was run; that one looked for something says nothing."""
        if action_id != "desk.search":
            self._desk.habits.note_action(action_id)

    @cached_property
    def _catalogue(self) -> "Catalogue":
        return catalogue()

    @cached_property
    def _arrival(self) -> "Arrival":
        return Arrival(self._desk, self._needs, self)

    def _needs(self, action_id: str) -> str:
        return self._catalogue.needs.get(action_id) or _("It cannot be done here and now.")

    def _offers(self) -> Iterator[_Offer]:
        known = set()
        for declared in self._desk.actions.declared():
            known.add(declared.spec.id)
            offer = self._declared_offer(declared)
            if offer is not None:
                yield offer
        for screen, rows in self._catalogue.screens.items():
            if screen not in self._desk.titles:
                continue
            is_open = self._desk.is_open(screen)
            for row in rows:
                if row.id not in known and (not is_open or row.id in self._catalogue.late):
                    spec = ActionSpec(row.id, row.text, row.keys)
                    yield _Offer(spec, screen, _UNOPENED, self._refusal(row.id, screen))

    def _declared_offer(self, declared: Declared) -> _Offer | None:
        spec, scope = declared.spec, declared.scope
        if declared.is_in_sight or scope is None:
            return _Offer(spec, "", _HERE, self._why_not(declared))
        screen = self._desk.screen_of(scope)
        return _Offer(spec, screen, _OPENED, self._refusal(spec.id, screen)) if screen else None

    def _why_not(self, declared: Declared) -> str:
        if declared.action.isEnabled():
            return ""
        return self._desk.actions.refusal(declared.spec.id) or self._needs(declared.spec.id)

    def _refusal(self, action_id: str, screen: str) -> str:
        """Why the person may not do it, or may not see the screen where it is done."""
        refusal = self._desk.actions.refusal
        return refusal(action_id) or (refusal(f"go.{screen}") if screen else "")

    def _fits(self, typed: Sequence[str], offer: _Offer) -> bool:
        return _fits(typed, (offer.spec.text, self._desk.titles.get(offer.screen, "")))

    def _suggestion(self, offer: _Offer) -> "Suggestion":
        spec = offer.spec
        where = self._desk.titles.get(offer.screen, "")
        return Suggestion(
            RunAction(spec.id, offer.screen),
            spec.text,
            second=offer.why_not,
            trailing=" · ".join(part for part in (where, key_words(spec.keys)) if part),
            chip=_("Not now") if offer.why_not else "",
            icon=spec.icon or "arrow-right",
        )


def _fits(typed: Sequence[str], texts: Iterable[str]) -> bool:
    words = [word for text in texts for word in fold(text).split()]
    return all(any(word.startswith(part) for word in words) for part in typed)
