"""Stock, cost against plan and the backlog ahead, counted by hand; nobody gets what he may not see."""

from datetime import timedelta
from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.people.models import User
from accounts.roles.models import FieldRule, Role
from accounts.tests.builders import make_user
from common import errors
from orders.checking import operations as checking
from orders.exceptions import operations as exceptions
from orders.fulfilment.models import OutboundDocument
from orders.order.models import OrderLine
from orders.tests.builders import AT, line, lines_of, make_effective, make_order_cast
from orders.tests.flow_builders import make_shipped
from products.catalogue.models import ProductCategory
from products.stock import operations as stock_operations
from products.tests.builders import make_product
from reports.orderbook import ahead, costs, stock, stock_papers
from reports.orderbook.tests.worlds import TODAY, cells_of, keep_up, open_now, want
from reports.standard.reports import standard

pytestmark = pytest.mark.django_db


def arrived(product, quantity, days_ago):
    stock_operations.receive_goods(
        actor=people.system_user(), product_id=product.pk, quantity=D(quantity), at=AT - timedelta(days=days_ago)
    )
    return product


def hide(field, role):
    FieldRule.objects.update_or_create(role=Role.objects.get(code=role), field=field, defaults={"effect": "HIDE"})


class TestStock:
    """A moves: 40 came before the period, 20 in it, 30 were shipped, 4 more are wanted. B lies there for 300 days."""

    @pytest.fixture
    def goods(self):
        top = ProductCategory.objects.create(code="T", name="Top")
        a = arrived(arrived(make_product(category=top, unit_cost=D(60)), 40, 200), 20, 30)
        b = arrived(make_product(unit_cost=D(7)), 10, 300)
        order = make_effective(lines=[line(a, 34)])
        make_shipped(order, 30)
        return a, b

    def test_a_product_by_hand(self, goods):
        a, b = goods
        paper = stock_papers.turnover(want("product", since=TODAY - timedelta(days=99)))
        row = cells_of(paper, str(a.pk))
        assert (row["on_hand"], row["demand"], row["spare"]) == (30, 4, 26)
        assert (row["value"], row["spare_value"]) == (1800, 26 * 60)
        assert row["issued"] == 30
        assert row["turnover"] == D(30) / 35  # 40 when the period began, 30 when it ended
        assert row["days"] == D(35) / 30 * 100
        assert row["moved"] == TODAY
        other = cells_of(paper, str(b.pk))
        assert (other["spare"], other["issued"], other["turnover"], other["days"]) == (10, 0, 0, None)
        assert other["age"] == stock_papers.age_of(3)
        assert [one.key for one in paper.rows] == [str(a.pk), str(b.pk)]

    def test_many_turn_over_by_cost(self, goods):
        paper = stock_papers.turnover(want("age", since=TODAY - timedelta(days=99)))
        assert [row.cells[0] for row in paper.rows] == [stock_papers.age_of(0), stock_papers.age_of(3)]
        assert cells_of(paper, "0")["turnover"] == D(30) / 35
        sums = dict(zip((column.key for column in paper.columns), paper.sums, strict=True))
        assert sums["value"] == 1800 + 70
        assert sums["turnover"] == D(30 * 60) / ((40 * 60 + 70 + 30 * 60 + 70) / D(2))

    def test_categories_and_what_is_picked(self, goods):
        a, _b = goods
        paper = stock_papers.turnover(want("category"))
        assert next(row.cells[0] for row in paper.rows) == "Top"
        assert sum(row.cells[2] for row in paper.rows) == 40
        assert [one.key for one in stock_papers.turnover(want("product", product=a.pk)).rows] == [str(a.pk)]
        picked = stock_papers.turnover(want("product", category=a.category_id))
        assert [one.key for one in picked.rows] == [str(a.pk)]

    def test_a_past_period_turns_over_its_own_stock(self, goods):
        a, _b = goods
        wanted = want("product", since=TODAY - timedelta(days=150), until=TODAY - timedelta(days=50))
        held = next(one for one in stock.read(wanted) if one.key == a.pk)
        assert (held.opening, held.closing, held.issued) == (40, 40, 0)

    def test_costs_are_hidden_from_who_may_not_see_them(self, goods):
        desk = make_user("order_desk")
        hide("product.cost", "order_desk")
        paper = stock_papers.turnover(want("category", actor=User.objects.get(pk=desk.pk)))
        hidden = {column.key for column in paper.columns if column.is_hidden}
        assert hidden == {"value", "spare_value", "turnover", "days"}
        for key in hidden:
            assert set(paper.values(key)) == {None}
        slow = stock_papers.slow(want(actor=User.objects.get(pk=desk.pk)))
        assert [column.key for column in slow.columns if column.is_hidden] == ["value"]

    def test_slow_movers_are_those_of_the_list(self, goods):
        _a, b = goods
        paper = stock_papers.slow(want())
        row = cells_of(paper, str(b.pk))
        assert len(paper.rows) == 1
        assert (row["on_hand"], row["value"], row["age"], row["idle"]) == (10, 70, 300, None)
        assert paper.sums[4] == 70

    def test_stock_is_for_who_may_see_it(self, goods, monkeypatch):
        monkeypatch.setattr("accounts.policies.can", lambda *_args, **_more: False)
        for make in (stock_papers.turnover, stock_papers.slow):
            with pytest.raises(errors.NotAllowed):
                make(want("product"))


class TestBacklogAhead:
    @pytest.fixture
    def world(self):
        """12 ready for next month, 5 of 8 held (40 of money 160 lacks goods), 3 late."""
        ready, short = make_product(list_price=D(10), stock=99), make_product(list_price=D(20), stock=5)
        order = make_effective(lines=[line(ready, 12), line(short, 8)])
        late = make_effective(order.salesperson, lines=[line(ready, 3)])
        OrderLine.objects.filter(order=order).update(promised_date=TODAY + timedelta(days=20))
        OrderLine.objects.filter(order=late).update(promised_date=TODAY - timedelta(days=2))
        return order, late

    def test_what_is_when_and_how(self, world):
        paper = ahead.make(want("month"))
        following = cells_of(paper, "2026-12")
        assert (following["worth_ready"], following["worth_short"], following["worth_late"]) == (120, 160, 0)
        now = cells_of(paper, "2026-11")
        assert (now["worth_late"], now["pieces_late"], now["lines"]) == (30, 3, 1)
        assert (paper.sums[8], paper.sums[4]) == open_now()

    def test_by_anything_it_comes_to_the_same(self, world):
        for by, _label in ahead.BY:
            paper = ahead.make(want(by, here="/x/"))
            assert (sum(row.cells[8] for row in paper.rows), sum(row.cells[4] for row in paper.rows)) == open_now()

    def test_rows_lead_to_the_lines(self, world):
        row = next(one for one in ahead.make(want("month", here="/x/")).rows if one.cells[0] == "2026-12")
        assert "promised_from=2026-12-01" in row.links["lines"]
        assert "promised_to=2026-12-31" in row.links["lines"]

    def test_nobody_sees_lines_of_others_or_hidden_amounts(self, world):
        assert not ahead.make(want("month", actor=make_order_cast().stranger)).rows
        hide("order.amount", "sales")
        owner = User.objects.get(pk=world[0].salesperson_id)
        paper = ahead.make(want("month", actor=owner))
        assert paper.values("worth_all") == [None, None]
        assert paper.charts[0].series[0].column == "pieces_ready"
        assert sum(paper.values("pieces_all")) == 23


class TestCostAgainstPlan:
    @pytest.fixture
    def order(self):
        order = make_effective(lines=[line(make_product(list_price=D(113), unit_cost=D(60), stock=99), 10)])
        document = make_shipped(order, 4)
        OutboundDocument.objects.filter(pk=document.pk).update(freight=D(30), freight_charged=D(10))
        system = people.system_user()
        checking.record_error(
            actor=system, order_id=order.pk, kind="PRICE", stage="SHIPMENT", description="x", at=AT, cost=D(15)
        )
        case = exceptions.raise_case(
            actor=system, order_id=order.pk, kind="QUALITY", severity="SERIOUS", description="x", at=AT
        )
        type(case).objects.filter(pk=case.pk).update(cost=D(45))
        keep_up()
        return order

    def test_by_hand(self, order):
        for by, _label in costs.BY:
            row = costs.make(want(by)).rows[0]
            found = dict(zip((column.key for column in costs.make(want(by)).columns), row.cells, strict=True))
            assert (found["net"], found["planned"], found["quoted"]) == (1000, 600, 0)
            assert (found["errors"], found["exceptions"], found["freight"], found["changes"]) == (15, 45, 20, 0)
            assert (found["actual"], found["over"], found["over_share"]) == (680, 80, D(80) / 600)
            assert (found["planned_margin"], found["margin"]) == (D("0.4"), D("0.32"))

    def test_the_dearest_orders_lead_to_themselves(self, order):
        part = costs.make(want("month", here="/x/")).parts[0]
        assert part.rows[0].cells[0] == order.number
        assert part.rows[0].links["order"].endswith(f"/{order.number}/")
        assert cells_of(part, order.number)["over"] == 80

    def test_orders_of_others_cost_nothing(self, order):
        paper = costs.make(want("month", actor=make_user("sales_manager")))
        assert not any(paper.sums[1:4])
        assert not paper.parts

    def test_costs_keep_the_report_from_who_may_not_see_them(self):
        assert set(standard["cost-against-plan"].fields) == {"order.amount", "order.cost", "order.margin"}
        assert lines_of
