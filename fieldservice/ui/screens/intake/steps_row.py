"""What can be done about a verdict: small links in one row, and that the caller was told."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from fieldservice.domain.rules.verdict_values import NextStep, Verdict
from fieldservice.ui.kit.checks import CheckBox
from fieldservice.ui.kit.flow import Flow
from fieldservice.ui.kit.painting import paint_frame, paint_text
from fieldservice.ui.kit.theme import current_theme
from fieldservice.ui.screens.intake.words import AT_THE_CARD
from fieldservice.wording import _

_HEIGHT = 28
_SIDE = 4
_FIXED = QSizePolicy.Policy.Fixed


class Link(QAbstractButton):
    """A quiet way to do something: accent words without a frame."""

    def __init__(self, text: str, *, name: str) -> None:
        super().__init__()
        self.setText(text)
        self.setObjectName(name)
        self.setAccessibleName(text)
        self.setSizePolicy(_FIXED, _FIXED)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        theme = current_theme()
        width = QFontMetrics(theme.font(strong=True)).horizontalAdvance(self.text())
        return QSize(width + 2 * theme.px(_SIDE) + 2, theme.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        theme = current_theme()
        painter = QPainter(self)
        font = QFont(theme.font(strong=True))
        font.setUnderline(self.underMouse())
        painter.setFont(font)
        painter.setPen(QColor(theme.colours.accent))
        side = theme.px(_SIDE)
        paint_text(painter, self.rect().adjusted(side, 0, 0, 0), self.text())
        if self.hasFocus():
            paint_frame(painter, self.rect(), theme.colours.accent, theme.ring, theme.px(_SIDE))
        painter.end()


class StepsRow(Flow):
    """What can be done about the verdict, as small links; a row high even without any: nothing jumps."""

    step_requested = Signal(object)
    told_changed = Signal()

    def __init__(self) -> None:
        super().__init__(gap=12)
        self.setObjectName("verdictSteps")
        self.told = CheckBox(_("I told the caller"), name="toldBox")
        self.told.setFixedHeight(current_theme().px(_HEIGHT))
        self.told.hide()
        self.told.edited.connect(self.told_changed)
        self._links: list[Link] = []
        self._shown: tuple[object, ...] = ()
        self.add(self.told)
        self.arrange()

    def show_steps(self, verdict: Verdict, *, may_override: bool, is_overridden: bool) -> None:
        steps = _offered(verdict, may_override=may_override and not is_overridden)
        self.told.setVisible(not verdict.is_ok and not is_overridden)
        if steps != self._shown:
            self._show_links(steps)
        self.arrange()

    def clear(self) -> None:
        self.told.setChecked(False)
        self.told.hide()
        self._show_links(())
        self.arrange()

    def arrange(self) -> None:
        super().arrange()
        self.setFixedHeight(max(self.minimumHeight(), current_theme().px(_HEIGHT)))

    def _show_links(self, steps: "tuple[NextStep, ...]") -> None:
        self._shown = steps
        self.forget()
        for link in self._links:
            link.hide()
            link.deleteLater()
        self._links = [self._link(step) for step in steps]
        for widget in (self.told, *self._links):
            self.add(widget)
        for link in self._links:
            link.show()

    def _link(self, step: NextStep) -> Link:
        link = Link(_step_word(step), name=f"step-{step.value}")
        link.clicked.connect(lambda: self.step_requested.emit(step))
        return link


def _offered(verdict: Verdict, *, may_override: bool) -> tuple[NextStep, ...]:
    """The steps that are links here; what is done at the customer's card is one link."""
    steps: list[NextStep] = []
    for step in verdict.next_steps:
        is_at_card = step in AT_THE_CARD
        if is_at_card and any(each in AT_THE_CARD for each in steps):
            continue
        if is_at_card or step in _LINKED or (step is NextStep.OVERRIDE and may_override):
            steps.append(step)
    return tuple(steps)


_LINKED = frozenset(
    {
        NextStep.CHOOSE_CUSTOMER,
        NextStep.CREATE_CUSTOMER,
        NextStep.CHOOSE_UNIT,
        NextStep.CHOOSE_OTHER_UNIT,
        NextStep.CHOOSE_WORK,
        NextStep.CHOOSE_SERVICE,
    }
)


def _step_word(step: NextStep) -> str:
    if step in AT_THE_CARD:
        return _("Open the customer's card")
    return {
        NextStep.CHOOSE_CUSTOMER: _("Choose the customer"),
        NextStep.CREATE_CUSTOMER: _("New customer…"),
        NextStep.CHOOSE_UNIT: _("Choose the unit"),
        NextStep.CHOOSE_OTHER_UNIT: _("Choose another unit"),
        NextStep.CHOOSE_WORK: _("Choose the work"),
        NextStep.CHOOSE_SERVICE: _("Choose the service"),
        NextStep.OVERRIDE: _("Serve anyway…"),
    }[step]
