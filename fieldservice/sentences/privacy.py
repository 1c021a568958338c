"""Audit, personal data, retention and backups: what happened, what was refused, what things are called."""

from fieldservice.sentences.marks import (
    GIVE_REASON,
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
    "person.forgotten": say(marked("What was left of a person erased elsewhere")),
    "person.overwrite": say(marked("The database file written anew without what was erased")),
    "person.export": say(marked("Data of a contact handed out")),
    "paper.print": say(marked("{number} printed")),
    "data.export": say(
        either(
            marked("List “{what}” exported to {file}, {count} rows"),
            marked("List “{what}” exported, {count} rows"),
        )
    ),
    "retention.change": say(
        Plural("{act} after {months} month: term set", "{act} after {months} months: term set", by="months")
    ),
    "retention.remove": say(
        Plural(
            "{act} after {months} month: term removed",
            "{act} after {months} months: term removed",
            by="months",
        )
    ),
    "retention.archive": say(Plural("{count} ticket archived", "{count} tickets archived")),
    "retention.apply": say(Plural("{count} ticket anonymised", "{count} tickets anonymised")),
    "retention.hold": say(marked("Data of {name} held: {because}")),
    "retention.lift": say(marked("Hold on the data of {name} lifted")),
}

PRIVACY_ERRORS: ErrorTable = {
    "undo.erased": refused(
        marked("This was not undone: it told of a person whose data have been erased."),
        marked("What is still needed has to be written anew."),
    ),
    "erasing.not_overwritten": ErrorPieces(
        say(marked("The erased text may still be read in the file: it could not be written anew just now.")),
        say(marked("In the program itself nothing of it is left.")),
        say(marked("Close other programs that use the database, make room on the disk and try again.")),
    ),
    "backup.not_read_back": refused(
        marked("No backup was made: what was written to {folder} could not be read back."),
        marked("Check the disk or choose another folder, then try again."),
    ),
    "backup.passphrase_missing": refused(
        marked("{name} was not opened: it is sealed with a passphrase."),
        marked("Give the passphrase that was chosen when it was made."),
    ),
    "backup.passphrase_wrong": refused(
        marked("{name} was not opened: the passphrase is another one."),
        marked("Give the passphrase that was chosen when it was made."),
    ),
    "backup.none": refused(
        marked("There is no backup in {folder}."),
        marked("Make one first, or choose the folder in which they are."),
    ),
    "backup.not_prepared": refused(
        marked("The backup was not restored: it is no longer ready."),
        marked("Choose it once more."),
    ),
    "child.ended": refused(
        marked("This was not finished: the work beside the desk ended too early."),
        marked("Try again; if it stays so, send the report to whoever looks after the program."),
    ),
    "moving.unreadable": refused(
        marked("{name} was not taken over: it holds no desk, or only a part of one."),
        marked("Write the file anew on the other computer and copy it whole."),
    ),
    "retention.months": refused(
        marked("This term was not saved: it has to be between {fewest} and {most} months."),
        marked("Correct the number of months."),
    ),
    "retention.doubled": refused(
        marked("This term was not saved: there is one for the same tickets already."),
        marked("Change that one, or choose another kind or outcome."),
    ),
    "retention.because_missing": refused(
        marked("The data were not held: the reason is missing."),
        GIVE_REASON,
    ),
    "person.not_one": ErrorPieces(
        say(
            either(
                marked("“{given}” fits {count} contacts: {names}."),
                marked("“{given}” fits no contact."),
            )
        ),
        say(marked("Nothing was changed.")),
        say(marked("Give a telephone number or an e-mail address that only one of them has.")),
    ),
    "audit.digest_unreadable": refused(
        marked("{given} is no place and digest of the audit trail."),
        marked("Give both as an earlier check told them, such as 4711:9f86d0…"),
    ),
}

PRIVACY_WORDS: WordTable = dict(
    (
        called("Certainty", "sure", "sure"),
        called("Certainty", "perhaps", "perhaps"),
        called("Fault", "altered", "altered"),
        called("Fault", "missing", "missing"),
        called("Fault", "inserted", "put in between"),
        called("RetentionAct", "archive", "archive"),
        called("RetentionAct", "anonymise", "anonymise"),
        called("RetentionOutcome", "by_orders", "closed by its orders"),
        called("RetentionOutcome", "by_hand", "closed by hand"),
        called("RetentionOutcome", "merged", "merged"),
        called("BackupReason", "daily", "daily"),
        called("BackupReason", "by-hand", "by hand"),
        called("BackupReason", "before-migration", "before an update"),
        called("BackupReason", "before-restore", "before a restore"),
        called("BackupReason", "before-import", "before an import"),
        called("Record", "draft", "draft"),
        called("Record", "attachment", "file"),
        called("Record", "preference", "personal setting"),
        called("RecordCount", "ticket", "tickets"),
        called("RecordCount", "request", "requests"),
        called("RecordCount", "work_order", "work orders"),
        called("RecordCount", "customer", "customers"),
        called("RecordCount", "equipment", "units"),
        called("RecordCount", "contract", "contracts"),
        called("Step", "copying", "copying"),
        called("Step", "checking", "checking every page"),
        called("Step", "packing", "packing"),
        called("Step", "reading_back", "reading back"),
        called("Step", "unpacking", "unpacking"),
        called("Step", "files", "attachments"),
    )
)
