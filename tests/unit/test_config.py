"""Settings and paths: what is read, what is refused by name, and what a write keeps."""

from pathlib import Path

import pytest

from fieldservice.config import (
    Config,
    Paths,
    Settings,
    Theme,
    home_folder,
    local_settings,
    read_config,
    read_settings,
    refusal,
    resources_folder,
    write_settings,
)

DEFAULTS = Settings(language="pl", country="PL", zone="Europe/Warsaw")


def _written(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_command_line_s_home_wins_over_the_environment_s(tmp_path: Path) -> None:
    environ = {"FIELDSERVICE_HOME": str(tmp_path / "environment")}

    assert home_folder(tmp_path / "line", environ) == tmp_path / "line"
    assert home_folder(None, environ) == tmp_path / "environment"
    assert home_folder(None, {}).name == "fieldservice"


def test_a_relative_home_means_the_folder_where_the_program_was_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert home_folder(Path("desk"), {}) == tmp_path / "desk"


def test_a_first_start_takes_language_and_country_of_the_machine() -> None:
    assert local_settings({"LANG": "pt_BR.UTF-8"}).country == "BR"
    assert local_settings({"LANG": "pt_BR.UTF-8"}).language == "pt"
    assert local_settings({"LC_ALL": "cs_CZ.UTF-8", "LANG": "pl_PL.UTF-8"}).language == "cs"
    assert local_settings({"LANG": "C.UTF-8"}).language == "en"
    assert refusal("zone", local_settings({}).zone) is None


def test_settings_of_the_file_stand_over_the_defaults(tmp_path: Path) -> None:
    path = _written(tmp_path, 'theme = "dark"\nscale_percent = 150\nbranch_code = "WAW"\n')

    settings, problems = read_settings(path, DEFAULTS)

    assert settings == Settings("pl", Theme.DARK, 150, "WAW", "PL", "Europe/Warsaw")
    assert isinstance(settings.theme, Theme)
    assert problems == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("language", "de"),
        ("language", 7),
        ("theme", "pink"),
        ("scale_percent", 79),
        ("scale_percent", 201),
        ("scale_percent", "150"),
        ("scale_percent", True),
        ("scale_percent", 120.5),
        ("branch_code", "waw"),
        ("branch_code", "W-1"),
        ("branch_code", ""),
        ("country", "Poland"),
        ("zone", "Warsaw"),
        ("zone", "../etc/passwd"),
        ("zone", ""),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_what_could(name: str, value: object) -> None:
    problem = refusal(name, value)

    assert problem is not None
    assert problem.code == "setting.refused"
    assert problem.values["name"] == name
    assert problem.values["allowed"]


def test_a_refused_setting_takes_its_default_and_the_others_stay(tmp_path: Path) -> None:
    path = _written(tmp_path, 'theme = "pink"\nlanguage = "es"\ncolour = "red"\n')

    settings, problems = read_settings(path, DEFAULTS)

    assert (settings.theme, settings.language) == (Theme.SYSTEM, "es")
    assert [(problem.code, problem.values["name"]) for problem in problems] == [
        ("setting.refused", "theme"),
        ("setting.unknown", "colour"),
    ]


@pytest.mark.parametrize("content", [b"theme = dark", b"\xff\xfe\x00", b"theme = 'dark'\ntheme = 'light'"])
def test_an_unreadable_file_is_told_and_the_program_starts(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)

    settings, problems = read_settings(path, DEFAULTS)

    assert settings == DEFAULTS
    assert [problem.code for problem in problems] == ["setting.file_unreadable"]


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    wanted = Settings("cs", Theme.CONTRAST, 200, "BRN", "CZ", "Europe/Prague")

    write_settings(path, wanted)

    assert read_settings(path, DEFAULTS) == (wanted, ())
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.toml"]


def test_a_write_keeps_comments_and_the_settings_of_a_newer_program(tmp_path: Path) -> None:
    path = _written(tmp_path, '# ours\ntheme = "dark"\nfuture = 3\n\n[printer]\nzone = "label"\n')

    write_settings(path, DEFAULTS)

    lines = path.read_text("utf-8").splitlines()
    assert {"# ours", 'theme = "system"', "future = 3", 'zone = "label"'} <= set(lines)
    assert lines.index('zone = "Europe/Warsaw"') < lines.index("[printer]")
    assert read_settings(path, Settings())[0] == DEFAULTS


def test_a_write_puts_an_unreadable_file_aside(tmp_path: Path) -> None:
    path = _written(tmp_path, "theme = dark")

    write_settings(path, DEFAULTS)

    assert (tmp_path / "settings.unreadable.toml").read_text("utf-8") == "theme = dark"
    assert read_settings(path, Settings()) == (DEFAULTS, ())


def test_the_folders_are_made_for_this_user_only(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "home")

    paths.make_folders()
    paths.make_folders()

    assert paths.home.stat().st_mode & 0o077 == 0
    assert all(folder.is_dir() for folder in (paths.backups, paths.attachments, paths.drafts, paths.logs))


def test_a_config_is_read_from_one_home(tmp_path: Path) -> None:
    _written(tmp_path, 'language = "es"\n')

    config = read_config(tmp_path, {"LANG": "pl_PL.UTF-8"})

    assert isinstance(config, Config)
    assert config.settings.language == "es"
    assert config.settings.country == "PL"
    assert config.paths.database.parent == tmp_path


def test_the_resources_are_found_in_a_checkout() -> None:
    assert (resources_folder() / "demo" / "serwis-polska.xlsx").is_file()
