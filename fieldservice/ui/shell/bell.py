"""The bell of the top bar: how many notices wait. Quiet hours and silence are told by its shape and words."""

from fieldservice.ui.kit.buttons import Button, ButtonKind
from fieldservice.wording import _, ngettext

BELL, QUIET_BELL = "bell", "bell-z"
_MOST = 99


class Bell(Button):
    def __init__(self) -> None:
        super().__init__("", ButtonKind.QUIET, name="bellButton")
        self._waiting = 0
        self.set_icon_name(BELL)
        self.show_waiting(0, is_quiet=False)

    @property
    def waiting(self) -> int:
        return self._waiting

    def show_waiting(self, count: int, *, is_quiet: bool) -> None:
        self._waiting = count
        self.set_count(min(count, _MOST) if count else None)
        self.setChecked(False)
        self.set_icon_name(QUIET_BELL if is_quiet else BELL)
        words = ngettext("{count} new notice", "{count} new notices", count).format(count=count)
        told = words if count else _("No new notices")
        if is_quiet:
            told = f"{told} ({_('quiet hours')})"
        self.setAccessibleName(told)
        self.setToolTip(told)
        self.update()
