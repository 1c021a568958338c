"""Commands and queries of the registers, imported when they are first called (see `kit/deferred.py`)."""

from typing import TYPE_CHECKING

from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "AddContact",
    "AddEquipment",
    "AddSite",
    "ArchiveCustomer",
    "CardAsk",
    "ChangeContact",
    "ChangeCustomer",
    "ChangeEquipment",
    "ChangeSite",
    "ContactData",
    "CoverageAsk",
    "CreateContract",
    "CreateCustomer",
    "CustomerData",
    "CustomerFilter",
    "DiscardContract",
    "DiscardDraft",
    "EndContract",
    "LiftBlock",
    "LineData",
    "MergeContacts",
    "MoveEquipment",
    "Reachability",
    "ReactivateCustomer",
    "RenewContract",
    "RenewalAsk",
    "RetireEquipment",
    "ReturnEquipment",
    "SaveDraft",
    "SetBlock",
    "SetContactActive",
    "SetCustomerReach",
    "SignContract",
    "SiteData",
    "SortBy",
    "TermsData",
    "UnitData",
    "add_contact",
    "add_equipment",
    "add_site",
    "archive_customer",
    "change_contact",
    "change_customer",
    "change_equipment",
    "change_site",
    "covered_at",
    "create_contract",
    "create_customer",
    "customer_card",
    "customer_page",
    "customer_pickers",
    "customers_with_tax_id",
    "discard_contract",
    "discard_draft",
    "drafts_of",
    "end_contract",
    "lift_block",
    "merge_contacts",
    "move_equipment",
    "new_form_id",
    "reactivate_customer",
    "renew_contract",
    "renewal_preview",
    "retire_equipment",
    "return_equipment",
    "save_draft",
    "set_block",
    "set_contact_active",
    "set_customer_reach",
    "sign_contract",
    "unit_card",
    "units_with_serial",
]

if TYPE_CHECKING:
    from fieldservice.domain.commands.blocks import LiftBlock, SetBlock, lift_block, set_block
    from fieldservice.domain.commands.contact_merging import MergeContacts, merge_contacts
    from fieldservice.domain.commands.contacts import (
        AddContact,
        ChangeContact,
        ContactData,
        Reachability,
        SetContactActive,
        SetCustomerReach,
        add_contact,
        change_contact,
        set_contact_active,
        set_customer_reach,
    )
    from fieldservice.domain.commands.contracts import (
        CreateContract,
        DiscardContract,
        EndContract,
        SignContract,
        TermsData,
        create_contract,
        discard_contract,
        end_contract,
        sign_contract,
    )
    from fieldservice.domain.commands.coverage_lines import LineData
    from fieldservice.domain.commands.customers import (
        ArchiveCustomer,
        ChangeCustomer,
        CreateCustomer,
        CustomerData,
        ReactivateCustomer,
        archive_customer,
        change_customer,
        create_customer,
        reactivate_customer,
    )
    from fieldservice.domain.commands.drafts import DiscardDraft, SaveDraft, discard_draft, save_draft
    from fieldservice.domain.commands.equipment import (
        AddEquipment,
        ChangeEquipment,
        MoveEquipment,
        RetireEquipment,
        ReturnEquipment,
        UnitData,
        add_equipment,
        change_equipment,
        move_equipment,
        retire_equipment,
        return_equipment,
    )
    from fieldservice.domain.commands.identifiers import new_form_id
    from fieldservice.domain.commands.renewals import RenewContract, renew_contract
    from fieldservice.domain.commands.sites import AddSite, ChangeSite, SiteData, add_site, change_site
    from fieldservice.domain.queries.customer_card import CardAsk, customer_card
    from fieldservice.domain.queries.customers import CustomerFilter, customer_page, customers_with_tax_id
    from fieldservice.domain.queries.dictionaries import customer_pickers
    from fieldservice.domain.queries.drafts import drafts_of
    from fieldservice.domain.queries.equipment import unit_card, units_with_serial
    from fieldservice.domain.queries.keyset import SortBy
    from fieldservice.domain.queries.renewals import RenewalAsk, renewal_preview
    from fieldservice.domain.queries.site_coverage import CoverageAsk, covered_at
else:
    _COMMANDS = "fieldservice.domain.commands"
    _QUERIES = "fieldservice.domain.queries"

    SetBlock = Deferred(f"{_COMMANDS}.blocks", "SetBlock")
    LiftBlock = Deferred(f"{_COMMANDS}.blocks", "LiftBlock")
    set_block = Deferred(f"{_COMMANDS}.blocks", "set_block")
    lift_block = Deferred(f"{_COMMANDS}.blocks", "lift_block")

    AddContact = Deferred(f"{_COMMANDS}.contacts", "AddContact")
    ChangeContact = Deferred(f"{_COMMANDS}.contacts", "ChangeContact")
    ContactData = Deferred(f"{_COMMANDS}.contacts", "ContactData")
    Reachability = Deferred(f"{_COMMANDS}.contacts", "Reachability")
    SetContactActive = Deferred(f"{_COMMANDS}.contacts", "SetContactActive")
    SetCustomerReach = Deferred(f"{_COMMANDS}.contacts", "SetCustomerReach")
    add_contact = Deferred(f"{_COMMANDS}.contacts", "add_contact")
    change_contact = Deferred(f"{_COMMANDS}.contacts", "change_contact")
    set_contact_active = Deferred(f"{_COMMANDS}.contacts", "set_contact_active")
    set_customer_reach = Deferred(f"{_COMMANDS}.contacts", "set_customer_reach")

    MergeContacts = Deferred(f"{_COMMANDS}.contact_merging", "MergeContacts")
    merge_contacts = Deferred(f"{_COMMANDS}.contact_merging", "merge_contacts")

    LineData = Deferred(f"{_COMMANDS}.coverage_lines", "LineData")
    CreateContract = Deferred(f"{_COMMANDS}.contracts", "CreateContract")
    DiscardContract = Deferred(f"{_COMMANDS}.contracts", "DiscardContract")
    EndContract = Deferred(f"{_COMMANDS}.contracts", "EndContract")
    SignContract = Deferred(f"{_COMMANDS}.contracts", "SignContract")
    TermsData = Deferred(f"{_COMMANDS}.contracts", "TermsData")
    create_contract = Deferred(f"{_COMMANDS}.contracts", "create_contract")
    discard_contract = Deferred(f"{_COMMANDS}.contracts", "discard_contract")
    end_contract = Deferred(f"{_COMMANDS}.contracts", "end_contract")
    sign_contract = Deferred(f"{_COMMANDS}.contracts", "sign_contract")

    ArchiveCustomer = Deferred(f"{_COMMANDS}.customers", "ArchiveCustomer")
    ChangeCustomer = Deferred(f"{_COMMANDS}.customers", "ChangeCustomer")
    CreateCustomer = Deferred(f"{_COMMANDS}.customers", "CreateCustomer")
    CustomerData = Deferred(f"{_COMMANDS}.customers", "CustomerData")
    ReactivateCustomer = Deferred(f"{_COMMANDS}.customers", "ReactivateCustomer")
    archive_customer = Deferred(f"{_COMMANDS}.customers", "archive_customer")
    change_customer = Deferred(f"{_COMMANDS}.customers", "change_customer")
    create_customer = Deferred(f"{_COMMANDS}.customers", "create_customer")
    reactivate_customer = Deferred(f"{_COMMANDS}.customers", "reactivate_customer")

    DiscardDraft = Deferred(f"{_COMMANDS}.drafts", "DiscardDraft")
    SaveDraft = Deferred(f"{_COMMANDS}.drafts", "SaveDraft")
    discard_draft = Deferred(f"{_COMMANDS}.drafts", "discard_draft")
    save_draft = Deferred(f"{_COMMANDS}.drafts", "save_draft")
    new_form_id = Deferred(f"{_COMMANDS}.identifiers", "new_form_id")

    AddEquipment = Deferred(f"{_COMMANDS}.equipment", "AddEquipment")
    ChangeEquipment = Deferred(f"{_COMMANDS}.equipment", "ChangeEquipment")
    MoveEquipment = Deferred(f"{_COMMANDS}.equipment", "MoveEquipment")
    RetireEquipment = Deferred(f"{_COMMANDS}.equipment", "RetireEquipment")
    ReturnEquipment = Deferred(f"{_COMMANDS}.equipment", "ReturnEquipment")
    UnitData = Deferred(f"{_COMMANDS}.equipment", "UnitData")
    add_equipment = Deferred(f"{_COMMANDS}.equipment", "add_equipment")
    change_equipment = Deferred(f"{_COMMANDS}.equipment", "change_equipment")
    move_equipment = Deferred(f"{_COMMANDS}.equipment", "move_equipment")
    retire_equipment = Deferred(f"{_COMMANDS}.equipment", "retire_equipment")
    return_equipment = Deferred(f"{_COMMANDS}.equipment", "return_equipment")

    RenewContract = Deferred(f"{_COMMANDS}.renewals", "RenewContract")
    renew_contract = Deferred(f"{_COMMANDS}.renewals", "renew_contract")
    RenewalAsk = Deferred(f"{_QUERIES}.renewals", "RenewalAsk")
    renewal_preview = Deferred(f"{_QUERIES}.renewals", "renewal_preview")

    AddSite = Deferred(f"{_COMMANDS}.sites", "AddSite")
    ChangeSite = Deferred(f"{_COMMANDS}.sites", "ChangeSite")
    SiteData = Deferred(f"{_COMMANDS}.sites", "SiteData")
    add_site = Deferred(f"{_COMMANDS}.sites", "add_site")
    change_site = Deferred(f"{_COMMANDS}.sites", "change_site")

    SortBy = Deferred(f"{_QUERIES}.keyset", "SortBy")
    CardAsk = Deferred(f"{_QUERIES}.customer_card", "CardAsk")
    customer_card = Deferred(f"{_QUERIES}.customer_card", "customer_card")
    CustomerFilter = Deferred(f"{_QUERIES}.customers", "CustomerFilter")
    customer_page = Deferred(f"{_QUERIES}.customers", "customer_page")
    customers_with_tax_id = Deferred(f"{_QUERIES}.customers", "customers_with_tax_id")
    customer_pickers = Deferred(f"{_QUERIES}.dictionaries", "customer_pickers")
    drafts_of = Deferred(f"{_QUERIES}.drafts", "drafts_of")
    unit_card = Deferred(f"{_QUERIES}.equipment", "unit_card")
    units_with_serial = Deferred(f"{_QUERIES}.equipment", "units_with_serial")
    CoverageAsk = Deferred(f"{_QUERIES}.site_coverage", "CoverageAsk")
    covered_at = Deferred(f"{_QUERIES}.site_coverage", "covered_at")
