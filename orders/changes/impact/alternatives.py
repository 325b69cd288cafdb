"""Other ways to do what a change asks for, where some of it cannot be there by the wished day (R119, R197, R205): on a
later day, in dated parts, with another product, or only what can be there in time. Each is given as items that could
take the place of the request's. None takes anything from other orders, but the one that says so."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import ROUND_FLOOR, Decimal

from accounts.people.models import User
from common import dates, errors
from orders.changes import guarding, projecting
from orders.changes.choices import Action
from orders.changes.impact.choices import Kind
from orders.changes.impact.others import Taking
from orders.changes.impact.promises import Outlook, Wanted
from orders.changes.impact.sheet import ZERO, Alternative, Proposed
from orders.changes.projecting import Item, Projection
from orders.order import scheduling
from orders.order.models import OrderLine
from orders.promise import kits, proposing
from orders.promise.proposing import Proposal
from products.catalogue import queries as catalogue
from products.catalogue.models import Substitute

ONE = Decimal(1)
_PIECE = Decimal("0.0001")


@dataclass(frozen=True)
class Case:
    """What the ways are worked out from. ``actor``: whose request it is, for what he may choose; ``late``: the lines
    that cannot be there by the wished day."""

    projection: Projection
    items: list[Proposed]
    found: Outlook
    taking: Taking
    actor: User
    at: datetime
    late: list[Wanted]

    @property
    def total(self) -> Decimal:
        """What the order costs as asked."""
        return self.projection.order.total_amount


_ORDER = [Kind.SUBSTITUTE, Kind.PARTLY, Kind.SPLIT, Kind.LATER, Kind.TAKE]


def ranked(
    projection: Projection, items: Iterable[Item], found: Outlook, taking: Taking, *, actor: User, at: datetime
) -> list[Alternative]:
    """The ways there are, the best first: what breaks no promise, then what is there soonest, then what leaves out
    least. None where everything can be there in time. A constant number of statements."""
    late = [one for one in found.wanted if _is_late(one)]
    if not late:
        return []
    case = Case(projection, as_proposed(items), found, taking, actor, at, late)
    made = [one for way in (_substituted, _partly, _split, _later, _taken) if (one := way(case)) is not None]
    return sorted(made, key=lambda one: (one.broken, one.behind, -one.share, _ORDER.index(Kind(one.kind))))


def _is_late(one: Wanted) -> bool:
    wished = proposing.last_requested(one.line)
    return wished is not None and one.proposal.arrival > wished and not one.line.gift_of_id


def _wish(late: Iterable[Wanted]) -> date:
    return max(day for one in late if (day := proposing.last_requested(one.line)))


def _made(
    case: Case,
    kind: Kind,
    items: list[Proposed],
    *,
    arrivals: Mapping[int, date],
    share: Decimal,
    total: Decimal | None = None,
) -> Alternative:
    wished = {one.line.line_no: proposing.last_requested(one.line) for one in case.late}
    amount = case.total if total is None else total
    behind = max([0, *((day - wish).days for number, day in arrivals.items() if (wish := wished.get(number)))])
    return Alternative(
        kind=str(kind),
        key=str(kind),
        arrival=max(arrivals.values(), default=_wish(case.late)),
        behind=behind,
        share=share.quantize(_PIECE),
        amount=amount,
        delta=amount - case.projection.was.total_amount,
        broken=0,
        items=items,
        line_nos=sorted(wished),
    )


def _share(late: Sequence[Wanted]) -> Decimal:
    """How much of the goods asked for of the late lines is there by the wished day."""
    asked = sum((one.line.open for one in late), ZERO)
    there = sum((_in_time(one) for one in late), ZERO)
    return there / asked if asked else ONE


def _in_time(one: Wanted) -> Decimal:
    wished = proposing.last_requested(one.line)
    return sum((quantity for day, quantity in one.parts if wished is None or day <= wished), ZERO)


# --- the items -----------------------------------------------------------------------------------


def as_proposed(items: Iterable[Item]) -> list[Proposed]:
    """Items as an alternative keeps them."""
    return [Proposed(str(one.action), one.line_no, one.field, one.new, one.old) for one in items]


class _Cells:
    """The items of a request, to be said otherwise cell by cell."""

    def __init__(self, items: Iterable[Proposed]):
        self._by_line: dict[int | None, dict[str, Proposed]] = {}
        for item in items:
            self._by_line.setdefault(item.line_no, {})[item.field] = item

    def put(self, one: Wanted, **values: str | int | list | None) -> None:
        """Say these fields of a line otherwise."""
        number = one.line.line_no
        action = str(Action.ADD if one.was is None else Action.MODIFY)
        row = self._by_line.setdefault(number, {})
        for name, value in values.items():
            former = row[name].old if name in row else None
            row[name] = Proposed(action, number, name, value, former)

    def drop(self, number: int, *names: str) -> None:
        """Say nothing of these fields of a line; without any, nothing of the line."""
        row = self._by_line.get(number, {})
        for name in names or list(row):
            row.pop(name, None)

    def listed(self) -> list[Proposed]:
        """The items as they are now."""
        return [item for row in self._by_line.values() for item in row.values()]


# --- the ways ------------------------------------------------------------------------------------


def _taken(case: Case) -> Alternative | None:
    """As asked: pieces that others hold are given to it by a person."""
    helped = {one.line.line_no for one in case.late if one.line.line_no in case.taking.kept}
    if not helped:
        return None
    arrivals = {
        one.line.line_no: _wish([one]) if one.line.line_no in helped else one.proposal.arrival for one in case.late
    }
    asked = sum((one.line.open for one in case.late), ZERO)
    there = sum((one.line.open if one.line.line_no in helped else _in_time(one) for one in case.late), ZERO)
    made = _made(case, Kind.TAKE, case.items, arrivals=arrivals, share=there / asked)
    return replace(made, broken=len(case.taking.broken))


def _later(case: Case) -> Alternative:
    """Every late line is asked for on the day on which it can be there."""
    changed = _Cells(case.items)
    for one in case.late:
        changed.drop(one.line.line_no, "schedule")
        changed.put(one, requested_date=_day(one))
        if one.was is not None and one.was.schedule:
            changed.put(one, schedule=[])
    return _made(case, Kind.LATER, changed.listed(), arrivals=_days(case), share=ZERO)


def _days(case: Case) -> dict[int, date]:
    return {one.line.line_no: one.proposal.arrival for one in case.late}


def _day(one: Wanted) -> str:
    return one.proposal.arrival.isoformat()


def _split(case: Case) -> Alternative | None:
    """What is there early comes early; the rest on the day on which it can. Only of lines nothing of which went out:
    their dated parts are the whole line."""
    apart = {one.line.line_no for one in case.late if len(one.parts) > 1 and one.line.open == one.line.ordered}
    if not apart:
        return None
    changed = _Cells(case.items)
    for one in case.late:
        if one.line.line_no in apart:
            parts = [scheduling.Part(max(day, _wish([one])), quantity) for day, quantity in one.parts]
            changed.drop(one.line.line_no, "requested_date")
            changed.put(one, schedule=scheduling.stored(parts))
        else:
            changed.put(one, requested_date=_day(one))
    return _made(case, Kind.SPLIT, changed.listed(), arrivals=_days(case), share=_share(case.late))


def _partly(case: Case) -> Alternative | None:
    """Only as many as are there by the wished day, no fewer than are out already; a new line of which none is, is left
    out, an old one keeps its quantity."""
    changed, share = _Cells(case.items), _share(case.late)
    for one in case.late:
        line, pack = one.line, _pack(one.line)
        there = (_in_time(one) / pack).to_integral_value(ROUND_FLOOR) * pack
        least = guarding.least_quantity(one.was) if one.was is not None else ZERO
        wanted = max(line.ordered - line.open + there, least)
        if wanted > ZERO:
            changed.drop(line.line_no, "schedule")
            changed.put(one, quantity=f"{wanted.normalize():f}")
        else:
            changed.drop(line.line_no, *(() if one.was is None else ("quantity",)))
    items = changed.listed()
    if not share or not items or items == _Cells(case.items).listed():
        return None
    total = _total(case, items)
    return None if total is None else _made(case, Kind.PARTLY, items, arrivals={}, share=share, total=total)


def _pack(line: OrderLine) -> Decimal:
    """The least step in which the line's product is sold."""
    product = line.product if "product" in line._state.fields_cache else None
    return (product.pack_multiple if product is not None else ONE) or ONE


def _substituted(case: Case) -> Alternative | None:
    """Products that may stand for the late ones and are there sooner, of lines nothing of which went out."""
    free = [one for one in case.late if one.was is None or not guarding.least_quantity(one.was)]
    best = _soonest(case, free)
    if not best:
        return None
    changed, products, arrivals = _Cells(case.items), [], _days(case)
    for one, row, proposal in best:
        number, quantity = one.line.line_no, (one.line.ordered * row.ratio).quantize(_PIECE)
        changed.drop(number, "specification", "auxiliary_attribute", "price", "schedule")
        changed.put(one, product=row.substitute_id, quantity=f"{quantity.normalize():f}")
        arrivals[number] = proposal.arrival
        products.append(row.substitute.code)
    items = changed.listed()
    total = _total(case, items)
    if total is None:
        return None
    made = _made(case, Kind.SUBSTITUTE, items, arrivals=arrivals, share=_share(case.late), total=total)
    return replace(made, products=products, share=made.share if made.behind else ONE)


def _soonest(case: Case, lines: Sequence[Wanted]) -> list[tuple[Wanted, Substitute, Proposal]]:
    """Of each line the substitute that is there first, where that is sooner than the product itself."""
    today = dates.business_day(case.at)
    rows = catalogue.substitutes_of_many({one.line.product_id for one in lines}, today) if lines else {}
    asked = [(one, row) for one in lines for row in rows.get(one.line.product_id, [])]
    if not asked:
        return []
    others = [_other(one, row) for one, row in asked]
    kits.foresee(others)
    desk = proposing.desk(case.projection.order, others, today)
    best: dict[int, tuple[Wanted, Substitute, Proposal]] = {}
    for (one, row), other in zip(asked, others, strict=True):
        proposal = replace(desk, outlooks=dict(desk.outlooks)).propose(other)  # a try takes nothing from the next
        kept = best.get(one.line.line_no)
        if proposal.arrival < (kept[2] if kept else one.proposal).arrival:
            best[one.line.line_no] = (one, row, proposal)
    return list(best.values())


def _other(one: Wanted, row: Substitute) -> OrderLine:
    other = copy(one.line)
    kits.forget(other)
    other.product_id, other.supply_mode = row.substitute_id, row.substitute.supply_mode
    other.reserved = ZERO
    other.ordered = (one.line.ordered * row.ratio).quantize(_PIECE)
    return other


def _total(case: Case, items: Iterable[Item]) -> Decimal | None:
    """What the order costs with these items; None where they do not fit."""
    was, before = case.projection.was, case.projection.before
    try:
        return projecting.project(was, before, items, actor=case.actor, at=case.at).order.total_amount
    except errors.Invalid:
        return None
