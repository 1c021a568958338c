"""One change for many tickets: a dry run says how many change and which do not, before anything is done."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.bulk import BulkWhat, BulkWish
from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.errors import TellableError
from fieldservice.ui.kit.announcements import announce
from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.calls import JobCall, Latest, Progress
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.errors import words_for
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.kept_dialog import KeptDialog
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.tickets import life_calls as calls
from fieldservice.ui.screens.tickets.bulk_work import BulkOrder, BulkResult, change_many
from fieldservice.ui.screens.tickets.moment_field import MomentField
from fieldservice.ui.screens.tickets.parts import TicketsParts
from fieldservice.wording import _, ngettext

if TYPE_CHECKING:
    from fieldservice.domain.queries.bulk_preview import BulkPreview
    from fieldservice.domain.queries.dictionaries import TicketPickers

_WIDTH = 640
_PAUSE_MS = 150
_MOST_TOLD = 6
_GRADES = range(5, 0, -1)


class BulkDialog(KeptDialog):
    """`act` is one of the names of `BulkActs`; `changes` is what undo takes back, once it is through."""

    def __init__(
        self,
        parts: TicketsParts,
        parent: QWidget,
        ids: Sequence[UUID],
        act: str,
        pickers: "TicketPickers",
    ) -> None:
        super().__init__(parent, _titles()[act], name="bulkTickets")
        self.parts = parts
        self._ids = tuple(ids)
        self._act = act
        self._preview: BulkPreview | None = None
        self._asked: Latest[BulkPreview] = Latest()
        self._job: JobCall[BulkResult] | None = None
        self._order: BulkOrder | None = None
        self.changes: Changes | None = None
        self.setMinimumWidth(min(current_theme().px(_WIDTH), parent.window().width()))
        self.form = Form(name="bulkForm")
        self._build_fields(pickers)
        self.body.addWidget(self.form)
        self.body.addWidget(self.back)
        self._keep()
        self.said = label("", Look.STRONG, wraps=True)
        self.said.setObjectName("bulkSaid")
        self.refused = label("", Look.MUTED, wraps=True)
        self.refused.setObjectName("bulkRefused")
        self.body.addWidget(self.said)
        self.body.addWidget(self.refused)
        self.stop = quiet(_("Stop"), name="bulkStop")
        self.stop.hide()
        self.stop.clicked.connect(self._on_stop)
        self.add_buttons(self.stop)
        self._give_up = self.add_give_up()
        self.go_on = self.add_go_on(_("Change them"), is_dangerous=act == "close")
        self.go_on.setEnabled(False)
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look)
        self._look()

    def accept(self) -> None:
        """Start the work; the dialog closes when it is through."""
        if self._preview is None or self._job is not None or not self._preview.changing:
            return
        self._order = BulkOrder(calls.new_form_id(), self._preview.changing, self._wish())
        self.go_on.setEnabled(False)
        self._give_up.hide()
        self.stop.show()
        title = _titles()[self._act]
        self._job = self.parts.ops.job(change_many, title, self._order)
        self._job.progressed.connect(self._on_progress)
        self._job.then(self._on_done, self._on_failed)

    def reject(self) -> None:
        """While it works, giving up means stopping: what is done stays done."""
        if self._job is not None and not self._job.is_over:
            self._on_stop()
            return
        self._pause.stop()
        self._asked.cancel()
        super().reject()

    def _build_fields(self, pickers: "TicketPickers") -> None:
        self.target = Choice(self._targets(pickers), name="bulkTarget")
        self.until = MomentField(self.parts, name="bulkUntil")
        self.because = TextField(name="bulkBecause")
        self.cancels = CheckBox(_("Cancel their open work orders too"), name="bulkCancels")
        self.form.add(_("New value"), self.target)
        self.form.add(_("Until"), self.until)
        self.form.add(_("Because"), self.because)
        self.form.add_wide(self.cancels)
        waits, closes = self._act == "put_on_wait", self._act == "close"
        self.form.show_row(self.target, visible=not closes)
        self.form.show_row(self.until, visible=waits)
        self.form.show_row(self.because, visible=waits or closes)
        self.cancels.setVisible(closes)
        for field in (self.target, self.until, self.because):
            field.edited.connect(self._on_edited)
        self.cancels.toggled.connect(self._on_edited)
        (self.because if closes else self.target).setFocus()

    def _keep(self) -> None:
        """A draft of each act: the tickets chosen may be others when it comes back."""
        keeper = self.keep_draft(self.parts, f"bulk_{self._act}", UUID(int=0)).keeper
        for name, field in (("until", self.until), ("because", self.because), ("target", self.target)):
            keeper.register(name, field)
        keeper.register("cancels", self.cancels)

    def draft_restored(self) -> None:
        self._on_edited()

    def _targets(self, pickers: "TicketPickers") -> list[tuple[Any, str]]:
        if self._act == "change_owner":
            people = [(agent.id, agent.name) for agent in pickers.agents]
            return [
                (self.parts.user_id, _("me")),
                *(each for each in people if each[0] != self.parts.user_id),
                (None, _("nobody")),
            ]
        if self._act == "change_queue":
            return [(queue.id, queue.name) for queue in pickers.queues]
        if self._act == "change_priority":
            return [(grade, str(grade)) for grade in _GRADES]
        wanted = self._act == "put_on_wait"
        return [
            (state.id, state.name)
            for state in pickers.states
            if state.state_type.is_waiting == wanted
            and not state.state_type.is_terminal
            and state.state_type.value != "new"
        ]

    def _wish(self) -> BulkWish:
        what = _WHAT[self._act]
        value = self.target.value
        return BulkWish(
            what,
            target_id=None if what in (BulkWhat.PRIORITY, BulkWhat.CLOSE) else value,
            priority=value if what is BulkWhat.PRIORITY else None,
            until=self.until.moment,
            because=self.because.text().strip(),
            cancels_orders=self.cancels.isChecked(),
        )

    def _on_edited(self) -> None:
        self.go_on.setEnabled(False)
        self._pause.start()

    def _look(self) -> None:
        query = self.parts.ops.query(calls.bulk_preview, self._ids, self._wish(), self.parts.now())
        self._asked.ask(query).then(self._on_preview, self._on_refused)

    def _on_preview(self, preview: "BulkPreview") -> None:
        self._preview = preview
        count = len(preview.changing)
        words = ngettext(
            "{count} of {all} ticket changes.", "{count} of {all} tickets change.", len(self._ids)
        )
        number = self.parts.wording.number
        said = [words.format(count=number(count), all=number(len(self._ids)))]
        if preview.unchanged:
            same = ngettext("{count} is so already.", "{count} are so already.", preview.unchanged)
            said.append(same.format(count=number(preview.unchanged)))
        self.said.setText(" ".join(said))
        self.refused.setText(self._refused_words(preview))
        change = ngettext("Change {count} ticket", "Change {count} tickets", count)
        close = ngettext("Close {count} ticket", "Close {count} tickets", count)
        self.go_on.setText((close if self._act == "close" else change).format(count=number(count)))
        self.go_on.setEnabled(bool(count))
        self.go_on.updateGeometry()

    def _refused_words(self, preview: "BulkPreview") -> str:
        """The first of those that stay as they are, each with its reason."""
        told = [words_for(each.refusal, self.parts.wording).what for each in preview.refused[:_MOST_TOLD]]
        more = preview.refused_count - len(told)
        if more > 0:
            words = ngettext("and {count} more stays as it is", "and {count} more stay as they are", more)
            told.append(words.format(count=self.parts.wording.number(more)))
        return "\n".join(told)

    def _on_refused(self, error: Exception) -> None:
        """The wish itself is not whole yet, or nothing can be read."""
        self._preview = None
        self.go_on.setEnabled(False)
        if isinstance(error, TellableError):
            chosen = ngettext("{count} ticket is chosen.", "{count} tickets are chosen.", len(self._ids))
            self.said.setText(chosen.format(count=self.parts.wording.number(len(self._ids))))
            self.refused.setText(words_for(error, self.parts.wording).do)
        else:
            self.parts.services.errors.show(error)

    def _on_progress(self, progress: Progress) -> None:
        number = self.parts.wording.number
        words = _("{done} of {count} done …")
        self.said.setText(words.format(done=number(progress.done), count=number(progress.total)))

    def _on_stop(self) -> None:
        if self._order is not None:
            self._order.stop.set()
        self.stop.setEnabled(False)

    def _on_done(self, result: BulkResult) -> None:
        self.changes = result.changes
        if result.refusals:
            count = len(result.refusals)
            words = ngettext(
                "{count} ticket was changed by somebody meanwhile and stays as it is.",
                "{count} tickets were changed by somebody meanwhile and stay as they are.",
                count,
            )
            announce(self, words.format(count=count))
        super().accept()

    def _on_failed(self, error: Exception) -> None:
        super().reject()
        self.parts.services.errors.show(error)


_WHAT = {
    "change_owner": BulkWhat.OWNER,
    "change_queue": BulkWhat.QUEUE,
    "change_priority": BulkWhat.PRIORITY,
    "put_in_state": BulkWhat.STATE,
    "put_on_wait": BulkWhat.STATE,
    "close": BulkWhat.CLOSE,
}


def _titles() -> dict[str, str]:
    return {
        "change_owner": _("Give these tickets to"),
        "change_queue": _("Put these tickets in the queue"),
        "change_priority": _("Priority of these tickets"),
        "put_in_state": _("State of these tickets"),
        "put_on_wait": _("Put these tickets on wait"),
        "close": _("Close these tickets?"),
    }
