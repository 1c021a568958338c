"""Making a virtual environment where Python may have come without venv, ensurepip or pip (Debian)."""

import importlib
import importlib.util
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools import system_packages
from tools.console import SetupProblem, say

_DEBIAN_WHEELS = Path("/usr/share/python-wheels")
_LAST_LINES = 12


def python_of(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def build(folder: Path, private_packages: Path) -> None:
    """A new environment with pip inside; what is fetched without root rights goes to `private_packages`."""
    say(f"Making a private environment in {folder}")
    if _have("venv", "ensurepip") or (
        system_packages.install([_venv_package()]) and _have("venv", "ensurepip")
    ):
        _make(folder)
        return
    if not _have("venv"):
        raise SetupProblem(_way_out())
    _make(folder, "--without-pip")
    _put_pip_into(folder, private_packages)


def install(python: Path, lock: Path, variables: Mapping[str, str]) -> None:
    """Install exactly what the lock names; raises SetupProblem with pip's last words, nothing changed."""
    quiet = ("--quiet", "--disable-pip-version-check", "--no-input", "--progress-bar=off")
    exact = ("--require-hashes", "--only-binary=:all:", "--requirement", str(lock))
    command = [str(python), "-m", "pip", "install", *quiet, *exact]
    _run(command, "The packages could not be installed", variables)


def _make(folder: Path, *options: str) -> None:
    # The Python behind us: an environment may be rebuilt while its own Python runs this.
    base = str(getattr(sys, "_base_executable", sys.executable))
    _run([base, "-m", "venv", *options, str(folder)], "The private environment could not be made")


def _put_pip_into(folder: Path, private_packages: Path) -> None:
    python = str(python_of(folder))
    if wheel := _pip_wheel(private_packages):
        command = [python, f"{wheel}/pip", "install", "-q", "--no-index", str(wheel)]
    elif _have("pip"):
        command = [sys.executable, "-m", "pip", "--python", python, "install", "-q", "pip"]
    else:
        raise SetupProblem(_way_out())
    _run(command, "pip could not be put into the private environment")


def _pip_wheel(private_packages: Path) -> Path | None:
    """Debian ships pip as a wheel in a package of its own, which needs no root rights to unpack."""
    places = (_DEBIAN_WHEELS, private_packages / "root" / _DEBIAN_WHEELS.relative_to("/"))
    if not any(place.is_dir() for place in places):
        system_packages.unpack(["python3-pip-whl"], private_packages)
    return next((wheel for place in places for wheel in sorted(place.glob("pip-*.whl"))), None)


def _run(command: Sequence[str], failure: str, variables: Mapping[str, str] | None = None) -> None:
    # close_fds=False hands on the set-up lock; all other files of ours are not inheritable anyway.
    done = subprocess.run(
        command,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        close_fds=False,
    )
    if done.returncode:
        said = "\n".join(done.stdout.strip().splitlines()[-_LAST_LINES:])
        raise SetupProblem(f"{said}\n{failure} (see above); put that right and run the same command again.")


def _have(*modules: str) -> bool:
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(name) for name in modules)


def _venv_package() -> str:
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def _way_out() -> str:
    if system_packages.available():
        return (
            f"Python lacks its venv module; install it: {system_packages.install_command([_venv_package()])}"
        )
    return (
        "Python lacks its venv and pip modules; install your system's package for them (often python3-pip)."
    )
