"""A quota as a bar: how much is used, with marks at its three levels; the words stand beside it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from fieldservice.domain.rules.coverage_quota import QuotaFacts
from fieldservice.domain.rules.quota_use import levels_reached, share_used
from fieldservice.ui.kit.colours import Tone, ink_of
from fieldservice.ui.kit.theme import Theme, current_theme

_TONES = (Tone.GOOD, Tone.CARE, Tone.CARE, Tone.STOP)
_ALL = 100


def quota_tone(quota: QuotaFacts) -> Tone:
    """Good below the first level, care from it on, stop from the last on."""
    return _TONES[levels_reached(quota)]


class QuotaBar(QWidget):
    """`words` are told to screen readers; colour, length and marks say the same."""

    def __init__(self, quota: QuotaFacts, words: str, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._quota = quota

    def sizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(160), theme.px(16))

    def minimumSizeHint(self) -> QSize:
        theme = current_theme()
        return QSize(theme.px(60), theme.px(16))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(0, (self.height() - theme.px(6)) / 2, self.width(), theme.px(6))
        self._paint_ground(painter, bar, theme)
        self._paint_used(painter, bar, theme)
        self._paint_levels(painter, bar, theme)
        painter.end()

    def _paint_ground(self, painter: QPainter, bar: QRectF, theme: Theme) -> None:
        painter.setPen(QColor(theme.colours.line) if theme.is_high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.colours.panel if theme.is_high_contrast else theme.colours.line))
        painter.drawRoundedRect(bar, theme.px(3), theme.px(3))

    def _paint_used(self, painter: QPainter, bar: QRectF, theme: Theme) -> None:
        share = min(share_used(self._quota), 1.0)
        if share <= 0:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink_of(quota_tone(self._quota), theme.colours)))
        used = QRectF(bar)
        used.setWidth(max(bar.height(), bar.width() * share))
        painter.drawRoundedRect(used, theme.px(3), theme.px(3))

    def _paint_levels(self, painter: QPainter, bar: QRectF, theme: Theme) -> None:
        """A mark above and below the bar at each level; the last one is usually its end."""
        painter.setPen(QColor(theme.colours.text))
        for percent in self._quota.warn_at:
            x = min(bar.left() + bar.width() * percent / _ALL, bar.right() - 1)
            painter.drawLine(round(x), round(bar.top()) - theme.px(3), round(x), round(bar.top()) - 1)
            painter.drawLine(round(x), round(bar.bottom()) + 1, round(x), round(bar.bottom()) + theme.px(3))
