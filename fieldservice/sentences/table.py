"""All tables of words in one place: reasons, errors and the words of enums, by their codes."""

from types import MappingProxyType

from fieldservice.sentences.branches import BRANCH_ERRORS, BRANCHES
from fieldservice.sentences.centre import CENTRE_COMMANDS, LINE_ERRORS, SERVER_ERRORS
from fieldservice.sentences.comfort import COMFORT_WORDS
from fieldservice.sentences.commands import COMMANDS
from fieldservice.sentences.content import CONTENT, CONTENT_ERRORS, CONTENT_WORDS
from fieldservice.sentences.customers import REGISTER_COMMANDS, REGISTER_ERRORS, REGISTER_WORDS
from fieldservice.sentences.enum_words import ENUM_WORDS
from fieldservice.sentences.errors_commands import COMMAND_ERRORS
from fieldservice.sentences.errors_data import BACKUP, DATABASE, ROWS, SETTINGS
from fieldservice.sentences.errors_rules import CALENDARS, CONTRACTS
from fieldservice.sentences.errors_tickets import TICKET_ERRORS
from fieldservice.sentences.errors_workbook import WORKBOOK_NOTES, WORKBOOKS
from fieldservice.sentences.exchange import EXCHANGE, EXCHANGE_ERRORS, EXCHANGE_WORDS
from fieldservice.sentences.finding import FINDING_ERRORS
from fieldservice.sentences.forms import FORM_DIALOG_ERRORS, FORMS
from fieldservice.sentences.imports import IMPORTS
from fieldservice.sentences.lifecycle import LIFECYCLE, LIFECYCLE_ERRORS, LIFECYCLE_WORDS
from fieldservice.sentences.marks import ErrorTable, ReasonTable, WordTable
from fieldservice.sentences.outside import API_ERRORS, OUTSIDE, OUTSIDE_ERRORS, OUTSIDE_WORDS
from fieldservice.sentences.privacy import PRIVACY, PRIVACY_ERRORS, PRIVACY_WORDS
from fieldservice.sentences.receive import RECEIVE_ERRORS
from fieldservice.sentences.settings import FORM_ERRORS, SETTINGS_COMMANDS, SETTINGS_ERRORS, SETTINGS_WORDS
from fieldservice.sentences.staff import STAFF, STAFF_ERRORS, STAFF_WORDS
from fieldservice.sentences.ticketlist import LIST_WORDS, VIEW_ERRORS, VIEWS
from fieldservice.sentences.tickets import SETTLING, SLA
from fieldservice.sentences.verdicts import VERDICTS

REASONS: ReasonTable = MappingProxyType(
    {
        **VERDICTS,
        **SETTLING,
        **SLA,
        **COMMANDS,
        **CONTENT,
        **IMPORTS,
        **PRIVACY,
        **STAFF,
        **SETTINGS,
        **SETTINGS_COMMANDS,
        **WORKBOOK_NOTES,
        **VIEWS,
        **LIFECYCLE,
        **REGISTER_COMMANDS,
        **CENTRE_COMMANDS,
        **OUTSIDE,
        **BRANCHES,
        **EXCHANGE,
        **FORMS,
    }
)
ERRORS: ErrorTable = MappingProxyType(
    {
        **ROWS,
        **DATABASE,
        **BACKUP,
        **CALENDARS,
        **PRIVACY_ERRORS,
        **CONTRACTS,
        **SETTINGS_ERRORS,
        **FORM_ERRORS,
        **COMMAND_ERRORS,
        **CONTENT_ERRORS,
        **TICKET_ERRORS,
        **STAFF_ERRORS,
        **WORKBOOKS,
        **VIEW_ERRORS,
        **LIFECYCLE_ERRORS,
        **REGISTER_ERRORS,
        **FINDING_ERRORS,
        **LINE_ERRORS,
        **SERVER_ERRORS,
        **OUTSIDE_ERRORS,
        **API_ERRORS,
        **BRANCH_ERRORS,
        **EXCHANGE_ERRORS,
        **RECEIVE_ERRORS,
        **FORM_DIALOG_ERRORS,
    }
)
WORDS: WordTable = MappingProxyType(
    {
        **PRIVACY_WORDS,
        **SETTINGS_WORDS,
        **ENUM_WORDS,
        **COMFORT_WORDS,
        **STAFF_WORDS,
        **CONTENT_WORDS,
        **REGISTER_WORDS,
        **LIFECYCLE_WORDS,
        **LIST_WORDS,
        **EXCHANGE_WORDS,
        **OUTSIDE_WORDS,
    }
)
