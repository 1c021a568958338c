"""Files that cannot be imported, each in one clear sentence, and notes about what was left out of one."""

from fieldservice.sentences.marks import ErrorPieces, ErrorTable, Piece, ReasonTable, either, marked, say

_NOTHING_IMPORTED = marked("Nothing was imported.")


def _unusable(what: Piece, do: Piece) -> ErrorPieces:
    return ErrorPieces((what,), (_NOTHING_IMPORTED,), (do,))


WORKBOOKS: ErrorTable = {
    "workbook.no_such_sheet": _unusable(
        marked("{file} has no sheet named {sheet}."),
        marked("Choose one of its sheets."),
    ),
    "workbook.cancelled": _unusable(
        marked("Reading {file} was stopped."),
        marked("Start the import again whenever you like."),
    ),
    "workbook.too_large": _unusable(
        either(
            marked("{file} is too large; the limit is {limit} {what}."),
            marked("{file} is too large for this computer."),
        ),
        marked("Split the file and import the parts one after the other."),
    ),
    "workbook.damaged": _unusable(
        marked("{file} is damaged or was cut off."),
        marked("Open it in your spreadsheet program, save it again as .xlsx, and import that."),
    ),
    "workbook.password": _unusable(
        marked("{file} is protected by a password."),
        marked("Save it without a password and import that."),
    ),
    "workbook.no_table": _unusable(
        marked("{file} holds no rows."),
        marked("Choose a file with a row of headings and the records below it."),
    ),
    "workbook.empty": _unusable(
        marked("{file} is empty."),
        marked("Choose another file."),
    ),
    "workbook.unknown_format": _unusable(
        marked("{file} is neither a spreadsheet nor a text table."),
        marked("Save it as .xlsx, .ods or .csv and import that."),
    ),
    "workbook.not_readable": _unusable(
        marked("{file} could not be opened."),
        marked("Close it in other programs, make sure you may read it, and try again."),
    ),
    "workbook.reader_not_started": _unusable(
        marked("{file} was not read: the part of the program that reads old workbooks did not start."),
        marked("Try again, or save the file as .xlsx and import that."),
    ),
    "workbook.unsafe_markup": _unusable(
        marked("{file} contains markup that could harm this computer, and was not read any further."),
        marked("Open it in your spreadsheet program, save it again as .xlsx, and import that."),
    ),
}

WORKBOOK_NOTES: ReasonTable = {
    "workbook.mixed_encodings": say(
        marked("The file mixes two ways of writing accented letters; look at names with accents.")
    ),
    "workbook.lost_quote": say(
        marked("A quotation mark is missing in the file; look at the rows around the longest text.")
    ),
    "workbook.sheet_without_cells": say(marked("The sheet {sheet} holds no cells and was left out.")),
}
