"""Where work is booked that somebody orders against the verdict.

What stood in the way (a block, the end of the cooperation) is taken away and the question judged again: the
contract that would have applied then carries the work, its line's SLA and its counted places. Where no line
covers, the only contract that is valid on the day carries it, without a line, so that neither quota nor SLA
of a line that does not cover is used. Of several none is guessed, an expired one is never taken (P-42).
"""

from dataclasses import replace

from fieldservice.domain.rules.coverage import contract_standings
from fieldservice.domain.rules.verdict import judge
from fieldservice.domain.rules.verdict_facts import CustomerFacts, VerdictQuestion
from fieldservice.domain.rules.verdict_values import Evidence, Verdict


def evidence_to_book(question: VerdictQuestion, verdict: Verdict) -> Evidence:
    """The records that work goes on, whether it may be served or somebody decided that it is."""
    if verdict.is_ok:
        return verdict.evidence
    customer = question.customer
    if customer is None:
        return _without_contract(verdict.evidence)
    lifted = judge(replace(question, customer=_unhindered(customer)))
    if lifted.is_ok:
        return lifted.evidence
    return _on_the_only_contract(question, customer, verdict.evidence)


def _unhindered(customer: CustomerFacts) -> CustomerFacts:
    return replace(customer, blocks=(), active_from=None, active_until=None)


def _on_the_only_contract(question: VerdictQuestion, customer: CustomerFacts, evidence: Evidence) -> Evidence:
    standings = contract_standings(question.contracts, customer.id, question.day)
    valid = [standing for standing in standings if standing.obstacle is None]
    unbooked = _without_contract(evidence)
    if len({standing.contract.id for standing in valid}) != 1:
        return unbooked
    contract, terms = valid[0].contract, valid[0].terms
    return replace(
        unbooked,
        contract_id=contract.id,
        contract_number=contract.number,
        terms_id=terms.id,
        valid_from=terms.valid_from,
        valid_to=terms.valid_to,
    )


def _without_contract(evidence: Evidence) -> Evidence:
    """Who and what is concerned, and nothing of a contract."""
    return Evidence(
        day=evidence.day,
        customer_id=evidence.customer_id,
        block_id=evidence.block_id,
        product_id=evidence.product_id,
        unit_id=evidence.unit_id,
        serial_number=evidence.serial_number,
        site_id=evidence.site_id,
        warranty=evidence.warranty,
        warranty_until=evidence.warranty_until,
        purpose_id=evidence.purpose_id,
    )
