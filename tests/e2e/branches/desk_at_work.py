"""The other end of a desk's process: what the person there is asked to do, and killing it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from select import select
from typing import Any

ANSWER_SECONDS = 400


@dataclass
class DeskAtWork:
    """A running desk of a home folder. Leaves pictures in `pictures`; its own words go to a log beside it."""

    home: Path
    pictures: Path
    process: "subprocess.Popen[str]"

    @classmethod
    def open(cls, home: Path, pictures: Path) -> "DeskAtWork":
        with (home / "desk.log").open("a") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.e2e.branches.desk_program", str(home), str(pictures)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
            )
        desk = cls(home, pictures, process)
        try:
            assert desk.answer() == {"ready": True}
        except BaseException:
            desk.kill()
            raise
        return desk

    def ask(self, do: str, **values: Any) -> Mapping[str, Any]:
        """Let the person do it; comes back when it is done and the window is quiet again."""
        self.tell(do, **values)
        return self.answer()

    def tell(self, do: str, **values: Any) -> None:
        """Let the person begin with it."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"do": do, **values}) + "\n")
        self.process.stdin.flush()

    def answer(self) -> Mapping[str, Any]:
        assert self.process.stdout is not None
        ready, _, _ = select([self.process.stdout], [], [], ANSWER_SECONDS)
        line = self.process.stdout.readline() if ready else ""
        if not line:
            raise AssertionError((self.home / "desk.log").read_text("utf-8")[-4000:])
        answer: Mapping[str, Any] = json.loads(line)
        return answer

    def kill(self) -> None:
        """As a power cut does: nothing is asked."""
        self.process.kill()
        self._let_go()

    def close(self) -> None:
        if self.process.poll() is None and self.process.stdin is not None:
            self.process.stdin.close()
            try:
                self.process.wait(ANSWER_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self._let_go()

    def _let_go(self) -> None:
        self.process.wait()
        for end in (self.process.stdin, self.process.stdout):
            if end is not None:
                end.close()
