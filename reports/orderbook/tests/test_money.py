"""Ageing and collection say to the cent what the accounts of customers say."""

from datetime import date, timedelta
from decimal import Decimal as D
from itertools import pairwise

import pytest

from accounts.people import queries as people
from common import errors
from orders.order.models import Order, OrderType
from orders.order.states import Origin
from orders.settlement import queries as settlement
from orders.settlement.models import PlanRow
from orders.tests.builders import AT, line, make_buyer, make_effective, make_order_cast
from orders.tests.flow_builders import make_invoiced, make_paid, make_receipt, make_shipped, plan_of
from products.tests.builders import make_product
from reports.facts import operations as facts
from reports.orderbook import ageing, cash, collection
from reports.orderbook.tests.worlds import TODAY, cells_of, keep_up, month, want

pytestmark = pytest.mark.django_db


def make_due(owner, customer, amount, day, at=AT):
    """An order with one part of its plan, due on a day."""
    lines = [line(make_product(list_price=D(amount), stock=9), 1)]
    order = make_effective(owner, customer=customer, lines=lines, at=at)
    PlanRow.objects.filter(order=order).update(due_date=day)
    return order


@pytest.fixture
def world():
    """A buyer who owes 100 not due, 200 since 5 days, 300 (of which 50 came) since 40, 400 since 70, 500 since 200
    days; another one who owes 1,000 without a day and has 30 on no order."""
    cast = make_order_cast()
    one, other = make_buyer(cast.owner), make_buyer(cast.owner)
    then = AT - timedelta(days=220)
    made = [
        make_due(cast.owner, one, amount, TODAY - timedelta(days=days), at=then)
        for amount, days in ((100, 0), (200, 5), (300, 40), (400, 70), (500, 200))
    ]
    made.append(make_due(cast.owner, other, 1000, None))
    make_paid(made[2], 50, received_date=TODAY - timedelta(days=10))
    make_receipt(made[5], 30)
    return cast, one, other, made


class TestAgeing:
    def test_it_says_what_each_account_says(self, world):
        _cast, one, other, _made = world
        paper = ageing.make(want("customer"))
        for customer in (one, other):
            account = settlement.ageing(people.system_user(), customer.pk, TODAY)[0]
            row = cells_of(paper, str(customer.pk))
            assert [row[f"late{n}"] for n in range(4)] == [bucket.amount for bucket in account.buckets]
            assert (row["open"], row["undated"], row["not_due"], row["overdue"], row["free"]) == (
                *(account.open, account.undated, account.not_due, account.overdue, account.unallocated),
            )

    def test_by_hand(self, world):
        _cast, one, other, _made = world
        paper = ageing.make(want("customer"))
        row = cells_of(paper, str(one.pk))
        assert [row[f"late{n}"] for n in range(4)] == [200, 250, 400, 500]
        assert (row["open"], row["not_due"], row["overdue"]) == (1450, 100, 1350)
        assert row["overdue_share"] == D(1350) / 1450
        assert row["oldest"] == TODAY - timedelta(days=200)
        assert row["orders"] == 5
        assert [cells_of(paper, str(who.pk))["free"] for who in (one, other)] == [0, 30]
        assert [one.key for one in paper.rows] == [str(one.pk), str(other.pk)]
        assert paper.sums[1] == 2450

    def test_salespeople_departments_and_orders_add_up_to_the_same(self, world):
        cast, _one, _other, made = world
        for by, members in (("salesperson", 1), ("department", 1), ("order", 6)):
            paper = ageing.make(want(by))
            assert len(paper.rows) == members
            assert paper.sums[1] == sum(row.cells[1] for row in paper.rows) == 2450
        assert cells_of(ageing.make(want("salesperson")), cast.owner.name)["overdue"] == 1350
        assert cells_of(ageing.make(want("order")), made[2].number)["late1"] == 250

    def test_a_past_day_knows_what_had_not_come_in(self, world):
        _cast, one, _other, _made = world
        row = cells_of(ageing.make(want("customer", until=TODAY - timedelta(days=11))), str(one.pk))
        assert row["open"] == 1500
        assert [row[f"late{n}"] for n in range(4)] == [300, 400, 0, 500]  # 29, 59 and 189 days late then
        assert row["not_due"] == 300  # what is due since is not yet
        assert "free" not in row

    def test_the_largest_stand_alone_and_the_others_together(self, world):
        paper = ageing.make(want("order", top=2))
        assert [row.cells[1] for row in paper.rows] == [1000, 500, 950]
        assert paper.rows[-1].key == "~others"

    def test_each_debtor_leads_to_his_page_and_his_orders(self, world):
        row = ageing.make(want("customer", here="/x/")).rows[0]
        assert row.links.keys() == {"member", "orders"}
        assert not ageing.make(want("customer")).rows[0].links

    def test_nobody_sees_debts_of_others(self, world):
        cast, *_rest = world
        assert ageing.make(want("customer", actor=cast.owner)).sums[1] == 2450
        assert ageing.make(want("customer", actor=cast.head)).sums[1] == 2450
        assert not ageing.make(want("customer", actor=cast.stranger)).rows

    def test_who_may_not_see_receipts_is_refused(self, world, monkeypatch):
        from accounts.tests.builders import make_user

        with pytest.raises(errors.NotAllowed):
            ageing.make(want("customer", actor=make_user("warehouse")))


class TestCollection:
    def test_arrears_begin_with_what_the_month_before_left(self, world):
        keep_up()
        since = date(TODAY.year, TODAY.month - 3, 1)
        paper = collection.make(want(since=since, until=TODAY))
        rows = [dict(zip((column.key for column in paper.columns), row.cells, strict=True)) for row in paper.rows]
        for one, after in pairwise(rows):
            assert after["opening"] == one["overdue"]
        for one in rows:
            assert one["opening"] + one["due"] - one["settled"] == one["overdue"]

    def test_by_hand(self, world):
        keep_up()
        paper = collection.make(want(since=date(2026, 9, 1), until=TODAY))
        september, october, november = (cells_of(paper, name) for name in ("2026-09", "2026-10", "2026-11"))
        # 500 was due on 4 May, 400 on 11 September, 300 on 11 October, 200 on 15 November
        assert (september["opening"], september["due"], september["overdue"]) == (500, 400, 900)
        assert (october["due"], october["overdue"], october["received"]) == (300, 1200, 0)
        assert (november["due"], november["received"], november["overdue"]) == (200, 50, 1350)
        assert november["rate"] == D(50) / 200
        assert november["settled"] == 50
        assert november["overdue"] == cells_of(ageing.make(want("salesperson")), paper_owner(world))["overdue"]

    def test_sales_wait_as_many_days_as_is_owed_of_them(self, world):
        cast, one, _other, _made = world
        order = make_due(cast.owner, one, 900, TODAY + timedelta(days=20), at=AT - timedelta(days=30))
        make_shipped(order, ship_date=TODAY - timedelta(days=3))
        PlanRow.objects.filter(order=order).update(days=30, due_date=TODAY + timedelta(days=20))
        keep_up()
        row = cells_of(collection.make(want(since=date(2026, 9, 1), until=TODAY)), "2026-11")
        assert row["owed"] == 1450 + 900
        assert row["dso"] == (D(2350) / 900) * (TODAY - date(2026, 9, 1) + timedelta(days=1)).days

    def test_strangers_see_nothing(self, world):
        keep_up()
        cast, *_rest = world
        assert collection.make(want(actor=cast.stranger)).problem
        assert not collection.make(want(actor=cast.owner)).problem


def paper_owner(world):
    return world[0].owner.name


class TestFromOrderToMoney:
    def test_what_is_delivered_and_not_invoiced_runs_on(self):
        lines = [line(make_product(list_price=D(100), stock=9), 6)]
        order = make_effective(lines=lines, at=AT - timedelta(days=50), freight=D(33))
        make_shipped(order, 4, ship_date=TODAY - timedelta(days=35))
        make_invoiced(order)
        make_shipped(order, 1)
        keep_up()
        paper = cash.make(want("month", since=date(2026, 10, 1)))
        now = cells_of(paper, "2026-11")
        assert (now["shipped"], now["invoiced"]) == (100, 433)  # freight is on the invoice
        october, november = (cells_of(paper.parts[0], key) for key in ("2026-10", "2026-11"))
        assert (october["opening"], october["closing"]) == (0, 400)
        assert (november["shipped"], november["invoiced"], november["closing"]) == (100, 400, 100)

    def test_what_gets_no_invoice_here_waits_for_none(self):
        """The old system invoiced what history tells of, and samples are not invoiced at all."""
        old, sample = (make_effective(lines=[line(make_product(list_price=D(100), stock=9), 6)]) for _n in range(2))
        for order in (old, sample):
            make_shipped(order, 2)
        keep_up()
        assert cells_of(cash.make(want("month")).parts[0], month(TODAY))["closing"] == 400
        Order.objects.filter(pk=old.pk).update(origin=Origin.HISTORY)
        keep_up()
        assert cells_of(cash.make(want("month")).parts[0], month(TODAY))["closing"] == 200
        OrderType.objects.filter(pk=sample.order_type_id).update(invoices=False)
        keep_up()
        row = cells_of(cash.make(want("month")).parts[0], month(TODAY))
        assert (row["shipped"], row["unbilled"], row["closing"]) == (400, 400, 0)
        assert not facts.compare(at=AT + timedelta(hours=2)).wrong_orders

    def test_it_is_told_by_anybody(self):
        order = make_effective()
        keep_up()
        for by, _label in cash.BY:
            assert cash.make(want(str(by), here="/x/")).rows, by
        assert cells_of(cash.make(want("salesperson")), order.salesperson.name)["amount"] == order.total_amount
        assert month(TODAY) == "2026-11"
        assert plan_of(order)
