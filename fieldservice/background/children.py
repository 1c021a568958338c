"""Long work in a process of its own: it can be stopped at any moment, and holds no thread of the window.

A child is the program's own command line, asked for JSON lines (`commandline/steps.py`).
"""

import json
import subprocess
import sys
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
BEGIN = "import sys; sys.path.insert(0, sys.argv.pop(1)); from fieldservice.cli import main; sys.exit(main())"
TERMINATION_SECONDS = 10
NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)

Line = dict[str, Any]


class Child:
    """A running child; its lines are read by a thread of their own, so that nobody waits for it."""

    def __init__(self, command: list[str], passphrase: str) -> None:
        self._lines: Queue[Line | None] = Queue()
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            creationflags=NO_WINDOW,
        )
        self._reader = Thread(target=self._read, args=(self._process.stdout,), name="child", daemon=True)
        self._reader.start()
        if self._process.stdin is not None:
            self._process.stdin.write(f"{passphrase}\n")
            self._process.stdin.close()

    def next_line(self, seconds: float) -> Line | None:
        """The next line, or None when there was none for so long; {} when the child has ended."""
        try:
            line = self._lines.get(timeout=seconds)
        except Empty:
            return None
        return {} if line is None else line

    def stop(self) -> None:
        """End it now, if it has not ended; what it was writing is cleared by the next one."""
        if self._process.poll() is None:
            self._process.terminate()
        try:
            self._process.wait(TERMINATION_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join()

    def _read(self, stream: IO[str] | None) -> None:
        for text in stream or ():
            try:
                self._lines.put(json.loads(text))
            except ValueError:  # a line of something else that was said
                continue
        if stream is not None:
            stream.close()
        self._lines.put(None)


def program() -> list[str]:
    """How this program is started once more: itself when it is packaged, else through its interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-c", BEGIN, str(ROOT)]


def start_child(home: Path, *arguments: str, passphrase: str = "") -> Child:
    """Start a command of the command line on this home folder."""
    typed = ["--passphrase-stdin"] if passphrase else []
    return Child([*program(), "--home", str(home), *arguments, *typed, "--steps"], passphrase)
