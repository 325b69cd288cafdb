"""The time that orders stand in each stage comes from the history of their documents (R317)."""

import copy
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from orders.fulfilment import operations as fulfilment
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.tests.builders import AT, Cast, approve, make_draft, make_order_cast, make_submitted, verify
from orders.tests.flow_builders import make_invoiced, make_outbound, make_paid, make_shipped, sign
from reports.figures.question import Against
from reports.process import bottlenecks, staying
from reports.process.stages import STAGES
from reports.process.tests.worlds import TODAY, cells, is_whole, made, part, wanted
from reports.standard.reports import standard
from tasks.assigning import operations as assigning
from tasks.doing import operations as doing
from tasks.tests.builders import Shop, make_shop, make_task

pytestmark = pytest.mark.django_db
START = AT - timedelta(days=40)


def later(days: float):
    return START + timedelta(days=days)


@dataclass(frozen=True)
class World:
    order: Order
    cast: Cast
    shop: Shop


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_world)


@pytest.fixture
def world(standing):
    return copy.deepcopy(standing)


def _make_world():
    """Submitted on day 0, verified on 1, approved on 3; a task released on 3, picked on 4, begun on 6, done on 10; the
    notice on 12, shipped on 13, signed for on 15, invoiced on 16, paid on 20."""
    cast, shop = make_order_cast(), make_shop()
    order = make_draft(cast.owner, at=START)
    order = lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=START)
    verify(order, at=later(1))
    order = approve(order, at=later(3))
    first, last = TODAY - timedelta(days=30), TODAY
    task = make_task(order, shop=shop, at=later(3), planned_start=first, planned_end=last)
    assigning.pick_executor(actor=shop.foreman, task_id=task.pk, user_id=shop.worker.pk, reason="Free", at=later(4))
    doing.start_task(actor=shop.worker, task_id=task.pk, at=later(6))
    doing.finish_task(actor=shop.worker, task_id=task.pk, result="Made", hours=D(9), at=later(10))
    day = TODAY - timedelta(days=40)
    notice = make_outbound(order, at=later(12))
    shipped = fulfilment.audit_outbound(
        actor=people.system_user(), document_id=notice.pk, ship_date=day + timedelta(days=13), at=later(13)
    )
    sign(shipped, at=later(15), signed_date=day + timedelta(days=15))
    make_invoiced(order, at=later(16))
    make_paid(order, at=later(20), received_date=day + timedelta(days=20))
    return World(order, cast, shop)


DAYS = {
    "verify": "1", "approve": "2", "owner": "1", "begin": "2", "work": "4", "goods": "2", "ship": "1", "sign": "2",
    "invoice": "3", "pay": "7",
}  # fmt: skip


def test_each_stage_took_what_its_documents_say(world):
    paper = made("bottlenecks", people.system_user())
    assert {code: cells(paper, code)["median"] for code in DAYS} == {code: D(text) for code, text in DAYS.items()}
    assert {cells(paper, code)["count"] for code in DAYS} == {1}
    # 25 days in all: 7 of them waited for the payment
    assert cells(paper, "pay")["share"] == D("0.28")
    assert is_whole(paper)


def test_what_ended_before_the_period_is_not_counted(world):
    paper = made("bottlenecks", people.system_user(), since=TODAY - timedelta(days=26))
    assert [row.key for row in paper.rows] == ["sign", "invoice", "pay"]
    former = made("bottlenecks", people.system_user(), since=TODAY - timedelta(days=26), against=Against.BEFORE)
    assert cells(former, "sign")["former"] is None


def test_the_stays_of_the_period_before_stand_beside(world):
    paper = made("bottlenecks", people.system_user(), since=TODAY - timedelta(days=9), against=Against.LAST_YEAR)
    assert paper.rows == []
    paper = made(
        "bottlenecks",
        people.system_user(),
        since=TODAY - timedelta(days=24),
        until=TODAY,
        against=Against.BEFORE,
    )
    # the work on the task ended 30 days before today, within the period before
    assert cells(paper, "pay")["former"] is None


def test_stages_are_told_by_department_person_step_and_month(world):
    shop = world.shop
    system = people.system_user()
    found = {by: made("bottlenecks", system, by=by) for by in ("department", "person", "step", "month")}
    assert all(is_whole(paper) for paper in found.values())
    row = cells(found["department"], f"work:{shop.production.pk}")
    assert (row["stage"], row["median"]) == (shop.production.name, D("4"))
    assert cells(found["person"], f"begin:{shop.worker.pk}")["stage"] == shop.worker.name
    assert cells(found["step"], "work:Production")["median"] == D("4")
    assert any(row.key.startswith("approve:head:") and "Head of" in row.cells[0] for row in found["step"].rows)
    # paid on 31 October
    assert cells(found["month"], "pay:2026-10-01")["stage"] == "2026-10"


def test_a_decision_is_the_approvers_own_time(world):
    head = world.cast.head
    row = cells(made("bottlenecks", people.system_user(), by="person"), f"approve:{head.pk}")
    assert (row["stage"], row["median"]) == (head.name, D("2"))


def test_what_stands_somewhere_now_is_shown_with_its_age(world):
    cast = world.cast
    waiting = make_submitted(cast.owner, at=AT - timedelta(days=5))
    unseen = make_draft(cast.owner, at=AT)
    unseen = lifecycle.submit_order(actor=cast.owner, order_id=unseen.pk, at=AT - timedelta(days=2))
    idle = approve(make_submitted(cast.owner, at=AT - timedelta(days=9)), at=AT - timedelta(days=8))
    way = approve(make_submitted(cast.owner, at=AT - timedelta(days=9)), at=AT - timedelta(days=8))
    make_shipped(way, at=AT - timedelta(days=7), ship_date=TODAY - timedelta(days=7))
    paper = made("bottlenecks", people.system_user())
    now = {row.key: dict(zip((one.key for one in paper.columns), row.cells, strict=True)) for row in paper.rows}
    assert (now["approve"]["now"], now["approve"]["oldest"]) == (1, D("5"))  # the unverified one waits for that
    assert (now["verify"]["now"], now["verify"]["oldest"]) == (1, D("2"))
    assert (now["goods"]["now"], now["goods"]["oldest"]) == (1, D("8"))
    assert (now["sign"]["now"], now["sign"]["oldest"]) == (1, D("7"))
    assert (now["invoice"]["now"], now["pay"]["now"]) == (1, 1)
    listed = part(paper, "Standing longest")
    assert [(row.key, row.url) for row in listed.rows if row.key.startswith(("approve", "goods"))] == [
        (f"goods:{idle.pk}", f"/orders/{idle.number}/"),
        (f"approve:{waiting.pk}", f"/orders/{waiting.number}/"),
    ]
    assert unseen.number


def test_of_very_many_orders_every_so_many_th_is_looked_at(world, monkeypatch):
    other = approve(make_submitted(world.cast.owner, at=AT - timedelta(days=9)), at=AT - timedelta(days=8))
    assert {one.pk % 2 for one in (other, world.order)} == {0, 1}
    monkeypatch.setattr(staying, "MOST", 1)
    paper = made("bottlenecks", people.system_user())
    found = cells(paper, "approve")
    assert (found["count"], found["median"]) == (2, D("1") if other.pk % 2 == 0 else D("2"))
    assert "every 2-th was looked at" in str(paper.notes[0])


def test_nobody_learns_of_orders_or_people_that_are_not_his(world):
    cast, shop = world.cast, world.shop
    assert made("bottlenecks", cast.stranger).rows == []
    mine = made("bottlenecks", cast.owner, by="person")
    assert cells(mine, "work")["count"] == 1
    assert not any(row.key.endswith(f":{shop.worker.pk}") for row in mine.rows)
    assert any(str(row.cells[0]) == "Others" for row in mine.rows)


def test_a_number_leads_to_a_list_of_just_these_or_else_to_what_waits_longest(world):
    page = "/reports/standard/bottlenecks/"
    owner, pay = (next(one for one in STAGES if one.code == code) for code in ("owner", "pay"))
    asked = wanted(people.system_user(), here=page)
    assert bottlenecks.page_of(asked, owner) == "/tasks/?unassigned=true"
    for stage, narrowed in ((pay, asked), (owner, wanted(people.system_user(), here=page, region="North"))):
        way = bottlenecks.page_of(narrowed, stage)
        assert way.startswith(page)
        assert way.endswith("#part2-rows")
    assert bottlenecks.page_of(wanted(people.system_user(), here=""), owner) == ""


def test_it_asks_few_statements_whatever_there_is(world, django_assert_max_num_queries):
    for by in staying.BY:
        with django_assert_max_num_queries(16):
            standard["bottlenecks"].make(wanted(people.system_user(), by=by, against=Against.BEFORE))
