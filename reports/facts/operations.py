"""Keeping the facts: first build, following the trail, comparison with the documents. One writer at a time; each step
is a transaction, so that whoever is killed goes on where he was (docs/adr/0091)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from accounts.trail import seals
from common import dates, events, locks
from common.locks import Lock
from common.operation import operation
from orders.order.models import Order
from reports.facts import comparing, following
from reports.facts.choices import OF_OWN, Dimension
from reports.facts.deriving import assembling, ground, summing, suppliers
from reports.facts.models import FactMark, Flow, OrderMoments

WATCH = "admin.console"
WRONG = "report.facts_corrected"
_WRONG = gettext_noop(
    "Figures were not what the documents say, and were put right: %(orders)s orders, %(sums)s sums. Tell the vendor."
)
RULES = 1  # goes up with every change of what is derived: all facts are derived anew then
CHUNK = 2_000  # orders derived in one transaction
MOST_MOVED = 50  # products of other suppliers whose sums are moved; of more they are all made anew
TRAIL_ROWS = 20_000  # rows of the trail read at once


@operation
def refresh(*, actor: User, order_ids: Sequence[int], known: date | None, is_build: bool = False) -> None:
    """Derive these orders' facts anew and add what is different to the sums. ``order_ids`` may name orders that are
    gone or do not count: their facts go. ``known``: the day from which on what is new is known, and until which what
    goes was known; None: it was wrong, and never was so. ``is_build``: orders that had no facts had happened before.
    The caller holds ``Lock.REFRESH_FACTS``."""
    given = {**ground.given(order_ids), "known": known, "is_build": is_build}
    ground.set_planner()
    with connection.cursor() as cursor:
        cursor.execute(assembling.REFRESH, given)
        cursor.execute(assembling.REFRESH_MOMENTS, given)


@operation
def sum_up(*, actor: User, dimension: Dimension | None = None) -> None:
    """Make the sums anew from the facts, of one dimension or all. The caller holds ``Lock.REFRESH_FACTS``."""
    ground.set_planner()
    which = tuple(Dimension) if dimension is None else (dimension,)
    if Dimension.SUPPLIER in which:
        _remember(comparing.products_moved())
    _anew("reports_summary", summing.TARGET, which, summing.expected(which))
    sum_up_own(actor=actor, dimensions=[one for one in OF_OWN if one in which])


@operation
def follow_suppliers(*, actor: User) -> None:
    """Have sums count each product for whose it is now. The caller holds ``Lock.REFRESH_FACTS``."""
    moved = comparing.products_moved()
    if len(moved) > MOST_MOVED or not FactMark.objects.filter(has_suppliers=True).exists():
        sum_up(actor=actor, dimension=Dimension.SUPPLIER)
        FactMark.objects.update(has_suppliers=True)
    elif moved:
        ground.set_planner()
        with connection.cursor() as cursor:
            cursor.execute(suppliers.add(-1), {"products": moved})
            _remember(moved)
            cursor.execute(suppliers.add(1), {"products": moved})


def _remember(products: list[int]) -> None:
    """For whom these products are counted from now on."""
    with connection.cursor() as cursor:
        cursor.execute(suppliers.FORGET, {"products": products})
        cursor.execute(suppliers.REMEMBER, {"products": products})


@operation
def sum_up_own(*, actor: User, dimensions: Sequence[Dimension] = OF_OWN) -> None:
    """The same of the sums of salespeople, which sites older than these do not have. The caller holds the lock."""
    ground.set_planner()
    for one in dimensions:  # each by itself: few groups at a time are added up in memory
        _anew("reports_ownsummary", summing.OWN_TARGET, [one], summing.expected_own([one]))
    if set(dimensions) == set(OF_OWN):
        FactMark.objects.update(has_own_sums=True)


def _anew(table: str, target: Sequence[str], dimensions: Sequence[Dimension], rows: str) -> None:
    names = ", ".join(target)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE dimension = ANY(%s)", [[int(one) for one in dimensions]])
        cursor.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM ({rows}) e")


def keep_up(*, at: datetime, patience: float = 5.0, most: int = 50) -> int:
    """Follow the trail as far as it is settled, building what was never built; returns how many orders were derived.
    Stands outside a transaction. A second run meanwhile does nothing; ``most`` steps at a time."""
    with locks.held(Lock.REFRESH_FACTS) as is_ours:
        return _keep_up(people.system_user(), at, patience, most) if is_ours else 0


def _keep_up(system: User, at: datetime, patience: float, most: int) -> int:
    derived = 0
    if FactMark.objects.filter(has_own_sums=False).exists():
        sum_up_own(actor=system)
    if FactMark.objects.filter(has_suppliers=False).exists():
        follow_suppliers(actor=system)
    _heed_rules(actor=system)
    end = seals.settled_end(patience)
    for _n in range(most):
        step = _follow(actor=system, end=end, at=at) if end is not None else None
        if step is None:
            step = _build(actor=system, at=at)
        if step is None:
            break
        derived += step
    return derived


@operation
def _heed_rules(*, actor: User) -> None:
    """Facts that were derived by other rules are built once more, with the next steps."""
    FactMark.objects.exclude(rules=RULES).update(rules=RULES, built_until=0)


@operation
def _follow(*, actor: User, end: int, at: datetime) -> int | None:
    """One stretch of the trail; None where there is none."""
    mark = _mark() or _begun(end)
    if mark.trail_id >= end:
        if mark.caught_up_at is None or mark.caught_up_at < at:
            FactMark.objects.filter(pk=mark.pk).update(caught_up_at=at)
        return None
    until = following.page_end(mark.trail_id, end, TRAIL_ROWS)
    found = following.touched(mark.trail_id, until)
    for chunk in _chunks(found.orders):
        refresh(actor=actor, order_ids=chunk, known=dates.business_day(at))
    if found.tree:
        sum_up(actor=actor, dimension=Dimension.CATEGORY)
    if found.products:
        follow_suppliers(actor=actor)
    changes = {"trail_id": until}
    if found.by_load:
        changes["built_until"] = 0
    FactMark.objects.filter(pk=mark.pk).update(**changes)
    return len(found.orders)


def _begun(end: int) -> FactMark:
    """The mark of a site that had no facts."""
    _remember(comparing.products_moved())
    return FactMark.objects.create(trail_id=end, has_own_sums=True, has_suppliers=True, rules=RULES)


@operation
def _build(*, actor: User, at: datetime) -> int | None:
    """The next orders that were never derived; None where all were."""
    mark = _mark()
    if mark is None or mark.built_until is None:
        return None
    keys = comparing.keys_after(mark.built_until, CHUNK)
    if keys:
        refresh(actor=actor, order_ids=keys, known=dates.business_day(at), is_build=True)
    FactMark.objects.filter(pk=mark.pk).update(built_until=keys[-1] if keys else None)
    return len(keys) if keys else None


def _mark() -> FactMark | None:
    """The one row, locked. A site that has none begins at the settled end of the trail and builds all orders."""
    return FactMark.objects.select_for_update(no_key=True).first()


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for begin in range(0, len(keys), CHUNK):
        yield keys[begin : begin + CHUNK]


@dataclass(frozen=True)
class Comparison:
    """What a comparison found: orders whose facts were not what the documents say, sums that were not what the facts
    say. Both were put right."""

    orders: int
    wrong_orders: tuple[int, ...]
    wrong_sums: int


def compare(*, at: datetime) -> Comparison:
    """Derive every order once more, beside what is kept, and put right what differs (nightly)."""
    system = people.system_user()
    with locks.held(Lock.REFRESH_FACTS) as is_ours:
        if not is_ours:
            return Comparison(0, (), 0)
        count, differing, last = 0, [], 0
        while keys := comparing.keys_after(last, CHUNK):
            last, count = keys[-1], count + len(keys)
            differing += comparing.differing(keys)
        _keep_up(system, at, 20.0, 1_000)  # what somebody changed meanwhile is no fault
        moved = comparing.products_lost()
        wrong = [key for chunk in _chunks(differing) for key in comparing.differing(chunk)]
        for chunk in _chunks(wrong):
            refresh(actor=system, order_ids=chunk, known=None)
        of_facts = comparing.count_wrong_sums()
        if of_facts:
            sum_up(actor=system)
        elif moved:
            follow_suppliers(actor=system)
        wrong_sums = of_facts + len(moved)
        _note_comparison(actor=system, orders=len(wrong), sums=wrong_sums, at=at)
    return Comparison(count, tuple(wrong), wrong_sums)


@operation
def _note_comparison(*, actor: User, orders: int, sums: int, at: datetime) -> None:
    """Keep what a comparison found, and tell who keeps the system when something was wrong."""
    FactMark.objects.update(checked_at=at, last_faults=orders + sums)
    if orders or sums:
        told = people.holders(WATCH).values_list("pk", flat=True)
        inbox.notify(told, kind=WRONG, message=_WRONG, parameters={"orders": orders, "sums": sums}, at=at)
        events.record(WRONG, actor, at=at, orders=orders, sums=sums)


@operation
def begin_anew(*, actor: User) -> None:
    """Have every order derived again by the next run, and the sums with them. What was known on past days stays: no
    document tells it."""
    orders = Order.objects.values("pk")
    for model in (Flow, OrderMoments):
        model.objects.exclude(order_id__in=orders).delete()
    sum_up(actor=actor)
    FactMark.objects.update(built_until=0)
