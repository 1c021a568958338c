"""Shows the assistant of the first start and waits for what comes of it, before there is any desk."""

import getpass
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QApplication

from fieldservice.config import Config, refusal
from fieldservice.domain.rules.beginning import Beginning
from fieldservice.domain.rules.changes import Changes
from fieldservice.ui.kit.appearance import Appearance
from fieldservice.ui.kit.dressing import bare_application, default_preferences
from fieldservice.ui.kit.notifier import Notifier
from fieldservice.ui.kit.ops import Ops, ThreadedOps
from fieldservice.ui.screens.welcome.parts import WelcomeParts
from fieldservice.ui.screens.welcome.view import WelcomeWindow
from fieldservice.wording import Wording, activate, current


class NoDatabase:
    """The backend before there is a database: runs functions, and no commands."""

    def read(self, fn: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return fn(None, *args, **kwargs)

    def write(self, fn: Callable[..., Changes], command: Any) -> Changes:
        raise LookupError(f"there is no database yet for {fn} and {command}")


def ask_how_to_begin(begin: Callable[[Beginning], Any], config: Config, run: Callable[[], object]) -> Any:
    """What `begin` made of the answers, on a worker; None when the window was closed. `run` is the program's
    event loop, which the assistant ends: there is no desk yet that could wait behind it.
    """
    Appearance(bare_application()).wear(default_preferences(config))
    ops = ThreadedOps(NoDatabase(), Notifier())
    window = WelcomeWindow(_parts(begin, ops, config))
    made: list[Any] = []
    window.begun.connect(made.append)
    window.begun.connect(QApplication.quit)
    window.given_up.connect(QApplication.quit)
    window.show()
    run()
    window.hide()
    window.deleteLater()
    ops.close()
    return made[0] if made else None


def _parts(begin: Callable[[Beginning], Any], ops: Ops, config: Config) -> WelcomeParts:
    settings = config.settings

    def speak(language: str) -> Wording:
        return activate(language, zone=ZoneInfo(settings.zone), country=settings.country)

    return WelcomeParts(
        ops=ops,
        begin=begin,
        speak=speak,
        refusal=lambda code: refusal("branch_code", code),
        words=current(),
        country=settings.country,
        user_name=getpass.getuser(),
    )
