"""The rules use nothing but the standard library: they are imported where nothing else can be."""

import subprocess
import sys
from pathlib import Path

import fieldservice

PROGRAM = """
import importlib, pkgutil, sys


class OnlyRules:
    def find_spec(self, name, path=None, target=None):
        above = ("fieldservice", "fieldservice.domain")
        is_needed = name in above or name.startswith("fieldservice.domain.rules")
        if name.startswith("fieldservice") and not is_needed:
            raise ImportError("blocked: " + name)
        return None


sys.meta_path.insert(0, OnlyRules())
import fieldservice.domain.rules as rules

for module in pkgutil.walk_packages(rules.__path__, rules.__name__ + "."):
    importlib.import_module(module.name)
    print(module.name)
{planted}
"""


def run_blocked(planted: str = "") -> subprocess.CompletedProcess[str]:
    """Without site-packages (-S) and without the rooms above the rules."""
    root = Path(fieldservice.__file__).parents[1]
    return subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(root)!r})\n" + PROGRAM.format(planted=planted),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_all_rules_import_without_any_other_package() -> None:
    run = run_blocked()

    assert run.returncode == 0, run.stderr
    assert "fieldservice.domain.rules.verdict" in run.stdout.split()


def test_the_block_catches_a_third_party_package_and_another_room() -> None:
    assert "No module named 'sqlalchemy'" in run_blocked("import sqlalchemy").stderr
    assert "blocked: fieldservice.domain.model" in run_blocked("import fieldservice.domain.model").stderr
