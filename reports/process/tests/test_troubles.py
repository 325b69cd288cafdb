"""Exceptions, complaints and changes are counted by hand-made rules: shares, costs, answers in time, what came back."""

import copy
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts import policies as rights
from accounts.people import queries as people
from orders.changes import operations as changes
from orders.changes.effect.tests.builders import change
from orders.changes.models import ChangeRequest
from orders.changes.queries import reason_id
from orders.changes.tests.builders import make_request, modify
from orders.exceptions import operations
from orders.exceptions.models import ExceptionCase
from orders.order.models import Order
from orders.tests.builders import AT, Cast, line, make_effective, make_order_cast
from products.tests.builders import make_product
from reports.figures.question import Against
from reports.process.tests.worlds import TODAY, cells, is_whole, made, part
from reports.process.troubles import WAYS
from tasks.scheduling.models import DateMove
from tasks.tests.builders import make_shop, make_task

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class World:
    cast: Cast
    orders: list[Order]


def report(order, days, *, cause="", cost=None, answered=None, **fields):
    """Reported so many days ago, answered after so many hours; due after a day."""
    at = AT - timedelta(days=days)
    values = {"kind": "DELAY", "severity": "SERIOUS", "description": "Late", "line_no": 1, **fields}
    case = operations.raise_case(actor=people.system_user(), order_id=order.pk, at=at, **values)
    ExceptionCase.objects.filter(pk=case.pk).update(
        cause=cause,
        cost=cost,
        answer_due_at=at + timedelta(days=1),
        answered_at=None if answered is None else at + timedelta(hours=answered),
        status="CLOSED" if answered is not None else "OPEN",
        closed_at=None if answered is None else at + timedelta(days=4),
    )
    return case


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_world)


@pytest.fixture
def world(standing):
    return copy.deepcopy(standing)


def _make_world():
    """Four orders; five exceptions: three delays by the supplier (two of them of one product), one complaint of damage,
    one of quality half a year ago."""
    cast = make_order_cast()
    goods = [make_product(stock=99) for _n in range(2)]
    orders = [
        make_effective(cast.owner, at=AT - timedelta(days=30), lines=[line(goods[n % 2], 3), line(goods[1 - n % 2], 3)])
        for n in range(4)
    ]
    report(orders[0], 10, cause="SUPPLY", cost=D(100), answered=5)
    report(orders[2], 9, cause="SUPPLY", cost=D(50), answered=30)
    report(orders[1], 8, cause="SUPPLY")
    report(orders[1], 0, kind="COMPLAINT", cause="TRANSPORT", cost=D("7.50"))
    report(orders[3], 180, kind="QUALITY", cause="PRODUCTION", cost=D(1000), answered=1)
    return World(cast, orders)


def test_groups_have_shares_costs_and_answers_in_time(world):
    paper = made("exceptions", people.system_user(), by="cause")
    supply = cells(paper, "SUPPLY")
    assert (supply["number"], supply["share"], supply["running"]) == (3, D("0.75"), D("0.75"))
    # one answered after 5 of 24 hours, one after 30, one not at all and long due
    assert supply["in_time"] == D(1) / 3
    assert (supply["open"], supply["median"], supply["cost"]) == (1, D("4.0"), D("150.00"))
    damage = cells(paper, "TRANSPORT")
    assert (damage["number"], damage["running"], damage["in_time"]) == (1, D(1), None)  # due tomorrow
    assert paper.sums[1] == 4
    assert is_whole(paper)


def test_they_are_told_by_anything(world):
    for by in WAYS:
        paper = made("exceptions", people.system_user(), by=by, against=Against.BEFORE)
        assert is_whole(paper), by
        assert sum(row.cells[1] for row in paper.rows) == 4
    row = cells(made("exceptions", people.system_user(), by="department"), str(world.cast.department.pk))
    assert (row["number"], row["rate"]) == (4, D(100))  # four on four orders


def test_the_period_before_stands_beside(world):
    paper = made("exceptions", people.system_user(), by="kind", against=Against.BEFORE)
    assert (cells(paper, "DELAY")["former"], cells(paper, "DELAY")["change"]) == (0, None)
    assert paper.sums[paper.index("former")] == 1
    assert paper.sums[paper.index("change")] == D(3)


def test_causes_that_came_back_are_named(world):
    back = part(made("exceptions", people.system_user()), "What came back")
    assert [(str(row.cells[0]), str(row.cells[1]), row.cells[3], row.cells[4]) for row in back.rows] == [
        ("Supplier or material", "Product", 2, D("150.00"))
    ]


def test_days_lost_come_from_the_ledger_of_moves(world):
    shop = make_shop()
    task = make_task(world.orders[0], shop=shop)
    for days, cause in ((3, "MATERIAL"), (2, "MATERIAL"), (5, "QUALITY"), (-4, "MATERIAL")):
        DateMove.objects.create(
            order=world.orders[0], task=task, before=TODAY, after=TODAY + timedelta(days=days), days=days,
            cause=cause, actor=shop.foreman, at=AT, is_told=days == 3,
        )  # fmt: skip
    lost = part(made("exceptions", people.system_user()), "Days lost, by cause")
    assert [row.cells[1:] for row in lost.rows] == [
        (2, 5, D("0.5"), D("0.5")),
        (1, 5, D("0.5"), D(0)),
    ]


def test_figures_lead_to_the_cases_that_they_count(world, client):
    desk = world.cast.desk
    paper = made("exceptions", desk, by="cause")
    (row,) = [one for one in paper.rows if one.key == "SUPPLY"]
    client.force_login(desk)
    answer = client.get(row.links["number"])
    assert answer.status_code == 200
    assert answer.content.decode().count("/exceptions/EX") >= 3
    assert not any(one.links for one in made("exceptions", desk, by="cause", here="").rows)


def test_complaints_are_those_of_customers_only(world):
    paper = made("complaints", people.system_user(), by="month")
    (row,) = paper.rows
    assert (row.key, row.cells[1], row.is_unfinished) == (str(TODAY.replace(day=1)), 1, True)
    found = next(one for one in paper.definitions if str(one.term) == "Complaints per 100 orders")
    assert found.figures == "1 × 100 ÷ 4 = 25.00"


def test_nobody_counts_what_he_may_not_see(world, monkeypatch):
    assert made("exceptions", world.cast.stranger).rows == ()
    assert made("exceptions", world.cast.owner).sums[1] == 4
    monkeypatch.setattr(rights, "effect", lambda _actor, field: "HIDE" if field == "order.amount" else "")
    for by in ("cause", "month"):
        paper = made("exceptions", world.cast.owner, by=by)
        assert paper.columns[paper.index("cost")].is_hidden
        assert set(paper.values("cost")) == {None}
        assert paper.sums[paper.index("cost")] is None


def test_changes_say_the_rooms_own_figures(world):
    product = make_product(list_price=D(10), stock=99)
    order = make_effective(world.cast.owner, lines=[line(product, 2)])
    done = change(order, modify(1, "quantity", 5), reason_id=reason_id("C_QUANTITY"))
    ChangeRequest.objects.filter(pk=done.pk).update(days_late=3, extra_cost=20, broken_promises=1)
    left = make_request(world.orders[0], edits={"lines.1.quantity": 1})
    changes.withdraw_request(actor=world.cast.owner, request_id=left.pk, at=AT)
    paper = made("changes", people.system_user())
    row = cells(paper, "C_QUANTITY")
    assert (row["number"], row["share"], row["effective"], row["days"], row["broken"]) == (1, D("0.5"), 1, 3, 1)
    assert (row["plus"], row["cost"]) == (D("30.00"), D("20.00"))
    whole = dict(zip((one.key for one in paper.columns), paper.sums, strict=True))
    assert (whole["number"], whole["dropped"]) == (2, 1)
    assert paper.definitions[0].figures == "2 × 100 ÷ 5 = 40.00"
    for by in ("customer", "product", "person", "department", "source", "origin", "month"):
        assert is_whole(made("changes", people.system_user(), by=by, against=Against.BEFORE)), by
    assert cells(made("changes", people.system_user(), by="month"), f"{TODAY:%Y-%m}")["rate"] == D(200)
    assert made("changes", world.cast.stranger).rows == ()


def test_they_ask_the_same_few_statements_whatever_there_is(world, django_assert_max_num_queries):
    from reports.process.tests.worlds import wanted
    from reports.standard.reports import standard

    for code, by in (("exceptions", "customer"), ("complaints", "product"), ("changes", "customer")):
        with django_assert_max_num_queries(22):
            standard[code].make(wanted(people.system_user(), by=by, against=Against.BEFORE))
