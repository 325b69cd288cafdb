"""Giving out anew makes no piece, loses none, and takes only from who may lose (R128)."""

from decimal import Decimal as D

from hypothesis import given
from hypothesis import strategies as st

from orders.order.choices import AllocationRule
from orders.promise.allocation.sharing import Claim, share

WIN, KEEP, LOSE = AllocationRule.WIN, AllocationRule.KEEP, AllocationRule.LOSE


@st.composite
def claims(draw):
    found = []
    for key in range(draw(st.integers(0, 6))):
        held = draw(st.integers(0, 5))
        wanted = held + draw(st.integers(0, 5))
        rule = draw(st.sampled_from(AllocationRule.values))
        found.append(Claim(key, D(held), D(wanted), rule, draw(st.permutations(range(3))), draw(st.booleans())))
    return found


def naive(free, rows):
    """One piece after the other, each to the first in turn who still wants one."""
    after = {row.key: 0 if row.rule == LOSE and not row.is_fixed else int(row.held) for row in rows}
    pool = int(free) + sum(int(row.held) for row in rows) - sum(after.values())
    ranked = sorted(rows, key=lambda row: row.rank)
    turns = [row for row in ranked if row.rule == WIN] + [row for row in ranked if row.rule != WIN]
    for _piece in range(pool):
        taker = next((row for row in turns if not row.is_fixed and after[row.key] < row.wanted), None)
        if taker is None:
            break
        after[taker.key] += 1
    return after


@given(st.integers(0, 8).map(D), claims())
def test_sharing_is_giving_piece_by_piece(free, rows):
    after = share(free, rows)
    assert after == naive(free, rows)
    assert sum(after.values()) <= free + sum(row.held for row in rows)
    for row in rows:
        assert after[row.key] <= row.wanted
        assert after[row.key] >= row.held or (row.rule == LOSE and not row.is_fixed)


def test_a_winner_takes_from_who_may_lose_and_not_from_who_keeps():
    rows = [
        Claim(1, D(0), D(6), WIN, 1),
        Claim(2, D(4), D(4), KEEP, 2),
        Claim(3, D(4), D(4), LOSE, 3),
        Claim(4, D(4), D(4), LOSE, 4),
    ]
    assert share(D(0), rows) == {1: D(6), 2: D(4), 3: D(2), 4: D(0)}
