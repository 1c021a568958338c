"""Asks mine or theirs for each field that both changed, whatever the form: a dialog or a part of a screen."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.field_conflicts import FieldConflict
from fieldservice.ui.kit.conflicts import ConflictDialog, rows_of
from fieldservice.ui.kit.dialogs import Dialogs


def seen_after_asking(
    parent: QWidget,
    dialogs: Dialogs,
    conflicts: Sequence[FieldConflict],
    titles: Mapping[str, str],
    words: Callable[[str, Any], str],
) -> dict[str, Any]:
    """What counts as seen by me from now on, by field, so that saving again does what was chosen.

    What I gave up counts as seen as I wrote it: then I did not change it. Empty when nothing was chosen.
    """
    dialog = ConflictDialog(parent, rows_of(conflicts, titles, words))
    wanted: list[frozenset[str]] = []
    dialog.accepted.connect(lambda: wanted.append(dialog.mine_wanted))
    if not dialogs.run(dialog) or not wanted:
        return {}
    return {each.name: each.theirs if each.name in wanted[0] else each.mine for each in conflicts}
