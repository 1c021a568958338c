"""Import of contracts: a further period is new terms, a longer one extends, a shorter one needs consent."""

from datetime import date

from fieldservice.domain.rules.import_known import Known
from fieldservice.domain.rules.import_ledger import Draft, Ledger, refused
from fieldservice.domain.rules.import_records import Consent, Record


def plan_contract(ledger: Ledger, record: Record) -> Draft:
    fields = record.fields
    customer = ledger.customer(fields["customer_number"])
    first, last = fields["valid_from"], fields["valid_to"]
    if last < first:
        raise refused("import.terms_reversed", "valid_to", valid_from=first, valid_to=last)
    draft = Draft(record, fields["number"], customer.values["name"])
    contract = ledger.known.contracts.get(fields["number"])
    if contract is None:
        draft.is_new = True
        _add_contract(ledger, draft, customer)
        return draft
    if contract.values["customer_id"] != customer.id:
        owner = ledger.known.customers_by_id.get(contract.values["customer_id"])
        number = owner.values["number"] if owner else None
        raise refused("import.contract_of_other_customer", "customer_number", customer=number)
    if contract.values["status"] != "signed":
        draft.note("import.contract_not_signed", contract=fields["number"])
    _plan_terms(ledger, draft, contract, (first, last))
    return draft


def _add_contract(ledger: Ledger, draft: Draft, customer: Known) -> None:
    fields = draft.record.fields
    values = {"customer_id": customer.id, "number": fields["number"], "status": "signed", "note": ""}
    contract = ledger.insert_known(draft, "contract", values)
    ledger.known.add_contract(contract)
    _add_terms(ledger, draft, contract, (fields["valid_from"], fields["valid_to"]))


def _add_terms(ledger: Ledger, draft: Draft, contract: Known, period: tuple[date, date]) -> None:
    values = {"contract_id": contract.id, "valid_from": period[0], "valid_to": period[1], "note": ""}
    terms = ledger.insert_known(draft, "terms", values)
    ledger.known.terms.setdefault(contract.id, []).append(terms)


def _plan_terms(ledger: Ledger, draft: Draft, contract: Known, period: tuple[date, date]) -> None:
    first, last = period
    stored = ledger.known.terms.get(contract.id, [])
    met = [each for each in stored if each.values["valid_from"] <= last and first <= each.values["valid_to"]]
    same = next((each for each in met if _period(each) == period), None)
    if same is not None:
        same.claimed_by = same.claimed_by or draft.place
    elif not met:
        _add_terms(ledger, draft, contract, period)
        draft.changed("valid_from", None, first)
        draft.changed("valid_to", None, last)
        if stored:
            draft.note("import.terms_added", valid_from=first, valid_to=last)
    elif len(met) > 1:
        raise refused("import.terms_overlap", "valid_from", valid_from=first, valid_to=last)
    else:
        _change_terms(ledger, draft, met[0], period)


def _change_terms(ledger: Ledger, draft: Draft, terms: Known, period: tuple[date, date]) -> None:
    first, last = period
    stored_from, stored_to = _period(terms)
    ledger.require_unclaimed(terms, "valid_from")
    if (first > stored_from or last < stored_to) and Consent.SHORTENING not in ledger.basis.consents:
        field = "valid_to" if last < stored_to else "valid_from"
        stored = {"stored_from": stored_from, "stored_to": stored_to}
        raise refused("import.shortens_terms", field, valid_from=first, valid_to=last, **stored)
    ledger.change(draft, "terms", terms, {"valid_from": first, "valid_to": last})


def _period(terms: Known) -> tuple[date, date]:
    return terms.values["valid_from"], terms.values["valid_to"]
