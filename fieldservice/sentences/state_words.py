"""Words of states, outcomes and the actions that lead from one to another."""

from fieldservice.sentences.marks import WordTable, called

_TICKETS: WordTable = dict(
    (
        called("TicketStateType", "new", "new"),
        called("TicketStateType", "open", "open"),
        called("TicketStateType", "in_progress", "in progress"),
        called("TicketStateType", "pending_reminder", "waiting, with a reminder"),
        called("TicketStateType", "pending_auto", "waiting, closes by itself"),
        called("TicketStateType", "closed", "closed"),
        called("TicketStateType", "merged", "merged"),
        called("TicketAction", "take_up", "taking up"),
        called("TicketAction", "start_work", "starting work"),
        called("TicketAction", "wait_with_reminder", "waiting with a reminder"),
        called("TicketAction", "wait_to_close", "waiting to close by itself"),
        called("TicketAction", "close", "closing"),
        called("TicketAction", "reopen", "reopening"),
        called("TicketAction", "merge", "merging"),
        called("ClosedBy", "by_orders", "by its orders"),
        called("ClosedBy", "by_hand", "by hand"),
    )
)

_ORDERS: WordTable = dict(
    (
        called("OrderState", "to_plan", "to plan"),
        called("OrderState", "planned", "planned"),
        called("OrderState", "in_progress", "in progress"),
        called("OrderState", "finished", "finished"),
        called("OrderState", "cancelled", "cancelled"),
        called("OrderAction", "plan_visit", "planning a visit"),
        called("OrderAction", "start_visit", "starting a visit"),
        called("OrderAction", "finish", "finishing"),
        called("OrderAction", "cancel", "cancelling"),
        called("OrderAction", "reopen", "reopening"),
        called("VisitState", "planned", "planned"),
        called("VisitState", "started", "under way"),
        called("VisitState", "ended", "ended"),
        called("VisitOutcome", "done", "done"),
        called("VisitOutcome", "partly_done", "partly done"),
        called("VisitOutcome", "no_access", "no access"),
        called("VisitOutcome", "cancelled", "cancelled"),
        called("VisitAction", "move", "moving"),
        called("VisitAction", "start", "starting"),
        called("VisitAction", "end", "ending"),
        called("VisitAction", "correct", "correcting"),
    )
)

_CLOCKS: WordTable = dict(
    (
        called("Measure", "response", "response"),
        called("Measure", "resolution", "resolution"),
        called("ClockState", "no_target", "no target"),
        called("ClockState", "on_time", "on time"),
        called("ClockState", "due_soon", "due soon"),
        called("ClockState", "overdue", "overdue"),
        called("ClockState", "escalated", "past the SLA"),
        called("ClockState", "paused", "paused"),
        called("ClockState", "wait_over", "wait is over"),
        called("ClockState", "met", "met"),
        called("ClockState", "breached", "missed"),
        called("ClockKind", "running", "running"),
        called("ClockKind", "waiting", "waiting"),
        called("ClockKind", "solved", "solved"),
        called("ClockKind", "withdrawn", "no longer pursued"),
    )
)

_IMPORTS: WordTable = dict(
    (
        called("RowState", "new", "new"),
        called("RowState", "changed", "changed"),
        called("RowState", "same", "unchanged"),
        called("RowState", "refused", "refused"),
        called("Consent", "servability", "change whether customers may be served"),
        called("Consent", "shortening", "shorten contracts"),
        called("Servability", "servable", "may be served"),
        called("Servability", "inactive", "no longer a customer"),
        called("Servability", "blocked", "blocked"),
        called("Servability", "no_contract", "no valid contract"),
    )
)

_RIGHTS: WordTable = dict(
    (
        called("Right", "everything", "everything"),
        called("Right", "log_request", "log requests"),
        called("Right", "override_verdict", "serve against the verdict"),
        called("Right", "override_plan", "plan against a conflict"),
        called("Right", "edit_ticket", "change tickets"),
        called("Right", "plan_work", "plan work orders and visits"),
        called("Right", "finish_order", "finish work orders"),
        called("Right", "edit_customer", "change customers"),
        called("Right", "edit_equipment", "change equipment"),
        called("Right", "edit_contract", "change contracts"),
        called("Right", "block_customer", "block customers"),
        called("Right", "edit_staff", "change technicians and absences"),
        called("Right", "edit_dictionary", "change dictionaries"),
        called("Right", "import_data", "import workbooks"),
    )
)

STATE_WORDS: WordTable = {**_TICKETS, **_ORDERS, **_CLOCKS, **_IMPORTS, **_RIGHTS}

# Values that a reason carries as plain text although they are members of an enum or name a table: by name of
# the value, narrowed by the code or its first part where the same name means several things.
ENUMS_OF_VALUE: dict[str, tuple[str, ...]] = {
    "table": ("Record",),
    "what": ("FileSize",),
    "field": ("Field",),
    "fields": ("Field",),
    "exchange.field": ("ExchangeField",),
    "quota_kind": ("QuotaKind",),
    "level": ("QuotaLevel",),
    "right": ("Right",),
    "measure": ("Measure",),
    "retention.act": ("RetentionAct",),
    "outcome": ("Outcome", "VisitOutcome"),
    "ticket.state": ("TicketStateType",),
    "ticket.target": ("TicketStateType",),
    "ticket.allowed_in": ("TicketStateType",),
    "ticket.action": ("TicketAction",),
    "ticket.first": ("TicketAction",),
    "ticket.possible": ("TicketAction",),
    # The company's own name of a state, not a type.
    "ticket.put_in_state.state": (),
    "ticket.close_by_closing.state": (),
    "ticket.state_does_not_close.state": (),
    "ticket.fields": ("TicketField",),
    "article.kind": ("ArticleKind",),
    "request.state": ("RequestState",),
    "ticket.change_refused.possible": ("TicketStateType",),
    "order.state": ("OrderState",),
    "order.allowed_in": ("OrderState",),
    "order.action": ("OrderAction",),
    "order.first": ("OrderAction",),
    "order.possible": ("OrderAction",),
    "visit.state": ("VisitState",),
    "visit.allowed_in": ("VisitState",),
    "visit.action": ("VisitAction",),
    "visit.first": ("VisitAction",),
    "visit.possible": ("VisitAction",),
}
