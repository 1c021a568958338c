"""What a time line shows: one entry, with its mark and its files."""

from collections.abc import Hashable
from dataclasses import dataclass

from fieldservice.ui.kit.colours import Tone
from fieldservice.ui.kit.painting import Shape


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """A word with a shape beside the title: a message that is still to be sent."""

    text: str
    tone: Tone = Tone.NEUTRAL
    shape: Shape = Shape.NONE


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """`when` in words; `text` what was said or done; `is_quoted` for the words of people.

    `files` are pairs of an id and a name. `act` is what can be done about the entry, as a word on a button.
    """

    id: Hashable
    when: str
    title: str
    who: str = ""
    text: str = ""
    is_quoted: bool = False
    when_tooltip: str = ""
    mark: TimelineMark | None = None
    files: tuple[tuple[Hashable, str], ...] = ()
    act: str = ""

    def words(self) -> str:
        marked = self.mark.text if self.mark is not None else ""
        named = ", ".join(name for _id, name in self.files)
        return ", ".join(part for part in (self.when, self.title, marked, self.who, self.text, named) if part)
