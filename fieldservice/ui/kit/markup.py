"""Text with strong and muted parts, for labels. What people typed is escaped, never read as markup."""

from collections.abc import Iterable
from html import escape

from fieldservice.ui.kit.theme import current_theme


def strong(text: str) -> str:
    return f"<b style='font-weight:600'>{escape(text)}</b>"


def muted(text: str) -> str:
    return f"<span style='color:{current_theme().colours.muted}'>{escape(text)}</span>"


def plain(text: str) -> str:
    return escape(text).replace("\n", "<br>")


def with_strong_parts(sentence: str, parts: Iterable[str]) -> str:
    """The sentence with each part that stands in it made strong."""
    marked = escape(sentence)
    for part in sorted({escape(part) for part in parts if part}, key=len, reverse=True):
        marked = marked.replace(part, f"<b style='font-weight:600'>{part}</b>", 1)
    return marked.replace("\n", "<br>")
