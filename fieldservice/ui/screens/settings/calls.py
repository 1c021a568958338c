"""Commands and queries of this screen, imported when they are first called (see `kit/deferred.py`)."""

from typing import TYPE_CHECKING

from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "AddEntry",
    "ArrangeFields",
    "CellChange",
    "ChangeCompany",
    "ChangeEntry",
    "ChangeMatrix",
    "ChangeSlaRules",
    "ChangeStandardField",
    "ContinueNumbers",
    "CustomerFilter",
    "FieldChange",
    "FreeCalendarDay",
    "MakeUsualState",
    "MoveEntry",
    "NameGrade",
    "RemoveEntry",
    "SetCalendarDay",
    "SetConduct",
    "SetEntryActive",
    "add_entry",
    "arrange_fields",
    "book_page",
    "calendar_view",
    "change_company",
    "change_entry",
    "change_matrix",
    "change_sla_rules",
    "change_standard_field",
    "company_view",
    "conducts",
    "continue_numbers",
    "customer_page",
    "free_calendar_day",
    "layout_rows",
    "make_usual_state",
    "matrix_view",
    "move_entry",
    "name_grade",
    "new_form_id",
    "preview_rules",
    "regions",
    "remove_entry",
    "set_calendar_day",
    "set_conduct",
    "set_entry_active",
    "sla_rules_page",
    "usage",
]

if TYPE_CHECKING:
    from fieldservice.domain.commands.calendars import (
        FreeCalendarDay,
        SetCalendarDay,
        free_calendar_day,
        set_calendar_day,
    )
    from fieldservice.domain.commands.company import (
        ChangeCompany,
        ContinueNumbers,
        change_company,
        continue_numbers,
    )
    from fieldservice.domain.commands.custom_fields import (
        ArrangeFields,
        ChangeStandardField,
        arrange_fields,
        change_standard_field,
    )
    from fieldservice.domain.commands.dictionaries import SetEntryActive, set_entry_active
    from fieldservice.domain.commands.entries import (
        AddEntry,
        ChangeEntry,
        FieldChange,
        MakeUsualState,
        MoveEntry,
        RemoveEntry,
        add_entry,
        change_entry,
        make_usual_state,
        move_entry,
        remove_entry,
    )
    from fieldservice.domain.commands.identifiers import new_form_id
    from fieldservice.domain.commands.priorities import (
        CellChange,
        ChangeMatrix,
        NameGrade,
        change_matrix,
        name_grade,
    )
    from fieldservice.domain.commands.slas import ChangeSlaRules, change_sla_rules
    from fieldservice.domain.commands.ticket_conduct import SetConduct, set_conduct
    from fieldservice.domain.queries.calendars import calendar_view, regions
    from fieldservice.domain.queries.custom_fields import layout_rows
    from fieldservice.domain.queries.customers import CustomerFilter, customer_page
    from fieldservice.domain.queries.settings import book_page, company_view, matrix_view, usage
    from fieldservice.domain.queries.sla_rules import preview_rules, sla_rules_page
    from fieldservice.domain.queries.ticket_acts import conducts
else:
    _COMMANDS, _QUERIES = "fieldservice.domain.commands", "fieldservice.domain.queries"
    AddEntry = Deferred(f"{_COMMANDS}.entries", "AddEntry")
    ArrangeFields = Deferred(f"{_COMMANDS}.custom_fields", "ArrangeFields")
    CellChange = Deferred(f"{_COMMANDS}.priorities", "CellChange")
    ChangeCompany = Deferred(f"{_COMMANDS}.company", "ChangeCompany")
    ChangeEntry = Deferred(f"{_COMMANDS}.entries", "ChangeEntry")
    ChangeMatrix = Deferred(f"{_COMMANDS}.priorities", "ChangeMatrix")
    ChangeSlaRules = Deferred(f"{_COMMANDS}.slas", "ChangeSlaRules")
    ChangeStandardField = Deferred(f"{_COMMANDS}.custom_fields", "ChangeStandardField")
    ContinueNumbers = Deferred(f"{_COMMANDS}.company", "ContinueNumbers")
    FieldChange = Deferred(f"{_COMMANDS}.entries", "FieldChange")
    FreeCalendarDay = Deferred(f"{_COMMANDS}.calendars", "FreeCalendarDay")
    MakeUsualState = Deferred(f"{_COMMANDS}.entries", "MakeUsualState")
    MoveEntry = Deferred(f"{_COMMANDS}.entries", "MoveEntry")
    NameGrade = Deferred(f"{_COMMANDS}.priorities", "NameGrade")
    RemoveEntry = Deferred(f"{_COMMANDS}.entries", "RemoveEntry")
    SetCalendarDay = Deferred(f"{_COMMANDS}.calendars", "SetCalendarDay")
    SetConduct = Deferred(f"{_COMMANDS}.ticket_conduct", "SetConduct")
    SetEntryActive = Deferred(f"{_COMMANDS}.dictionaries", "SetEntryActive")
    add_entry = Deferred(f"{_COMMANDS}.entries", "add_entry")
    arrange_fields = Deferred(f"{_COMMANDS}.custom_fields", "arrange_fields")
    book_page = Deferred(f"{_QUERIES}.settings", "book_page")
    calendar_view = Deferred(f"{_QUERIES}.calendars", "calendar_view")
    change_company = Deferred(f"{_COMMANDS}.company", "change_company")
    change_entry = Deferred(f"{_COMMANDS}.entries", "change_entry")
    change_matrix = Deferred(f"{_COMMANDS}.priorities", "change_matrix")
    change_sla_rules = Deferred(f"{_COMMANDS}.slas", "change_sla_rules")
    change_standard_field = Deferred(f"{_COMMANDS}.custom_fields", "change_standard_field")
    company_view = Deferred(f"{_QUERIES}.settings", "company_view")
    conducts = Deferred(f"{_QUERIES}.ticket_acts", "conducts")
    continue_numbers = Deferred(f"{_COMMANDS}.company", "continue_numbers")
    CustomerFilter = Deferred(f"{_QUERIES}.customers", "CustomerFilter")
    customer_page = Deferred(f"{_QUERIES}.customers", "customer_page")
    free_calendar_day = Deferred(f"{_COMMANDS}.calendars", "free_calendar_day")
    layout_rows = Deferred(f"{_QUERIES}.custom_fields", "layout_rows")
    make_usual_state = Deferred(f"{_COMMANDS}.entries", "make_usual_state")
    matrix_view = Deferred(f"{_QUERIES}.settings", "matrix_view")
    move_entry = Deferred(f"{_COMMANDS}.entries", "move_entry")
    name_grade = Deferred(f"{_COMMANDS}.priorities", "name_grade")
    new_form_id = Deferred(f"{_COMMANDS}.identifiers", "new_form_id")
    preview_rules = Deferred(f"{_QUERIES}.sla_rules", "preview_rules")
    regions = Deferred(f"{_QUERIES}.calendars", "regions")
    remove_entry = Deferred(f"{_COMMANDS}.entries", "remove_entry")
    set_calendar_day = Deferred(f"{_COMMANDS}.calendars", "set_calendar_day")
    set_conduct = Deferred(f"{_COMMANDS}.ticket_conduct", "set_conduct")
    set_entry_active = Deferred(f"{_COMMANDS}.dictionaries", "set_entry_active")
    sla_rules_page = Deferred(f"{_QUERIES}.sla_rules", "sla_rules_page")
    usage = Deferred(f"{_QUERIES}.settings", "usage")
