"""The sections of the settings in the order of their list: title, group, words by which they are found."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from fieldservice.ui.screens.settings import text_books, ticket_books, time_books
from fieldservice.ui.screens.settings.book_section import BookSection
from fieldservice.ui.screens.settings.books import BookSpec
from fieldservice.ui.screens.settings.calendar_section import CalendarSection
from fieldservice.ui.screens.settings.company_section import CompanySection
from fieldservice.ui.screens.settings.forms_section import FormsSection
from fieldservice.ui.screens.settings.layout_section import LayoutSection
from fieldservice.ui.screens.settings.matrix_section import MatrixSection
from fieldservice.ui.screens.settings.parts import SettingsParts
from fieldservice.ui.screens.settings.section import SettingsSection
from fieldservice.ui.screens.settings.sla_rules_section import SlaRulesSection
from fieldservice.ui.screens.settings.types_section import TypesSection
from fieldservice.wording import _


@dataclass(frozen=True, slots=True)
class SectionEntry:
    """A section in the list; it is made when it is first shown. `words` find it besides its title."""

    id: str
    title: str
    group: str
    words: str
    make: Callable[[SettingsParts], SettingsSection]


def directory() -> Sequence[SectionEntry]:
    return (*_company(), *_tickets(), *_work_and_time(), *_fields_and_texts())


def _company() -> Sequence[SectionEntry]:
    group = _("General")
    words = _("name address currency week number format digits")
    return (SectionEntry("company", _("Company"), group, words, CompanySection),)


def _tickets() -> Sequence[SectionEntry]:
    group = _("Tickets")
    return (
        _book("kinds", group, _("category customer queue"), ticket_books.kinds()),
        SectionEntry("types", _("Types"), group, _("incident problem purpose team reopen"), TypesSection),
        _book("purposes", group, _("reason analysis"), ticket_books.purposes()),
        _book("services", group, _("catalogue"), ticket_books.services()),
        _book("states", group, _("closed colour shape unsolvable"), ticket_books.states()),
        _book("waiting", group, _("pending wait reason supplier"), ticket_books.wait_reasons()),
        _book("queues", group, _("team destination"), ticket_books.queues()),
        SectionEntry("priorities", _("Priorities"), group, _("matrix impact urgency levels"), MatrixSection),
    )


def _work_and_time() -> Sequence[SectionEntry]:
    work, time = _("Work"), _("Time")
    return (
        _book("works", work, _("repair inspection duration"), ticket_books.works()),
        _book("blocks", work, _("block unpaid"), ticket_books.block_reasons()),
        SectionEntry(
            "calendars", _("Calendars"), time, _("business hours holidays week closed zone"), CalendarSection
        ),
        _book("slas", time, _("targets response resolution roles"), time_books.slas()),
        SectionEntry(
            "sla_rules", _("Choice of the SLA"), time, _("rules conditions preview deadline"), SlaRulesSection
        ),
    )


def _fields_and_texts() -> Sequence[SectionEntry]:
    fields, texts = _("Fields"), _("Texts")
    return (
        _book("own_fields", fields, _("custom field choice date"), text_books.own_fields()),
        SectionEntry("layout", _("Fields of a ticket"), fields, _("layout order hide rename"), LayoutSection),
        SectionEntry("forms", _("Forms"), fields, _("dynamic conditions show require"), FormsSection),
        _book("text_blocks", texts, _("placeholders answer"), text_books.text_blocks()),
        _book("templates", texts, _("template tasks"), text_books.templates()),
    )


def _book(section_id: str, group: str, words: str, spec: BookSpec) -> SectionEntry:
    name = f"{section_id}Section"
    return SectionEntry(section_id, spec.title, group, words, partial(BookSection, spec=spec, name=name))
