"""Terms of retention and holds, and the dry run of what is over."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.sections import LineRow, Section, bare, chip_of
from fieldservice.ui.screens.safekeeping import words
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.retention import HoldRow, RetentionState, TermRow


class RetentionCard(Section):
    """`change_wanted` and `remove_wanted` carry a term's row, `lift_wanted` the id of a hold."""

    change_wanted = Signal(object)
    remove_wanted = Signal(object)
    lift_wanted = Signal(object)

    def __init__(self, wording: Wording) -> None:
        empty = _("Closed tickets are kept for ever as they are. Add a term after which they are archived.")
        super().__init__(_("Retention"), empty, name="retentionCard")
        self._wording = wording
        self.add_term = quiet(_("Add term"), name="addTermButton")
        self.try_out = quiet(_("Try out"), name="tryOutButton")
        self.hold = quiet(_("Hold data"), name="holdButton")
        self.add_trailing(self.hold)
        self.add_trailing(self.add_term)
        self.add_trailing(self.try_out)

    def show_state(self, state: "RetentionState") -> None:
        rows: list[QWidget] = [self._term(term) for term in state.terms]
        rows += [self._hold(hold) for hold in state.holds]
        self.show_rows(rows)

    def _term(self, term: "TermRow") -> QWidget:
        row = LineRow(*words.term_words(term, self._wording), name="termRow")
        change, remove = (
            bare(_("Change"), name="changeTermButton"),
            bare(_("Remove"), name="removeTermButton"),
        )
        change.clicked.connect(partial(self.change_wanted.emit, term))
        remove.clicked.connect(partial(self.remove_wanted.emit, term))
        row.add_buttons(change, remove)
        return row

    def _hold(self, hold: "HoldRow") -> QWidget:
        since = self._wording.day(hold.since)
        second = _("{because}, since {day}").format(because=hold.because, day=since)
        chip = chip_of((_("held"), Tone.CARE, Shape.DIAMOND))
        row = LineRow(hold.customer, second, chip, name="holdRow")
        lift = bare(_("Lift the hold"), name="liftHoldButton")
        lift.clicked.connect(partial(self.lift_wanted.emit, hold.id))
        row.add_buttons(lift)
        return row
