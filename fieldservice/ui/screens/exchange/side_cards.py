"""What one can and cannot do without a line, before one leaves for where there is none; and how to join."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from fieldservice.ui.kit.buttons import primary
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.screens.exchange import words
from fieldservice.ui.screens.exchange.parts import ExchangeParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.exchange import Standing


class OfflineCard(Card):
    """Read before leaving: it tells with data of which moment one would work."""

    def __init__(self, parts: ExchangeParts) -> None:
        super().__init__(_("Without a line"), name="offlineCard")
        self._parts = parts
        self._age = label("", Look.STRONG, wraps=True)
        self._age.setObjectName("offlineAge")
        self.add(self._age)
        self.add(label(_("Goes on as always"), Look.SMALL))
        self.add(
            label(
                _(
                    "Requests and their checks, tickets, orders, visits and their outcomes, search, papers, "
                    "everything about the customers of this branch. It travels when the line is back."
                ),
                wraps=True,
            )
        )
        self.add(label(_("Has to wait"), Look.SMALL))
        self.add(
            label(
                _(
                    "What others do meanwhile, tickets of other branches, files that were not fetched yet, "
                    "somebody's first sign-in here. Coverage is judged by what was known at the last "
                    "exchange."
                ),
                wraps=True,
            )
        )

    def show_standing(self, standing: "Standing") -> None:
        when = words.age_words(standing.exchanged_at, self._parts.now(), self._parts.wording)
        said = _("You would work with the data of: {when}").format(when=when)
        files = words.files_words(standing, self._parts.wording)
        self._age.setText(f"{said} · {files}" if files else said)


class AloneCard(Card):
    """A desk that stands alone; `join_wanted` by its button."""

    join_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(name="aloneCard")
        self.add(label(_("This workstation stands alone"), Look.HEADING))
        self.add(
            label(
                _(
                    "All its data are here and nowhere else. With a centre, the branches of a company share "
                    "customers, contracts and tickets; each works on without a line and meets the others "
                    "when it is back."
                ),
                Look.MUTED,
                wraps=True,
            )
        )
        self.join = primary(_("Join a centre…"), name="joinButton")
        self.join.clicked.connect(self.join_wanted)
        self.add(self.join)
