"""Channels and kinds of articles by their codes, for screens, which know nothing of the model."""

from fieldservice.domain.model.ticket import ArticleKind, Channel


def channel_of(code: str) -> Channel:
    """The channel of this code, as `phone`."""
    return Channel(code)


def article_kind_of(code: str) -> ArticleKind:
    """The kind of article of this code, as `call`."""
    return ArticleKind(code)
