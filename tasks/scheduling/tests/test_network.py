"""The network keeps what precedes what, and its slack is true (issue 7: property tests of the scheduler)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.scheduling.network import Arc, Circle, Network, Node


@st.composite
def networks(draw, kept: bool = True) -> tuple[dict[int, Node], list[Arc[int]]]:
    size = draw(st.integers(1, 9))
    nodes = {}
    for key in range(size):
        days = draw(st.integers(0, 5))
        stays = kept and draw(st.integers(0, 5)) == 0
        start = draw(st.integers(0, 12))
        nodes[key] = Node(
            days=days,
            earliest=draw(st.integers(0, 6)),
            due=draw(st.none() | st.integers(0, 25)),
            kept=(start + (days == 0), start + (days == 0) + days) if stays else None,
            has_begun=stays and draw(st.booleans()),
            is_late=draw(st.booleans()),
        )
    pairs = draw(st.sets(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=14))
    arcs = [Arc(low, high, draw(st.integers(-1, 3)), draw(st.booleans())) for low, high in sorted(pairs) if low < high]
    return nodes, arcs


@given(networks())
def test_nothing_starts_before_what_precedes_it_allows(given_):
    nodes, arcs = given_
    plan = Network(nodes, arcs).plan()
    for arc in arcs:
        before, after = plan[arc.before], plan[arc.after]
        if nodes[arc.after].kept is None:
            assert after.start >= (before.start if arc.from_start else before.finish) + arc.lag
    for key, node in nodes.items():
        if node.kept is None:
            assert plan[key].start >= node.earliest
            assert plan[key].finish - plan[key].start == node.days
        else:
            assert (plan[key].start, plan[key].finish) == node.kept


def _met(nodes, starts, length):
    return {key for key, node in nodes.items() if node.due is not None and starts[key] + length(key) <= node.due + 1}


@given(networks(kept=False))
@settings(max_examples=300)
def test_so_many_days_later_as_the_slack_says_and_no_more(given_):
    nodes, arcs = given_
    network = Network(nodes, arcs)
    plan = network.plan()
    if all(node.due is None for node in nodes.values()):
        return
    ends = {key: one.start for key, one in plan.items()}
    met = _met(nodes, ends, lambda key: nodes[key].days)
    all_met = met == {key for key, node in nodes.items() if node.due is not None}
    for key, place in plan.items():
        if place.slack is None or place.slack < 0:
            continue
        for later, is_met in ((place.slack, True), (place.slack + 1, False)):
            starts = network.starts({**_late(plan, nodes), key: place.start + later})
            if is_met or all_met:
                assert (met <= _met(nodes, starts, lambda key: nodes[key].days)) is is_met


def _late(plan, nodes):
    return {key: one.start for key, one in plan.items() if nodes[key].is_late}


@given(networks(kept=False))
def test_a_critical_chain_leads_to_the_last_end_of_each_due_day(given_):
    nodes, arcs = given_
    network = Network(nodes, arcs)
    plan, early = network.plan(), network.starts()
    dues = {node.due for node in nodes.values()}
    for due in dues - {None} or {None}:
        keys = [key for key, node in nodes.items() if node.due == due]
        last = max(early[key] + nodes[key].days for key in keys)
        assert any(plan[key].is_critical for key in keys if early[key] + nodes[key].days == last)


@given(networks(kept=False))
def test_a_critical_day_saved_nowhere_else_helps_nothing(given_):
    """Shortening what is not critical moves no end of a goal."""
    nodes, arcs = given_
    network = Network(nodes, arcs)
    plan, early = network.plan(), network.starts()
    for key, node in nodes.items():
        if plan[key].is_critical or node.days < 2:
            continue
        shorter = Network({**nodes, key: Node(**{**vars(node), "days": node.days - 1})}, arcs).starts()
        for due in {one.due for one in nodes.values()} - {None} or {None}:
            keys = [other for other, one in nodes.items() if one.due == due and other != key]
            ends = [early[other] + nodes[other].days for other in keys]
            if ends and max(ends) >= early[key] + node.days:
                assert max(ends) == max(shorter[other] + nodes[other].days for other in keys)


def test_a_chain_of_three_is_critical_and_what_has_time_is_not():
    nodes = {"a": Node(2), "b": Node(3), "c": Node(1), "d": Node(2, due=9)}
    arcs = [Arc("a", "b"), Arc("a", "c"), Arc("b", "d"), Arc("c", "d")]
    plan = Network(nodes, arcs).plan()
    assert [plan[key].start for key in "abcd"] == [0, 2, 2, 5]
    assert [plan[key].slack for key in "abcd"] == [3, 3, 5, 3]
    assert [key for key in "abcd" if plan[key].is_critical] == ["a", "b", "d"]


def test_without_a_due_day_slack_counts_to_the_end_of_all():
    plan = Network({"a": Node(2), "b": Node(5)}, []).plan()
    assert (plan["a"].slack, plan["b"].slack) == (3, 0)
    assert (plan["a"].is_critical, plan["b"].is_critical) == (False, True)


def test_work_put_late_ends_on_its_due_day_and_what_precedes_it_keeps_its_slack():
    nodes = {"pick": Node(1), "pack": Node(1, due=9, is_late=True)}
    plan = Network(nodes, [Arc("pick", "pack")]).plan()
    assert (plan["pack"].start, plan["pack"].slack, plan["pick"].slack) == (9, 0, 8)


def test_an_instant_ends_with_the_day_of_what_precedes_it():
    nodes = {"make": Node(3), "ready": Node(0), "ship": Node(1)}
    plan = Network(nodes, [Arc("make", "ready"), Arc("ready", "ship")]).plan()
    assert (plan["ready"].start, plan["ready"].finish, plan["ship"].start) == (3, 3, 3)


def test_an_instant_before_which_there_is_nothing_ends_with_its_first_day():
    assert Network({"material": Node(0, earliest=4)}, []).plan()["material"].finish == 5


def test_what_began_is_held_up_by_nothing_and_holds_nothing_up_before_it():
    nodes = {"a": Node(4, due=20), "b": Node(2, kept=(1, 3), has_begun=True)}
    plan = Network(nodes, [Arc("a", "b")]).plan()
    assert (plan["a"].start, plan["a"].slack, plan["b"].start) == (0, 17, 1)


def test_what_is_fixed_has_to_be_reached_by_what_precedes_it():
    nodes = {"a": Node(4), "b": Node(2, kept=(6, 8), due=20)}
    assert Network(nodes, [Arc("a", "b")]).plan()["a"].slack == 2


def test_the_days_between_two_starts_count_from_the_start():
    nodes = {"a": Node(10), "b": Node(2)}
    assert Network(nodes, [Arc("a", "b", 3, from_start=True)]).plan()["b"].start == 3


def test_a_circle_is_named():
    with pytest.raises(Circle) as caught:
        Network({1: Node(), 2: Node(), 3: Node()}, [Arc(1, 2), Arc(2, 1)])
    assert sorted(caught.value.keys) == [1, 2]
