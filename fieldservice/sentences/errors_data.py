"""Refusals and problems of the place where the data lie: rows, undo, database, backup, settings."""

from fieldservice.sentences.marks import ErrorPieces, ErrorTable, ReasonTable, marked, refused, say

_TAKE_BACK_BY_HAND = marked("Open it and put it right by hand.")

ROWS: ErrorTable = {
    "row.missing": refused(
        marked("This cannot be done: the {table} is no longer there."),
        marked("Load the list again; somebody may have archived it."),
    ),
    "row.changed_meanwhile": refused(
        marked("This was not saved: somebody else changed the same record a moment ago."),
        marked("Load it again, look at what changed, and save once more."),
    ),
    "row.conflict": refused(
        marked("This was not saved: it does not fit what is already stored."),
        marked("Look for a number or name that is already in use, change it, and save once more."),
    ),
    "undo.done_already": refused(
        marked("This was not undone: it has been undone before."),
        marked("The history shows who did it and when."),
    ),
    "undo.final": refused(
        marked("This was not undone: the company's first set-up cannot be taken back."),
        marked("Change what it made, entry by entry."),
    ),
    "undo.changed_meanwhile": refused(
        marked("This was not undone: the {table} has been changed since."),
        _TAKE_BACK_BY_HAND,
    ),
}

DATABASE: ErrorTable = {
    "database.busy": ErrorPieces(
        say(marked("This was not saved: another program is using the database.")),
        say(marked("What you typed is still here.")),
        say(marked("Wait a moment and try again.")),
    ),
    "database.full": ErrorPieces(
        say(marked("This was not saved: the disk is full.")),
        say(marked("What was saved before is safe, and what you typed is still here.")),
        say(marked("Make room on the disk and try again.")),
    ),
    "database.read_only": ErrorPieces(
        say(marked("This was not saved: the database may only be read.")),
        say(marked("What was saved before is safe, and what you typed is still here.")),
        say(marked("Allow writing to the file and its folder, then try again.")),
    ),
    "database.disk_failed": ErrorPieces(
        say(marked("This was not done: the disk did not read or write.")),
        say(marked("What was saved before is safe as far as the disk is.")),
        say(
            marked(
                "Check the disk and its connection, then try again; restore the last backup if it stays so."
            )
        ),
    ),
    "database.damaged": ErrorPieces(
        say(marked("This was not done: the database is damaged.")),
        say(marked("The backups are not touched by this.")),
        say(marked("Close the program and restore the last backup.")),
    ),
    "database.unreadable": refused(
        marked("The database cannot be opened: it is no database, or it was encrypted with another key."),
        marked("Check the key; if it is right, restore the last backup."),
    ),
    "database.key_missing": refused(
        marked("The database was not opened: it is encrypted, and its key was not found on this computer."),
        marked(
            "Put the medium with the key in, or unlock the keyring, and start again;"
            " or type the recovery key."
        ),
    ),
    "database.key_wrong": refused(
        marked("The database was not opened: the key that was found is not the one it was encrypted with."),
        marked(
            "Type the recovery key that was written down; if it is refused, too, restore the last backup."
        ),
    ),
    "database.recovery_key_wrong": refused(
        marked("The key was not kept: it does not open this database."),
        marked("Compare it with what was written down, group by group, and type it again."),
    ),
    "database.key_unreadable": refused(
        marked("The key was not kept: a recovery key has 64 signs, figures and the letters A to F."),
        marked("Compare it with what was written down, group by group, and type it again."),
    ),
    "database.key_not_kept": refused(
        marked("Nothing was encrypted: this computer has no keyring that takes the key."),
        marked("Choose a file for the key, on a medium that is kept apart from this computer."),
    ),
    "database.not_rewritten": refused(
        marked("The encryption was not changed: the database {name} could not be written anew."),
        marked("Make room on the disk, as much as the database takes, and try again."),
    ),
    "database.desk_running": refused(
        marked("The encryption was not changed: the desk is open in this folder."),
        marked("Close the desk and try again, or switch it in the desk: Data and backup."),
    ),
    "database.not_opened": refused(
        marked("The database cannot be opened: its folder or file cannot be reached."),
        marked("Check the folder, its permissions and the disk, then try again."),
    ),
    "database.unreachable": ErrorPieces(
        say(marked("This was not done: the central database cannot be reached.")),
        say(marked("What you typed is still here.")),
        say(marked("Check the line and try again.")),
    ),
    "database.on_network_share": refused(
        marked(
            "The database {path} was not opened: it lies on a network share, where it would be damaged "
            "sooner or later."
        ),
        marked("Choose a folder on a disk of this computer; workstations exchange data through the centre."),
    ),
    "database.newer": refused(
        marked("The database cannot be opened: a newer version of the program has worked with it."),
        marked("Install the newest version of the program and start it again."),
    ),
    "database.migration_failed": ErrorPieces(
        say(marked("The database could not be brought to this version of the program.")),
        say(marked("It was put back as it was before.")),
        say(
            marked("Go on with the previous version and send the report to whoever looks after the program.")
        ),
    ),
}

BACKUP: ErrorTable = {
    "backup.not_written": refused(
        marked("No backup was made: the folder {folder} cannot be written to."),
        marked("Make room on the disk or choose another folder in the settings, then try again."),
    ),
    "backup.not_restored": refused(
        marked(
            "The backup {name} was not restored: there is no room for it, or the folder cannot be written to."
        ),
        marked("Make room on the disk and try again; the database is as it was."),
    ),
    "backup.desk_running": refused(
        marked("The backup was not restored: the desk is open in this folder."),
        marked("Close the desk and restore again."),
    ),
    "backup.newer": refused(
        marked("The backup {name} was not restored: a newer version of the program has made it."),
        marked("Install the newest version of the program and restore it then."),
    ),
    "backup.unreadable": refused(
        marked("The backup {name} was not restored: it cannot be read."),
        marked("Choose an older backup."),
    ),
    "backup.database_unreadable": refused(
        marked("No backup was made: the database {name} cannot be read."),
        marked("Close other programs that use it and try again; if it stays so, restore the last backup."),
    ),
    "backup.key_missing": refused(
        marked("The backup {name} was not read: it is encrypted with a key that is not known here."),
        marked("Give the recovery key of that time first (fieldservice encryption key), then try again."),
    ),
    "backup.damaged": refused(
        marked("{name} is damaged, so it was not used."),
        marked("Choose an older backup."),
    ),
}

SETTINGS: ReasonTable = {
    "setting.file_unreadable": say(
        marked("The settings in {path} could not be read ({detail})."),
        marked("The usual values are used; the file is kept beside the new one when you save the settings."),
    ),
    "setting.unknown": say(marked("The setting {name} is not known and was left alone.")),
    "setting.refused": say(
        marked("The setting {name} cannot be {value}; the usual value is used."),
        marked("Possible: {allowed}."),
    ),
}
