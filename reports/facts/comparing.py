"""Facts and sums beside what they are derived from. Reads only."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from common.invariants import Invariant, invariants
from reports.facts import following
from reports.facts.choices import OF_OWN, Dimension
from reports.facts.deriving import assembling, ground, summing, suppliers
from reports.facts.models import FactMark

CHUNK = 2_000

_DIFFERENT = f"""
    WITH fresh AS MATERIALIZED ({assembling.NEW_FLOWS}),
    kept AS MATERIALIZED (
        SELECT {", ".join(assembling.STORED)} FROM reports_flow WHERE order_id = ANY(%(orders)s::bigint[])
    )
    SELECT DISTINCT order_id FROM (
        (SELECT * FROM fresh EXCEPT ALL SELECT * FROM kept)
        UNION ALL (SELECT * FROM kept EXCEPT ALL SELECT * FROM fresh)
    ) x ORDER BY 1
"""

_NAMED = ", ".join(assembling.MOMENTS)
_OTHER_MOMENTS = f"""
    WITH fresh AS MATERIALIZED (SELECT {_NAMED} FROM ({assembling.NEW_MOMENTS}) m),
    kept AS MATERIALIZED (SELECT {_NAMED} FROM reports_ordermoments WHERE order_id = ANY(%(orders)s::bigint[]))
    SELECT DISTINCT order_id FROM (
        (SELECT * FROM fresh EXCEPT ALL SELECT * FROM kept)
        UNION ALL (SELECT * FROM kept EXCEPT ALL SELECT * FROM fresh)
    ) x ORDER BY 1
"""


def keys_after(last: int, count: int) -> list[int]:
    """The next ``count`` orders by key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM orders_order WHERE id > %s ORDER BY id LIMIT %s", [last, count])
        return [row[0] for row in cursor.fetchall()]


def differing(order_ids: Sequence[int]) -> list[int]:
    """The orders whose facts or moments are not what their documents say."""
    with transaction.atomic(), connection.cursor() as cursor:
        ground.set_planner()
        found = set()
        for statement in (_DIFFERENT, _OTHER_MOMENTS):
            cursor.execute(statement, ground.given(order_ids))
            found |= {row[0] for row in cursor.fetchall()}
        return sorted(found)


def _wrong(table: str, target: Sequence[str], expected: str) -> str:
    names = ", ".join(target)
    return f"""
    WITH expected AS MATERIALIZED ({expected}),
    kept AS MATERIALIZED (
        SELECT {names} FROM {table} WHERE {" OR ".join(f"{name} <> 0" for name in summing.MEASURES)}
    )
    SELECT count(*) FROM (
        (SELECT {names} FROM expected EXCEPT ALL SELECT * FROM kept)
        UNION ALL (SELECT * FROM kept EXCEPT ALL SELECT {names} FROM expected)
    ) x
    """


def products_moved() -> list[int]:
    """The products that sums count for another supplier than theirs."""
    with connection.cursor() as cursor:
        cursor.execute(suppliers.DIFFERENT)
        return [row[0] for row in cursor.fetchall()]


def products_lost() -> list[int]:
    """Those of them of which the trail has told already: what it still has to tell is no fault."""
    moved, mark = products_moved(), FactMark.objects.first()
    return [] if mark is None or (moved and _pending(mark).products) else moved


def _pending(mark: FactMark) -> following.Touched:
    """What the trail still has to tell."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM accounts_trailrow")
        return following.touched(mark.trail_id, cursor.fetchone()[0])


def count_wrong_sums() -> int:
    """How many sums are not those of the facts, too many or lacking."""
    has_suppliers = FactMark.objects.filter(has_suppliers=True).exists()
    kept = [one for one in Dimension if has_suppliers or one != Dimension.SUPPLIER]
    wrong = [_wrong("reports_summary", summing.TARGET, summing.expected(kept))]
    if FactMark.objects.filter(has_own_sums=True).exists():
        own = [one for one in OF_OWN if one in kept]
        wrong.append(_wrong("reports_ownsummary", summing.OWN_TARGET, summing.expected_own(own)))
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        ground.set_planner()
        for statement in wrong:
            cursor.execute(statement)
            count += int(cursor.fetchone()[0])
    return count


def _wrong_orders(limit: int) -> list[dict[str, Any]]:
    """Orders whose facts are wrong; what the trail still has to tell is no fault. None before the first build."""
    mark = FactMark.objects.first()
    if mark is None or mark.built_until is not None:
        return []
    pending = _pending(mark)
    if pending.by_load or pending.tree:
        return []
    found: list[dict[str, Any]] = []
    last = 0
    while len(found) < limit and (keys := keys_after(last, CHUNK)):
        last = keys[-1]
        found += [{"id": key} for key in differing(keys) if key not in pending.orders]
    return found[:limit]


def _wrong_totals(limit: int) -> list[dict[str, Any]]:
    mark = FactMark.objects.first()
    count = count_wrong_sums() if mark is not None and mark.built_until is None else 0
    return [{"id": count}][: min(limit, count)]


def register() -> None:
    """Called once from this room's wiring."""
    title = _("Facts of reports are what the documents say")
    invariants.register("reports.facts", Invariant(8, title, find=_wrong_orders))
    invariants.register("reports.sums", Invariant(8, _("Sums of reports are those of their facts"), find=_wrong_totals))
