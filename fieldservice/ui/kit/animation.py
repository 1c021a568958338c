"""Whether things may move: the system's wish, as its style tells it."""

from PySide6.QtWidgets import QStyle, QWidget


def is_animated(widget: QWidget) -> bool:
    duration = widget.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget)
    return bool(duration)
