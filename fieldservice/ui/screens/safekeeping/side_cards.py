"""The smaller cards: the audit trail, persons, another computer."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from fieldservice.ui.kit.buttons import Button, danger, quiet
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.chips import Chip
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.labels import Look, label, selectable
from fieldservice.ui.kit.painting import Shape
from fieldservice.ui.kit.sections import WordsRow
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.safekeeping import words
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.audit import ChainReport

_MOST_SHOWN = 5


class AuditCard(Card):
    """Whether the audit trail is whole, and the digest to note down."""

    def __init__(self, wording: Wording) -> None:
        super().__init__(_("Audit trail"), name="auditCard")
        self._wording = wording
        self._rows: list[WordsRow] = []
        self._chip = Chip(_("not checked yet"), name="auditChip")
        self._said = label(
            _("Every change stands in one chain: whoever alters, removes or adds an entry breaks it."),
            Look.MUTED,
            wraps=True,
        )
        self._digest = selectable("", Look.SMALL)
        self._digest.setAccessibleName(_("Digest to note down"))
        self._digest.hide()
        self.verify = quiet(_("Check now"), name="verifyButton")
        self.add_trailing(self.verify)
        self.add(self._chip)
        self.add(self._said)
        self.add(self._digest)

    def show_report(self, report: "ChainReport") -> None:
        if report.is_whole:
            self._chip.show_state(_("whole"), Tone.GOOD, Shape.TICK)
        else:
            self._chip.show_state(_("not whole"), Tone.STOP, Shape.TRIANGLE)
        self._said.setText(words.chain_words(report, self._wording))
        digest = _("Note this down elsewhere; a later check can ask for it: {digest}")
        self._digest.setText(digest.format(digest=f"{report.last}:{report.head}"))
        self._digest.show()
        for row in self._rows:
            self.body.removeWidget(row)
            row.deleteLater()
        self._rows = [
            WordsRow(*words.finding_words(finding, self._wording))
            for finding in report.findings[:_MOST_SHOWN]
        ]
        for row in self._rows:
            self.add(row)


class PersonsCard(Card):
    """Somebody who asks for their data, or to be forgotten."""

    def __init__(self, ask: Callable[[str], Call[Sequence[Suggestion]]]) -> None:
        super().__init__(_("Persons"), name="personsCard")
        self.picker = Picker(ask, name="personPicker", placeholder=_("Name, telephone number or e-mail"))
        self.picker.setAccessibleName(_("Person"))
        self.hand_out = quiet(_("Hand out data"), name="handOutButton")
        self.erase = danger(_("Erase person"), name="erasePersonButton")
        told = _("What is known of a contact, as a paper with files; or blacked out everywhere, for good.")
        self.add(label(told, Look.MUTED, wraps=True))
        self.add(self.picker)
        self.add(_row(self.hand_out, self.erase))


class MovingCard(Card):
    """Everything in one file, for another computer."""

    def __init__(self) -> None:
        super().__init__(_("Another computer"), name="movingCard")
        self.export = quiet(_("Write everything into one file"), name="moveButton")
        told = _(
            "Database, attachments and settings in one file. On the other computer: fieldservice move import."
        )
        self.add(label(told, Look.MUTED, wraps=True))
        self.add(_row(self.export))


def _row(*buttons: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
