"""A section of the settings: what the page asks of each, and what those that need less inherit."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.settings.parts import SettingsParts


class SettingsSection(QWidget):
    """Overrides what it can do of `add`, `change`, `shift`, `retire`, `remove`, and so on.

    `acts` names those that can be done now; `acts_changed` tells when they may be others.
    """

    acts_changed = Signal()
    tables: tuple[str, ...] = ()
    """A command that touches one of these reloads the section."""

    def __init__(self, parts: SettingsParts, title: str, explains: str, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.parts = parts
        self.title = title
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(current_theme().px(12))
        self.body.addWidget(label(explains, Look.MUTED, wraps=True))

    def acts(self) -> frozenset[str]:
        return frozenset()

    def shown_acts(self) -> frozenset[str]:
        """Those that have a button here, whether or not they can be done now."""
        return self.acts()

    def add_words(self) -> str:
        """What the button that adds says."""
        return ""

    def reload(self) -> None:
        """Read anew what is shown."""

    def concerns(self, changes: Changes) -> bool:
        return changes.concerns(*self.tables)

    def first_field(self) -> QWidget | None:
        return None

    def leave(self) -> None:
        """Cancel calls, save drafts."""

    def add(self) -> None: ...

    def change(self) -> None: ...

    def shift(self, step: int) -> None: ...

    def retire(self) -> None: ...

    def remove(self) -> None: ...

    def make_usual(self) -> None: ...

    def save(self) -> None: ...

    def continue_numbers(self) -> None: ...

    def change_conduct(self) -> None: ...

    def add_day(self) -> None: ...

    def free_day(self) -> None: ...

    def failed(self, error: Exception) -> None:
        """Whatever went wrong is said, and can be tried again."""
        self.parts.services.errors.show(error, self.reload)
