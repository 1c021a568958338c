"""Audit, personal data, retention and backups: what happened, what was refused, what things are called."""

from fieldservice.sentences.marks import (
    ErrorPieces,
    ErrorTable,
    Plural,
    ReasonTable,
    WordTable,
    called,
    either,
    marked,
    refused,
    say,
)

PRIVACY: ReasonTable = {
    "person.erase": say(
        Plural(
            "A person erased in {places} place",
            "A person erased in {places} places",
            by="places",
        )
    ),
    "person.export": say(marked("Data of a contact handed out")),
    "paper.print": say(marked("{number} printed")),
    "data.export": say(
        either(
            marked("List “{what}” exported to {file}, {count} rows"),
            marked("List “{what}” exported, {count} rows"),
        )
    ),
    "backup.restore": say(marked("Backup of {moment} restored")),
}

PRIVACY_ERRORS: ErrorTable = {
    "undo.erased": refused(
        marked("This was not undone: it told of a person whose data have been erased."),
        marked("What is still needed has to be written anew."),
    ),
    "erasing.not_overwritten": ErrorPieces(
        say(
            marked("The erased text may still be read in the file: another program is reading the database.")
        ),
        say(marked("In the program itself nothing of it is left.")),
        say(marked("Close other programs that use the database and choose “Overwrite now”.")),
    ),
    "audit.digest_unreadable": refused(
        marked("{given} is no place and digest of the audit trail."),
        marked("Give both as an earlier check told them, such as 4711:9f86d0…"),
    ),
}

PRIVACY_WORDS: WordTable = dict(
    (
        called("Fault", "altered", "altered"),
        called("Fault", "missing", "missing"),
        called("Fault", "inserted", "put in between"),
    )
)
