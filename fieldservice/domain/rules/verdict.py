"""The verdict: may this request be served? The heart of the product, one function for every way in.

The checks run in this order and stop at the first that fails: customer known, customer active on the day, not
blocked on the day, unit known and at its site, manufacturer's warranty, contract valid on the day, coverage
of this unit, site, kind of work, service, on site or remote, quota. A day is a local date; first and last
days are included.

A question with only a product is support for anyone: it is `ok` if the product is still supported, without
contract. A question that is not complete is answered as far as it goes, the rest is pending.

What a line covers stands in `coverage`, the words of the reasons in `verdict_codes`, where work is booked
that is done against a refusal in `verdict_booking`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from fieldservice.domain.rules.reasons import Reason
from fieldservice.domain.rules.verdict_building import Progress, refusal, settled
from fieldservice.domain.rules.verdict_codes import VerdictCode
from fieldservice.domain.rules.verdict_coverage import judge_coverage
from fieldservice.domain.rules.verdict_facts import BlockFacts, CustomerFacts, ProductFacts, VerdictQuestion
from fieldservice.domain.rules.verdict_values import Basis, CheckName, Evidence, NextStep, Outcome, Verdict


def judge(question: VerdictQuestion) -> Verdict:
    customer = question.customer
    progress = Progress(_first_evidence(question))
    if customer is None:
        return _judge_without_customer(question, progress)
    inactive = _inactive_reason(customer, question.day)
    if inactive:
        steps = (NextStep.REACTIVATE_CUSTOMER,)
        return refusal(progress, Outcome.CUSTOMER_INACTIVE, inactive, steps)
    progress = progress.passed(
        CheckName.CUSTOMER, Reason(VerdictCode.CUSTOMER_KNOWN.value, _customer_values(customer))
    )
    block = block_on(customer.blocks, question.day)
    if block:
        return _blocked(progress, customer, block, question.day)
    progress = progress.passed(CheckName.BLOCK, Reason(VerdictCode.NOT_BLOCKED.value))
    return judge_coverage(question, customer, progress)


def block_on(blocks: Iterable[BlockFacts], day: date) -> BlockFacts | None:
    """The block that holds the customer on the day: of several the one that holds longest."""
    active = [block for block in blocks if block.is_active_on(day)]
    return max(active, key=lambda block: (block.until or date.max, block.since, block.id), default=None)


def _first_evidence(question: VerdictQuestion) -> Evidence:
    unit, customer = question.unit, question.customer
    site = unit.site if unit else question.site
    return Evidence(
        day=question.day,
        customer_id=customer.id if customer else None,
        product_id=question.product.id if question.product else None,
        unit_id=unit.id if unit else None,
        serial_number=unit.serial_number if unit else question.serial_number,
        site_id=site.id if site else None,
        warranty=unit.warranty_on(question.day) if unit else None,
        warranty_until=unit.warranty_until if unit else None,
        purpose_id=question.purpose.id if question.purpose else None,
    )


def _judge_without_customer(question: VerdictQuestion, progress: Progress) -> Verdict:
    if question.product:
        return _judge_product(question.product, question.day, progress)
    caller = {"caller": question.caller}
    if question.possible_customers:
        reason = Reason(VerdictCode.CUSTOMER_SEVERAL.value, caller | {"count": question.possible_customers})
        steps: tuple[NextStep, ...] = (NextStep.CHOOSE_CUSTOMER, NextStep.CREATE_CUSTOMER)
    else:
        reason = Reason(VerdictCode.CUSTOMER_UNKNOWN.value, caller)
        steps = (NextStep.CREATE_CUSTOMER, NextStep.CHOOSE_CUSTOMER)
    return refusal(progress, Outcome.UNKNOWN_CUSTOMER, reason, steps)


def _judge_product(product: ProductFacts, day: date, progress: Progress) -> Verdict:
    values, until = {"product": product.name}, product.supported_until
    if until is not None and until < day:
        reason = Reason(VerdictCode.PRODUCT_UNSUPPORTED.value, values | {"until": until})
        return refusal(progress, Outcome.NOT_COVERED, reason, (NextStep.QUOTE,))
    reason = Reason(VerdictCode.PRODUCT_ONLY.value, values)
    covered = progress.with_evidence(replace(progress.evidence, basis=Basis.PRODUCT))
    return settled(covered.passed(CheckName.COVERAGE, reason), reason)


def _inactive_reason(customer: CustomerFacts, day: date) -> Reason | None:
    values = _customer_values(customer)
    if customer.active_from and day < customer.active_from:
        return Reason(VerdictCode.CUSTOMER_NOT_YET.value, values | {"since": customer.active_from})
    if customer.active_until and customer.active_until < day:
        return Reason(VerdictCode.CUSTOMER_FORMER.value, values | {"until": customer.active_until})
    return None


def _blocked(progress: Progress, customer: CustomerFacts, block: BlockFacts, day: date) -> Verdict:
    active = sorted(
        (each for each in customer.blocks if each.is_active_on(day)),
        key=lambda each: (each.until or date.max, each.since, each.id),
    )
    waiting = (NextStep.WAIT_UNTIL_BLOCK_ENDS,) if block.until else ()
    return refusal(
        progress.with_evidence(replace(progress.evidence, block_id=block.id)),
        Outcome.BLOCKED,
        _block_reason(customer, block),
        (*waiting, NextStep.LIFT_BLOCK),
        tuple(_block_reason(customer, each) for each in active),
    )


def _block_reason(customer: CustomerFacts, block: BlockFacts) -> Reason:
    values = {"block_reason": block.reason, "since": block.since, "until": block.until}
    return Reason(VerdictCode.BLOCKED.value, _customer_values(customer) | values)


def _customer_values(customer: CustomerFacts) -> dict[str, object]:
    return {"customer": customer.name, "number": customer.number}
