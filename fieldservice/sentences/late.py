"""The tables of words, loaded when the first reason or error is told: the start says little but states."""

import importlib
from functools import cache
from typing import Protocol

from fieldservice.sentences.marks import ErrorTable, ReasonTable, WordTable


class Tables(Protocol):
    """What `sentences.table` holds."""

    REASONS: ReasonTable
    ERRORS: ErrorTable
    WORDS: WordTable


@cache
def late_tables() -> Tables:
    tables: Tables = importlib.import_module("fieldservice.sentences.table")
    return tables
