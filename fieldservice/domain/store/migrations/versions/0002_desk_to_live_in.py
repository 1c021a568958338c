"""What the desk to live in needs besides the first tables.

Written by `python -m tools.migration` from the model; not edited by hand until it is released.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
