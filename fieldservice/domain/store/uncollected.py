"""Work on tens of thousands of rows without the search for circles among them: there are none, and looking
for them again and again takes a sixth of the time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Whoever found the search going lets it go on, so it never stays off however threads overlap."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
