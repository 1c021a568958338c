"""`fieldservice tour`: the main job driven through the real screens; pictures and documents stay in a folder.

Exit code 0 when everything went as expected, 1 when a call or the closing did not.
"""

import argparse
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from fieldservice.commandline.exits import Exit
from fieldservice.commandline.output import say, say_table
from fieldservice.config import Config, Settings, Theme
from fieldservice.sentences.speech import LANGUAGES
from fieldservice.tour.playing import Played, play
from fieldservice.wording import _, activate

FOLDER = "tour"
ZONE, COUNTRY, BRANCH = "Europe/Warsaw", "PL", "WAW"


def declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", type=Path, default=Path(FOLDER), metavar="DIR", help=_("where the pictures go")
    )
    parser.add_argument("--lang", choices=LANGUAGES, help=_("language of the screens"))
    parser.add_argument("--theme", choices=[str(theme) for theme in Theme], default=str(Theme.LIGHT))
    parser.add_argument("--scale", type=float, default=1.0, help=_("0.8 to 2"))
    parser.add_argument("--dialogs", action="store_true", help=_("also every part and every dialog"))


def run(options: argparse.Namespace, config: Config) -> int:
    settings = Settings(
        language=options.lang or config.settings.language,
        theme=Theme(options.theme),
        scale_percent=round(options.scale * 100),
        branch_code=BRANCH,
        country=COUNTRY,
        zone=ZONE,
    )
    words = activate(settings.language, zone=ZoneInfo(ZONE), country=COUNTRY)
    own = replace(config, settings=settings)
    played = play(own, words, options.out, lambda scene: say(f"… {scene}"), with_dialogs=options.dialogs)
    _tell(played, options.out)
    return Exit.DONE if played.is_as_expected else Exit.SOME_REFUSED


def _tell(played: Played, out: Path) -> None:
    say_table(
        [
            (
                f"{seen.call.at.astimezone(ZoneInfo(ZONE)):%H:%M}",
                seen.call.caller,
                seen.call.expected,
                seen.outcome or "nothing",
                "✓" if seen.is_as_expected else "✗",
                seen.number or "parked",
                seen.sentence,
            )
            for seen in played.calls
        ]
    )
    course = played.course
    right = sum(seen.is_as_expected for seen in played.calls)
    say(f"{right} of {len(played.calls)} calls as expected")
    say(
        f"{course.after_last.number}: closed by itself {course.after_last.closings} time(s), "
        f"open again after a third order: {'yes' if not course.after_third.is_closed else 'no'}"
    )
    say(f"{len(played.files)} files in {out.resolve()}")
