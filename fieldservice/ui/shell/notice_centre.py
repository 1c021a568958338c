"""What was told to this person: counted on the bell, listed in a panel, read, put off, silenced.

Notices can be ignored; what is overdue is no notice but stands in the bar of `alarm_bar` until it is done.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.domain.rules.snoozing import Snooze, snooze_moments
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.kit.deferred import Deferred
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops
from fieldservice.ui.kit.toasts import ToastWords
from fieldservice.ui.shell.bell import Bell
from fieldservice.ui.shell.keeping import Keeping
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.commands.notifications import (
        MarkNotices,
        SnoozeNotice,
        TellWaits,
        mark_notices,
        snooze_notice,
        tell_waits,
    )
    from fieldservice.domain.queries.notifications import (
        NoticeRow,
        has_untold_waits,
        notices,
        unread_count,
    )
    from fieldservice.ui.shell.notice_lines import NoticeWords
    from fieldservice.ui.shell.notice_panel import Day, NoticePanel
else:
    MarkNotices = Deferred("fieldservice.domain.commands.notifications", "MarkNotices")
    SnoozeNotice = Deferred("fieldservice.domain.commands.notifications", "SnoozeNotice")
    mark_notices = Deferred("fieldservice.domain.commands.notifications", "mark_notices")
    snooze_notice = Deferred("fieldservice.domain.commands.notifications", "snooze_notice")
    TellWaits = Deferred("fieldservice.domain.commands.notifications", "TellWaits")
    tell_waits = Deferred("fieldservice.domain.commands.notifications", "tell_waits")
    has_untold_waits = Deferred("fieldservice.domain.queries.notifications", "has_untold_waits")
    notices = Deferred("fieldservice.domain.queries.notifications", "notices")
    unread_count = Deferred("fieldservice.domain.queries.notifications", "unread_count")
    NoticeWords = Deferred("fieldservice.ui.shell.notice_lines", "NoticeWords")
    NoticePanel = Deferred("fieldservice.ui.shell.notice_panel", "NoticePanel")

TABLES = ("notice", "ticket")
_MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class CentreParts:
    """What the notification centre works with; `open_ticket` shows the ticket that a notice is about."""

    ops: Ops
    notifier: Notifier
    keeping: Keeping
    words: Wording
    now: Callable[[], datetime]
    user_id: UUID
    toast: Callable[[ToastWords], None]
    open_ticket: Callable[[UUID], None]
    open_settings: Callable[[], object]


class NoticeCentre(QObject):
    """`arrived` carries how many more wait than before, outside the quiet hours: for the tray."""

    arrived = Signal(int)

    def __init__(self, parts: CentreParts, bell: Bell, window: QWidget) -> None:
        super().__init__(window)
        self._parts = parts
        self._bell = bell
        self._window = window
        self._panel: NoticePanel | None = None
        self._rows: Sequence[NoticeRow] = ()
        self._before: QWidget | None = None
        self._count: Latest[int] = Latest()
        self._waits: Latest[bool] = Latest()
        self._list: Latest[list[NoticeRow]] = Latest()
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self.look)
        self._minute.start()
        bell.clicked.connect(self.toggle)
        parts.notifier.changed.connect(self._on_changed)
        QTimer.singleShot(0, self, self.look)

    @property
    def is_open(self) -> bool:
        return self._panel is not None and self._panel.isVisible()

    @property
    def is_quiet(self) -> bool:
        hours = self._parts.keeping.preferences.quiet_hours
        return hours is not None and hours.hold_at(self._local(self._parts.now()).time())

    @Slot()
    def look(self) -> None:
        """Each minute: what came, and whether a wait is over."""
        self.count()
        parts = self._parts
        self._waits.ask(parts.ops.query(has_untold_waits, parts.user_id, parts.now())).then(
            self._on_waits, _not_known
        )

    @Slot()
    def count(self) -> None:
        parts = self._parts
        muted = parts.keeping.preferences.muted_notices
        self._count.ask(parts.ops.query(unread_count, parts.user_id, parts.now(), muted)).then(
            self._on_counted, _not_known
        )

    @Slot()
    def toggle(self) -> None:
        if self.is_open:
            self.close()
        else:
            self._before = self._window.focusWidget()
            self._ask()

    def close(self) -> None:
        if self._panel is not None:
            self._panel.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
            self._before = None

    def _ask(self) -> None:
        parts = self._parts
        self._list.ask(parts.ops.query(notices, parts.user_id, parts.now())).then(self._on_listed, _not_known)

    def _on_listed(self, rows: "list[NoticeRow]") -> None:
        muted = self._parts.keeping.preferences.muted_notices
        self._rows = [row for row in rows if row.kind.value not in muted]
        panel = self._panel_made()
        panel.show_days(self._days())
        if not panel.isVisible():
            panel.open_below(self._bell)

    def _on_waits(self, has_untold: object) -> None:
        if has_untold:
            self._parts.ops.command(tell_waits, TellWaits()).then(_told, _not_known)

    def _on_counted(self, count: int) -> None:
        more = count - self._bell.waiting
        self._bell.show_waiting(count, is_quiet=self.is_quiet)
        if more > 0 and not self.is_quiet:
            self.arrived.emit(more)

    def _on_changed(self, changes: Changes) -> None:
        if changes.concerns(*TABLES):
            self.count()
            if self.is_open:
                self._ask()

    def _days(self) -> "list[Day]":
        now = self._parts.now()
        groups = groupby(self._rows, key=self._day_of)
        words = self._parts.words
        today = self._local(now).date()
        return [
            (words.relative_day(day, today), [self._words_of(row) for row in rows]) for day, rows in groups
        ]

    def _day_of(self, row: "NoticeRow") -> date:
        return self._local(row.snoozed_until or row.happened_at).date()

    def _words_of(self, row: "NoticeRow") -> "NoticeWords":
        words = self._parts.words
        return NoticeWords(
            id=row.id,
            what=f"{row.number} {row.title}",
            who=row.who,
            kind=words.word(row.kind),
            when=words.time(row.happened_at),
            is_read=row.is_read,
        )

    def _panel_made(self) -> "NoticePanel":
        if self._panel is None:
            panel = self._panel = NoticePanel(self._window)
            panel.opened.connect(self._on_opened)
            panel.read_toggled.connect(self._on_read_toggled)
            panel.later_requested.connect(self._on_later)
            panel.silence_requested.connect(self._on_silence)
            panel.all_read_requested.connect(self._on_all_read)
            panel.settings_requested.connect(self._on_settings)
            panel.closed.connect(self.close)
        return self._panel

    def _row(self, notice: UUID) -> "NoticeRow | None":
        return next((row for row in self._rows if row.id == notice), None)

    def _mark(self, notice_ids: tuple[UUID, ...], *, is_read: bool = True) -> None:
        self._parts.ops.command(mark_notices, MarkNotices(notice_ids, is_read))

    def _on_opened(self, notice: UUID) -> None:
        row = self._row(notice)
        self._before = None
        self.close()
        if row is not None:
            self._mark((notice,))
            self._parts.open_ticket(row.ticket_id)

    def _on_read_toggled(self, notice: UUID) -> None:
        row = self._row(notice)
        if row is not None:
            self._mark((notice,), is_read=not row.is_read)

    def _on_all_read(self) -> None:
        self._mark(tuple(row.id for row in self._rows if not row.is_read))

    def _on_settings(self) -> None:
        self._before = None
        self.close()
        self._parts.open_settings()

    def _on_silence(self, notice: UUID) -> None:
        row = self._row(notice)
        if row is None:
            return
        keeping = self._parts.keeping
        muted = (*keeping.preferences.muted_notices, row.kind.value)
        keeping.choose(replace(keeping.preferences, muted_notices=muted))
        kind = self._parts.words.word(row.kind)
        words = _("You are told no more: {kind}. My desk (Ctrl+,) brings it back.").format(kind=kind)
        self._parts.toast(ToastWords(words))
        self.count()
        self._ask()

    def _on_later(self, notice: UUID, at: QPoint) -> None:
        menu = QMenu(self._panel)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        local = self._local(self._parts.now())
        for choice, until in snooze_moments(local).items():
            act = menu.addAction(self._later_words(choice))
            act.triggered.connect(lambda _checked=False, moment=until: self._put_off(notice, moment))
        menu.setActiveAction(menu.actions()[0])
        menu.popup(at)

    def _later_words(self, choice: Snooze) -> str:
        return self._parts.words.word(choice)

    def _put_off(self, notice: UUID, until: datetime) -> None:
        self._parts.ops.command(snooze_notice, SnoozeNotice(notice, until))

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._parts.words.zone)


def _told(_changes: Changes) -> None:
    """The bell counts anew when the notifier tells of it."""


def _not_known(_error: Exception) -> None:
    """The bell stays as it is; `ops` has logged why."""
