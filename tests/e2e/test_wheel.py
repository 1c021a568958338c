"""The built wheel, installed outside the checkout: it starts and carries everything it shows or reads."""

import json
import os
import shutil
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUILT_FROM = ("fieldservice", "resources", "tools")
BUILT_BY = (
    "pyproject.toml",
    "setup.py",
    "MANIFEST.in",
    "requirements.in",
    "requirements-server.in",
    "README.md",
)

WHAT_IS_FOUND = """
import fieldservice.config as config
from fieldservice.sentences.speech import Speech, catalogue
from gettext import GNUTranslations
folder = config.resources_folder()
print(folder)
print(*sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()), sep="|")
print(*(type(catalogue(language)) is GNUTranslations for language in ("pl", "cs", "es", "pt")))
"""


def _run(command: list[str], folder: Path) -> str:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built in a copy: a build leaves its traces in the tree, and tests run side by side."""
    tree = tmp_path_factory.mktemp("tree")
    for name in BUILT_FROM:
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    for name in BUILT_BY:
        shutil.copy(ROOT / name, tree)
    _run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", "dist", "."], tree)
    return next((tree / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty environment that holds the wheel and borrows the libraries of the tests' environment."""
    folder = tmp_path_factory.mktemp("installed")
    _run([sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")], folder)
    python = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    install = ["install", "--quiet", "--no-deps", "--no-index", "--no-compile", str(wheel)]
    _run([sys.executable, "-m", "pip", "--python", str(python), *install], folder)
    packages = _run(
        [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], folder
    ).strip()
    (Path(packages) / "borrowed.pth").write_text("\n".join(site.getsitepackages()), "utf-8")
    return python


def test_the_installed_program_starts_outside_the_checkout(python: Path, tmp_path: Path) -> None:
    command = python.with_name("fieldservice.exe" if sys.platform == "win32" else "fieldservice")

    assert _run([str(python), "-m", "fieldservice", "--version"], tmp_path).startswith("fieldservice ")
    assert _run([str(command), "--version"], tmp_path).startswith("fieldservice ")


def test_the_installed_program_sets_up_a_desk(python: Path, tmp_path: Path) -> None:
    told = _run(
        [str(python), "-m", "fieldservice", "--home", "desk", "exchange", "status", "--json"], tmp_path
    )

    assert json.loads(told) == {"joined": False}
    assert (tmp_path / "desk/fieldservice.db").stat().st_size


def test_the_installed_program_finds_everything_that_the_checkout_has(python: Path, tmp_path: Path) -> None:
    shipped = {
        path.relative_to(ROOT / "resources").as_posix()
        for path in (ROOT / "resources").rglob("*")
        if path.is_file() and path.suffix not in (".po", ".pot", ".mo", ".pyc")
    }
    compiled = {
        f"translations/{language}/LC_MESSAGES/fieldservice.mo" for language in ("pl", "cs", "es", "pt")
    }

    folder, files, translated = _run([str(python), "-c", WHAT_IS_FOUND], tmp_path).splitlines()

    assert Path(folder).is_relative_to(python.parents[1])
    assert set(files.split("|")) == shipped | compiled
    assert translated == "True True True True"
    assert "demo/serwis-polska.xlsx" in shipped


def test_the_wheel_holds_the_program_and_nothing_of_the_workshop(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"fieldservice"}
