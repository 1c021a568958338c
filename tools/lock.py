"""Pins the requirements anew: `python -m tools.lock [PACKAGE ...]` upgrades the named packages, or none.

Needs `uv` (in the environment or on PATH). The locks hold versions and hashes for every platform, no address.
"""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.console import say

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("requirements.in", "requirements-dev.in")
OLDEST_PYTHON = "3.11"


def main(packages: Sequence[str]) -> int:
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        say("uv is needed to pin the requirements: python -m pip install uv")
        return 1
    upgrades = [f"--upgrade-package={package}" for package in packages]
    universal = ["--universal", f"--python-version={OLDEST_PYTHON}"]
    clean = ["--generate-hashes", "--no-header", "--no-annotate", "--quiet"]
    for source in SOURCES:
        target = Path(source).with_suffix(".lock").name
        command = [uv, "pip", "compile", *universal, *clean, *upgrades, source, "--output-file", target]
        subprocess.run(command, cwd=ROOT, check=True)
        say(f"{target} pinned from {source}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
