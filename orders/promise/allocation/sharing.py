"""Who gets what when goods of one product are given out anew (R128). Pure.

Lines that **win** are served first and in full, the highest rank first. Lines that **keep** lose nothing, and may gain
from what is left; lines that **may lose** give back what they hold and get it again as far as it lasts, in one row with
those that keep, by rank.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from orders.order.choices import AllocationRule

ZERO = Decimal(0)


@dataclass(frozen=True)
class Claim:
    """A line: what it holds, what it needs in all (``wanted`` ≥ ``held``), by which rule; ``rank`` ascending: the
    first is the most important. One that ``is_fixed`` (frozen) neither loses nor gains."""

    key: int
    held: Decimal
    wanted: Decimal
    rule: str
    rank: Any
    is_fixed: bool = False


def share(free: Decimal, claims: Iterable[Claim]) -> dict[int, Decimal]:
    """What each line holds afterwards. Nobody holds more than he wants; altogether no more than what was free and held;
    who may not lose holds no less than before."""
    claims = sorted(claims, key=lambda claim: claim.rank)
    after = {claim.key: ZERO if _gives(claim) else claim.held for claim in claims}
    pool = max(ZERO, free) + sum((claim.held for claim in claims if _gives(claim)), ZERO)
    winners = [claim for claim in claims if claim.rule == AllocationRule.WIN]
    for claim in [*winners, *(claim for claim in claims if claim.rule != AllocationRule.WIN)]:
        if not claim.is_fixed:
            part = min(pool, claim.wanted - after[claim.key])
            after[claim.key] += part
            pool -= part
    return after


def _gives(claim: Claim) -> bool:
    return claim.rule == AllocationRule.LOSE and not claim.is_fixed
