"""Buttons: one filled primary a screen with its key shown, quiet outlines, dangerous ones, filters."""

from enum import Enum

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from fieldservice.ui.kit.colours import Colours, Tone, ink_of
from fieldservice.ui.kit.icons import paint_icon
from fieldservice.ui.kit.painting import SHAPE, Shape, paint_frame, paint_shape, paint_text
from fieldservice.ui.kit.theme import Theme, current_theme
from fieldservice.wording import current

_ANTIALIASING = QPainter.RenderHint.Antialiasing
_NATIVE = QKeySequence.SequenceFormat.PortableText
_OTHER_THAN_KEYPAD = ~Qt.KeyboardModifier.KeypadModifier
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_KEY_WORDS = {
    "Return": "Enter",
    "Shift": "⇧",
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Del": "Del",
}


class ButtonKind(Enum):
    PRIMARY = "primary"
    QUIET = "quiet"
    DANGER = "danger"
    BARE = "bare"


def key_words(keys: QKeySequence | str) -> str:
    """Keys as they stand on a button: `Ctrl+Shift+Return` reads `Ctrl ⇧ Enter`."""
    text = QKeySequence(keys).toString(_NATIVE)
    return " ".join(_KEY_WORDS.get(part, part) for part in text.split("+") if part)


class Button(QPushButton):
    """A button painted by the design. The key hint is only shown; the key itself belongs to an action."""

    def __init__(
        self, text: str, kind: ButtonKind = ButtonKind.QUIET, *, keys: str = "", name: str = ""
    ) -> None:
        super().__init__(text)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # painted anew when the mouse comes and goes
        self.setAutoDefault(False)
        self._kind = kind
        self._keys = key_words(keys) if keys else ""
        self._count = ""
        self._mark = (Shape.NONE, Tone.NEUTRAL)
        self._icon_name = ""

    @property
    def kind(self) -> ButtonKind:
        return self._kind

    def set_count(self, count: int | None, *, is_more: bool = False) -> None:
        """Show a number after the word, as filters do; `999+` when it is 1,000 or more than that."""
        words = "" if count is None else f"{count - 1}+" if is_more else current().number(count)
        if words != self._count:
            self._count = words
            self.setAccessibleName(f"{self.text()}, {words}" if words else self.text())
            self.updateGeometry()
            self.update()

    def show_keys(self, keys: str) -> None:
        """Change the key hint."""
        self._keys = key_words(keys) if keys else ""
        self.updateGeometry()

    def set_mark(self, shape: Shape, tone: Tone) -> None:
        self._mark = (shape, tone)
        self.updateGeometry()

    def set_icon_name(self, name: str) -> None:
        """An icon before the word; without a word, give an accessible name and a tooltip."""
        self._icon_name = name
        self.updateGeometry()

    def follow(self, action: QAction) -> None:
        """Take text, keys and enabled state of the action, and trigger it."""
        self.setText(action.text())
        self.setEnabled(action.isEnabled())
        self._keys = key_words(action.shortcut())
        self.clicked.connect(action.trigger)
        action.enabledChanged.connect(self.setEnabled)
        action.changed.connect(lambda: self._show_reason(action))

    def _show_reason(self, action: QAction) -> None:
        """Say why the action cannot be used, where it says so."""
        is_reason = not action.isEnabled() and action.toolTip() != action.text()
        self.setToolTip(action.toolTip() if is_reason else "")

    def sizeHint(self) -> QSize:
        theme = current_theme()
        parts = [width for width in self._part_widths(theme) if width]
        side = theme.px(14) if self.text() else theme.px(8)
        width = sum(parts) + theme.px(8) * (len(parts) - 1) + 2 * side
        return QSize(max(width, theme.measures.field_height), theme.measures.field_height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button, Ctrl+Enter does not: it is the key of what a screen does as a whole."""
        if event.key() in _ENTER and not event.modifiers() & _OTHER_THAN_KEYPAD:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(_ANTIALIASING)
        if not self.isEnabled():
            painter.setOpacity(0.55)
        ink = self._paint_ground(painter, theme)
        self._paint_parts(painter, theme, ink)
        if self.hasFocus():
            self._paint_focus(painter, theme)
        painter.end()

    def _part_widths(self, theme: Theme) -> tuple[int, int, int, int, int]:
        """Widths of mark, icon, word, count and key hint; 0 for what is not there."""
        strong = QFontMetrics(theme.font(strong=True))
        small = QFontMetrics(theme.font(12))
        return (
            theme.px(SHAPE) if self._mark[0] is not Shape.NONE else 0,
            theme.measures.icon if self._icon_name else 0,
            strong.horizontalAdvance(self.text()) if self.text() else 0,
            strong.horizontalAdvance(self._count) if self._count else 0,
            small.horizontalAdvance(self._keys) + theme.px(10) if self._keys else 0,
        )

    def _paint_ground(self, painter: QPainter, theme: Theme) -> str:
        fill, edge, ink = _colours_of(self._kind, theme.colours, is_active=self.isChecked())
        if self.isDown() or (self.underMouse() and self.isEnabled() and self._kind is not ButtonKind.PRIMARY):
            fill = fill if self.isChecked() else theme.colours.hover
        # Without soft grounds what is chosen is told by a thicker frame, not by colour alone.
        is_marked = theme.is_high_contrast and self.isChecked()
        width = theme.ring + 1 if is_marked else theme.colours.line_width
        painter.setPen(QPen(QColor(edge), width) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(fill))
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, theme.measures.corner, theme.measures.corner)
        return ink

    def _paint_parts(self, painter: QPainter, theme: Theme, ink: str) -> None:
        widths = self._part_widths(theme)
        gap = theme.px(8)
        used = sum(widths) + gap * (sum(1 for width in widths if width) - 1)
        left = (self.width() - used) // 2
        paints = (self._paint_mark, self._paint_icon, self._paint_word, self._paint_count, self._paint_keys)
        for width, paint in zip(widths, paints, strict=True):
            if width:
                paint(painter, QRect(left, 0, width, self.height()), theme, ink)
                left += width + gap

    def _paint_mark(self, painter: QPainter, box: QRect, theme: Theme, ink: str) -> None:
        del ink
        paint_shape(painter, self._mark[0], QRectF(box), ink_of(self._mark[1], theme.colours))

    def _paint_icon(self, painter: QPainter, box: QRect, theme: Theme, ink: str) -> None:
        side = theme.measures.icon
        paint_icon(painter, self._icon_name, QRect(box.left(), (self.height() - side) // 2, side, side), ink)

    def _paint_word(self, painter: QPainter, box: QRect, theme: Theme, ink: str) -> None:
        painter.setFont(theme.font(strong=True))
        painter.setPen(QColor(ink))
        paint_text(painter, box.adjusted(0, 0, 1, 0), self.text())

    def _paint_count(self, painter: QPainter, box: QRect, theme: Theme, ink: str) -> None:
        painter.setFont(theme.font(strong=True))
        painter.setPen(QColor(ink))
        paint_text(painter, box.adjusted(0, 0, 1, 0), self._count)

    def _paint_keys(self, painter: QPainter, box: QRect, theme: Theme, ink: str) -> None:
        height = theme.px(18)
        frame = QRect(box.left(), (self.height() - height) // 2, box.width(), height)
        painter.setFont(theme.font(12))
        painter.setPen(QColor(ink))
        paint_text(painter, frame, self._keys, centred=True)
        paint_frame(painter, frame, ink, 1, theme.px(4))

    def _paint_focus(self, painter: QPainter, theme: Theme) -> None:
        if self._kind is ButtonKind.PRIMARY:
            ring = theme.ring
            inner = self.rect().adjusted(ring, ring, -ring, -ring)
            paint_frame(painter, inner, theme.colours.on_accent, ring, theme.measures.corner - 2)
        else:
            paint_frame(painter, self.rect(), theme.colours.accent, theme.ring, theme.measures.corner)


def _colours_of(kind: ButtonKind, colours: Colours, *, is_active: bool) -> tuple[str, str, str]:
    """Ground, edge and ink."""
    if kind is ButtonKind.PRIMARY:
        return colours.accent, "", colours.on_accent
    if is_active:
        return colours.accent_soft, colours.accent, colours.accent
    if kind is ButtonKind.DANGER:
        return colours.panel, colours.stop, colours.stop
    return colours.panel, colours.line if kind is ButtonKind.QUIET else "", colours.text


def primary(text: str, *, keys: str = "", name: str = "") -> Button:
    return Button(text, ButtonKind.PRIMARY, keys=keys, name=name)


def quiet(text: str, *, keys: str = "", name: str = "") -> Button:
    return Button(text, ButtonKind.QUIET, keys=keys, name=name)


def danger(text: str, *, keys: str = "", name: str = "") -> Button:
    return Button(text, ButtonKind.DANGER, keys=keys, name=name)


def filter_button(text: str, *, name: str = "") -> Button:
    """A saved view or filter: checkable, with a count by `set_count`."""
    result = Button(text, ButtonKind.QUIET, name=name)
    result.setCheckable(True)
    return result


def icon_button(icon_name: str, words: str, *, name: str = "") -> Button:
    """An icon without a word; `words` is its tooltip and its name for screen readers."""
    result = Button("", ButtonKind.QUIET, name=name)
    result.set_icon_name(icon_name)
    result.setToolTip(words)
    result.setAccessibleName(words)
    return result
