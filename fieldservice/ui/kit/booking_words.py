"""A technician booked by two branches for one time, in words: told by the exchange and on the order."""

from typing import TYPE_CHECKING

from fieldservice.wording import Wording, _

if TYPE_CHECKING:
    from fieldservice.domain.queries.double_bookings import BookedTwice


def booked_twice_words(booking: "BookedTwice", words: Wording) -> str:
    """Who, where and when else; and what to do."""
    time = f"{words.moment(booking.planned_from)} \N{EN DASH} {words.time(booking.planned_to)}"
    where = f"{booking.number} ({booking.branch})" if booking.branch else booking.number
    told = _("{technician} is booked twice: also {order}, {time}. Move one of the two, or agree with them.")
    return told.format(technician=booking.technician, order=where, time=time)
