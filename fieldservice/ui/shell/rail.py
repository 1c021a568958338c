"""The navigation rail: an entry a screen, with icon, word and badge; icons alone when there is no room."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from fieldservice.domain.rules.quick_dataclass import dataclass
from fieldservice.ui.kit.icons import paint_icon
from fieldservice.ui.kit.painting import paint_frame, paint_text
from fieldservice.ui.kit.theme import Theme, current_theme
from fieldservice.ui.shell.specs import ScreenSpec, Section
from fieldservice.wording import _

_ANTIALIASING = QPainter.RenderHint.Antialiasing
_NO_PEN = Qt.PenStyle.NoPen
_REFUSED = 0.55
_WIDE = 200
_NARROW = 64
_SIDE = 8
_BADGE_TEXT = 12
_MOST = 999


@dataclass(frozen=True, slots=True)
class Badge:
    """How many things wait there; an alarm is red."""

    count: int
    is_alarm: bool = False

    @property
    def text(self) -> str:
        return str(self.count) if self.count <= _MOST else f"{_MOST}+"


class RailEntry(QPushButton):
    def __init__(self, spec: ScreenSpec) -> None:
        super().__init__(spec.title)
        self.setObjectName(f"rail.{spec.id}")
        self.setCheckable(True)
        self.setFlat(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew when the mouse comes and goes
        self._icon_name = spec.icon
        self._badge: Badge | None = None
        self._is_narrow = False
        self._shows_icon = False
        self._refusal = ""
        self.setAccessibleName(spec.title)

    @property
    def badge(self) -> Badge | None:
        return self._badge

    def set_badge(self, badge: Badge | None) -> None:
        self._badge = badge if badge and badge.count else None
        waiting = f", {self._badge.text}" if self._badge else ""
        self.setAccessibleName(self.text() + waiting)
        self.update()

    def set_narrow(self, *, narrow: bool) -> None:
        self._is_narrow = narrow
        self._show_tooltip()
        self.update()

    def follow(self, action: QAction) -> None:
        """Be there for who may go there; else say why not."""
        action.changed.connect(lambda: self._on_action_changed(action))

    def _on_action_changed(self, action: QAction) -> None:
        self.setEnabled(action.isEnabled())
        self._refusal = "" if action.isEnabled() else action.toolTip()
        self._show_tooltip()
        self.update()

    def _show_tooltip(self) -> None:
        self.setToolTip(self._refusal or (self.text() if self._is_narrow else ""))

    def show_icon(self) -> None:
        self._shows_icon = True
        self.update()

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(_NARROW - 2 * _SIDE), theme.measures.rail_entry_height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(_ANTIALIASING)
        self._paint_ground(painter, theme)
        ink = theme.colours.rail_strong if self.isChecked() else theme.colours.rail_text
        painter.setOpacity(1.0 if self.isEnabled() else _REFUSED)
        side = theme.measures.icon
        left = self._icon_left(theme, side)
        if self._shows_icon:
            paint_icon(painter, self._icon_name, QRect(left, (self.height() - side) // 2, side, side), ink)
        badge = self._paint_badge(painter, theme)
        if not self._is_narrow:
            painter.setFont(theme.font(strong=self.isChecked()))
            painter.setPen(QColor(ink))
            paint_text(painter, self.rect().adjusted(theme.px(38), 0, -badge - theme.px(8), 0), self.text())
        painter.end()

    def _icon_left(self, theme: Theme, side: int) -> int:
        """In the middle of a narrow entry; a badge needs the right of it."""
        if not self._is_narrow:
            return theme.px(10)
        return theme.px(4) if self._badge else (self.width() - side) // 2

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        colours, corner = theme.colours, theme.measures.corner
        painter.setPen(_NO_PEN)
        if self.isChecked() or self.underMouse():
            painter.setOpacity(1.0 if self.isChecked() else 0.5)
            painter.setBrush(QColor(colours.rail_active))
            painter.drawRoundedRect(self.rect(), corner, corner)
            painter.setOpacity(1.0)
        if self.hasFocus():
            paint_frame(painter, self.rect(), colours.rail_strong, theme.ring, corner)
        elif self.isChecked() and theme.is_high_contrast:
            paint_frame(painter, self.rect(), colours.line, theme.ring, corner)

    def _paint_badge(self, painter: QPainter, theme: Theme) -> int:
        """Paint the badge and return the room it takes at the right."""
        if self._badge is None:
            return 0
        font = theme.font(_BADGE_TEXT - self._is_narrow, strong=self._badge.is_alarm or self.isChecked())
        height = theme.px(18 if self._is_narrow else 20)
        side = theme.px(8 if self._is_narrow else 12)
        width = max(height, QFontMetrics(font).horizontalAdvance(self._badge.text) + side)
        top = (self.height() - height) // 2
        right = theme.px(0 if self._is_narrow else 10)
        box = QRect(self.width() - width - right, top, width, height)
        colours = theme.colours
        ground, ink = (
            (colours.alarm, colours.on_alarm)
            if self._badge.is_alarm
            else (colours.rail_active, colours.rail_strong if self.isChecked() else colours.rail_text)
        )
        painter.setPen(_NO_PEN)
        painter.setBrush(QColor(ground).lighter(125) if self.isChecked() else QColor(ground))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        paint_text(painter, box, self._badge.text, centred=True)
        return width + right


class Rail(QWidget):
    """Emits the id of the screen whose entry was pressed. Up and Down move between entries."""

    screen_requested = Signal(str)

    def __init__(self, title: str, specs: Sequence[ScreenSpec]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(_("Navigation"))
        self._title = title
        self._is_narrow = False
        self._is_folded = False
        self._lacks_room = False
        theme = current_theme()
        layout = QVBoxLayout(self)
        side = theme.px(_SIDE)
        layout.setContentsMargins(side, theme.measures.top_bar_height + theme.px(2), side, theme.px(8))
        layout.setSpacing(theme.px(2))
        self.entries = {spec.id: RailEntry(spec) for spec in specs if spec.section is not Section.HIDDEN}
        for section in (Section.MAIN, Section.FOOT):
            for spec in specs:
                if spec.section is section:
                    layout.addWidget(self.entries[spec.id])
                    self.entries[spec.id].clicked.connect(self._pressing(spec.id))
            if section is Section.MAIN:
                layout.addStretch(1)
        self.set_narrow(narrow=False)

    @property
    def is_narrow(self) -> bool:
        return self._is_narrow

    @property
    def is_folded(self) -> bool:
        """By hand; a window without room for words folds it in any case."""
        return self._is_folded

    def fold(self, *, is_folded: bool) -> None:
        self._is_folded = is_folded
        self._apply()

    def set_narrow(self, *, narrow: bool) -> None:
        """Whether the window has no room for the words."""
        self._lacks_room = narrow
        self._apply()

    def current_entry(self) -> RailEntry | None:
        return next((entry for entry in self.entries.values() if entry.isChecked()), None)

    def _apply(self) -> None:
        narrow = self._is_narrow = self._lacks_room or self._is_folded
        self.setFixedWidth(current_theme().px(_NARROW if narrow else _WIDE))
        for entry in self.entries.values():
            entry.set_narrow(narrow=narrow)

    def mark_current(self, screen_id: str) -> None:
        for id_, entry in self.entries.items():
            entry.setChecked(id_ == screen_id)

    def set_badge(self, screen_id: str, badge: Badge | None) -> None:
        if screen_id in self.entries:
            self.entries[screen_id].set_badge(badge)

    def show_icons(self) -> None:
        """Called after the first paint: the typeface of icons is loaded then."""
        for entry in self.entries.values():
            entry.show_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours.rail))
        painter.setPen(QColor(theme.colours.rail_strong))
        painter.setFont(theme.font(16, strong=True))
        title = self._title[:1] if self._is_narrow else self._title
        bar = QRect(0, 0, self.width(), theme.measures.top_bar_height)
        if self._is_narrow:
            paint_text(painter, bar, title, centred=True)
        else:
            paint_text(painter, bar.adjusted(theme.px(18), 0, -theme.px(8), 0), title)
        if theme.is_high_contrast:
            edge = theme.colours.line_width
            painter.fillRect(self.width() - edge, 0, edge, self.height(), QColor(theme.colours.line))
        painter.end()

    def _pressing(self, screen_id: str) -> "_Pressing":
        return _Pressing(self, screen_id)


class _Pressing:
    """Says which entry was pressed, and leaves the mark where the window is."""

    def __init__(self, rail: Rail, screen_id: str) -> None:
        self._rail = rail
        self._screen_id = screen_id

    def __call__(self, checked: bool = False) -> None:  # noqa: FBT001, FBT002 - what Qt calls
        del checked
        self._rail.screen_requested.emit(self._screen_id)
