"""What is left behind when the program dies: a local file that names places in the program, and no person.

A session that ends properly takes its file away; one that is found at the start is from a session that died,
and is offered to be copied. Nothing is sent anywhere.
"""

import faulthandler
import platform
import re
import traceback
from pathlib import Path
from typing import TextIO

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler, qVersion

from fieldservice.domain.rules.errors import TellableError
from fieldservice.ui.kit.dialogs import Dialogs
from fieldservice.wording import ErrorWords, _

NAME = "crash.txt"
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\d{3,}")
_GRAVE = {QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg}
_MOST_CHARACTERS = 100_000


def offer(dialogs: Dialogs, report: str) -> None:
    """Show what a session that died left behind, to be copied."""
    if report:
        words = ErrorWords(
            what=_("The program ended by mistake last time."),
            data=_("What was saved is safe, and what was half typed comes back where it was typed."),
            do=_("Copy the report for whoever looks after the program. It names nobody and quotes nothing."),
        )
        dialogs.show_report(words, report)


class CrashReports:
    """Made once for a session; `begin` gives what the last one left behind."""

    def __init__(self, folder: Path, version: str) -> None:
        self._path = folder / NAME
        self._version = version
        self._file: TextIO | None = None

    def begin(self) -> str:
        """Start to watch; the report of a session that died, or nothing."""
        left = self._left_behind()
        self._file = self._path.open("w", encoding="utf-8")
        faulthandler.enable(self._file, all_threads=True)
        qInstallMessageHandler(self._on_message)
        return left

    def note(self, error: BaseException) -> None:
        """Where an exception came from, without what it said: that may quote a person."""
        code = f" {error.code}" if isinstance(error, TellableError) else ""
        frames = traceback.extract_tb(error.__traceback__)
        places = [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
        self._write("\n".join((f"{type(error).__name__}{code}", *places)))

    def end(self) -> None:
        """The session ends properly: nothing is left behind."""
        if self._file is None:
            return
        qInstallMessageHandler(None)
        faulthandler.disable()
        self._file.close()
        self._file = None
        self._path.unlink(missing_ok=True)

    def _left_behind(self) -> str:
        try:
            text = self._path.read_text("utf-8", errors="replace")[:_MOST_CHARACTERS].strip()
        except OSError:
            return ""
        system = f"{platform.system()} {platform.release()}"
        head = f"fieldservice {self._version}, Python {platform.python_version()}, Qt {qVersion()}, {system}"
        return f"{head}\n\n{text}\n" if text else ""

    def _on_message(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        if kind in _GRAVE:
            self._write(f"Qt {kind.name} {context.category or ''}: {_QUOTED.sub('…', message)}")

    def _write(self, text: str) -> None:
        if self._file is not None:
            self._file.write(f"{text}\n")
            self._file.flush()
