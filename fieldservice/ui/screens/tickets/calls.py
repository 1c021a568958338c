"""Commands and queries of this screen, imported when they are first called (see `kit/deferred.py`)."""

from typing import TYPE_CHECKING

from fieldservice.domain.queries.ticket_rows import TicketWish, Viewer
from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "AddArticle",
    "AddTechnician",
    "ArticleKind",
    "CancelOrder",
    "ChangeTicket",
    "CloseTicket",
    "CreateOrders",
    "DiscardDraft",
    "FinishOrder",
    "LineKind",
    "MoveVisit",
    "NewOrder",
    "NewVisit",
    "NewWorkLine",
    "OpenOrders",
    "PlanAsk",
    "PlanVisit",
    "PutInState",
    "RecordVisit",
    "ReopenOrder",
    "ReopenTicket",
    "SaveDraft",
    "SetExpectedClosing",
    "StartVisit",
    "TechnicianData",
    "TicketWish",
    "Viewer",
    "add_article",
    "add_technician",
    "cancel_order",
    "change_ticket",
    "close_ticket",
    "create_orders",
    "customer_hold",
    "detail",
    "discard_draft",
    "draft_of",
    "edit_form",
    "finish_order",
    "history",
    "move_visit",
    "new_form_id",
    "order_form",
    "page",
    "plan_conflicts",
    "plan_visit",
    "preview_change",
    "put_ticket_in_state",
    "record_visit",
    "reopen_order",
    "reopen_ticket",
    "save_draft",
    "set_expected_closing",
    "start_visit",
    "ticket_pickers",
    "units_for",
    "view_counts",
    "visit_form",
]

if TYPE_CHECKING:
    from fieldservice.domain.commands.articles import AddArticle, add_article
    from fieldservice.domain.commands.drafts import DiscardDraft, SaveDraft, discard_draft, save_draft
    from fieldservice.domain.commands.identifiers import new_form_id
    from fieldservice.domain.commands.orders import (
        CancelOrder,
        CreateOrders,
        FinishOrder,
        NewOrder,
        ReopenOrder,
        cancel_order,
        create_orders,
        finish_order,
        reopen_order,
    )
    from fieldservice.domain.commands.people import AddTechnician, TechnicianData, add_technician
    from fieldservice.domain.commands.ticket_reopening import ReopenTicket, reopen_ticket
    from fieldservice.domain.commands.tickets import (
        ChangeTicket,
        CloseTicket,
        OpenOrders,
        PutInState,
        SetExpectedClosing,
        change_ticket,
        close_ticket,
        put_ticket_in_state,
        set_expected_closing,
    )
    from fieldservice.domain.commands.visits import (
        MoveVisit,
        NewVisit,
        NewWorkLine,
        PlanVisit,
        RecordVisit,
        StartVisit,
        move_visit,
        plan_visit,
        record_visit,
        start_visit,
    )
    from fieldservice.domain.queries.dictionaries import ticket_pickers
    from fieldservice.domain.queries.drafts import draft_of
    from fieldservice.domain.queries.history import history
    from fieldservice.domain.queries.intake_units import units_for
    from fieldservice.domain.queries.orders import (
        LineKind,
        PlanAsk,
        customer_hold,
        order_form,
        plan_conflicts,
        visit_form,
    )
    from fieldservice.domain.queries.ticket_detail import ArticleKind, detail
    from fieldservice.domain.queries.ticket_edit import edit_form, preview_change
    from fieldservice.domain.queries.ticket_list import page
    from fieldservice.domain.queries.ticket_views import view_counts
else:
    _COMMANDS = "fieldservice.domain.commands"
    _QUERIES = "fieldservice.domain.queries"

    DiscardDraft = Deferred(f"{_COMMANDS}.drafts", "DiscardDraft")
    SaveDraft = Deferred(f"{_COMMANDS}.drafts", "SaveDraft")
    discard_draft = Deferred(f"{_COMMANDS}.drafts", "discard_draft")
    save_draft = Deferred(f"{_COMMANDS}.drafts", "save_draft")
    new_form_id = Deferred(f"{_COMMANDS}.identifiers", "new_form_id")

    AddTechnician = Deferred(f"{_COMMANDS}.people", "AddTechnician")
    TechnicianData = Deferred(f"{_COMMANDS}.people", "TechnicianData")
    add_technician = Deferred(f"{_COMMANDS}.people", "add_technician")

    CancelOrder = Deferred(f"{_COMMANDS}.orders", "CancelOrder")
    CreateOrders = Deferred(f"{_COMMANDS}.orders", "CreateOrders")
    FinishOrder = Deferred(f"{_COMMANDS}.orders", "FinishOrder")
    NewOrder = Deferred(f"{_COMMANDS}.orders", "NewOrder")
    ReopenOrder = Deferred(f"{_COMMANDS}.orders", "ReopenOrder")
    cancel_order = Deferred(f"{_COMMANDS}.orders", "cancel_order")
    create_orders = Deferred(f"{_COMMANDS}.orders", "create_orders")
    finish_order = Deferred(f"{_COMMANDS}.orders", "finish_order")
    reopen_order = Deferred(f"{_COMMANDS}.orders", "reopen_order")

    AddArticle = Deferred(f"{_COMMANDS}.articles", "AddArticle")
    ChangeTicket = Deferred(f"{_COMMANDS}.tickets", "ChangeTicket")
    CloseTicket = Deferred(f"{_COMMANDS}.tickets", "CloseTicket")
    OpenOrders = Deferred(f"{_COMMANDS}.tickets", "OpenOrders")
    PutInState = Deferred(f"{_COMMANDS}.tickets", "PutInState")
    ReopenTicket = Deferred(f"{_COMMANDS}.ticket_reopening", "ReopenTicket")
    SetExpectedClosing = Deferred(f"{_COMMANDS}.tickets", "SetExpectedClosing")
    add_article = Deferred(f"{_COMMANDS}.articles", "add_article")
    change_ticket = Deferred(f"{_COMMANDS}.tickets", "change_ticket")
    close_ticket = Deferred(f"{_COMMANDS}.tickets", "close_ticket")
    put_ticket_in_state = Deferred(f"{_COMMANDS}.tickets", "put_ticket_in_state")
    reopen_ticket = Deferred(f"{_COMMANDS}.ticket_reopening", "reopen_ticket")
    set_expected_closing = Deferred(f"{_COMMANDS}.tickets", "set_expected_closing")

    MoveVisit = Deferred(f"{_COMMANDS}.visits", "MoveVisit")
    NewVisit = Deferred(f"{_COMMANDS}.visits", "NewVisit")
    NewWorkLine = Deferred(f"{_COMMANDS}.visits", "NewWorkLine")
    PlanVisit = Deferred(f"{_COMMANDS}.visits", "PlanVisit")
    RecordVisit = Deferred(f"{_COMMANDS}.visits", "RecordVisit")
    StartVisit = Deferred(f"{_COMMANDS}.visits", "StartVisit")
    move_visit = Deferred(f"{_COMMANDS}.visits", "move_visit")
    plan_visit = Deferred(f"{_COMMANDS}.visits", "plan_visit")
    record_visit = Deferred(f"{_COMMANDS}.visits", "record_visit")
    start_visit = Deferred(f"{_COMMANDS}.visits", "start_visit")

    ticket_pickers = Deferred(f"{_QUERIES}.dictionaries", "ticket_pickers")
    draft_of = Deferred(f"{_QUERIES}.drafts", "draft_of")
    history = Deferred(f"{_QUERIES}.history", "history")
    LineKind = Deferred(f"{_QUERIES}.orders", "LineKind")
    PlanAsk = Deferred(f"{_QUERIES}.orders", "PlanAsk")
    customer_hold = Deferred(f"{_QUERIES}.orders", "customer_hold")
    order_form = Deferred(f"{_QUERIES}.orders", "order_form")
    plan_conflicts = Deferred(f"{_QUERIES}.orders", "plan_conflicts")
    visit_form = Deferred(f"{_QUERIES}.orders", "visit_form")
    ArticleKind = Deferred(f"{_QUERIES}.ticket_detail", "ArticleKind")
    detail = Deferred(f"{_QUERIES}.ticket_detail", "detail")
    edit_form = Deferred(f"{_QUERIES}.ticket_edit", "edit_form")
    preview_change = Deferred(f"{_QUERIES}.ticket_edit", "preview_change")
    units_for = Deferred(f"{_QUERIES}.intake_units", "units_for")
    page = Deferred(f"{_QUERIES}.ticket_list", "page")
    view_counts = Deferred(f"{_QUERIES}.ticket_views", "view_counts")
