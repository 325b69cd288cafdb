"""The bridge of the backlog meets the other side: whatever happened to orders, its closing is what they have open."""

import random
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts.console.operations import change_settings
from accounts.people import queries as people
from common import errors
from orders.changes.effect.tests import builders as changed
from orders.changes.tests.builders import cancel, modify
from orders.closure import operations as closure
from orders.closure import tolerances
from orders.fulfilment import operations as fulfilment
from orders.lifecycle import operations as lifecycle
from orders.order.choices import CloseReason
from orders.order.models import Order
from orders.tests.builders import AT, fresh, line, lines_of, make_buyer, make_effective, make_order_cast
from orders.tests.flow_builders import make_shipped, sign
from products.catalogue.models import ProductCategory
from products.tests.builders import make_product
from reports.facts import operations as facts
from reports.facts.choices import Kind
from reports.facts.models import Flow
from reports.figures import queries
from reports.layout import csvfile
from reports.orderbook import bridge
from reports.orderbook.tests.worlds import TODAY, cells_of, keep_up, month, open_now, want

pytestmark = pytest.mark.django_db


def steps(paper):
    return {row.key: row.cells[1:] for row in paper.rows}


def closing(paper):
    amount, pieces = steps(paper)["closing"]
    return pieces, amount


def settle(**values):
    change_settings(actor=people.system_user(), values=values, at=AT)


def short(order, line_no=1):
    return closure.close_line(
        actor=people.system_user(), order_id=order.pk, line_no=line_no, reason_code=CloseReason.OTHER, reason="够了",
        at=AT,
    )  # fmt: skip


class TestOneOrder:
    """Ten at 10 and three at 5, in force for forty days; four of the ten left ten days ago."""

    @pytest.fixture
    def order(self):
        goods = [make_product(list_price=D(10), stock=99), make_product(list_price=D(5), stock=99)]
        order = make_effective(at=AT - timedelta(days=40), lines=[line(goods[0], 10), line(goods[1], 3)])
        make_shipped(order, 4, ship_date=TODAY - timedelta(days=10))
        return order

    def test_it_is_new_then_shipped_and_the_rest_is_left(self, order):
        keep_up()
        paper = bridge.make(want("month"))
        found = steps(paper)
        assert found["opening"] == (0, 0)
        assert found["backlog_new"] == (115, 13)
        assert found["shipped"] == (-40, -4)
        assert closing(paper) == (9, 75) == open_now()
        assert [row.is_sum for row in paper.rows] == [True, *[False] * 6, True]

    def test_each_month_opens_with_what_the_one_before_left(self, order):
        keep_up()
        table = bridge.make(want("month")).parts[0]
        first = month(TODAY - timedelta(days=40))
        assert cells_of(table, first)["step1"] == 115
        for one, after in zip(table.rows, table.rows[1:], strict=False):
            assert after.cells[1] == one.cells[-1]
        assert table.rows[-1].cells[-1] == 75 == table.sums[-1]
        assert table.rows[-1].is_unfinished

    def test_what_was_before_the_period_is_its_opening(self, order):
        keep_up()
        paper = bridge.make(want("month", since=TODAY - timedelta(days=20)))
        assert steps(paper)["opening"] == (115, 13)
        assert steps(paper)["backlog_new"] == (0, 0)
        assert closing(paper) == (9, 75)

    def test_a_past_day_says_what_was_open_then(self, order):
        keep_up()
        assert closing(bridge.make(want("month", until=TODAY - timedelta(days=11)))) == (13, 115)
        assert closing(bridge.make(want("month", until=TODAY - timedelta(days=41)))) == (0, 0)

    def test_what_is_closed_short_leaves(self, order):
        short(fresh(order))
        keep_up()
        paper = bridge.make(want("month"))
        assert steps(paper)["backlog_let_go"] == (-60, -6)
        assert closing(paper) == (3, 15) == open_now()

    def test_a_price_agreed_later_counts_for_what_is_open(self, order):
        keep_up()
        before = closing(bridge.make(want("month")))
        changed.change(fresh(order), modify(1, "price", 30))
        keep_up()
        paper = bridge.make(want("month"))
        assert before == (9, 75)
        assert closing(paper) == (9, 195) == open_now()
        then = bridge.make(want("month", until=TODAY - timedelta(days=1)))
        assert closing(then) == (9, 75)  # as it was agreed then

    def test_nothing_is_open_beyond_the_order_nor_within_a_tolerance(self, order):
        settle(**{tolerances.OVER: "20", tolerances.UNDER: "20"})
        lines = lines_of(order)
        make_shipped(fresh(order), lines=[(lines[0].pk, D(8)), (lines[1].pk, D(3))])  # twelve of ten, three of three
        keep_up()
        assert closing(bridge.make(want("month"))) == (0, 0) == open_now()
        assert steps(bridge.make(want("month")))["backlog_evened"] == (20, 2)

    def test_a_remainder_within_the_tolerance_is_not_open(self, order):
        settle(**{tolerances.UNDER: "20"})
        make_shipped(fresh(order), 4)  # eight of ten
        keep_up()
        paper = bridge.make(want("month"))
        assert steps(paper)["backlog_evened"] == (-20, -2)
        assert closing(paper) == (3, 15) == open_now()

    def test_what_was_lost_on_the_way_is_to_be_shipped_again(self, order):
        lines = lines_of(order)
        document = make_shipped(fresh(order), lines=[(lines[0].pk, D(6))])
        part = document.lines.get()
        sign(document, lines={part.pk: (D(4), D(2))}, reship=[part.pk])
        keep_up()
        paper = bridge.make(want("month"))
        assert steps(paper)["backlog_again"] == (20, 2)
        assert closing(paper) == (5, 35) == open_now()

    def test_an_order_made_void_leaves_as_it_came(self):
        order = make_effective(at=AT - timedelta(days=40))
        lifecycle.void_order(actor=people.system_user(), order_id=order.pk, reason="弄错了", at=AT)
        keep_up()
        assert closing(bridge.make(want("month"))) == (0, 0)
        assert closing(bridge.make(want("month", until=TODAY - timedelta(days=1))))[0] == 10

    @pytest.mark.parametrize("header", [{"tax_mode": "EXCLUSIVE"}, {"reduction": D(7)}])
    def test_tax_on_top_and_a_reduction_leave_no_cents(self, header):
        goods = [make_product(list_price=D("3.33"), stock=99), make_product(list_price=D("7.77"), stock=99)]
        order = make_effective(lines=[line(goods[0], 7), line(goods[1], 3)], **header)
        make_shipped(order, 2)
        keep_up()
        assert closing(bridge.make(want("month"))) == open_now()
        make_shipped(fresh(order))
        keep_up()
        assert closing(bridge.make(want("month"))) == (0, 0)


class Random:
    """Orders to which anything happens in any order, refused or not."""

    def __init__(self, seed):
        self.chance = random.Random(seed)
        self.me, self.done = people.system_user(), 0
        top = ProductCategory.objects.create(code="T", name="Top")
        kinds = [ProductCategory.objects.create(code=code, name=code, parent=top) for code in ("A", "B")]
        self.goods = [
            make_product(list_price=D(self.chance.randint(100, 9999)) / 100, stock=9_999, category=kinds[n % 2])
            for n in range(3)
        ]
        cast = make_order_cast()
        buyers = [make_buyer(cast.owner), make_buyer(cast.owner)]
        self.orders = [self.order(cast.owner, buyers[n % 2]) for n in range(4)]

    def order(self, owner, buyer):
        lines = [line(one, self.chance.randint(3, 12)) for one in self.chance.sample(self.goods, 2)]
        mode = self.chance.choice(["INCLUSIVE", "EXCLUSIVE"])
        at = AT - timedelta(days=self.chance.choice([0, 3, 20, 50]))
        return make_effective(owner, at=at, customer=buyer, lines=lines, tax_mode=mode).pk

    def happen(self):
        order = Order.objects.get(pk=self.chance.choice(self.orders))
        one = self.chance.choice(lines_of(order))
        verbs = [self.ship, self.ship, self.lose, self.take_back, self.close, self.open, self.change, self.price,
                 self.drop, self.void]  # fmt: skip
        with suppress(errors.DomainError, AssertionError):
            self.chance.choice(verbs)(order, one)
            self.done += 1

    def ship(self, order, one, **more):
        booked = order.effective_at.date() if order.effective_at else TODAY
        day = self.chance.choice([TODAY, max(booked, TODAY - timedelta(days=2))])
        return make_shipped(order, lines=[(one.pk, D(self.chance.randint(1, 4)))], ship_date=day, **more)

    def lose(self, order, one):
        document = self.ship(order, one)
        part = document.lines.get()
        sign(document, lines={part.pk: (part.quantity - 1, D(1))}, reship=[part.pk])

    def take_back(self, order, one):
        document = self.ship(order, one)
        fulfilment.unaudit_outbound(actor=self.me, document_id=document.pk, reason="错", at=AT)

    def close(self, order, one):
        short(order, one.line_no)

    def open(self, order, one):
        closure.reopen_line(actor=self.me, order_id=order.pk, line_no=one.line_no, reason="要", at=AT)

    def change(self, order, one):
        changed.change(order, modify(one.line_no, "quantity", self.chance.randint(2, 15)))

    def price(self, order, one):
        changed.change(order, modify(one.line_no, "price", self.chance.randint(2, 90)))

    def drop(self, order, one):
        changed.change(order, cancel(one.line_no))

    def void(self, order, _one):
        lifecycle.void_order(actor=self.me, order_id=order.pk, reason="错", at=AT)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_happens_the_movements_add_up_to_what_is_open(seed):
    settle(**{tolerances.OVER: "30", tolerances.UNDER: "10"})
    world = Random(seed)
    for _n in range(14):
        world.happen()
    keep_up()
    assert world.done > 4  # most was not refused
    assert closing(bridge.make(want("month"))) == open_now()
    found = facts.compare(at=AT + timedelta(hours=2))
    assert (found.wrong_orders, found.wrong_sums) == ((), 0)
    for by in ("customer", "product", "category", "department", "salesperson"):
        paper = bridge.make(want(by))
        for table, place in zip(paper.parts, (1, 0), strict=True):
            assert sum(row.cells[-1] for row in table.rows) == table.sums[-1] == open_now()[place], by
    for key in {pk for (pk,) in Order.objects.values_list("customer_id")}:
        assert closing(bridge.make(want("month", customer=key))) == open_now(order__customer_id=key)
    for day in (1, 4, 30):
        amount = Flow.objects.filter(kind__in=[Kind.NEW, Kind.CHANGED], day__lte=TODAY - timedelta(days=day))
        pieces, worth = closing(bridge.make(want("month", until=TODAY - timedelta(days=day))))
        assert 0 <= pieces <= sum(one.quantity for one in amount)
        assert worth >= 0


class TestReaders:
    @pytest.fixture
    def order(self):
        order = make_effective()
        keep_up()
        return order

    def test_nobody_sees_the_backlog_of_others(self, order):
        stranger = make_order_cast().stranger
        assert closing(bridge.make(want("customer", actor=stranger))) == (0, 0)
        assert closing(bridge.make(want("customer", actor=order.salesperson)))[0] == 10

    def test_who_may_not_see_amounts_gets_pieces(self, order, monkeypatch):
        monkeypatch.setattr(bridge.cells, "sees_amount", lambda _actor: False)
        paper = bridge.make(want("customer"))
        assert paper.columns[1].is_hidden
        assert {row.cells[1] for row in paper.rows} == {None}
        assert [part.columns[1].form for part in paper.parts] == ["QUANTITY"]
        assert paper.charts[0].series[0].column == "pieces"

    def test_every_number_opens_to_what_it_counts(self, order):
        paper = bridge.make(want("customer", here="/reports/standard/backlog/"))
        for row in (*paper.rows, *paper.parts[0].rows):
            assert row.links
        assert not any(row.links for row in bridge.make(want("customer")).rows)

    def test_a_file_for_programs_has_both_ends(self, order):
        rows = list(csvfile.lines(bridge.make(want("month"))))
        assert [row.split(",")[0].strip('"') for row in rows[1:]][::7] == [str(bridge.OPENING), str(bridge.CLOSING)]

    def test_the_opened_rows_add_up_to_the_number(self, order):
        from urllib.parse import parse_qsl, urlsplit

        from reports.figures import parameters

        paper = bridge.make(want("customer", here="/reports/"))
        for row in paper.rows:
            given = dict(parse_qsl(urlsplit(row.links["amount"]).query))
            asked = parameters.read(given, TODAY)
            rows = queries.facts_of(actor=people.system_user(), asked=asked, today=TODAY)
            signs = {term.kind: term.factor for term in asked.asked[0].terms}
            assert abs(sum(signs[one.kind] * one.amount for one in rows)) == abs(row.cells[1])
