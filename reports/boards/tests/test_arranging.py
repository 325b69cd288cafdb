"""Tiles in another order: what is kept and what is new put together, rows, steps."""

import pytest

from reports.boards import arranging
from reports.boards.arranging import Arranged, Placed, Size

T, H, W = Size.THIRD, Size.HALF, Size.WHOLE
STANDARD = arranging.standard(("amount",), (("trend", "flow"), ("regions", "risks", "approvals")))
KNOWN = {"trend", "flow", "regions", "risks", "approvals", "tasks"}


def kept(*codes, hidden=()):
    return Arranged(("amount",), tuple(Placed(code) for code in codes), frozenset(hidden))


def test_two_in_a_row_take_half_of_it_and_three_a_third():
    assert [one.size for one in STANDARD.tiles] == [H, H, T, T, T]
    assert arranging.standard((), (("loads",),)).tiles[0].size is W


def test_what_is_kept_stays_in_its_order_and_what_was_taken_out_stays_out():
    found = arranging.merged(STANDARD, kept("risks", "tasks", "trend", hidden=["flow", "regions", "approvals"]), KNOWN)
    assert found.codes == ("risks", "tasks", "trend")
    assert found.hidden == {"flow", "regions", "approvals"}


def test_a_tile_that_came_later_stands_behind_the_one_that_it_follows():
    found = arranging.merged(STANDARD, kept("risks", "trend", hidden=["flow", "approvals"]), KNOWN)
    assert found.codes == ("risks", "trend", "regions")
    first = arranging.merged(STANDARD, kept("risks", hidden=["flow", "regions", "approvals"]), KNOWN)
    assert first.codes == ("trend", "risks")


def test_a_tile_that_is_no_more_is_left_out():
    assert arranging.merged(STANDARD, kept("trend", "risks"), {"risks", "flow"}).codes == ("flow", "risks")


@pytest.mark.parametrize(
    ("sizes", "shapes"),
    [
        ([H, H, T, T, T], ["2", "3"]),
        ([T, H, H], ["23", "1"]),
        ([H, T, T, T], ["32", "2"]),
        ([W, T], ["1", "1"]),
        ([T, T, H], ["2", "1"]),
        ([], []),
    ],
)
def test_as_many_stand_in_a_row_as_it_takes_and_share_what_is_left(sizes, shapes):
    rows = arranging.rows([Placed(str(place), size) for place, size in enumerate(sizes)])
    assert [arranging.shape(row) for row in rows] == shapes
    assert all(sum(one.size.parts for one in row) <= arranging.ACROSS for row in rows)
    assert [one.code for row in rows for one in row] == [str(place) for place in range(len(sizes))]


def test_a_step_moves_one_and_none_beyond_the_ends():
    assert arranging.moved(["a", "b", "c"], "b", -1) == ["b", "a", "c"]
    assert arranging.moved(["a", "b", "c"], "b", 1) == ["a", "c", "b"]
    for code, step in (("a", -1), ("c", 1), ("x", 1)):
        assert arranging.moved(["a", "b", "c"], code, step) == ["a", "b", "c"]


def test_what_is_written_is_read_again():
    found = arranging.read(["amount"], arranging.written(STANDARD.tiles), ["tasks"])
    assert (found.tiles, found.figures, found.hidden) == (STANDARD.tiles, ("amount",), {"tasks"})
