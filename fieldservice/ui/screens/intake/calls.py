"""Commands and queries of this screen, imported when they are first called (see `kit/deferred.py`)."""

from typing import TYPE_CHECKING

from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "AcceptParked",
    "AddArticle",
    "Arrival",
    "CreateCustomer",
    "CustomerData",
    "DiscardDraft",
    "IntakeAsk",
    "LogRequest",
    "NewTicket",
    "ParkRequest",
    "SaveDraft",
    "accept_parked",
    "add_article",
    "article_kind_of",
    "channel_of",
    "create_customer",
    "customer_match",
    "customer_panel",
    "discard_draft",
    "drafts_of",
    "fields_for_intake",
    "find_callers",
    "intake_options",
    "intake_preview",
    "is_logged",
    "log_request",
    "new_form_id",
    "park_request",
    "products_for",
    "read_phone",
    "request_row",
    "save_draft",
    "show_phone",
    "unit_choice",
    "units_for",
    "work_kinds",
    "work_kinds_known_as",
]

if TYPE_CHECKING:
    from fieldservice.domain.commands.acceptance import NewTicket
    from fieldservice.domain.commands.arrivals import article_kind_of, channel_of
    from fieldservice.domain.commands.articles import AddArticle, add_article
    from fieldservice.domain.commands.customers import CreateCustomer, CustomerData, create_customer
    from fieldservice.domain.commands.drafts import DiscardDraft, SaveDraft, discard_draft, save_draft
    from fieldservice.domain.commands.identifiers import new_form_id
    from fieldservice.domain.commands.requests import (
        AcceptParked,
        Arrival,
        LogRequest,
        ParkRequest,
        accept_parked,
        log_request,
        park_request,
    )
    from fieldservice.domain.formats.phones import read_phone, show_phone
    from fieldservice.domain.queries.call_verdicts import work_kinds_known_as
    from fieldservice.domain.queries.callers import customer_match, find_callers
    from fieldservice.domain.queries.custom_fields import fields_for_intake
    from fieldservice.domain.queries.dictionaries import work_kinds
    from fieldservice.domain.queries.drafts import drafts_of
    from fieldservice.domain.queries.intake import (
        IntakeAsk,
        customer_panel,
        intake_options,
        intake_preview,
        is_logged,
    )
    from fieldservice.domain.queries.intake_units import products_for, unit_choice, units_for
    from fieldservice.domain.queries.trays import request_row
else:
    _COMMANDS = "fieldservice.domain.commands"
    _QUERIES = "fieldservice.domain.queries"

    NewTicket = Deferred(f"{_COMMANDS}.acceptance", "NewTicket")
    article_kind_of = Deferred(f"{_COMMANDS}.arrivals", "article_kind_of")
    channel_of = Deferred(f"{_COMMANDS}.arrivals", "channel_of")
    CreateCustomer = Deferred(f"{_COMMANDS}.customers", "CreateCustomer")
    CustomerData = Deferred(f"{_COMMANDS}.customers", "CustomerData")
    create_customer = Deferred(f"{_COMMANDS}.customers", "create_customer")
    DiscardDraft = Deferred(f"{_COMMANDS}.drafts", "DiscardDraft")
    SaveDraft = Deferred(f"{_COMMANDS}.drafts", "SaveDraft")
    discard_draft = Deferred(f"{_COMMANDS}.drafts", "discard_draft")
    save_draft = Deferred(f"{_COMMANDS}.drafts", "save_draft")
    new_form_id = Deferred(f"{_COMMANDS}.identifiers", "new_form_id")
    AcceptParked = Deferred(f"{_COMMANDS}.requests", "AcceptParked")
    Arrival = Deferred(f"{_COMMANDS}.requests", "Arrival")
    LogRequest = Deferred(f"{_COMMANDS}.requests", "LogRequest")
    ParkRequest = Deferred(f"{_COMMANDS}.requests", "ParkRequest")
    accept_parked = Deferred(f"{_COMMANDS}.requests", "accept_parked")
    log_request = Deferred(f"{_COMMANDS}.requests", "log_request")
    park_request = Deferred(f"{_COMMANDS}.requests", "park_request")
    AddArticle = Deferred(f"{_COMMANDS}.articles", "AddArticle")
    add_article = Deferred(f"{_COMMANDS}.articles", "add_article")

    customer_match = Deferred(f"{_QUERIES}.callers", "customer_match")
    find_callers = Deferred(f"{_QUERIES}.callers", "find_callers")
    work_kinds_known_as = Deferred(f"{_QUERIES}.call_verdicts", "work_kinds_known_as")
    work_kinds = Deferred(f"{_QUERIES}.dictionaries", "work_kinds")
    drafts_of = Deferred(f"{_QUERIES}.drafts", "drafts_of")
    fields_for_intake = Deferred(f"{_QUERIES}.custom_fields", "fields_for_intake")
    IntakeAsk = Deferred(f"{_QUERIES}.intake", "IntakeAsk")
    customer_panel = Deferred(f"{_QUERIES}.intake", "customer_panel")
    intake_options = Deferred(f"{_QUERIES}.intake", "intake_options")
    intake_preview = Deferred(f"{_QUERIES}.intake", "intake_preview")
    is_logged = Deferred(f"{_QUERIES}.intake", "is_logged")
    products_for = Deferred(f"{_QUERIES}.intake_units", "products_for")
    unit_choice = Deferred(f"{_QUERIES}.intake_units", "unit_choice")
    units_for = Deferred(f"{_QUERIES}.intake_units", "units_for")
    request_row = Deferred(f"{_QUERIES}.trays", "request_row")

    read_phone = Deferred("fieldservice.domain.formats.phones", "read_phone")
    show_phone = Deferred("fieldservice.domain.formats.phones", "show_phone")
