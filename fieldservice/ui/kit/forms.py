"""Labelled rows: labels right-aligned in a column of their own, what is wrong said under its field."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fieldservice.ui.kit.buttons import quiet
from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.labels import Look, label, set_style_property, set_tone
from fieldservice.ui.kit.theme import current_theme
from fieldservice.wording import _

_LABEL_AT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
_LABEL_TEXT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Form(QWidget):
    """Declare a form row by row with `add`; the label's word becomes the field's name for screen readers."""

    def __init__(self, *, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        theme = current_theme()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.gap(8))
        self._grid.setColumnMinimumWidth(0, theme.measures.label_width)
        self._grid.setColumnStretch(1, 1)
        self._errors: dict[QWidget, QLabel] = {}
        self._labels: dict[QWidget, QLabel] = {}
        self._words: dict[QWidget, str] = {}
        self._rows: dict[QWidget, QVBoxLayout] = {}
        self._newer: dict[QWidget, QWidget] = {}

    def add(self, words: str, *fields: QWidget, stretches: Sequence[int] = ()) -> None:
        """A row of one or several fields; `stretches` shares the width among them (evenly by default)."""
        row = self._grid.rowCount()
        theme = current_theme()
        name = label(words, Look.MUTED)
        name.setAlignment(_LABEL_TEXT)
        name.setMinimumHeight(theme.measures.field_height)
        name.setBuddy(fields[0])
        self._grid.addWidget(name, row, 0, _LABEL_AT)
        whole = QVBoxLayout()
        whole.setSpacing(theme.px(2))
        line = QHBoxLayout()
        line.setSpacing(theme.px(8))
        whole.addLayout(line)
        shares = stretches or [1] * len(fields)
        for field, share in zip(fields, shares, strict=True):
            line.addWidget(field, share)
            self._labels[field] = name
            self._words[field] = words
            self._rows[field] = whole
            if not field.accessibleName():
                field.setAccessibleName(words)
        self._grid.addLayout(whole, row, 1)

    def add_wide(self, widget: QWidget) -> None:
        """A row over the whole width."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 2)

    def first_field(self) -> QWidget | None:
        """The first that one can type into or choose in now."""
        fields = (field for field in self._labels if field.isEnabled() and not field.isHidden())
        return next((field for field in fields if field.focusPolicy() & Qt.FocusPolicy.TabFocus), None)

    def show_row(self, field: QWidget, *, visible: bool) -> None:
        field.setVisible(visible)
        self._labels[field].setVisible(visible)

    def rename(self, field: QWidget, words: str) -> None:
        """Another word for a row of one field; without one, its own again."""
        said = words or self._words[field]
        self._labels[field].setText(said)
        field.setAccessibleName(said)

    def put_in_order(self, fields: Sequence[QWidget]) -> None:
        """The rows of these fields stand in this order, behind any others."""
        for field in fields:
            name, row = self._labels[field], self._rows[field]
            self._grid.removeWidget(name)
            self._grid.removeItem(row)
            at = self._grid.rowCount()
            self._grid.addWidget(name, at, 0, _LABEL_AT)
            self._grid.addLayout(row, at, 1)

    def show_error(self, field: QWidget, words: str) -> None:
        """Say at the field what is wrong, and put the focus there."""
        message = self._errors.get(field) or self._add_error_line(field)
        message.setText(words)
        message.setVisible(bool(words))
        field.setAccessibleDescription(words)
        set_style_property(field, "wrong", bool(words))
        if words:
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_errors(self) -> None:
        for field, message in self._errors.items():
            message.hide()
            field.setAccessibleDescription("")
            set_style_property(field, "wrong", False)

    def error_at(self, field: QWidget) -> str:
        message = self._errors.get(field)
        return message.text() if message is not None and not message.isHidden() else ""

    def has(self, field: QWidget) -> bool:
        return field in self._rows

    def show_newer(self, field: QWidget, value: str, take: Callable[[], object]) -> None:
        """Tell beside a field what somebody else wrote there meanwhile; one press takes it instead."""
        self.drop_newer(field)
        line = self._newer[field] = QWidget()
        line.setObjectName(f"{field.objectName()}Newer")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        words = label(_("Somebody else wrote meanwhile: {value}").format(value=value), Look.SMALL, wraps=True)
        set_tone(words, Tone.CARE)
        button = quiet(_("Take this"), name=f"{field.objectName()}TakeButton")
        button.setAccessibleName(f"{self._words[field]}: {button.text()}")
        button.setAccessibleDescription(value)
        button.clicked.connect(lambda: self._on_taken(field, take))
        row.addWidget(words, 1)
        row.addWidget(button)
        self._rows[field].addWidget(line)
        line.show()  # at once: the layout would show it later, and the dialog be measured without it

    def drop_newer(self, field: QWidget) -> None:
        line = self._newer.pop(field, None)
        if line is not None:
            line.hide()
            line.deleteLater()

    def _on_taken(self, field: QWidget, take: Callable[[], object]) -> None:
        self.drop_newer(field)
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        take()

    def _add_error_line(self, field: QWidget) -> QLabel:
        message = label("", Look.ERROR, wraps=True)
        message.setObjectName(f"{field.objectName()}Error")
        self._rows[field].addWidget(message)
        self._errors[field] = message
        return message
