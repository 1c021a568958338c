"""A long text that two people changed at once: put together line by line, from what was there before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

Lines = Sequence[str]


@dataclass(frozen=True, slots=True)
class MergedText:
    """`is_clean` when no line was changed by both, so that nothing of either is missing."""

    text: str
    is_clean: bool


def merge_texts(base: str, ours: str, theirs: str) -> MergedText:
    """Both sides' changes of `base`; where both changed the same lines, those of `ours` stay."""
    if theirs in (base, ours):
        return MergedText(ours, is_clean=True)
    if ours == base:
        return MergedText(theirs, is_clean=True)
    old, mine, other = (text.splitlines(keepends=True) for text in (base, ours, theirs))
    merged: list[str] = []
    is_clean = True
    for was, by_us, by_them in _pieces(old, mine, other):
        if by_us != was and by_them not in (was, by_us):
            is_clean = False
        merged.extend(by_them if by_us == was else by_us)
        _end_line(merged)
    text = "".join(merged)
    return MergedText(text if _ends_line(ours, theirs) else text.removesuffix("\n"), is_clean)


def _pieces(old: Lines, mine: Lines, other: Lines) -> Iterator[tuple[Lines, Lines, Lines]]:
    """Cut the three texts where both sides kept the old lines; what lies between was changed by someone."""
    kept_by_us, kept_by_them = _kept(old, mine), _kept(old, other)
    at = in_mine = in_other = 0
    for line, (our_place, their_place) in sorted(
        (line, (kept_by_us[line], kept_by_them[line])) for line in kept_by_us.keys() & kept_by_them.keys()
    ):
        yield old[at:line], mine[in_mine:our_place], other[in_other:their_place]
        yield old[line : line + 1], mine[our_place : our_place + 1], other[their_place : their_place + 1]
        at, in_mine, in_other = line + 1, our_place + 1, their_place + 1
    yield old[at:], mine[in_mine:], other[in_other:]


def _kept(old: Lines, new: Lines) -> dict[int, int]:
    """Which line of the new text each old line became."""
    blocks = SequenceMatcher(None, _bare(old), _bare(new), autojunk=False).get_matching_blocks()
    return {block.a + step: block.b + step for block in blocks for step in range(block.size)}


def _bare(lines: Lines) -> list[str]:
    """The last line is the same line whether it ends or not."""
    return [line.rstrip("\r\n") for line in lines]


def _end_line(merged: list[str]) -> None:
    """What comes behind the last line of one side begins a line of its own."""
    if merged and not merged[-1].endswith(("\n", "\r")):
        merged[-1] += "\n"


def _ends_line(ours: str, theirs: str) -> bool:
    return ours.endswith("\n") or theirs.endswith("\n")
