"""Stand-ins for tests of screens: a backend without a database, dialogs that answer by themselves."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QDialog

from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.dialogs import Option, Question
from fieldservice.wording import ErrorWords


class PlainBackend:
    """Calls queries with `session`, commands with `uow` and `clock`: whatever a test hands in."""

    def __init__(self, session: Any = None, uow: Any = None, clock: Any = None) -> None:
        self._session, self._uow, self._clock = session, uow, clock
        self.written: list[Any] = []

    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return fn(self._session, *args, **kwargs)

    def write(self, fn: Callable[..., Changes], command: Any) -> Changes:
        changes = fn(command, self._uow, self._clock)
        self.written.append(command)
        return changes


@dataclass(frozen=True, slots=True)
class Asked:
    """One question that was put: by which method, and what it was about."""

    method: str
    about: tuple[Any, ...]


class FakeDialogs:
    """Answers with what the test gave it, in order; a question without an answer fails the test."""

    def __init__(self, *answers: Any) -> None:
        self.answers = deque(answers)
        self.asked: list[Asked] = []

    def confirm(self, question: Question) -> bool:
        return bool(self._answer("confirm", question))

    def choose(self, question: Question, options: Sequence[Option]) -> Any:
        return self._answer("choose", question, tuple(options))

    def ask_text(self, question: Question, *, initial: str = "", may_be_empty: bool = False) -> str | None:
        answer: str | None = self._answer("ask_text", question, initial, may_be_empty)
        return answer

    def open_file(self, title: str, filters: str) -> Path | None:
        answer: Path | None = self._answer("open_file", title, filters)
        return answer

    def save_file(self, title: str, suggested: Path, filters: str) -> Path | None:
        answer: Path | None = self._answer("save_file", title, suggested, filters)
        return answer

    def open_folder(self, title: str) -> Path | None:
        answer: Path | None = self._answer("open_folder", title)
        return answer

    def show_file(self, file: Path) -> None:
        self.asked.append(Asked("show_file", (file,)))

    def tell(self, words: ErrorWords, *, can_retry: bool = False) -> bool:
        return bool(self._answer("tell", words)) and can_retry

    def show_report(self, words: ErrorWords, report: str) -> None:
        self.asked.append(Asked("show_report", (words, report)))

    def run(self, dialog: QDialog) -> bool:
        try:
            return bool(self._answer("run", dialog.objectName()))
        finally:
            dialog.deleteLater()

    def _answer(self, method: str, *about: Any) -> Any:
        self.asked.append(Asked(method, about))
        assert self.answers, f"nobody expected the question {method}: {about}"
        return self.answers.popleft()
