"""Which outbound document a received ship date means. Pure: rules over rows already read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from orders.order.states import Origin, Status

LEFT = ("AUDITED", "SIGNED")
Line = tuple[int, int]  # order key, line number


@dataclass
class Shipment:
    """A document as far as it matters here. ``day`` is its received date, None while it has none; ``taken`` the
    lines for which somebody said so already."""

    pk: int
    number: str
    status: str
    waybill: str
    lines: dict[Line, Decimal] = field(default_factory=dict)
    orders: dict[int, tuple[str, str, date]] = field(default_factory=dict)  # key → state, origin, day placed
    taken: set[Line] = field(default_factory=set)
    day: date | None = None
    left_on: date | None = None  # its actual ship date as it stands

    @property
    def has_left(self) -> bool:
        """Whether its goods are out of the house."""
        return self.status in LEFT

    @property
    def is_closed_book(self) -> bool:
        """Whether one of its orders lies in the archive or is of history: its deliveries stay as they are."""
        return any(
            status not in (Status.EFFECTIVE, Status.CLOSED) or origin == Origin.HISTORY
            for status, origin, _day in self.orders.values()
        )

    @property
    def earliest(self) -> date:
        """The first day on which it can have left: when the last of its orders was placed."""
        return max((day for _status, _origin, day in self.orders.values()), default=date.min)

    def take(self, said: Any) -> None:
        """Its received date is this one from now on."""
        self.day = self.left_on = said.ship_date
        if said.line is not None:
            self.taken.add(said.line)


class Fit(NamedTuple):
    """What is meant, or why nothing is (``NO_DOCUMENT``, ``NOT_AUDITED``, ``SEVERAL``), and which could be."""

    shipment: Shipment | None
    why: str
    candidates: Sequence[Shipment] = ()


def fit(said: Any, shipments: Iterable[Shipment]) -> Fit:
    """Find what ``said`` (a ``ReceivedShipDate``) means among ``shipments``: the document it names; else those with
    its quantity of its line that nobody spoke of yet, its waybill's before others; else those of its waybill."""
    if said.outbound_number:
        named = [one for one in shipments if one.number == said.outbound_number]
        if not named or not named[0].has_left:
            return Fit(None, "NOT_AUDITED", named)
        return Fit(named[0], "", named)
    found = [one for one in shipments if _could_be(said, one)]
    left = [one for one in found if one.has_left and not one.is_closed_book]
    closer = [one for one in left if said.waybill and one.waybill == said.waybill]
    left = closer or left
    if len(left) == 1:
        return Fit(left[0], "", left)
    if left:
        return Fit(None, "SEVERAL", left)
    return Fit(None, "NOT_AUDITED" if found else "NO_DOCUMENT", found)


def _could_be(said: Any, shipment: Shipment) -> bool:
    if said.line is None:
        return bool(shipment.waybill) and shipment.waybill == said.waybill and shipment.status != "VOID"
    if shipment.lines.get(said.line) != said.quantity or said.line in shipment.taken or shipment.status == "VOID":
        return False
    return not said.waybill or shipment.waybill in ("", said.waybill)


def obstacle(said: Any, shipment: Shipment, closed_until: date | None = None) -> str:
    """Why the document that is meant cannot take the day (``BEFORE_ORDER``, ``OTHER_DATE``, ``CLOSED_MONTH``: the
    books are closed until ``closed_until``, and it would move into or out of them); "" when it can."""
    if said.ship_date < shipment.earliest:
        return "BEFORE_ORDER"
    if shipment.day is not None and shipment.day != said.ship_date:
        return "OTHER_DATE"
    if closed_until is not None and any(day <= closed_until for day in moved(said, shipment)):
        return "CLOSED_MONTH"
    return ""


def moved(said: Any, shipment: Shipment) -> list[date]:
    """The days between which the document would move: none where it left on this one by its own paper."""
    if said.ship_date == shipment.left_on:
        return []
    return [said.ship_date, shipment.left_on or said.ship_date]


class Pool:
    """The documents that could be meant, found by what messages name."""

    def __init__(self, shipments: Iterable[Shipment]):
        self.by_pk = {one.pk: one for one in shipments}
        self._by_number = {one.number: one for one in self.by_pk.values()}
        self._by_waybill: dict[str, list[Shipment]] = {}
        self._by_line: dict[Line, list[Shipment]] = {}
        for one in self.by_pk.values():
            self._by_waybill.setdefault(one.waybill, []).append(one)
            for line in one.lines:
                self._by_line.setdefault(line, []).append(one)

    def named(self, number: str) -> Shipment | None:
        """The document with this number."""
        return self._by_number.get(number)

    def fit(self, said: Any) -> Fit:
        """What ``said`` means (``matching.fit``)."""
        if said.outbound_number:
            return fit(said, filter(None, [self.named(said.outbound_number)]))
        if said.line is not None:
            return fit(said, self._by_line.get(said.line, ()))
        return fit(said, self._by_waybill.get(said.waybill, ()))
