"""Leaving the invented company: for a fresh one, or for one's own. Both put the old data aside, not away."""

from collections.abc import Callable

from fieldservice.ui.kit.actions import Actions, ActionSpec
from fieldservice.ui.kit.dialogs import Dialogs, Question
from fieldservice.wording import _

AGAIN, DEMO_AGAIN = 64, 65
"""Exit codes of the event loop: begin anew by asking how, or with fresh invented data."""


def offer_beginnings(actions: Actions, dialogs: Dialogs, begin: Callable[[int], None]) -> None:
    """Declare the two acts of a desk that is full of invented data."""

    def ask(title: str, yes: str, code: int) -> None:
        text = _("What stands on the desk now is put into the folder of backups. Nothing of it is lost.")
        if dialogs.confirm(Question(title=title, text=text, yes=yes, is_dangerous=True)):
            begin(code)

    actions.add(
        ActionSpec("desk.fresh_demo", _("Fresh invented data"), icon="arrow-counter-clockwise"),
        lambda: ask(_("Begin again with fresh invented data?"), _("Begin again"), DEMO_AGAIN),
    )
    actions.add(
        ActionSpec("desk.own_data", _("Begin with our own data"), icon="flag"),
        lambda: ask(_("Leave the invented company and begin with your own?"), _("Begin with our own"), AGAIN),
    )
