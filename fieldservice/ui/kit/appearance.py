"""How the desk looks to this person: theme, size and density put in force, and the system followed on wish.

Colours change at once. Sizes were laid out already: `layout_outdated` tells that the window is to be built
anew.
"""

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QStyleHints
from PySide6.QtWidgets import QApplication

from fieldservice.domain.rules.preferences import Density, Preferences, ThemeChoice
from fieldservice.ui.kit.colours import ThemeName
from fieldservice.ui.kit.theme import Theme, apply_theme, current_theme, make_theme, needs_new_layout

_SCHEME_OF = {
    ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
    ThemeChoice.LIGHT: Qt.ColorScheme.Light,
    ThemeChoice.DARK: Qt.ColorScheme.Dark,
    ThemeChoice.CONTRAST: Qt.ColorScheme.Light,
}
_NAME_OF = {
    ThemeChoice.LIGHT: ThemeName.LIGHT,
    ThemeChoice.DARK: ThemeName.DARK,
    ThemeChoice.CONTRAST: ThemeName.HIGH_CONTRAST,
}


class SystemLook(QObject):
    """What the system asks of all programs: high contrast before dark before light."""

    changed = Signal()

    def __init__(self, hints: QStyleHints, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._hints = hints
        hints.colorSchemeChanged.connect(self.changed)
        hints.accessibility().contrastPreferenceChanged.connect(self.changed)

    def theme(self) -> ThemeName:
        if self._hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
            return ThemeName.HIGH_CONTRAST
        return ThemeName.DARK if self._hints.colorScheme() == Qt.ColorScheme.Dark else ThemeName.LIGHT

    def ask(self, choice: ThemeChoice) -> None:
        """Let frames of windows and native dialogs go with the theme, where the system can."""
        self._hints.setColorScheme(_SCHEME_OF[choice])


class Appearance(QObject):
    """Dresses the application, also when the system changes its mind."""

    layout_outdated = Signal()

    def __init__(self, application: QApplication, system: SystemLook | None = None) -> None:
        super().__init__()
        self._application = application
        self._system = system or SystemLook(application.styleHints(), self)
        self._worn: Preferences | None = None
        self._system.changed.connect(self._on_system_changed)

    def wear(self, preferences: Preferences) -> None:
        """Put theme, size and density of these preferences in force; the rest of them is not looked at."""
        self._worn = preferences
        self._system.ask(preferences.theme)
        self._put_on(preferences)

    @Slot()
    def _on_system_changed(self) -> None:
        if self._worn is not None and self._worn.theme is ThemeChoice.SYSTEM:
            self._put_on(self._worn)

    def _put_on(self, preferences: Preferences) -> None:
        before, after = current_theme(), theme_of(preferences, self._system)
        if before == after and self._application.property("fieldserviceTheme") is not None:
            return
        apply_theme(self._application, after)
        if needs_new_layout(before, after):
            self.layout_outdated.emit()


def theme_of(preferences: Preferences, system: SystemLook) -> Theme:
    """The theme that these preferences mean on this system now."""
    name = _NAME_OF.get(preferences.theme) or system.theme()
    return make_theme(
        name,
        scale_percent=preferences.scale_percent,
        is_compact=preferences.density is Density.COMPACT,
    )
