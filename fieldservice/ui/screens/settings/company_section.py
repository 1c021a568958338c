"""The company itself: name and address for papers, manner of writing, the format of its numbers."""

from typing import TYPE_CHECKING
from zoneinfo import available_timezones

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.domain.rules.numbers import DIGITS, format_number
from fieldservice.ui.kit.calls import Call, Latest
from fieldservice.ui.kit.dialogs import Question
from fieldservice.ui.kit.labels import Look, label
from fieldservice.ui.screens.settings import calls
from fieldservice.ui.screens.settings.form_section import FormSection
from fieldservice.ui.screens.settings.inputs import ChoiceInput, CompletingInput, LineInput, weekday_names
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.ui.screens.settings.time_books import countries
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.queries.settings import CompanyView

AS_USUAL = 0
FIRST_DAYS = (1, 6, 7)
_FIELDS_OF_CODES = {
    "company.country_unknown": "country",
    "company.currency_unknown": "currency",
    "calendar.zone_unknown": "zone",
    "number.digits_wrong": "number_digits",
}


class CompanySection(FormSection):
    tables = ("company_profile",)

    def __init__(self, parts: SettingsParts) -> None:
        super().__init__(
            parts,
            _("Company"),
            _("How your company is called and where it is, as its papers say it."),
            name="companySection",
        )
        self._call: Latest[CompanyView] = Latest()
        self._last_number = 0
        self._add_address()
        self._add_manners()
        self.preview = label("", Look.SMALL, wraps=True)
        self.preview.setObjectName("numberPreview")
        self.form.add("", self.preview)
        self.fields["number_digits"].edited.connect(self._show_preview)

    def acts(self) -> frozenset[str]:
        return frozenset({"save", "numbers"})

    def first_field(self) -> QWidget:
        field: QWidget = self.fields["name"]
        return field

    def reload(self) -> None:
        self._call.ask(self.parts.ops.query(calls.company_view)).then(self._on_view, self.failed)

    def leave(self) -> None:
        self._call.cancel()
        super().leave()

    def send(self) -> Call[Changes] | None:
        changes = tuple(calls.FieldChange(*change) for change in self.changes())
        if not changes:
            return None
        return self.parts.ops.command(calls.change_company, calls.ChangeCompany(changes))

    def field_of(self, code: str) -> QWidget | None:
        return self.fields.get(_FIELDS_OF_CODES.get(code, ""))

    def continue_numbers(self) -> None:
        """Ask for the next number, and once more whether it is meant: numbers never go back."""
        dialogs = self.parts.services.dialogs
        typed = dialogs.ask_text(
            Question(
                title=_("Go on with another number"),
                text=_("The last one was {last}. Enter the next number; it must be higher.").format(
                    last=self._last_number
                ),
                yes=_("Go on"),
                label=_("Next number"),
            ),
            initial=str(self._last_number + 1),
        )
        if typed is None or not typed.strip().isdecimal():
            return
        number = int(typed)
        question = Question(
            title=_("Let the next ticket be {number}?").format(
                number=format_number(self.parts.branch, max(number, 1), self.fields["number_digits"].value)
            ),
            text=_("This cannot be undone: numbers never go back."),
            yes=_("Go on with this number"),
            is_dangerous=True,
        )
        if dialogs.confirm(question):
            command = calls.ContinueNumbers(self.parts.branch, number)
            self.parts.ops.command(calls.continue_numbers, command).then(self._on_continued, self.failed)

    def _add_address(self) -> None:
        for name, words in (
            ("name", _("Name")),
            ("street", _("Street")),
            ("postal_code", _("Postal code")),
            ("city", _("Town")),
            ("tax_id", _("Tax number")),
            ("phone", _("Telephone")),
            ("email", _("E-mail")),
            ("website", _("Website")),
        ):
            self.add_field(name, words, LineInput(name=f"{name}Field"))

    def _add_manners(self) -> None:
        wording = self.parts.wording
        as_desk = ("", _("as on this desk"))
        days = weekday_names(wording)
        first_days = [(AS_USUAL, _("as usual in the country")), *((day, days[day - 1]) for day in FIRST_DAYS)]
        self.add_field(
            "country", _("Country"), ChoiceInput([as_desk, *countries(wording)], name="countryField")
        )
        zone = CompletingInput(sorted(available_timezones()), name="zoneField")
        zone.setPlaceholderText(str(wording.zone))
        self.add_field("zone", _("Time zone"), zone)
        currency = LineInput(name="currencyField", placeholder=_("PLN, EUR …"))
        self.add_field("currency", _("Currency"), currency)
        self.add_field("first_weekday", _("Week begins on"), ChoiceInput(first_days, name="weekdayField"))
        digits = [(count, str(count)) for count in DIGITS]
        self.add_field("number_digits", _("Digits of a number"), ChoiceInput(digits, name="digitsField"))

    def _on_view(self, view: "CompanyView") -> None:
        self._last_number = view.last_numbers.get(self.parts.branch, 0)
        self.show_values(dict(view.values))
        self._show_preview()

    def _show_preview(self) -> None:
        digits = self.fields["number_digits"].value
        following = format_number(self.parts.branch, self._last_number + 1, digits)
        self.preview.setText(_("The next ticket will be {number}.").format(number=following))

    def _on_continued(self, changes: Changes) -> None:
        del changes
        self.reload()
