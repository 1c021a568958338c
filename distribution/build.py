"""Makes what a person installs who has no Python: a self-contained folder and, on Debian, a package.

`python3 distribution/build.py [--out DIR]` makes an environment of its own from the locks, packs the program
with PyInstaller, tries it, and prints sizes and how long it takes to start. Standard library only.
"""

import argparse
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
NAME = "fieldservice"
LOCKS = (ROOT / "requirements.lock", HERE / "requirements.lock")
IMPORTED_BY_NAME = (
    "fieldservice",
    "phonenumbers",
    "holidays",
    "stdnum",
    "apscheduler",
    "keyring",
    "reportlab.graphics.barcode",
)
NAMED_ONLY = ("platformdirs", "tzlocal", "tomllib", "logging.handlers", "font_source_sans_pro")
WITH_DATA = (
    "qtawesome",
    "font_source_sans_pro",
    "tzdata",
    "babel",
    "reportlab",
    "pypdfium2_raw",
    "pypdfium2",
    "holidays",
    "stdnum",
)
WITH_METADATA = ("apscheduler", "keyring")
DATA = (
    (ROOT / "resources", "fieldservice/resources"),
    (ROOT / "fieldservice/domain/store/migrations", "fieldservice/domain/store/migrations"),
)
LEFT_OUT = ("tkinter", "PySide6.QtQml", "PySide6.QtQuick", "IPython", "numpy", "pytest")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Pack the program for machines without Python.")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where the results go")
    parser.add_argument("--no-deb", action="store_true", help="make only the folder")
    options = parser.parse_args(arguments)
    out: Path = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    python = make_environment(out / "environment")
    folder = pack(python, out)
    tell_size(folder)
    tell_start(folder / NAME)
    if not options.no_deb and shutil.which("dpkg-deb"):
        tell_size(make_deb(folder, out))
    return 0


def make_environment(folder: Path) -> Path:
    """An environment with exactly what the locks name; made once."""
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
    for lock in LOCKS:
        _run([python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock])
    return python


def pack(python: Path, out: Path) -> Path:
    """The folder with the program, its Python and its libraries."""
    _run([python, "-m", "tools.translations", "compile"])
    command: list[str | Path] = [
        python,
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--clean",
        "--onedir",
        "--log-level=WARN",
    ]
    command += ["--name", NAME, "--distpath", out, "--workpath", out / "work", "--specpath", out / "work"]
    command += ["--paths", ROOT, "--icon", "NONE"]
    for package in IMPORTED_BY_NAME:
        command += ["--collect-submodules", package]
    for module in NAMED_ONLY:
        command += ["--hidden-import", module]
    for package in WITH_DATA:
        command += ["--collect-data", package]
    for package in WITH_METADATA:
        command += ["--copy-metadata", package]
    for source, target in DATA:
        command += ["--add-data", f"{source}{os.pathsep}{target}"]
    for package in LEFT_OUT:
        command += ["--exclude-module", package]
    _run([*command, ROOT / "fieldservice" / "__main__.py"])
    for text in (out / NAME).rglob("*.po"):
        text.unlink()  # the compiled catalogues are what the program reads
    return out / NAME


def tell_size(result: Path) -> None:
    files = [result] if result.is_file() else [file for file in result.rglob("*") if file.is_file()]
    megabytes = sum(file.lstat().st_size for file in files) / 1_000_000
    _say(f"{result}: {megabytes:.0f} MB in {len(files)} file(s)")


def tell_start(program: Path) -> None:
    """How long the program takes to say its version: what of a start is not the window's."""
    started = time.monotonic()
    _run([program, "--version"])
    _say(f"{program.name} --version: {(time.monotonic() - started) * 1000:.0f} ms")


def make_deb(folder: Path, out: Path) -> Path:
    """A package for Debian and its kin: the folder in /opt, a command, an entry in the menu, links."""
    root = out / "deb"
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(folder, root / "opt" / NAME, symlinks=True)
    for source, target in (
        (HERE / "linux" / "fieldservice.desktop", f"usr/share/applications/{NAME}.desktop"),
        (
            ROOT / "resources" / "icons" / "fieldservice.svg",
            f"usr/share/icons/hicolor/scalable/apps/{NAME}.svg",
        ),
    ):
        (root / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, root / target)
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin" / NAME).symlink_to(f"/opt/{NAME}/{NAME}")
    version = subprocess.run([folder / NAME, "--version"], capture_output=True, text=True, check=True)
    number = version.stdout.split()[-1]
    machine = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True)
    architecture = machine.stdout.strip()
    (root / "DEBIAN").mkdir()
    control = (HERE / "linux" / "control").read_text("utf-8")
    (root / "DEBIAN" / "control").write_text(
        control.format(version=number, architecture=architecture), "utf-8"
    )
    package = out / f"{NAME}_{number}_{architecture}.deb"
    _run(["dpkg-deb", "--root-owner-group", "--build", root, package])
    return package


def _run(command: Sequence[str | Path]) -> None:
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True)


def _say(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
