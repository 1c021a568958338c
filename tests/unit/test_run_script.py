"""run.py and its set-up, without installing: what it understands, refuses, and reads in a stamp."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools import gates, launch, qt_libraries, virtual_environment
from tools.console import SetupProblem
from tools.environment import APP_LOCK, TEST_LOCK, Environment

ROOT = Path(__file__).resolve().parents[2]
VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


def _run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-S", str(ROOT / "run.py"), *arguments]
    environment = {"PATH": os.defpath, **variables}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with two locks, as a checkout has them."""
    (tmp_path / APP_LOCK).write_text("app==1\n", "utf-8")
    (tmp_path / TEST_LOCK).write_text("app==1\ntest==1\n", "utf-8")
    return tmp_path


@pytest.fixture
def installed(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the set-up did, in its order; pip and venv themselves are left out."""
    carried_out: list[str] = []

    def build(folder: Path, private_packages: Path) -> None:
        assert private_packages.is_relative_to(folder)
        python = virtual_environment.python_of(folder)
        python.parent.mkdir(parents=True)
        python.symlink_to(sys.executable)
        (folder / "pyvenv.cfg").touch()
        carried_out.append("built")

    def install(python: Path, lock: Path, variables: dict[str, str]) -> None:
        assert python.exists()
        assert variables["PYTHONPATH"].startswith(str(checkout))
        carried_out.append(lock.name)

    monkeypatch.setattr(virtual_environment, "build", build)
    monkeypatch.setattr(virtual_environment, "install", install)
    return carried_out


def test_run_py_needs_nothing_but_the_standard_library() -> None:
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import tools.launch"

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", script], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


def test_an_old_python_is_told_in_one_sentence() -> None:
    script = f"import sys, runpy; sys.version_info = (3, 8, 1); runpy.run_path({str(ROOT / 'run.py')!r})"

    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr == "fieldservice needs Python 3.11 or newer; this is 3.8.\n"


def test_an_unknown_command_is_refused_with_the_known_ones() -> None:
    done = _run("frobnicate")

    assert done.returncode == 2
    assert "'frobnicate'" in done.stderr
    assert all(command in done.stderr for command in launch.COMMANDS)


def test_help_names_every_command() -> None:
    done = _run("--help")

    assert done.returncode == 0
    assert all(f"  {command} " in done.stdout for command in launch.COMMANDS if command != "desk")


def test_the_home_before_the_command_reaches_the_program_as_a_full_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(launch.HOME_VARIABLE, "old")
    monkeypatch.chdir(tmp_path)

    assert launch.understood(["--home", "desk", "tour", "--lang", "pl"]) == ("tour", ["--lang", "pl"])
    assert launch.understood(["tour", "--branches", "--out", "day"]) == ("tour --branches", ["--out", "day"])
    assert os.environ[launch.HOME_VARIABLE] == str(tmp_path / "desk")


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        ([], ("desk", [])),
        (["--lang", "pl"], ("desk", ["--lang", "pl"])),
        (["cli", "import", "--help"], ("cli", ["import", "--help"])),
        (["test", "-k", "verdict"], ("test", ["-k", "verdict"])),
        (["--version"], ("cli", ["--version"])),
    ],
)
def test_arguments_are_handed_on_untouched(arguments: list[str], meant: tuple[str, list[str]]) -> None:
    assert launch.understood(arguments) == meant


def test_a_home_without_a_folder_is_refused() -> None:
    with pytest.raises(SetupProblem):
        launch.understood(["--home"])


def test_a_linux_without_display_has_no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")

    assert not qt_libraries.has_screen({"HOME": "/"})
    assert qt_libraries.has_screen({"DISPLAY": ":0"})
    assert qt_libraries.has_screen({"WAYLAND_DISPLAY": "wayland-0"})


def test_the_second_run_installs_nothing(checkout: Path, installed: list[str]) -> None:
    environment = Environment.of(checkout, {})

    environment.ensure(APP_LOCK)
    environment.ensure(APP_LOCK)

    assert installed == ["built", APP_LOCK]


def test_the_test_lock_serves_the_app_too(checkout: Path, installed: list[str]) -> None:
    environment = Environment.of(checkout, {})

    environment.ensure(TEST_LOCK)
    environment.ensure(APP_LOCK)

    assert installed == ["built", TEST_LOCK]


def test_a_changed_lock_is_installed_into_the_same_environment(checkout: Path, installed: list[str]) -> None:
    environment = Environment.of(checkout, {})
    environment.ensure(APP_LOCK)

    (checkout / APP_LOCK).write_text("app==2\n", "utf-8")
    environment.ensure(APP_LOCK)

    assert installed == ["built", APP_LOCK, APP_LOCK]


def test_an_interrupted_installation_is_built_anew(checkout: Path, installed: list[str]) -> None:
    environment = Environment.of(checkout, {})
    environment.ensure(APP_LOCK)
    environment.write_stamp({**environment.stamp(), "installing": APP_LOCK})

    environment.ensure(APP_LOCK)

    assert installed == ["built", APP_LOCK, "built", APP_LOCK]
    assert "installing" not in environment.stamp()


def test_a_refused_installation_leaves_what_was_there(
    checkout: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = Environment.of(checkout, {})
    environment.ensure(APP_LOCK)
    before = environment.stamp()

    def refuse(python: Path, lock: Path, variables: dict[str, str]) -> None:
        raise SetupProblem(f"no way to {lock.name}")

    monkeypatch.setattr(virtual_environment, "install", refuse)
    with pytest.raises(SetupProblem, match=TEST_LOCK):
        environment.ensure(TEST_LOCK)

    assert environment.stamp() == before
    assert installed == ["built", APP_LOCK]


def test_a_moved_environment_and_one_of_another_python_are_built_anew(
    checkout: Path, installed: list[str]
) -> None:
    environment = Environment.of(checkout, {})
    environment.ensure(APP_LOCK)

    for difference in ({"place": "/elsewhere/.venv"}, {"python": "3.1"}):
        environment.write_stamp({**environment.stamp(), **difference})
        environment.ensure(APP_LOCK)

    assert installed == ["built", APP_LOCK] * 3
    assert environment.stamp()["python"] == VERSION


def test_a_folder_that_is_no_environment_is_never_emptied(checkout: Path, installed: list[str]) -> None:
    mine = checkout / "documents"
    mine.mkdir()
    (mine / "letter.txt").write_text("dear", "utf-8")

    with pytest.raises(SetupProblem, match="FIELDSERVICE_VENV"):
        Environment.of(checkout, {"FIELDSERVICE_VENV": str(mine)}).ensure(APP_LOCK)

    assert (mine / "letter.txt").read_text("utf-8") == "dear"
    assert installed == []


@pytest.mark.skipif(sys.platform == "win32", reason="the lock of a process is its own there")
def test_two_runs_do_not_set_up_at_once(checkout: Path) -> None:
    environment = Environment.of(checkout, {})
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from pathlib import Path\nfrom tools.environment import Environment\n"
        f"with Environment.of(Path({str(checkout)!r}), {{}}).alone(): print('mine')"
    )

    with environment.alone():
        other = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert other.stderr is not None
        waiting = other.stderr.readline()
    said, _ = other.communicate(timeout=20)

    assert "waiting" in waiting
    assert said == "mine\n"


def test_without_venv_and_apt_the_way_out_is_named(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(shutil, "which", lambda _: None)

    with pytest.raises(SetupProblem, match="venv"):
        virtual_environment.build(checkout / ".venv", checkout / "system")


def test_unpacked_libraries_come_before_the_user_s_own(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/own")
    environment = Environment.of(checkout, {})
    environment.folder.mkdir()
    environment.write_stamp({"variables": {"LD_LIBRARY_PATH": "/unpacked"}})

    assert environment.variables()["LD_LIBRARY_PATH"] == f"/unpacked{os.pathsep}/own"


def test_the_gates_stop_at_the_first_that_fails_and_say_what_was_not_run(
    checkout: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = Environment.of(checkout, {})
    environment.ensure(APP_LOCK)
    steps = [
        gates.Step("first", ("-c", "print('quiet')")),
        gates.Step("second", ("-c", "import sys; print('told'); sys.exit(3)")),
        gates.Step("third", ("-c", "print('never')")),
    ]
    monkeypatch.setattr(gates, "steps", lambda _: tuple(steps))

    code = gates.run(environment, [])

    told = capsys.readouterr().err
    assert code == 1
    assert "not run: third" in told
    assert "told" in told
    assert "quiet" not in told
    assert installed == ["built", APP_LOCK]


def test_a_chosen_number_of_workers_is_kept() -> None:
    assert gates.steps(["-n0", "tests/unit"])[-1].arguments == (*gates.PYTEST, "-n0", "tests/unit")
    assert gates.steps([])[-1].arguments == (*gates.PYTEST, "-n", "2", "--dist", "worksteal")


def test_gates_side_by_side_are_all_told_before_the_run_ends(
    checkout: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = Environment.of(checkout, {})
    environment.ensure(APP_LOCK)
    beside = [
        gates.Step("one", ("-c", "import sys; print('of one'); sys.exit(3)"), beside="sources"),
        gates.Step("other", ("-c", "import sys; print('of other'); sys.exit(3)"), beside="sources"),
    ]
    monkeypatch.setattr(gates, "steps", lambda _: (*beside, gates.Step("last", ("-c", "print('never')"))))

    code = gates.run(environment, [])

    told = capsys.readouterr().err
    assert code == 1
    assert "of one" in told
    assert "of other" in told
    assert "failed; not run: last" in told


def test_temporary_files_of_the_gates_lie_in_memory_only_where_there_is_room(
    checkout: Path, tmp_path: Path, installed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = Environment.of(checkout, {})
    environment.ensure(APP_LOCK)
    step = gates.Step(
        "only", ("-c", f"import os; open({str(tmp_path / 'told')!r}, 'w').write(os.environ['TMPDIR'])")
    )
    monkeypatch.setattr(gates, "steps", lambda _: (step,))
    monkeypatch.setenv("TMPDIR", "/elsewhere")
    monkeypatch.setattr(gates, "MEMORY", tmp_path)

    for room, begins in ((0, str(tmp_path)), (1 << 62, "/elsewhere")):
        monkeypatch.setattr(gates, "ROOM_NEEDED", room)
        assert gates.run(environment, []) == 0
        assert (tmp_path / "told").read_text("utf-8").startswith(begins)


def test_continuous_integration_runs_the_command_of_the_readme() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()

    assert lines[-1].endswith("exec python3 run.py test")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert "python3 run.py test" in (ROOT / "README.md").read_text("utf-8")
