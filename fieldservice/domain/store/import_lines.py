"""The coverage lines that an import may meet: those of the newest terms of the contracts it names."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fieldservice.domain.model.contract import (
    CoverageLine,
    CoverageService,
    CoverageSite,
    CoverageUnit,
    CoverageWork,
    LineExtent,
)
from fieldservice.domain.rules.import_known import KnownLine, KnownRows
from fieldservice.domain.store.bulk_reading import select_in


def load_lines(session: Session, known: KnownRows, contract_numbers: Iterable[str]) -> None:
    """Needs contracts and terms to be loaded."""
    contracts = (known.contracts.get(number) for number in contract_numbers)
    periods = (known.terms.get(contract.id) for contract in contracts if contract is not None)
    newest = [max(terms, key=lambda each: each.values["valid_from"]).id for terms in periods if terms]
    statement = select(CoverageLine).order_by(CoverageLine.position)
    lines = [line for (line,) in select_in(session, statement, CoverageLine.terms_id, newest)]
    members = _Members(session, [line.id for line in lines])
    for line in lines:
        known.lines.setdefault(line.terms_id, []).append(members.known_line(line))
        session.expunge(line)


class _Members:
    """What hangs on the lines, loaded together."""

    def __init__(self, session: Session, line_ids: list[UUID]) -> None:
        self._session = session
        self._line_ids = line_ids
        self._units = self._grouped(CoverageUnit, CoverageUnit.equipment_id)
        self._sites = self._grouped(CoverageSite, CoverageSite.site_id)
        self._works = self._grouped(CoverageWork, CoverageWork.work_kind_id)
        self._services = self._grouped(CoverageService, CoverageService.service_id)

    def known_line(self, line: CoverageLine) -> KnownLine:
        sites = frozenset(self._sites[line.id])
        is_narrowed = bool(self._services[line.id]) or line.mode is not None
        return KnownLine(
            id=line.id,
            position=line.position,
            extent=line.extent.value,
            works=frozenset(self._works[line.id]),
            units=self._units[line.id],
            sites=sites,
            category_id=line.category_id,
            units_per_site=line.units_per_site,
            quota_kind=line.quota_kind.value if line.quota_kind else None,
            quota_amount=line.quota_amount,
            is_plain=not is_narrowed and not (sites and line.extent is LineExtent.NAMED_UNITS),
        )

    def _grouped(self, link: Any, member: Any) -> dict[UUID, set[UUID]]:
        grouped: dict[UUID, set[UUID]] = defaultdict(set)
        for line_id, member_id in select_in(
            self._session, select(link.line_id, member), link.line_id, self._line_ids
        ):
            grouped[line_id].add(member_id)
        return grouped
