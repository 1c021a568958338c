"""Each import contract of pyproject.toml really catches: one breach of every one, planted in a copy."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINT = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command(sys.argv[1:])"

# Contract, the module planted, what it imports, and what the report must name as imported.
PLANTED = {
    "rooms": ("reports/planted.py", "import fieldservice.ui.kit", "fieldservice.ui.kit"),
    "domain": ("domain/rules/planted.py", "import fieldservice.domain.store", "fieldservice.domain.store"),
    "screens": ("ui/kit/planted.py", "import fieldservice.ui.screens", "fieldservice.ui.screens"),
    "independent-screens": (
        "ui/screens/planted_here.py",
        "import fieldservice.ui.screens.planted_there",
        "fieldservice.ui.screens.planted_there",
    ),
    "no-cycles": (
        "sync/planted_one.py",
        "import fieldservice.sync.planted_two",
        "fieldservice.sync.planted_two",
    ),
    "no-mapped-objects": (
        "ui/planted_rows.py",
        "import fieldservice.domain.model",
        "fieldservice.domain.model",
    ),
    "no-server-in-the-client": ("channels/planted.py", "import fieldservice.server", "fieldservice.server"),
    "qt": ("reports/planted_qt.py", "import PySide6.QtCore", "PySide6"),
    "sqlalchemy": ("domain/commands/planted.py", "from sqlalchemy import select", "sqlalchemy"),
    "database-drivers": ("ui/kit/planted_driver.py", "import sqlcipher3", "sqlcipher3"),
    "http-client": ("ui/kit/planted_client.py", "import requests", "requests"),
    "paper": ("domain/queries/planted.py", "from reportlab.pdfgen import canvas", "reportlab"),
    "web-server": ("sync/planted_web.py", "import fastapi", "fastapi"),
    "spreadsheets": ("reports/planted_sheet.py", "import xlsxwriter", "xlsxwriter"),
    "formats": ("domain/model/planted.py", "import phonenumbers", "phonenumbers"),
    "languages": ("ui/kit/planted_words.py", "import babel.dates", "babel"),
    "planners": ("domain/queries/planted_plan.py", "import pyvrp", "pyvrp"),
    "timers": ("ui/kit/planted_timer.py", "import apscheduler", "apscheduler"),
    "machine": ("domain/store/planted_place.py", "import platformdirs", "platformdirs"),
}
COMPANIONS = {
    "ui/screens/planted_there.py": "",
    "sync/planted_two.py": "import fieldservice.sync.planted_one",
}


def _contracts() -> dict[str, str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    return {contract["id"]: contract["name"] for contract in settings["tool"]["importlinter"]["contracts"]}


def _lint(folder: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-logo", "--no-cache"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def _sections(report: str) -> dict[str, str]:
    """What the report says of each broken contract, by the contract's name."""
    told = report.partition("Broken contracts")[2]
    parts = re.split(r"^(.+)\n-{4,}\n", told, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture(scope="module")
def copied_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tree")
    shutil.copytree(
        ROOT / "fieldservice", folder / "fieldservice", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture(scope="module")
def report(copied_tree: Path) -> str:
    """One report over all planted breaches; each is told by the name of its module."""
    package = copied_tree / "fieldservice"
    for place, line, _ in PLANTED.values():
        (package / place).write_text(f'"""Planted."""\n\n{line}\n', "utf-8")
    for place, line in COMPANIONS.items():
        (package / place).write_text(f'"""Planted."""\n\n{line}\n', "utf-8")
    (package / "planted_room.py").write_text(
        '"""A module at the level of the rooms that no contract knows."""\n', "utf-8"
    )
    return _lint(copied_tree)


def test_every_contract_has_a_planted_breach() -> None:
    assert set(PLANTED) == set(_contracts())


@pytest.mark.parametrize("contract", PLANTED)
def test_a_planted_breach_breaks_its_contract_by_name(report: str, contract: str) -> None:
    name = _contracts()[contract]
    place, _, imported = PLANTED[contract]

    section = _sections(report)[name]

    assert re.search(rf"^{re.escape(name)}\s*BROKEN", report, re.MULTILINE)
    assert {Path(place).stem, imported.rpartition(".")[2]} <= set(re.findall(r"\w+", section)), section


def test_a_new_room_needs_a_line_in_the_contract(report: str) -> None:
    assert "planted_room" in report


def test_the_rules_use_the_standard_library_only() -> None:
    """A contract can only deny names; here nothing else can be imported at all."""
    names = [
        "fieldservice.domain.rules." + ".".join(path.relative_to(rules).with_suffix("").parts)
        for rules in [ROOT / "fieldservice" / "domain" / "rules"]
        for path in sorted(rules.rglob("*.py"))
        if path.name != "__init__.py"
    ]
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r})\nimport {', '.join(names)}"

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False
    )

    assert names
    assert done.returncode == 0, done.stderr
