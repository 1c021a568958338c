"""The dialog about a site."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtWidgets import QWidget

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.calls import Call
from fieldservice.ui.kit.fields import TextField
from fieldservice.ui.kit.form_dialog import FormDialog
from fieldservice.ui.kit.registers import calls
from fieldservice.ui.kit.registers.parts import RegisterParts
from fieldservice.wording import _

if TYPE_CHECKING:
    from fieldservice.domain.commands.sites import SiteData
    from fieldservice.domain.queries.customer_card import SiteRow


class SiteDialog(FormDialog):
    """A place of the customer where equipment stands."""

    def __init__(
        self, parts: RegisterParts, parent: QWidget, customer_id: UUID, site: "SiteRow | None" = None
    ) -> None:
        title = _("New site") if site is None else _("Change site")
        subject = customer_id if site is None else site.id
        super().__init__(parts, parent, title, name="siteDialog", subject=subject)
        self._customer_id, self._site = customer_id, site
        self._seen: SiteData | None = None if site is None else _seen(site)
        self._site_id: UUID = calls.new_form_id() if site is None else site.id
        self._name = TextField(name="siteName")
        self._code = TextField(name="siteCode", placeholder=_("given by itself"))
        self._street = TextField(name="siteStreet")
        self._postal = TextField(name="sitePostalCode", placeholder=_("Postal code"))
        self._city = TextField(name="siteCity", placeholder=_("City"))
        self._zone = TextField(name="siteZone", placeholder=str(parts.wording.zone))
        self._postal.setAccessibleName(_("Postal code"))
        self._city.setAccessibleName(_("City"))
        self.form.add(_("Name"), self._name)
        self.form.add(_("Code"), self._code)
        self.form.add(_("Street"), self._street)
        self.form.add(_("City"), self._postal, self._city, stretches=(2, 3))
        self.form.add(_("Time zone"), self._zone)
        for key, field in self._fields().items():
            self.keep(key, field)
            if site is not None:
                field.setText(getattr(site, key) or "")
        self._name.setFocus()

    def send(self) -> Call[Changes]:
        data = calls.SiteData(
            name=self._name.text(),
            code=self._code.text(),
            street=self._street.text(),
            postal_code=self._postal.text(),
            city=self._city.text(),
            latitude=self._site.latitude if self._site else None,
            longitude=self._site.longitude if self._site else None,
            zone=self._zone.text().strip() or None,
        )
        if self._site is None:
            return self.parts.ops.command(
                calls.add_site, calls.AddSite(self._site_id, self._customer_id, data)
            )
        change = calls.ChangeSite(self._site_id, self._site.version, data, self._seen)
        return self.parts.ops.command(calls.change_site, change)

    def field_of(self) -> Mapping[str, QWidget]:
        return {
            "site.name_missing": self._name,
            "site.code_taken": self._code,
            "calendar.zone_unknown": self._zone,
        }

    def field_titles(self) -> Mapping[str, str]:
        return {
            "name": _("Name"),
            "code": _("Code"),
            "street": _("Street"),
            "postal_code": _("Postal code"),
            "city": _("Town"),
            "zone": _("Time zone"),
        }

    def overrule(self, name: str, value: Any) -> None:
        if self._seen is not None:
            self._seen = replace(self._seen, **{name: value})

    def _fields(self) -> dict[str, TextField]:
        return {
            "name": self._name,
            "code": self._code,
            "street": self._street,
            "postal_code": self._postal,
            "city": self._city,
            "zone": self._zone,
        }


def _seen(site: "SiteRow") -> "SiteData":
    """The site as the form found it."""
    return calls.SiteData(
        site.name,
        site.code,
        site.street,
        site.postal_code,
        site.city,
        site.latitude,
        site.longitude,
        site.zone,
    )
