"""Alembic's entry: runs the steps on the connection that `store/schema.py` hands in."""

from alembic import context

from fieldservice.domain.model.whole import Base

SEARCH_TABLES = ("search_words", "search_names", "search_texts")

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
    include_name=lambda name, kind, _parents: kind != "table" or not str(name).startswith(SEARCH_TABLES),
)
context.run_migrations()
