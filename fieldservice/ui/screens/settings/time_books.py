"""Calendars and SLAs as dictionaries."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from fieldservice.domain.rules.calendar_hours import Span
from fieldservice.domain.rules.typed_hours import write_minutes, write_spans
from fieldservice.ui.kit.calls import Latest
from fieldservice.ui.screens.settings import calls
from fieldservice.ui.screens.settings.books import (
    BookColumn,
    BookSpec,
    EntryField,
    Forge,
    Names,
    muted_column,
    text_column,
)
from fieldservice.ui.screens.settings.inputs import (
    CheckInput,
    ChoiceInput,
    CompletingInput,
    ManyInput,
    MinutesInput,
    NumberInput,
    RolesInput,
    TextInput,
    WeekInput,
    YearlyDaysInput,
    weekday_names,
)
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.calendars import Region
    from fieldservice.domain.queries.settings import BookRow

OFFICE_WEEK = [[[480, 960]]] * 5 + [[], []]
USUAL_WARNING = 75


def calendars() -> BookSpec:
    return BookSpec(
        table="calendar",
        title=_("Calendars"),
        explains=_("When you work. SLAs count only these hours; holidays and own days are left out."),
        add_words=_("Add a calendar"),
        change_words=_("Change the calendar"),
        empty=_("No calendar yet. A calendar says when you work."),
        fields=_calendar_fields,
        columns=lambda parts, _choices: (
            text_column("week", _("Hours"), lambda row: _week(row, parts.wording), 220),
            muted_column("zone", _("Time zone"), lambda row: row.values["zone"]),
            muted_column("country", _("Holidays of"), lambda row: _country(row, parts.wording)),
        ),
    )


def slas() -> BookSpec:
    return BookSpec(
        table="sla",
        title=_("SLAs"),
        explains=_("What was promised: by when somebody answers, by when it is solved, who sees to it."),
        add_words=_("Add an SLA"),
        change_words=_("Change the SLA"),
        empty=_("No SLA yet. An SLA says by when you answer and solve."),
        fields=_sla_fields,
        columns=_sla_columns,
    )


def countries(wording: Wording) -> list[tuple[str | None, str]]:
    """By name in the reader's language."""
    named = [(code, str(name)) for code, name in wording.locale.territories.items() if code.isalpha()]
    known = [(code, name) for code, name in named if len(code) == 2 and code not in ("EU", "ZZ", "UN", "EZ")]  # noqa: PLR2004 - letters of a country code
    return [*sorted(known, key=lambda each: each[1])]


def _calendar_fields(forge: Forge) -> Sequence[EntryField]:
    wording = forge.parts.wording
    nowhere = [(None, _("no holidays"))]
    country = ChoiceInput([*nowhere, *countries(wording)], name="countryField")
    current = None if forge.row is None else forge.row.values["region"]
    region = RegionInput(forge.parts, current, name="regionField")
    country.edited.connect(lambda: region.ask_for(country.value))
    return (
        EntryField("week", _("Hours"), WeekInput(weekday_names(wording), name="weekField"), OFFICE_WEEK),
        EntryField(
            "zone",
            _("Time zone"),
            CompletingInput(sorted(available_timezones()), name="zoneField"),
            start=str(wording.zone),
        ),
        EntryField("country", _("Holidays of"), country, start=forge.parts.country),
        EntryField("region", _("Region"), region),
        EntryField(
            "yearly_closed",
            _("Closed every year"),
            YearlyDaysInput(name="yearlyField", language=wording.language),
            start=[],
        ),
    )


class RegionInput(ChoiceInput):
    """The regions of a country that have holidays of their own, asked for when the country is chosen."""

    def __init__(self, parts: SettingsParts, current: str | None, *, name: str) -> None:
        self._whole = _("the whole country")
        own = [] if current is None else [(current, current)]
        super().__init__([(None, self._whole), *own], name=name)
        self._parts = parts
        self._call: Latest[tuple[Region, ...]] = Latest()

    def ask_for(self, country: str | None) -> None:
        query = self._parts.ops.query(calls.regions, country or "")
        self._call.ask(query).then(self._on_regions)

    def _on_regions(self, regions: "tuple[Region, ...]") -> None:
        self.set_options([(None, self._whole), *((region.code, region.name) for region in regions)])


def _sla_fields(forge: Forge) -> Sequence[EntryField]:
    return (
        EntryField("calendar_id", _("Counts in"), forge.pick("calendar_id", "calendar"), _first(forge)),
        EntryField(
            "response_minutes",
            _("Answer within"),
            MinutesInput(name="responseField", placeholder=_("no target")),
        ),
        EntryField(
            "resolution_minutes",
            _("Solve within"),
            MinutesInput(name="resolutionField", placeholder=_("no target")),
        ),
        EntryField("warn_percent", _("Warn at (%)"), NumberInput(name="warnField"), USUAL_WARNING),
        EntryField(
            "is_internal", "", CheckInput(_("Internal: promised to no customer"), name="internalField"), False
        ),
        EntryField(
            "services", _("For services"), ManyInput(forge.options("service"), name="servicesField"), ()
        ),
        EntryField(
            "roles",
            _("Who sees to it"),
            RolesInput(name="rolesField", placeholder=_("dispatcher: calls back within an hour"), lines=2),
        ),
        EntryField("note", _("Note"), TextInput(name="noteField", lines=2), ""),
    )


def _first(forge: Forge) -> object:
    return next((pick.id for pick in forge.choices.of("calendar") if pick.is_active), None)


def _sla_columns(_parts: SettingsParts, choices: Names) -> Sequence[BookColumn]:
    return (
        text_column("response", _("Answer within"), lambda row: _target(row.values["response_minutes"]), 110),
        text_column(
            "resolution", _("Solve within"), lambda row: _target(row.values["resolution_minutes"]), 110
        ),
        muted_column(
            "calendar", _("Counts in"), lambda row: choices.name("calendar", row.values["calendar_id"])
        ),
        muted_column(
            "agreed",
            _("Agreed"),
            lambda row: _("internal") if row.values["is_internal"] else _("with customers"),
            110,
        ),
    )


def _target(minutes: int | None) -> str:
    return "–" if minutes is None else write_minutes(minutes)  # noqa: RUF001 - a dash for nothing


def _week(row: "BookRow", wording: Wording) -> str:
    """`Mon-Fri 8-16; Sat 9-12`: days with the same hours together."""
    short = [str(wording.locale.days["stand-alone"]["abbreviated"][day]) for day in range(7)]
    parts: list[tuple[int, int, str]] = []
    for day, spans in enumerate(row.values["week"]):
        hours = write_spans(Span(*span) for span in spans)
        if parts and parts[-1][2] == hours:
            parts[-1] = (parts[-1][0], day, hours)
        else:
            parts.append((day, day, hours))
    return "; ".join(f"{_days(short, first, last)} {hours}" for first, last, hours in parts if hours)


def _days(short: list[str], first: int, last: int) -> str:
    return short[first] if first == last else f"{short[first]}–{short[last]}"  # noqa: RUF001 - from to


def _country(row: "BookRow", wording: Wording) -> str:
    code = row.values["country"]
    name = str(wording.locale.territories.get(code, code)) if code else _("no holidays")
    return f"{name}, {row.values['region']}" if row.values["region"] else name
