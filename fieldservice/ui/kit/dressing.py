"""The application as the settings say, and as a person likes it: look, language, zone."""

import sys
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication

from fieldservice.config import Config, Theme
from fieldservice.domain.rules.preferences import Preferences, ThemeChoice
from fieldservice.ui.kit.colours import ThemeName
from fieldservice.ui.kit.theme import apply_theme, make_theme
from fieldservice.wording import Wording, activate

THEMES = {
    Theme.SYSTEM: ThemeName.LIGHT,
    Theme.LIGHT: ThemeName.LIGHT,
    Theme.DARK: ThemeName.DARK,
    Theme.CONTRAST: ThemeName.HIGH_CONTRAST,
}


def make_application(config: Config) -> QApplication:
    """The one application object, dressed as the settings say."""
    application = bare_application()
    settings = config.settings
    apply_theme(application, make_theme(THEMES[settings.theme], scale_percent=settings.scale_percent))
    return application


def bare_application() -> QApplication:
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("fieldservice")
    return application


def speak(preferences: Preferences, config: Config) -> Wording:
    """Let the screens speak as this person wishes."""
    zone = ZoneInfo(preferences.zone)
    return activate(preferences.language, zone=zone, country=config.settings.country)


def default_preferences(config: Config) -> Preferences:
    """What holds for a person who chose nothing: the settings of this desk."""
    settings = config.settings
    return Preferences(
        theme=ThemeChoice(settings.theme.value),
        scale_percent=settings.scale_percent,
        language=settings.language,
        zone=settings.zone,
    )
