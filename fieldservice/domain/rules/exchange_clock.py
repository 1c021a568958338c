"""Hybrid stamps: one whole number that orders what was done at several sites, near to the time it was done.

The upper bits are milliseconds since 1970 in the centre's time, the lower sixteen a counter, so that stamps
of one site always rise, even while its clock stands still or goes back.
"""

from datetime import UTC, datetime, timedelta

COUNTER_BITS = 16
LARGEST = (1 << 63) - 1
"""What the databases' whole numbers hold."""
AHEAD_MILLISECONDS = 5 * 60 * 1000
"""How far ahead of the centre's clock a stamp is believed."""

BELIEVED = timedelta(minutes=1)
"""So far a workstation's clock may differ from the centre's and is believed all the same."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def correction(ahead: timedelta) -> timedelta:
    """What is added to the clock of a workstation that the centre's is `ahead` of, so that acts bear the time
    at which they were done. A clock that is nearly right is left alone: it does not jump.
    """
    return ahead if abs(ahead) > BELIEVED else timedelta()


def milliseconds(moment: datetime) -> int:
    """Since 1970; a moment before that counts as its beginning."""
    return max(0, (moment - _EPOCH) // _MILLISECOND)


def first_stamp(at_milliseconds: int) -> int:
    """The least stamp of that millisecond."""
    return max(0, at_milliseconds) << COUNTER_BITS


def moment_of(stamp: int) -> datetime:
    """When a stamp was given, as far as its site knew."""
    return _EPOCH + (stamp >> COUNTER_BITS) * _MILLISECOND


def next_stamp(last: int, now_milliseconds: int) -> int:
    """The stamp of what is done now, above the site's last one."""
    return min(LARGEST, max(last + 1, first_stamp(now_milliseconds)))


def received(last: int, other: int, now_milliseconds: int) -> int:
    """The site's last stamp once it has seen another's: what it does next is later than what it saw.

    A stamp beyond what is believed does not carry it away.
    """
    believed = min(other, first_stamp(now_milliseconds + AHEAD_MILLISECONDS))
    return max(last, believed)


def clamped(stamp: int, last: int, now_milliseconds: int) -> int:
    """The stamp as the centre takes it: after the device's last, at most five minutes ahead of its clock.

    A device whose last stamp is ahead already goes on from there: the order of its own work is kept.
    """
    latest = first_stamp(now_milliseconds + AHEAD_MILLISECONDS)
    return min(LARGEST, max(last + 1, min(stamp, latest)))


def believed_moment(told: datetime, now: datetime) -> datetime:
    """When something was done, as the centre takes it: at most five minutes ahead of its clock. How long ago
    it was is believed: a workstation may have been away for long.
    """
    return min(told, now + AHEAD_MILLISECONDS * _MILLISECOND)
