"""Late imports: names of commands and queries whose module is imported when they are first called.

SQLAlchemy takes longer to import than Qt, so a screen must not import what imports it. The pattern, which
keeps full typing (the type checker sees the real function, the program a `Deferred`):

    if TYPE_CHECKING:
        from fieldservice.domain.queries.ticket_list import page
    else:
        page = Deferred("fieldservice.domain.queries.ticket_list", "page")

`ops.query(page, view="mine")` then imports it on the worker. A command's dataclass is named in the same way;
it is called on the window's thread, where its module is cheap once a query has brought SQLAlchemy in.
`bootstrap` makes sure of that: after the first paint it runs `warm_up(...)` on a reader.
"""

import importlib
from typing import Any


class Deferred:
    """Stands for `module.name` until it is called."""

    __slots__ = ("__name__", "_module", "_target")

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._target: Any = None
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.load()(*args, **kwargs)

    def __repr__(self) -> str:
        return f"Deferred({self._module}:{self.__name__})"

    def load(self) -> Any:
        """Import the module and return what is named; safe to call from several threads."""
        if self._target is None:
            self._target = getattr(importlib.import_module(self._module), self.__name__)
        return self._target


def warm_up(*names: object) -> None:
    """Import all that is deferred among `names`, so that nobody waits for it later. For a worker thread."""
    for name in names:
        if isinstance(name, Deferred):
            name.load()
