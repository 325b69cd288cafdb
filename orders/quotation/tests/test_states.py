"""Every state and every move of a quotation."""

import itertools

import pytest

from common import errors
from orders.quotation.states import MOVES, Move, Status, after, possible_moves


@pytest.mark.parametrize(("status", "move"), list(itertools.product(Status, Move)))
def test_a_move_leads_where_the_table_says_or_names_what_is_possible(status, move):
    if (status, move) in MOVES:
        assert after(status, move) == MOVES[status, move]
        return
    with pytest.raises(errors.WrongState) as refused:
        after(status, move)
    assert refused.value.details["possible"] == [str(one) for one in possible_moves(status)]


def test_what_is_withdrawn_stays_so_and_what_is_won_is_never_lost():
    assert possible_moves(Status.WITHDRAWN) == []
    assert Move.LOSE not in possible_moves(Status.WON)
    assert Move.REVISE not in possible_moves(Status.PARTLY_WON)
