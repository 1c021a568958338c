"""The keys of a ticket's life, as actions of the tickets' page: palette and sheet of keys find them."""

from collections.abc import Callable
from functools import partial

from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.screens.tickets.acts import Acts
from fieldservice.wording import _

Run = Callable[[], object]

FURTHER = ("take", "hand", "wait", "merge", "survivor", "unmerge", "split", "link")
"""Those that the menu of a ticket offers beside the buttons, in this order; ids begin with `tickets.`."""


def further(*, with_branches: bool) -> tuple[str, ...]:
    """The names of `FURTHER`; another branch can be named only at a desk of a centre."""
    return (*FURTHER, "branch") if with_branches else FURTHER


def life_actions(acts: Acts, *, with_branches: bool) -> tuple[tuple[ActionSpec, Run], ...]:
    """What they do is imported when the first of them is used."""

    def is_live() -> bool:
        return acts.is_live

    def may_split() -> bool:
        return acts.ticket is not None and not acts.is_merged

    def has_ticket() -> bool:
        return acts.ticket is not None

    do = partial(partial, _do, acts)
    to_branch = ActionSpec("tickets.branch", _("Hand to another branch…"), "Shift+B", has_ticket)
    return (
        *(((to_branch, do("hand_to_branch")),) if with_branches else ()),
        (ActionSpec("tickets.take", _("Take the ticket over"), "T", is_live), do("take")),
        (
            ActionSpec("tickets.hand", _("Hand the ticket over…"), "A", is_live),
            do("hand_over"),
        ),
        (ActionSpec("tickets.wait", _("Put the ticket on wait…"), "W", is_live), do("wait")),
        (
            ActionSpec("tickets.merge", _("Merge into another ticket…"), "M", lambda: acts.may_merge),
            do("merge"),
        ),
        (
            ActionSpec("tickets.unmerge", _("Take the merge back…"), "Shift+M", lambda: acts.is_merged),
            do("unmerge"),
        ),
        (
            ActionSpec(
                "tickets.survivor", _("Go to the ticket that took it in"), "G", lambda: acts.is_merged
            ),
            do("go_to_survivor"),
        ),
        (
            ActionSpec("tickets.split", _("Split the ticket…"), "B", may_split),
            do("split"),
        ),
        (ActionSpec("tickets.link", _("Link to a problem…"), "L", is_live), do("link")),
    )


def _do(acts: Acts, name: str) -> None:
    getattr(acts.life, name)()
