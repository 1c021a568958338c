"""Commands and queries of this screen, imported when they are first called (see `kit/deferred.py`)."""

from typing import TYPE_CHECKING

from fieldservice.ui.kit.deferred import Deferred

__all__ = [
    "RedoRefused",
    "RestoreValue",
    "SeeAway",
    "SettleNews",
    "away",
    "exchange_view",
    "own_data",
    "redo_refused",
    "restore_value",
    "see_away",
    "settle_news",
    "standing",
]

if TYPE_CHECKING:
    from fieldservice.domain.commands.exchange import (
        RedoRefused,
        RestoreValue,
        SeeAway,
        SettleNews,
        redo_refused,
        restore_value,
        see_away,
        settle_news,
    )
    from fieldservice.domain.queries.exchange import exchange_view, standing
    from fieldservice.domain.queries.exchange_away import away
    from fieldservice.domain.queries.own_data import own_data
else:
    _COMMANDS = "fieldservice.domain.commands.exchange"
    RedoRefused = Deferred(_COMMANDS, "RedoRefused")
    RestoreValue = Deferred(_COMMANDS, "RestoreValue")
    SeeAway = Deferred(_COMMANDS, "SeeAway")
    SettleNews = Deferred(_COMMANDS, "SettleNews")
    redo_refused = Deferred(_COMMANDS, "redo_refused")
    restore_value = Deferred(_COMMANDS, "restore_value")
    see_away = Deferred(_COMMANDS, "see_away")
    settle_news = Deferred(_COMMANDS, "settle_news")
    exchange_view = Deferred("fieldservice.domain.queries.exchange", "exchange_view")
    standing = Deferred("fieldservice.domain.queries.exchange", "standing")
    away = Deferred("fieldservice.domain.queries.exchange_away", "away")
    own_data = Deferred("fieldservice.domain.queries.own_data", "own_data")
