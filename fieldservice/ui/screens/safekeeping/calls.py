"""Commands and queries of this screen, imported when they are first called (see `kit/deferred.py`)."""

from typing import TYPE_CHECKING

from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "AnonymiseTickets",
    "ArchiveTickets",
    "HoldCustomer",
    "LiftHold",
    "OverwriteErased",
    "RecordPersonExport",
    "RemoveRetention",
    "SetRetention",
    "anonymise_tickets",
    "archive_tickets",
    "attachment_bytes",
    "backup_is_due",
    "clear_after_erasing",
    "contacts_found",
    "customers_found",
    "dry_run",
    "encryption_state",
    "erase_person",
    "erasing_of",
    "hold_customer",
    "lift_hold",
    "new_form_id",
    "overwrite_erased",
    "person",
    "person_data",
    "person_traces",
    "prepare_key",
    "record_person_export",
    "recovery_key",
    "remove_copies",
    "remove_retention",
    "retention_state",
    "safekeeping_state",
    "set_backup_plan",
    "set_retention",
    "verify_chain",
    "want_encryption",
    "want_restore",
    "write_person",
]

if TYPE_CHECKING:
    from fieldservice.domain.commands.disclosures import RecordPersonExport, record_person_export
    from fieldservice.domain.commands.erasing import (
        OverwriteErased,
        erase_person,
        erasing_of,
        overwrite_erased,
    )
    from fieldservice.domain.commands.identifiers import new_form_id
    from fieldservice.domain.commands.retention import (
        AnonymiseTickets,
        ArchiveTickets,
        HoldCustomer,
        LiftHold,
        RemoveRetention,
        SetRetention,
        anonymise_tickets,
        archive_tickets,
        hold_customer,
        lift_hold,
        remove_retention,
        set_retention,
    )
    from fieldservice.domain.queries.audit import verify_chain
    from fieldservice.domain.queries.encryption import (
        encryption_state,
        prepare_key,
        recovery_key,
        want_encryption,
    )
    from fieldservice.domain.queries.person_export import person_data
    from fieldservice.domain.queries.person_search import contacts_found, customers_found
    from fieldservice.domain.queries.person_traces import person, person_traces
    from fieldservice.domain.queries.retention import dry_run, retention_state
    from fieldservice.domain.queries.safekeeping import (
        attachment_bytes,
        backup_is_due,
        clear_after_erasing,
        remove_copies,
        safekeeping_state,
        set_backup_plan,
        want_restore,
    )
    from fieldservice.reports.person import write_person
else:
    _COMMANDS, _QUERIES = "fieldservice.domain.commands", "fieldservice.domain.queries"
    RecordPersonExport = Deferred(f"{_COMMANDS}.disclosures", "RecordPersonExport")
    record_person_export = Deferred(f"{_COMMANDS}.disclosures", "record_person_export")
    OverwriteErased = Deferred(f"{_COMMANDS}.erasing", "OverwriteErased")
    erase_person = Deferred(f"{_COMMANDS}.erasing", "erase_person")
    erasing_of = Deferred(f"{_COMMANDS}.erasing", "erasing_of")
    overwrite_erased = Deferred(f"{_COMMANDS}.erasing", "overwrite_erased")
    new_form_id = Deferred(f"{_COMMANDS}.identifiers", "new_form_id")
    AnonymiseTickets = Deferred(f"{_COMMANDS}.retention", "AnonymiseTickets")
    anonymise_tickets = Deferred(f"{_COMMANDS}.retention", "anonymise_tickets")
    ArchiveTickets = Deferred(f"{_COMMANDS}.retention", "ArchiveTickets")
    archive_tickets = Deferred(f"{_COMMANDS}.retention", "archive_tickets")
    HoldCustomer = Deferred(f"{_COMMANDS}.retention", "HoldCustomer")
    hold_customer = Deferred(f"{_COMMANDS}.retention", "hold_customer")
    LiftHold = Deferred(f"{_COMMANDS}.retention", "LiftHold")
    lift_hold = Deferred(f"{_COMMANDS}.retention", "lift_hold")
    RemoveRetention = Deferred(f"{_COMMANDS}.retention", "RemoveRetention")
    remove_retention = Deferred(f"{_COMMANDS}.retention", "remove_retention")
    SetRetention = Deferred(f"{_COMMANDS}.retention", "SetRetention")
    set_retention = Deferred(f"{_COMMANDS}.retention", "set_retention")
    verify_chain = Deferred(f"{_QUERIES}.audit", "verify_chain")
    encryption_state = Deferred(f"{_QUERIES}.encryption", "encryption_state")
    prepare_key = Deferred(f"{_QUERIES}.encryption", "prepare_key")
    recovery_key = Deferred(f"{_QUERIES}.encryption", "recovery_key")
    want_encryption = Deferred(f"{_QUERIES}.encryption", "want_encryption")
    person_data = Deferred(f"{_QUERIES}.person_export", "person_data")
    contacts_found = Deferred(f"{_QUERIES}.person_search", "contacts_found")
    customers_found = Deferred(f"{_QUERIES}.person_search", "customers_found")
    person = Deferred(f"{_QUERIES}.person_traces", "person")
    person_traces = Deferred(f"{_QUERIES}.person_traces", "person_traces")
    dry_run = Deferred(f"{_QUERIES}.retention", "dry_run")
    retention_state = Deferred(f"{_QUERIES}.retention", "retention_state")
    attachment_bytes = Deferred(f"{_QUERIES}.safekeeping", "attachment_bytes")
    backup_is_due = Deferred(f"{_QUERIES}.safekeeping", "backup_is_due")
    clear_after_erasing = Deferred(f"{_QUERIES}.safekeeping", "clear_after_erasing")
    remove_copies = Deferred(f"{_QUERIES}.safekeeping", "remove_copies")
    safekeeping_state = Deferred(f"{_QUERIES}.safekeeping", "safekeeping_state")
    set_backup_plan = Deferred(f"{_QUERIES}.safekeeping", "set_backup_plan")
    want_restore = Deferred(f"{_QUERIES}.safekeeping", "want_restore")
    write_person = Deferred("fieldservice.reports.person", "write_person")
