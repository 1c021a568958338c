"""The private environment of the checkout: a virtual environment filled from a hash lock.

A stamp inside it tells what it holds, so that the second start reads two small files and goes on. The stamp
is marked before an installation and written after it: what was cut short is built anew.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tools import system_packages, virtual_environment
from tools.console import SetupProblem, say

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FOLDER_VARIABLE = "FIELDSERVICE_VENV"
APP_LOCK, TEST_LOCK = "requirements.lock", "requirements-dev.lock"

_STAMP = "fieldservice-setup.json"


class Environment:
    """One folder with a Python of our own and the packages of a lock."""

    def __init__(self, root: Path, folder: Path) -> None:
        self.root = root
        self.folder = folder

    @classmethod
    def of(cls, root: Path, environ: Mapping[str, str]) -> "Environment":
        chosen = environ.get(FOLDER_VARIABLE)
        return cls(root, Path(chosen).expanduser().absolute() if chosen else root / ".venv")

    @property
    def python(self) -> Path:
        return virtual_environment.python_of(self.folder)

    @property
    def private_packages(self) -> Path:
        """Where system packages are unpacked when we have no root rights."""
        return self.folder / "system"

    def variables(self) -> dict[str, str]:
        """The environment variables under which our programs run."""
        private = {**self.stamp().get("variables", {}), "PYTHONPATH": str(self.root)}
        for name in ("LD_LIBRARY_PATH", "PYTHONPATH"):
            if name in private and os.environ.get(name):
                private[name] += os.pathsep + os.environ[name]
        return {**os.environ, **private}

    def runs(self, *arguments: str, **variables: str) -> bool:
        """Whether our Python runs this to a good end, silently."""
        environment = {**self.variables(), **variables}
        command = [str(self.python), *arguments]
        return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0

    def ensure(self, lock: str) -> None:
        """Make the environment hold what the lock names; nothing happens when it does."""
        if self._holds(lock):
            return
        with self.alone():
            if not self._holds(lock):  # another run may have done it while we waited
                self._fill(lock)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Only one run at a time changes the environment; a killed run's lock is freed by the system."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self.folder.with_name(f"{self.folder.name}.lock").open("a") as file:
            # Inherited by pip: when only this run is killed, the next one waits until pip has ended too.
            os.set_inheritable(file.fileno(), True)
            if not _try_lock(file.fileno()):
                say("Another run is setting up; waiting for it.")
                while not _try_lock(file.fileno()):
                    time.sleep(0.2)
            yield

    def stamp(self) -> dict[str, Any]:
        try:
            content = json.loads((self.folder / _STAMP).read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def write_stamp(self, content: Mapping[str, Any]) -> None:
        fresh = self.folder / f"{_STAMP}.new"
        fresh.write_text(json.dumps(content, indent=1), "utf-8")
        fresh.replace(self.folder / _STAMP)

    def _holds(self, lock: str) -> bool:
        stamp = self.stamp()
        return self._is_whole(stamp) and stamp.get("locks", {}).get(lock) == _digest(self.root / lock)

    def _is_whole(self, stamp: Mapping[str, Any]) -> bool:
        ours = stamp.get("place") == str(self.folder) and not stamp.get("installing")
        return ours and self.python.exists() and self._speaks(str(stamp.get("python")))

    def _speaks(self, version: str) -> bool:
        if version == _version():
            return True
        return self.runs("-c", f"import sys; sys.exit('%d.%d' % sys.version_info[:2] != {version!r})")

    def _fill(self, lock: str) -> None:
        stamp = self.stamp()
        if not (self._is_whole(stamp) or self._can_adopt(stamp)):
            stamp = {}
            self._clear()
            virtual_environment.build(self.folder, self.private_packages)
        began = time.monotonic()
        say(f"Installing the packages of {lock}; the first time takes half a minute or more.")
        self.write_stamp({**stamp, "installing": lock})
        try:
            virtual_environment.install(
                self.python,
                self.root / lock,
                {**system_packages.certificates(self.private_packages), **self.variables()},
            )
        except SetupProblem:
            # pip changes nothing before it has everything, so what was there is still good.
            self.write_stamp(stamp)
            raise
        self.write_stamp(self._stamp_after(stamp, lock))
        say(f"Installed in {time.monotonic() - began:.0f} s.")

    def _stamp_after(self, stamp: Mapping[str, Any], lock: str) -> dict[str, Any]:
        # The test lock holds every package of the app lock in the same version (a test compares them).
        held = (APP_LOCK, TEST_LOCK) if lock == TEST_LOCK else (lock,)
        locks = {**stamp.get("locks", {}), **{name: _digest(self.root / name) for name in held}}
        kept = {key: value for key, value in stamp.items() if key != "installing"}
        return {**kept, "place": str(self.folder), "python": _version(), "locks": locks}

    def _can_adopt(self, stamp: Mapping[str, Any]) -> bool:
        """An environment made by other hands is kept if it works; one we left half done is not."""
        return not stamp and self._speaks_here() and self.runs("-m", "pip", "--version")

    def _speaks_here(self) -> bool:
        check = f"import sys; sys.exit('%d.%d' % sys.version_info[:2] != {_version()!r})"
        return self.python.exists() and self.runs("-c", check)

    def _clear(self) -> None:
        if self.folder.exists() and any(self.folder.iterdir()):
            if not (self.folder / "pyvenv.cfg").exists() and not self.stamp():
                raise SetupProblem(
                    f"{self.folder} is no Python environment; set {FOLDER_VARIABLE} to a free folder."
                )
            say(f"The environment {self.folder} is unfinished or was moved; building it anew.")
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.write_stamp({"installing": "environment"})


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _try_lock(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
