"""Who gets a lead: the person with the most room, in turn among equals."""

from dataclasses import dataclass


@dataclass
class Seat:
    """One salesperson of one team.

    :param ref: identifies the person for the caller
    :param int capacity: leads in 30 days
    :param int taken: leads of the last 30 days
    :param last: when the last one was assigned, as a sortable value; None for never
    :param int order: decides among perfect equals
    """

    ref: object
    capacity: int
    taken: int = 0
    last: object = None
    order: int = 0

    @property
    def free(self):
        """:return int: leads the person can still take"""
        return self.capacity - self.taken


def pick(seats):
    """Choose who gets the next lead.

    The one with the most free capacity; among equals the one who has waited longest; then the lowest order.

    :param seats: iterable of :class:`Seat`
    :return: the :class:`Seat`; None when nobody has room
    """
    free = [seat for seat in seats if seat.free > 0]
    if not free:
        return None
    return min(free, key=lambda seat: (-seat.free, seat.last is not None, seat.last or 0, seat.order))
