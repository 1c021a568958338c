"""Everything in which a person stands, to be looked through before it is blacked out."""

from collections import defaultdict
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import RowRef
from fieldservice.domain.rules.person_traces import PersonTraces, Trace
from fieldservice.ui.kit.cards import soft_block
from fieldservice.ui.kit.dialog_windows import KitDialog
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.kit.tick_list import Tickable, TickList
from fieldservice.ui.screens.safekeeping import words
from fieldservice.wording import Wording, _, ngettext

_WIDTH, _HEIGHT = 760, 260


class EraseDialog(KitDialog):
    """`rows` and `files` hold what was left ticked."""

    def __init__(self, parent: QWidget, traces: PersonTraces, wording: Wording) -> None:
        title = _("Erase {name}, {customer}?").format(
            name=traces.person.name, customer=traces.person.customer
        )
        text = _(
            "What is ticked is blacked out in the text, in the history and in the search. Nobody can undo it."
        )
        super().__init__(parent, title, text, name="eraseDialog")
        theme = current_theme()
        self.setMinimumWidth(min(theme.px(_WIDTH), parent.window().width()))
        self._traces, self._wording = traces, wording
        self._list = TickList(_("Texts in which the person stands"), name="traceList", empty=_none_words())
        self._list.setMinimumHeight(theme.px(_HEIGHT))
        self._list.set_rows(self._text_rows())
        self.body.addWidget(self._list, 1)
        if traces.left_out:
            self.body.addWidget(label(words.left_out_words(traces.left_out, wording), Look.ERROR, wraps=True))
        self._files = TickList(_("Files of the person's tickets"), name="fileList")
        self._files.set_rows(self._file_rows())
        if traces.files:
            self.body.addWidget(label(_("Files to be removed"), Look.CARD_TITLE))
            self.body.addWidget(self._files)
        else:
            self._files.hide()
            self._files.setParent(self)
        self.body.addWidget(soft_block(label(self._own_words(), wraps=True)))
        give_up = self.add_give_up()
        self.add_go_on(_("Erase for good"), is_dangerous=True)
        give_up.setFocus()

    @property
    def rows(self) -> frozenset[RowRef]:
        return frozenset(ref for ref in self._list.on if isinstance(ref, RowRef))

    @property
    def files(self) -> frozenset[UUID]:
        return frozenset(row for row in self._files.on if isinstance(row, UUID))

    def _text_rows(self) -> list[Tickable]:
        """One row for each record; the sure ones first, then those of the person's own tickets."""
        by_row: dict[RowRef, list[Trace]] = defaultdict(list)
        for trace in self._traces.traces:
            by_row[trace.row].append(trace)
        proposed = self._traces.proposed()
        ordered = sorted(
            by_row.items(), key=lambda each: (not any(t.is_sure for t in each[1]), each[0] not in proposed)
        )
        return [self._text_row(ref, traces, is_on=ref in proposed) for ref, traces in ordered]

    def _text_row(self, ref: RowRef, traces: list[Trace], *, is_on: bool) -> Tickable:
        record = words.record_words(traces[0], self._wording)
        text = f"{record}: {words.spot_words(traces[0].spot)}"
        is_sure = any(trace.is_sure for trace in traces)
        return Tickable(ref, text if is_sure else f"{_('perhaps')} · {text}", is_on=is_on)

    def _file_rows(self) -> list[Tickable]:
        return [
            Tickable(
                file.id,
                file.name,
                is_on=file.names_person,
                trailing=words.size_words(file.size_bytes, self._wording),
            )
            for file in self._traces.files
        ]

    def _own_words(self) -> str:
        """What goes without being asked for: the person's own rows, and their history."""
        own, history = len(self._traces.own_rows), len(self._traces.history)
        first = ngettext(
            "Name, numbers and addresses go in any case ({count} record)",
            "Name, numbers and addresses go in any case ({count} records)",
            own,
        ).format(count=self._wording.number(own))
        second = ngettext(
            "and so does {count} place in the history. Figures stay as they are.",
            "and so do {count} places in the history. Figures stay as they are.",
            history,
        ).format(count=self._wording.number(history))
        return f"{first}, {second}"


def _none_words() -> str:
    return _("The person stands in no other text.")
