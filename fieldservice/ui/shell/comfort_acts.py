"""Acts that concern the looks of the window: size, the rail, the parts of a screen, going between them."""

from dataclasses import replace

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from fieldservice.ui.kit.actions import ActionSpec
from fieldservice.ui.kit.places import Place
from fieldservice.ui.shell.keeping import RAIL, Keeping
from fieldservice.ui.shell.split_memory import SplitMemory, split_of
from fieldservice.ui.shell.window_parts import WindowParts
from fieldservice.wording import _

SIZES = (80, 90, 100, 110, 125, 150, 175, 200)


class ComfortActs(QObject):
    """Declared in the window's registry, so that the search box and the sheet of keys know them."""

    def __init__(self, window: WindowParts, keeping: Keeping, personal: Place) -> None:
        super().__init__(window.widget)
        self._window = window
        self._keeping = keeping
        self._split: SplitMemory | None = None
        self._declare(personal)
        self._declare_parts()
        keeping.changed.connect(self._on_preferences_changed)

    def _declare(self, personal: Place) -> None:
        add = self._window.actions.add
        window = self._window
        add(ActionSpec("desk.personal", _("My desk"), "Ctrl+,", icon="sliders"), lambda: window.go(personal))
        add(
            ActionSpec(
                "desk.larger", _("Everything larger"), "Ctrl++", self._can_grow, more_keys=("Ctrl+=",)
            ),
            lambda: self._step(1),
        )
        add(
            ActionSpec("desk.smaller", _("Everything smaller"), "Ctrl+-", self._can_shrink),
            lambda: self._step(-1),
        )
        add(ActionSpec("desk.normal_size", _("Everything at 100 %"), "Ctrl+0"), lambda: self._resize(100))

    def _declare_parts(self) -> None:
        add = self._window.actions.add
        add(ActionSpec("desk.rail", _("Fold the navigation, or unfold it"), "F9"), self._on_rail)
        add(
            ActionSpec("desk.wider", _("More room for the left part"), "Alt+Shift+Right", self._has_split),
            lambda: self._shift(1),
        )
        add(
            ActionSpec("desk.narrower", _("More room for the right part"), "Alt+Shift+Left", self._has_split),
            lambda: self._shift(-1),
        )
        add(
            ActionSpec("desk.turn", _("Parts below or beside each other"), "Alt+Shift+Down", self._has_split),
            self._on_turn,
        )
        add(ActionSpec("desk.next_part", _("Next part of the window"), "F6"), lambda: self._go_part(1))
        add(
            ActionSpec("desk.previous_part", _("Previous part of the window"), "Shift+F6"),
            lambda: self._go_part(-1),
        )

    def _on_preferences_changed(self, _before: object, _after: object) -> None:
        self._window.actions.refresh()

    def _can_grow(self) -> bool:
        return self._keeping.preferences.scale_percent < SIZES[-1]

    def _can_shrink(self) -> bool:
        return self._keeping.preferences.scale_percent > SIZES[0]

    def _step(self, direction: int) -> None:
        now = self._keeping.preferences.scale_percent
        larger = [size for size in SIZES if size > now]
        smaller = [size for size in SIZES if size < now]
        found = larger[:1] if direction > 0 else smaller[-1:]
        if found:
            self._resize(found[0])

    def _resize(self, percent: int) -> None:
        self._keeping.choose(replace(self._keeping.preferences, scale_percent=percent))

    def _on_rail(self) -> None:
        rail = self._window.rail
        rail.fold(is_folded=not rail.is_folded)
        self._keeping.keep(RAIL, rail.is_folded)

    def look(self, _place: Place | None = None) -> None:
        """Another page is shown."""
        page = self._window.page()
        self._split = split_of(page) if page is not None else None
        self._window.actions.refresh()

    def _has_split(self) -> bool:
        return self._split is not None

    def _shift(self, direction: int) -> None:
        if self._split is not None:
            self._split.shift(direction)

    def _on_turn(self) -> None:
        if self._split is not None:
            self._split.turn()

    def _go_part(self, direction: int) -> None:
        """From the rail to the bar above, to the page, and round again."""
        parts = [part for part in self._parts() if part is not None]
        focus = self._window.widget.focusWidget()
        at = next(
            (i for i, part in enumerate(parts) if focus and (part is focus or part.isAncestorOf(focus))), 0
        )
        part = parts[(at + direction) % len(parts)]
        (self._first_in(part) or part).setFocus(Qt.FocusReason.TabFocusReason)

    def _parts(self) -> tuple[QWidget | None, ...]:
        window = self._window
        return window.rail, window.top_bar, window.page()

    def _first_in(self, part: QWidget) -> QWidget | None:
        page = self._window.page()
        if page is not None and part is page:
            return page.first_field()
        return self._window.rail.current_entry() if part is self._window.rail else self._window.top_bar.search
