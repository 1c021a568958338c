"""Views of the ticket list that people made and named; how each likes its columns is a preference."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from fieldservice.domain.model.base import Aggregate, JsonValue, ShortText, UuidPk, references


class SavedView(Aggregate):
    """`wish` is a `ListWish`. Shared with a team, or with everybody (`is_shared` without a team), or not."""

    __tablename__ = "saved_view"

    id: Mapped[UuidPk]
    owner_id: Mapped[UUID] = mapped_column(references("user_account.id"), index=True)
    name: Mapped[ShortText]
    wish: Mapped[JsonValue]
    is_shared: Mapped[bool] = mapped_column(default=False)
    team_id: Mapped[UUID | None] = mapped_column(references("team.id"))
