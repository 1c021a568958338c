"""Small drawings that several parts share: shapes that tell a state, chips, elided text, the focus ring."""

from enum import Enum

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QPolygonF

from fieldservice.ui.kit.colours import Tone, ground_of, ink_of
from fieldservice.ui.kit.theme import Theme, current_theme

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_ELIDE_RIGHT = Qt.TextElideMode.ElideRight
_NO_PEN = Qt.PenStyle.NoPen
_NO_BRUSH = Qt.BrushStyle.NoBrush
_ANTIALIASING = QPainter.RenderHint.Antialiasing
_ROUND_CAP = Qt.PenCapStyle.RoundCap
_ROUND_JOIN = Qt.PenJoinStyle.RoundJoin

CHIP_TEXT = 12
CHIP_HEIGHT = 20
CHIP_SIDE = 6
SHAPE = 10


class Shape(Enum):
    """A state told without colour. Drawn, not typed: the same at every scale and in every typeface."""

    NONE = ""
    TICK = "✓"
    TRIANGLE = "▲"
    DIAMOND = "◆"
    CIRCLE = "○"
    PLAY = "▶"
    DOT = "●"


def paint_shape(painter: QPainter, shape: Shape, box: QRectF, colour: str) -> None:
    """Draw the shape centred in `box`, as large as the shorter side."""
    if shape is Shape.NONE:
        return
    side = min(box.width(), box.height())
    square = QRectF(box.center().x() - side / 2, box.center().y() - side / 2, side, side)
    painter.save()
    painter.setRenderHint(_ANTIALIASING)
    if shape in {Shape.TICK, Shape.CIRCLE}:
        _draw_outline(painter, shape, square, QColor(colour))
    else:
        painter.setPen(_NO_PEN)
        painter.setBrush(QColor(colour))
        _fill_shape(painter, shape, square)
    painter.restore()


def _draw_outline(painter: QPainter, shape: Shape, square: QRectF, colour: QColor) -> None:
    width = max(1.4, square.width() * 0.16)
    painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, _ROUND_CAP, _ROUND_JOIN))
    painter.setBrush(_NO_BRUSH)
    if shape is Shape.CIRCLE:
        painter.drawEllipse(square.adjusted(width, width, -width, -width))
    else:
        painter.drawPolyline(_points(square, ((0.1, 0.55), (0.38, 0.85), (0.9, 0.15))))


def _fill_shape(painter: QPainter, shape: Shape, square: QRectF) -> None:
    if shape is Shape.DOT:
        painter.drawEllipse(square.adjusted(1, 1, -1, -1))
        return
    corners = {
        Shape.TRIANGLE: ((0.5, 0.0), (1.0, 0.95), (0.0, 0.95)),
        Shape.DIAMOND: ((0.5, 0.0), (1.0, 0.5), (0.5, 1.0), (0.0, 0.5)),
        Shape.PLAY: ((0.1, 0.0), (0.95, 0.5), (0.1, 1.0)),
    }[shape]
    painter.drawPolygon(_points(square, corners))


def _points(square: QRectF, fractions: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF(
        [QPointF(square.x() + x * square.width(), square.y() + y * square.height()) for x, y in fractions]
    )


def chip_width(text: str, shape: Shape, theme: Theme) -> int:
    metrics = QFontMetrics(theme.font(CHIP_TEXT, strong=True))
    mark = theme.px(SHAPE) + theme.px(4) if shape is not Shape.NONE else 0
    return metrics.horizontalAdvance(text) + 2 + mark + 2 * theme.px(CHIP_SIDE)


def paint_chip(painter: QPainter, box: QRect, text: str, tone: Tone, shape: Shape = Shape.NONE) -> None:
    """Paint a chip at the left of `box`, centred in its height and cut to its width."""
    theme = current_theme()
    height = theme.px(CHIP_HEIGHT)
    width = min(chip_width(text, shape, theme), box.width())
    ground = QRect(box.left(), box.center().y() - height // 2 + 1, width, height)
    ink = ink_of(tone, theme.colours)
    painter.save()
    painter.setRenderHint(_ANTIALIASING)
    painter.setPen(QPen(QColor(ink), 1) if theme.is_high_contrast else _NO_PEN)
    painter.setBrush(QColor(ground_of(tone, theme.colours)))
    painter.drawRoundedRect(ground, theme.px(4), theme.px(4))
    inner = ground.adjusted(theme.px(CHIP_SIDE), 0, -theme.px(CHIP_SIDE), 0)
    if shape is not Shape.NONE:
        side = theme.px(SHAPE)
        paint_shape(painter, shape, QRectF(inner.left(), inner.top(), side, inner.height()), ink)
        inner.setLeft(inner.left() + side + theme.px(4))
    painter.setFont(theme.font(CHIP_TEXT, strong=True))
    painter.setPen(QColor(ink))
    paint_text(painter, inner, text)
    painter.restore()


def paint_text(
    painter: QPainter, box: QRect, text: str, align: Qt.AlignmentFlag = _LEFT, *, centred: bool = False
) -> int:
    """Paint one line with the painter's font and pen, elided to the box; returns the width it took."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, _ELIDE_RIGHT, max(0, box.width()))
    painter.drawText(box, _CENTRE if centred else align, shown)
    return metrics.horizontalAdvance(shown)


def paint_frame(painter: QPainter, box: QRect, colour: str, width: float, corner: float) -> None:
    """A rounded frame wholly inside `box`."""
    _paint_edge(painter, box, QPen(QColor(colour), width), corner)


def _paint_edge(painter: QPainter, box: QRect, pen: QPen, corner: float) -> None:
    painter.save()
    painter.setRenderHint(_ANTIALIASING)
    painter.setPen(pen)
    painter.setBrush(_NO_BRUSH)
    half = pen.widthF() / 2
    painter.drawRoundedRect(QRectF(box).adjusted(half, half, -half, -half), corner, corner)
    painter.restore()


def paint_caret(painter: QPainter, box: QRect, theme: Theme) -> None:
    """The small triangle at the right of a field that opens."""
    side = theme.px(8)
    left = box.right() - theme.px(10) - side
    top = box.center().y() - side // 3
    points = ((0.0, 0.0), (1.0, 0.0), (0.5, 0.8))
    painter.save()
    painter.setRenderHint(_ANTIALIASING)
    painter.setPen(_NO_PEN)
    painter.setBrush(QColor(theme.colours.muted))
    painter.drawPolygon(_points(QRectF(left, top, side, side), points))
    painter.restore()


def paint_field(
    painter: QPainter,
    box: QRect,
    theme: Theme,
    *,
    is_enabled: bool = True,
    edge: tuple[str, int] | None = None,
) -> None:
    """The ground and frame of a field; `edge` is colour and width where they are not the plain line's."""
    colours, corner = theme.colours, theme.measures.corner
    colour, width = edge or (colours.line, colours.line_width)
    painter.save()
    painter.setRenderHint(_ANTIALIASING)
    painter.setPen(_NO_PEN)
    painter.setBrush(QColor(colours.panel if is_enabled else colours.ground))
    painter.drawRoundedRect(box, corner, corner)
    painter.restore()
    # Without soft grounds a field that cannot be used is told by its broken frame.
    is_broken = theme.is_high_contrast and not is_enabled
    style = Qt.PenStyle.DashLine if is_broken else Qt.PenStyle.SolidLine
    _paint_edge(painter, box, QPen(QColor(colour), width, style), corner)
