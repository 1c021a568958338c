"""A copy of the checkout in which one file at a time is altered, and tests are run against it.

What the tests find out is read from their report: a test that fails has noticed, a program that cannot be
imported or run has not been tested at all.
"""

import os
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from sqlalchemy import URL, create_engine

ROOT = Path(__file__).resolve().parents[2]
COPIED = ("fieldservice", "tests", "bench", "tools", "pyproject.toml")
LINKED = ("resources", "docs", "README.md", "CHANGELOG.md", "run.py")
NOT_TESTED = ("SyntaxError", "IndentationError", "ImportError", "ModuleNotFoundError", "NameError")
"""What a bug that was written wrongly fails with."""
FAILED, PASSED = 1, 0
LONGEST_SECONDS = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """`noticed_by` is the test that failed, empty when all passed; `said` what it failed with."""

    noticed_by: str
    said: str
    seconds: float

    @property
    def is_caught(self) -> bool:
        return bool(self.noticed_by)


class NotTestedError(Exception):
    """The tests could not be run as they should."""


class Workshop:
    """One copy, in `folder`; `server` is a PostgreSQL for the tests that want one."""

    def __init__(self, folder: Path, server: URL | None = None) -> None:
        self.folder = folder
        self._server = server
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name)
            else:
                shutil.copy2(source, folder / name)
        for name in LINKED:
            (folder / name).symlink_to(ROOT / name)

    @contextmanager
    def altered(self, path: str, text: str) -> Iterator[None]:
        """The file is as it was afterwards, its time too: what was compiled of it is good again."""
        place = self.folder / path
        kept = place.with_name(place.name + ".kept")
        place.rename(kept)
        try:
            place.write_text(text, "utf-8")
            yield
        finally:
            kept.replace(place)

    def text(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    def test(self, tests: Sequence[str], told: Mapping[str, str] | None = None) -> Outcome:
        """Run tests until one fails. `NotTestedError` when it was not a test that failed."""
        report = self.folder / "report.xml"
        report.unlink(missing_ok=True)
        begun = perf_counter()
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider",
             "-o", f"timeout={LONGEST_SECONDS}", f"--junitxml={report}", *tests],
            cwd=self.folder,
            env=self._environment() | dict(told or {}),
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        seconds = perf_counter() - begun
        self._sweep()
        if run.returncode not in (PASSED, FAILED) or not report.exists():
            raise NotTestedError(run.stdout[-3_000:] + run.stderr[-1_000:])
        return read_report(report, seconds)

    def _environment(self) -> dict[str, str]:
        own = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        own["PYTHONDONTWRITEBYTECODE"] = "1"  # two bugs of one second and length look alike to it
        if self._server is not None:
            own["TEST_DATABASE_URL"] = self._server.render_as_string(hide_password=False)
        return own

    def _sweep(self) -> None:
        """The next tests find an empty server."""
        if self._server is None:
            return
        engine = create_engine(self._server, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            made = "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'"
            for name in connection.exec_driver_sql(made).scalars().all():
                connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')
        engine.dispose()


def read_report(report: Path, seconds: float) -> Outcome:
    """The first test that failed, if any."""
    for case in ET.parse(report).iter("testcase"):  # noqa: S314 - our own report
        for kind in ("failure", "error"):
            failed = case.find(kind)
            if failed is None:
                continue
            said = failed.get("message", "").strip()
            if said.startswith(NOT_TESTED):
                raise NotTestedError(said)
            test = f"{case.get('classname', '')}::{case.get('name', '')}"
            return Outcome(test.removeprefix("tests."), said.partition("\n")[0][:200], seconds)
    return Outcome("", "", seconds)
