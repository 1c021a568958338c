"""All tables of words in one place: reasons, errors and the words of enums, by their codes."""

from types import MappingProxyType

from fieldservice.sentences.marks import ErrorTable, ReasonTable, WordTable

REASONS: ReasonTable = MappingProxyType({})
ERRORS: ErrorTable = MappingProxyType({})
WORDS: WordTable = MappingProxyType({})
