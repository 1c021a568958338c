"""`fieldservice encryption`: whether the database is encrypted; on, off, the recovery key, its way back.

Without the key nobody opens the database again, so it is told when the encryption is switched on, and later
to whoever may read it anyway.
"""

import argparse
import sys
from pathlib import Path

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say
from fieldservice.config import Config
from fieldservice.domain.rules.errors import EnvironmentProblem
from fieldservice.domain.store.database_key import DatabaseKeys, keys_of, new_key, spelled
from fieldservice.domain.store.encrypting import decrypt, encrypt, encryption_of
from fieldservice.domain.store.quick_reading import is_encrypted
from fieldservice.domain.store.safekeeping_file import SafekeepingFile
from fieldservice.ui.shell.desk_lock import is_desk_running
from fieldservice.wording import _, ngettext

TELL, ON, OFF, SHOW, KEY = "tell", "on", "off", "show", "key"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        nargs="?",
        default=TELL,
        choices=[TELL, ON, OFF, SHOW, KEY],
        help=_(
            "tell how the database lies; switch its encryption on or off; show the recovery key;"
            " take the recovery key from standard input"
        ),
    )
    parser.add_argument(
        "--key-file",
        type=Path,
        metavar="FILE",
        help=_("keep the key in this file, on another medium, not in the keyring of this computer"),
    )


def run(options: argparse.Namespace, config: Config) -> int:
    config.paths.make_folders()
    keys = keys_of(config.paths.home)
    file = None if options.key_file is None else options.key_file.expanduser().absolute()
    match options.what:
        case "on":
            return _switch_on(config, keys, file)
        case "off":
            return _switch_off(config, keys)
        case "show":
            say(spelled(_known(keys)))
            return Exit.DONE
        case "key":
            return _take_key(config.paths.database, keys, file)
        case _:
            return _tell(config, keys)


def _switch_on(config: Config, keys: DatabaseKeys, file: Path | None) -> int:
    database = _closed(config)
    if is_encrypted(database):
        return _tell(config, keys)
    key = keys.known()
    if key is None or file is not None:
        key = key or new_key()
        keys.keep(key, file)
    encrypt(database, key)
    say(_("The database is encrypted. Write its recovery key down and keep it elsewhere:"))
    say(spelled(key))
    say(_("If the key is lost, nobody can read the data again, and no backup made from now on."))
    _say_copies(config, keys)
    return Exit.DONE


def _switch_off(config: Config, keys: DatabaseKeys) -> int:
    database = _closed(config)
    key = keys.key_of(database)
    if key is not None:
        decrypt(database, key)
    return _tell(config, keys)


def _take_key(database: Path, keys: DatabaseKeys, file: Path | None) -> int:
    keys.take(sys.stdin.readline(), database, file)
    say(_("The key is kept."))
    return Exit.DONE


def _tell(config: Config, keys: DatabaseKeys) -> int:
    database = config.paths.database
    state = encryption_of(database, keys, config.paths.backups)
    if not state.is_on:
        say(_("The database is not encrypted."))
        return Exit.DONE
    keys.key_of(database)
    place = state.key_file or _("the keyring of this computer")
    say(_("The database is encrypted. Its key lies in {place}.").format(place=place))
    _say_copies(config, keys)
    return Exit.DONE


def _say_copies(config: Config, keys: DatabaseKeys) -> None:
    folder = SafekeepingFile(config.paths.home).folder()
    count = encryption_of(config.paths.database, keys, folder).open_copies
    if count:
        told = ngettext(
            "{count} copy of earlier days lies there without encryption.",
            "{count} copies of earlier days lie there without encryption.",
            count,
        )
        say(told.format(count=count))


def _closed(config: Config) -> Path:
    if is_desk_running(config.paths.home):
        raise EnvironmentProblem("database.desk_running")
    if not config.paths.database.exists():
        raise EnvironmentProblem("database.not_opened")
    return config.paths.database


def _known(keys: DatabaseKeys) -> str:
    key = keys.known()
    if key is None:
        raise EnvironmentProblem("database.key_missing", place="")
    return key
