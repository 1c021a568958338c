"""The places one has been to, for back and forward."""

from fieldservice.ui.kit.places import Place

_LIMIT = 100


class PlaceHistory:
    """Back and forward as in a browser: going somewhere new forgets what lay ahead."""

    def __init__(self) -> None:
        self._back: list[Place] = []
        self._forward: list[Place] = []
        self._current: Place | None = None

    @property
    def current(self) -> Place | None:
        return self._current

    @property
    def can_go_back(self) -> bool:
        return bool(self._back)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._forward)

    def recent(self, most: int) -> tuple[Place, ...]:
        """Where one has been, the latest first, each place once and without the one shown."""
        been = dict.fromkeys(reversed([*self._back, *self._forward]))
        return tuple(place for place in been if place != self._current)[:most]

    def visit(self, place: Place) -> None:
        if place == self._current:
            return
        if self._current is not None:
            self._back = [*self._back, self._current][-_LIMIT:]
        self._current = place
        self._forward.clear()

    def replace(self, place: Place) -> None:
        """The place shown has become this one, without anybody going anywhere."""
        self._current = place

    def back(self) -> Place | None:
        return self._step(self._back, self._forward)

    def forward(self) -> Place | None:
        return self._step(self._forward, self._back)

    def _step(self, source: list[Place], target: list[Place]) -> Place | None:
        if not source:
            return None
        if self._current is not None:
            target.append(self._current)
        self._current = source.pop()
        return self._current
