"""Views that people made: one's own and those shared with one, each with how many tickets stand in it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from fieldservice.domain.model.people import Team, TeamMember, UserAccount
from fieldservice.domain.model.views import SavedView
from fieldservice.domain.queries.ticket_filters import filter_conditions
from fieldservice.domain.queries.ticket_rows import Viewer
from fieldservice.domain.queries.ticket_views import MOST_COUNTED, condition, counted
from fieldservice.domain.rules.ticket_filters import ListWish
from fieldservice.domain.store.seen_tickets import seen_tickets

MOST_VIEWS = 100


@dataclass(frozen=True, slots=True)
class SavedViewRow:
    """`owner` and `team` are names; `version` is what an editor hands back."""

    id: UUID
    name: str
    wish: ListWish
    is_mine: bool
    is_shared: bool
    team_id: UUID | None
    owner: str
    version: int
    count: int = 0

    @property
    def is_more(self) -> bool:
        return self.count >= MOST_COUNTED


@dataclass(frozen=True, slots=True)
class TeamName:
    id: UUID
    name: str


def saved_views(session: Session, viewer: Viewer) -> tuple[SavedViewRow, ...]:
    """All that this person may use, by name, counted in one statement; closed tickets are not counted."""
    statement = (
        select(SavedView, UserAccount.name)
        .join(UserAccount, UserAccount.id == SavedView.owner_id)
        .where(_is_for(viewer))
        .order_by(SavedView.name, SavedView.id)
        .limit(MOST_VIEWS)
    )
    rows = [(view, owner, ListWish.from_json(view.wish)) for view, owner in session.execute(statement)]
    counts = _counts(session, viewer, {view.id: wish for view, _, wish in rows if wish.view != "closed"})
    return tuple(
        SavedViewRow(
            view.id,
            view.name,
            wish,
            view.owner_id == viewer.user_id,
            view.is_shared,
            view.team_id,
            owner,
            view.version,
            counts.get(view.id, 0),
        )
        for view, owner, wish in rows
    )


def teams_of(session: Session, user_id: UUID | None) -> tuple[TeamName, ...]:
    """The teams with which this person can share."""
    member = select(TeamMember.team_id).where(TeamMember.user_id == user_id)
    found = session.execute(select(Team.id, Team.name).where(Team.id.in_(member)).order_by(Team.name))
    return tuple(TeamName(*row) for row in found.all())


def _is_for(viewer: Viewer) -> ColumnElement[bool]:
    teams = select(TeamMember.team_id).where(TeamMember.user_id == viewer.user_id)
    with_me = or_(SavedView.team_id.is_(None), SavedView.team_id.in_(teams))
    return or_(SavedView.owner_id == viewer.user_id, and_(SavedView.is_shared, with_me))


def _counts(session: Session, viewer: Viewer, wishes: dict[UUID, ListWish]) -> dict[UUID, int]:
    if not wishes:
        return {}
    seen = seen_tickets(session)
    counts = [
        counted(
            f"own_{place}",
            condition(wish.view, viewer),
            *filter_conditions(session, wish.filter, viewer),
            *seen,
        )
        for place, wish in enumerate(wishes.values())
    ]
    return dict(zip(wishes, session.connection().execute(select(*counts)).one(), strict=True))
