"""Writes the migration being built anew: `python -m tools.migration` compares the model with what the
released migrations make, and puts the difference into `versions/NEXT`.

What was released never changes; the one being built is generated until it is released, then `NEXT` moves on.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Literal

from alembic import command
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import DowngradeOps, UpgradeOps
from alembic.runtime.migration import MigrationContext
from sqlalchemy import DateTime, Enum, TypeDecorator

from fieldservice.domain.model.whole import Base
from fieldservice.domain.store.engine import Database, open_sqlite
from fieldservice.domain.store.schema import alembic_config
from tools.console import say

RELEASED = "0002"
NEXT = "0003"
WHAT = "What branches and the centre need besides the desk to live in."
ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / f"fieldservice/domain/store/migrations/versions/{NEXT}_branches_and_the_centre.py"
JSON_VALUE = "JSON_VALUE"
SEARCH_TABLES = ("search_words", "search_names", "search_texts")

TEMPLATE = '''"""{what}

Written by `python -m tools.migration` from the model; not edited by hand until it is released.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "{next}"
down_revision = "{released}"
branch_labels = None
depends_on = None

JSON_VALUE = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
{up}


def downgrade() -> None:
{down}
'''


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        database = open_sqlite(Path(folder) / "released.db")
        try:
            text = _migration_of(database)
        finally:
            database.close()
    if text is None:
        say(f"the model is what {RELEASED} makes: nothing to write")
        return 0
    TARGET.write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(TARGET)], check=True)
    say(f"{TARGET.relative_to(ROOT)} is what the model adds to {RELEASED}")
    return 0


def _migration_of(database: Database) -> str | None:
    with database.writer.connect() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, RELEASED)
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_name": _is_ours, "render_as_batch": True}
        )
        script = produce_migrations(context, Base.metadata)
        up, down = script.upgrade_ops, script.downgrade_ops
        if up is None or down is None:
            raise LookupError("nothing was compared")
        if up.is_empty():
            return None
        return TEMPLATE.format(
            what=WHAT, next=NEXT, released=RELEASED, up=_code(up, context), down=_code(down, context)
        )


def _code(steps: UpgradeOps | DowngradeOps, context: MigrationContext) -> str:
    code = render_python_code(
        steps, render_as_batch=True, render_item=_type_as_released, migration_context=context
    )
    return "\n".join(line for line in code.splitlines() if "# ###" not in line)


def _is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "table" or not str(name).startswith(SEARCH_TABLES)


def _type_as_released(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Migrations name no class of the program: what a type was must not change with the program."""
    if kind != "type":
        return False
    if isinstance(item, Enum):
        return f"sa.String(length={item.length})"
    if isinstance(item, TypeDecorator):
        inner = item.impl_instance
        return "sa.DateTime(timezone=True)" if isinstance(inner, DateTime) else "sa.BigInteger()"
    if type(item).__name__ == "JSON":
        return JSON_VALUE
    return False


if __name__ == "__main__":
    sys.exit(main())
