"""Shows the assistant of the first start and waits for what comes of it, before there is any desk."""

import getpass
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEventLoop

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


def ask_how_to_begin(begin: Callable[[Beginning], Any], config: Config) -> Any:
    """What `begin` made of the answers, on a worker; None when the window was closed."""
    Appearance(bare_application()).wear(default_preferences(config))
    ops = ThreadedOps(NoDatabase(), Notifier())
    try:
        return _ask(begin, ops, config)
    finally:
        ops.close()


def _ask(begin: Callable[[Beginning], Any], ops: Ops, config: Config) -> Any:
    settings = config.settings

    def speak(language: str) -> Wording:
        return activate(language, zone=ZoneInfo(settings.zone), country=settings.country)

    window = WelcomeWindow(
        WelcomeParts(
            ops=ops,
            begin=begin,
            speak=speak,
            refusal=lambda code: refusal("branch_code", code),
            words=current(),
            country=settings.country,
            user_name=getpass.getuser(),
        )
    )
    made: list[Any] = []
    loop = QEventLoop()
    window.begun.connect(made.append)
    window.begun.connect(loop.quit)
    window.given_up.connect(loop.quit)
    window.show()
    loop.exec()
    window.hide()
    window.deleteLater()
    return made[0] if made else None
