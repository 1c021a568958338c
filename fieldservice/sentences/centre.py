"""What the centre says: to workstations over the line, and to whoever runs it."""

from fieldservice.sentences.marks import (
    NOTHING_CHANGED,
    TELL_SUPPORT,
    ErrorPieces,
    ErrorTable,
    ReasonTable,
    marked,
    refused,
    say,
)

_KEPT = marked("What was done here is kept and waits.")
_LATER = marked("It is tried again by itself.")


def _waits(what: str, do: str = _LATER) -> ErrorPieces:
    """Nothing is lost: the work stays in the outbox."""
    return ErrorPieces((what,), (_KEPT,), (do,))


_NOT_UNDERSTOOD = _waits(marked("The centre did not understand this workstation."), TELL_SUPPORT)
_OUT_OF_STEP = _waits(marked("The centre expected something else from this workstation."))
_FILE_NOT_THERE = _waits(marked("The file did not come: it is not at the centre yet."))
_SESSION = _waits(marked("The centre asks this workstation to announce itself again."))

CENTRE_COMMANDS: ReasonTable = {
    "branch.open": say(marked("Branch {name} opened")),
    "exchange.not_installed": say(marked("The database knows nothing of exchange; run `migrate`.")),
    "exchange.definitions_old": say(
        marked("Functions of the exchange are of another program; run `migrate`.")
    ),
    "exchange.table_unknown": say(marked("The table {name} is unknown to the exchange; run `migrate`.")),
    "exchange.trigger_missing": say(marked("The table {name} has lost its triggers; run `migrate`.")),
    "exchange.rows_unnoted": say(marked("Rows of the table {name} were changed past the exchange.")),
    "exchange.refers_elsewhere": say(marked("{name} refers to rows of another branch.")),
}

LINE_ERRORS: ErrorTable = {
    "exchange.malformed": _NOT_UNDERSTOOD,
    "exchange.wrong_encoding": _NOT_UNDERSTOOD,
    "exchange.wrong_method": _NOT_UNDERSTOOD,
    "exchange.unknown_address": _NOT_UNDERSTOOD,
    "exchange.failed": _waits(marked("The centre made a mistake."), TELL_SUPPORT),
    "exchange.blob_offset": _OUT_OF_STEP,
    "exchange.repeated": _OUT_OF_STEP,
    "exchange.blob_range": _OUT_OF_STEP,
    "exchange.blob_altered": _waits(marked("The file came to the centre altered. It is sent anew.")),
    "exchange.blob_unknown": _FILE_NOT_THERE,
    "exchange.blob_on_its_way": _FILE_NOT_THERE,
    "exchange.chunk_unknown": _OUT_OF_STEP,
    "exchange.too_large": _waits(marked("The centre does not take so much at once."), TELL_SUPPORT),
    "exchange.too_often": _waits(marked("The centre is still busy with this workstation.")),
    "exchange.busy": _waits(marked("The centre is busy.")),
    "exchange.full": _waits(marked("The centre has no room left."), TELL_SUPPORT),
    "exchange.session_over": _SESSION,
    "exchange.pair_again": _waits(
        marked("The centre does not know this workstation any more."),
        marked("Ask whoever runs the centre for a pairing code and join again; your work goes on from here."),
    ),
    "exchange.code_unknown": refused(
        marked("The centre was not joined: it does not know this pairing code, or the code is too old."),
        marked("Ask for a new code; it is good for 15 minutes."),
    ),
    "exchange.revoked": _waits(
        marked("This workstation may not exchange with the centre any more."),
        marked("Ask whoever runs the centre."),
    ),
    "exchange.not_in_scope": _waits(
        marked("The centre does not give these data to this branch."), marked("Ask whoever runs the centre.")
    ),
    "exchange.other_centre": _waits(
        marked("Another centre answers at this address."), marked("Check the address of the centre.")
    ),
    "exchange.centre_older": _waits(
        marked("This program is newer than the centre."),
        marked("The exchange goes on when the centre has been updated."),
    ),
    "exchange.program_too_old": _waits(
        marked("This program is too old for the centre."), marked("Install the newer program.")
    ),
}

SERVER_ERRORS: ErrorTable = {
    "server.setting_unknown": refused(
        marked("The centre was not started: there is no setting {name}."),
        marked("Correct the settings."),
    ),
    "server.setting_refused": refused(
        marked("The centre was not started: the setting {name} cannot be {value}."),
        marked("Write for instance: {allowed}."),
    ),
    "server.settings_unreadable": refused(
        marked("The centre was not started: the settings {path} cannot be read. {detail}"),
        marked("Correct the file."),
    ),
    "server.tls_half": refused(
        marked("The centre was not started: a certificate and its key belong together."),
        marked("Name both files."),
    ),
    "server.tls_needed": refused(
        marked("The centre was not started: at {host} others could read what is sent."),
        marked("Name certificate and key, or say that it stands behind a proxy (--behind-proxy)."),
    ),
    "server.key_missing": refused(
        marked("The centre's key {path} cannot be read."),
        marked("Put it back from where you keep it; a new centre gets one by `init`."),
    ),
    "server.folder_refused": refused(
        marked("Nothing can be written to the folder {folder}."),
        marked("Give the folder to the user under whom the centre runs."),
    ),
    "server.not_ready": refused(
        marked("The centre was not started: its database is not of this program."),
        marked("Run `fieldservice-server migrate` first."),
    ),
    "server.already_set_up": refused(
        marked("The centre was set up before."),
        marked("Use `user add` and `branch add` for more people and branches."),
    ),
    "server.no_administrator": refused(
        marked("Nobody is left who may do everything."),
        marked("Let somebody else become an administrator first."),
    ),
    "server.port_taken": refused(
        marked("The centre was not started: {host}, port {port} is not free."),
        marked("Stop the other program, or name another port."),
    ),
    "server.tool_missing": refused(
        marked("The program {tool} of PostgreSQL was not found."),
        marked("Install the client programs of PostgreSQL."),
    ),
    "server.tool_failed": refused(
        marked("The program {tool} of PostgreSQL did not do its work. {detail}"),
        marked("Correct what it says."),
    ),
    "server.backup_unreadable": refused(
        marked("{path} is no backup of a centre, or it was altered."), marked("Choose another backup.")
    ),
    "server.not_empty": refused(
        marked("The backup was not restored: the database is not empty."),
        marked("Name an empty database, or say that its content may go (--replace)."),
    ),
    "branch.unknown": refused(
        marked("There is no branch {branch}."),
        marked("The branches are: {known}."),
        marked("Open it first with `branch add`."),
    ),
    "branch.code_taken": refused(
        marked("The branch was not opened: the code {branch} belongs to {name}."),
        marked("Choose another code."),
    ),
    "branch.name_missing": refused(
        marked("The branch was not opened: the name is missing."), marked("Enter a name.")
    ),
    "exchange.news_unknown": refused(
        marked("Nothing with the id {news} is open."),
        marked("`fieldservice-server unsettled` lists what is."),
    ),
    "device.unknown": refused(
        marked("There is no device {device}."), marked("`fieldservice-server devices` lists them.")
    ),
    "role.unknown": refused(marked("There is no role {role}."), marked("The roles are: {known}.")),
    "seal.unreadable": ErrorPieces(
        (marked("The sealed file cannot be opened: it was altered, or another centre's key closed it."),),
        (NOTHING_CHANGED,),
        (marked("Open it with the key of the centre to which the workstation belonged."),),
    ),
    "file.not_read": refused(
        marked("The file {file} cannot be read."), marked("Check its name and who may read it.")
    ),
}
