"""The system libraries that Qt needs: looked for by starting Qt in a child; installed, unpacked or named.

Qt's wheels bring nearly everything; a bare Linux lacks the few below. Offscreen the first group is enough.
"""

import os
import sys
from collections.abc import Mapping

from tools import system_packages
from tools.console import SetupProblem, say
from tools.environment import Environment

# The names of Debian 12 and Ubuntu 22.04; later releases provide the old names.
OFFSCREEN_PACKAGES = ("libglib2.0-0", "libgl1", "libegl1", "libfontconfig1", "libdbus-1-3", "libxkbcommon0")
WINDOW_PACKAGES = (
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-render-util0"),
    *("libxcb-shape0", "libxcb-xkb1", "libxkbcommon-x11-0"),
)
_OPENS_QT = "from PySide6.QtWidgets import QApplication; QApplication([])"


def has_screen(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a window can be shown here, or Qt was told how to do without."""
    if not sys.platform.startswith("linux"):
        return True
    return any(environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def ensure_offscreen(environment: Environment) -> None:
    """Qt starts here; raises SetupProblem naming the command that makes it so."""
    missing = "Qt's system libraries are missing and could not be installed; install them"
    if not _ensure(environment, "offscreen", OFFSCREEN_PACKAGES, {"QT_QPA_PLATFORM": "offscreen"}):
        raise SetupProblem(f"{missing}: {_names(OFFSCREEN_PACKAGES)}")


def ensure_window(environment: Environment) -> bool:
    """Qt opens a window on this screen; when it cannot, says why and gives False."""
    ensure_offscreen(environment)
    if _ensure(environment, "window", WINDOW_PACKAGES, {}):
        return True
    say(f"No window opens on this screen. If libraries are missing, install them: {_names(WINDOW_PACKAGES)}")
    return False


def _ensure(
    environment: Environment, purpose: str, packages: tuple[str, ...], variables: Mapping[str, str]
) -> bool:
    if purpose in environment.stamp().get("qt", ()):
        return True
    with environment.alone():
        works = environment.runs("-c", _OPENS_QT, **variables)
        if not works and sys.platform.startswith("linux"):
            works = _install_for_all(environment, packages, variables) or _unpack(
                environment, packages, variables
            )
        if works:
            stamp = environment.stamp()
            environment.write_stamp({**stamp, "qt": sorted({*stamp.get("qt", ()), purpose})})
    return works


def _install_for_all(
    environment: Environment, packages: tuple[str, ...], variables: Mapping[str, str]
) -> bool:
    return system_packages.install(packages) and environment.runs("-c", _OPENS_QT, **variables)


def _unpack(environment: Environment, packages: tuple[str, ...], variables: Mapping[str, str]) -> bool:
    folder = environment.private_packages
    if not system_packages.unpack(packages, folder):
        return False
    found = system_packages.unpacked_variables(folder)
    works = environment.runs("-c", _OPENS_QT, **{**found, **variables})
    if works:
        environment.write_stamp({**environment.stamp(), "variables": found})
    return works


def _names(packages: tuple[str, ...]) -> str:
    if system_packages.available():
        return system_packages.install_command(packages)
    return f"what your system calls {', '.join(packages)}"
