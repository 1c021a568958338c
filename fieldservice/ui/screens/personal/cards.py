"""The cards of "My desk". Each puts one kind of choice into the preferences and shows what holds."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from typing import Any
from zoneinfo import available_timezones

from PySide6.QtCore import Signal

from fieldservice.domain.rules.notices import NoticeKind
from fieldservice.domain.rules.preferences import LAST_PLACE, Density, Preferences, QuietHours, ThemeChoice
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.cards import Card
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.choice import Choice
from fieldservice.ui.kit.combo import Picker
from fieldservice.ui.kit.forms import Form
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.kit.suggestions import Suggestion
from fieldservice.ui.screens.personal.parts import PersonalParts
from fieldservice.wording import LANGUAGE_NAMES, LANGUAGES, _, ngettext

SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
LOCKS = (0, 1, 2, 5, 10, 15, 30, 60)
FIRST_QUIET, LAST_QUIET = time(20), time(6)
_MOST_ZONES = 12
_HALF_HOURS = tuple(time(half // 2, 30 * (half % 2)) for half in range(48))


class SettingCard(Card):
    """`edited` tells that something was chosen; `put` gives preferences with these choices in them."""

    edited = Signal()

    def put(self, preferences: Preferences) -> Preferences:
        raise NotImplementedError

    def show_chosen(self, preferences: Preferences) -> None:
        raise NotImplementedError


class LookCard(SettingCard):
    def __init__(self, parts: PersonalParts) -> None:
        super().__init__(_("Look"))
        words = parts.wording
        self.theme = Choice([(each, words.word(each)) for each in ThemeChoice], name="themeChoice")
        self.scale = Choice(
            [(size, _("{percent} %").format(percent=size)) for size in SIZES], name="sizeChoice"
        )
        self.density = Choice([(each, words.word(each)) for each in Density], name="densityChoice")
        form = Form()
        form.add(_("Colours"), self.theme)
        form.add(_("Size"), self.scale)
        form.add(_("Room between lines"), self.density)
        self.add(form)
        for choice in (self.theme, self.scale, self.density):
            choice.edited.connect(self.edited)

    def put(self, preferences: Preferences) -> Preferences:
        return replace(
            preferences,
            theme=ThemeChoice(self.theme.value),
            scale_percent=int(self.scale.value),
            density=Density(self.density.value),
        )

    def show_chosen(self, preferences: Preferences) -> None:
        self.theme.set_value(preferences.theme)
        self.scale.set_value(min(SIZES, key=lambda size: abs(size - preferences.scale_percent)))
        self.density.set_value(preferences.density)


class LanguageCard(SettingCard):
    def __init__(self, parts: PersonalParts) -> None:
        super().__init__(_("Language and time"))
        self._parts = parts
        self.language = Choice([(each, LANGUAGE_NAMES[each]) for each in LANGUAGES], name="languageChoice")
        self.zone = Picker(self._zones_like, name="zonePicker", placeholder=_("a town or a continent"))
        form = Form()
        form.add(_("Language"), self.language)
        form.add(_("Time zone"), self.zone)
        self.add(form)
        self.add(label(_("Lists of your company keep the names that it gave them."), Look.SMALL, wraps=True))
        self.language.edited.connect(self.edited)
        self.zone.picked.connect(self.edited)

    def put(self, preferences: Preferences) -> Preferences:
        zone = str(self.zone.value or preferences.zone)
        return replace(preferences, language=str(self.language.value), zone=zone)

    def show_chosen(self, preferences: Preferences) -> None:
        self.language.set_value(preferences.language)
        self.zone.set_item(_zone(preferences.zone))

    def _zones_like(self, typed: str) -> "Call[Sequence[Suggestion]]":
        return self._parts.ops.query(_zones_like, typed)


class DayCard(SettingCard):
    def __init__(self, parts: PersonalParts) -> None:
        super().__init__(_("The day"))
        begins = [(LAST_PLACE, _("Where I was last")), *parts.screens]
        self.opens_with = Choice(begins, name="firstScreenChoice")
        self.lock = Choice([(minutes, _lock_words(minutes)) for minutes in LOCKS], name="lockChoice")
        self.tray = CheckBox(_("Minimise to the icon in the notification area"), name="trayCheck")
        form = Form()
        form.add(_("Begin with"), self.opens_with)
        form.add(_("Lock the screen"), self.lock)
        self.add(form)
        self.add(self.tray)
        self.tray.setVisible(parts.has_tray)
        for field in (self.opens_with, self.lock, self.tray):
            field.edited.connect(self.edited)

    def put(self, preferences: Preferences) -> Preferences:
        return replace(
            preferences,
            first_screen=str(self.opens_with.value),
            lock_minutes=int(self.lock.value),
            minimises_to_tray=self.tray.isChecked(),
        )

    def show_chosen(self, preferences: Preferences) -> None:
        self.opens_with.set_value(preferences.first_screen)
        self.lock.set_value(min(LOCKS, key=lambda minutes: abs(minutes - preferences.lock_minutes)))
        self.tray.setChecked(preferences.minimises_to_tray)


class NoticesCard(SettingCard):
    def __init__(self, parts: PersonalParts) -> None:
        super().__init__(_("Notices"))
        clock = [(each.isoformat("minutes"), parts.wording.time(each)) for each in _HALF_HOURS]
        self.kinds = {
            kind.value: CheckBox(parts.wording.word(kind), name=f"notice.{kind.value}") for kind in NoticeKind
        }
        self.quiet = CheckBox(_("Keep quiet at certain hours"), name="quietCheck")
        self.begins = Choice(clock, name="quietFromChoice")
        self.ends = Choice(clock, name="quietUntilChoice")
        self.add(label(_("Tell me of:"), Look.MUTED))
        for box in self.kinds.values():
            self.add(box)
        hours = Form()
        hours.add(_("from, until"), self.begins, self.ends)
        section = self.add_section()
        section.addWidget(self.quiet)
        section.addWidget(hours)
        words = _("Notices of the quiet hours wait in the list. What is overdue is always told.")
        section.addWidget(label(words, Look.SMALL, wraps=True))
        self.ends.setAccessibleName(_("Quiet until"))
        self.begins.setAccessibleName(_("Quiet from"))
        for box in (*self.kinds.values(), self.quiet):
            box.edited.connect(self.edited)
        for choice in (self.begins, self.ends):
            choice.edited.connect(self.edited)
        self.quiet.toggled.connect(self._show_hours)

    def put(self, preferences: Preferences) -> Preferences:
        muted = tuple(kind for kind, box in self.kinds.items() if not box.isChecked())
        hours = QuietHours(_time_of(self.begins), _time_of(self.ends)) if self.quiet.isChecked() else None
        return replace(preferences, muted_notices=muted, quiet_hours=hours)

    def show_chosen(self, preferences: Preferences) -> None:
        for kind, box in self.kinds.items():
            box.setChecked(kind not in preferences.muted_notices)
        hours = preferences.quiet_hours or QuietHours(FIRST_QUIET, LAST_QUIET)
        self.begins.set_value(hours.begins.isoformat("minutes"))
        self.ends.set_value(hours.ends.isoformat("minutes"))
        self.quiet.setChecked(preferences.quiet_hours is not None)
        self._show_hours()

    def _show_hours(self) -> None:
        for field in (self.begins, self.ends):
            field.setEnabled(self.quiet.isChecked())


def _time_of(choice: Choice) -> time:
    return time.fromisoformat(str(choice.value))


def _lock_words(minutes: int) -> str:
    if not minutes:
        return _("never by itself")
    return ngettext("after {count} minute", "after {count} minutes", minutes).format(count=minutes)


def _zone(name: str) -> Suggestion:
    return Suggestion(name, name.replace("_", " "))


def _zones_like(_session: Any, typed: str) -> Sequence[Suggestion]:
    """Zones in whose name every word typed stands; those of towns only."""
    wanted = typed.casefold().replace(" ", "_").split("/")
    towns = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    found = [name for name in towns if all(part in name.casefold() for part in wanted)]
    return [_zone(name) for name in found[:_MOST_ZONES]]
