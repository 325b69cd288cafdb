"""The ladder: every state × every move (SEMANTICS 2)."""

from itertools import product

import pytest

from common import errors
from orders.order import states
from orders.order.states import Move, Status

EXPECTED = {
    Status.DRAFT: {"submit": Status.SUBMITTED, "void": Status.VOID},
    Status.SUBMITTED: {
        "approve": Status.EFFECTIVE,
        "reject": Status.DRAFT,
        "withdraw": Status.DRAFT,
        "void": Status.VOID,
    },
    Status.EFFECTIVE: {"unapprove": Status.DRAFT, "close": Status.CLOSED, "void": Status.VOID},
    Status.CLOSED: {"reopen": Status.EFFECTIVE, "archive": Status.ARCHIVED},
    Status.ARCHIVED: {"restore": Status.CLOSED},
    Status.VOID: {},
}


@pytest.mark.parametrize(("status", "move"), list(product(Status, Move)), ids=str)
def test_every_move_from_every_state(status, move):
    expected = EXPECTED[status].get(move)
    if expected:
        assert states.after(status, move) == expected
        return
    with pytest.raises(errors.WrongState) as refusal:
        states.after(status, move)
    assert refusal.value.details["status"] == status
    assert set(refusal.value.details["possible"]) == set(EXPECTED[status])
