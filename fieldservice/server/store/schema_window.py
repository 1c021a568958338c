"""Which columns a workstation of an older schema knows: it gets these and no others.

The centre serves its own schema and the two before it. A schema's number is the place of its migration; what
each of them brought is read from the migrations themselves, as they are spelled out.
"""

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from fieldservice.domain.store import migrations

SCHEMAS_SERVED = 3
_MAKES, _ADDS, _ALTERS = "create_table", "add_column", "batch_alter_table"

Since = Mapping[tuple[str, str], int]


@lru_cache(maxsize=1)
def since() -> Since:
    """For each column of each table the schema that brought it."""
    found: dict[tuple[str, str], int] = {}
    for schema, source in enumerate(_sources(), start=1):
        for table, column in _columns_of(source):
            found.setdefault((table, column), schema)
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def schema_now() -> int:
    """The schema of the centre."""
    return len(_sources())


def schema_min() -> int:
    """The oldest schema that is served; what an older one sends is still taken."""
    return max(1, schema_now() - SCHEMAS_SERVED + 1)


def known_to(schema: int, table: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Those columns of a table that a workstation of this schema has; none: it has no such table."""
    if schema >= schema_now():
        return columns
    known = since()
    return tuple(name for name in columns if known.get((table, name), schema + 1) <= schema)


def _sources() -> tuple[Path, ...]:
    return tuple(sorted((Path(migrations.__file__).parent / "versions").glob("[0-9]*.py")))


def _columns_of(source: Path) -> Iterator[tuple[str, str]]:
    tree = ast.parse(source.read_text("utf-8"))
    upgrade = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "upgrade")
    for node in ast.walk(upgrade):
        if isinstance(node, ast.Call) and _called(node) in (_MAKES, _ADDS) and _text(node):
            yield from ((_text(node), column) for column in _columns_in(node))
        if isinstance(node, ast.With):
            yield from _altered(node)


def _altered(block: ast.With) -> Iterator[tuple[str, str]]:
    opened = block.items[0].context_expr
    if not isinstance(opened, ast.Call) or _called(opened) != _ALTERS:
        return
    for node in ast.walk(block):
        if isinstance(node, ast.Call) and _called(node) == _ADDS and not _text(node):
            yield from ((_text(opened), column) for column in _columns_in(node))


def _columns_in(call: ast.Call) -> Iterator[str]:
    for argument in call.args:
        if isinstance(argument, ast.Call) and _called(argument) == "Column":
            yield _text(argument)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _text(call: ast.Call) -> str:
    """The first argument, when it is a plain text."""
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
