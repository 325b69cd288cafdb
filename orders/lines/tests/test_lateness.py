"""Days late (SEMANTICS 15) and sensor demand (R019)."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from types import SimpleNamespace

import pytest

from orders.lines import fields
from orders.lines.areas import group_of
from orders.lines.lateness import days_late, requested, sensor_demand
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Status
from orders.tests import builders
from products.tests.builders import make_product

DUE, TODAY = date(2026, 11, 20), date(2026, 11, 25)


def _line(closure=Closure.OPEN, last=None, status=Status.EFFECTIVE):
    return SimpleNamespace(closure=closure, last_ship_date=last, order=SimpleNamespace(status=status))


@pytest.mark.parametrize(
    ("line", "due", "days"),
    [
        (_line(), DUE, 5),
        (_line(last=date(2026, 11, 19)), DUE, 5),  # open: until today, though a part went out
        (_line(), TODAY, None),  # still to come
        (_line(), None, None),
        (_line(status=Status.DRAFT), DUE, None),
        (_line(status=Status.VOID), DUE, None),
        (_line(Closure.AUTO, date(2026, 11, 23)), DUE, 3),
        (_line(Closure.AUTO, date(2026, 11, 20), Status.CLOSED), DUE, 0),
        (_line(Closure.AUTO, date(2026, 11, 1)), DUE, 0),
        (_line(Closure.SHORT, date(2026, 11, 22)), DUE, 2),
        (_line(Closure.CANCELLED), DUE, None),
    ],
)
def test_days_late(line, due, days):
    assert days_late(line, due, TODAY) == days


@pytest.mark.django_db
def test_the_database_computes_the_same():
    """A line for each kind of state and closure, day asked for and last shipment."""
    draft = builders.make_draft(lines=[builders.line(make_product(stock=500), 1)])
    (line,) = builders.lines_of(draft)
    Order.objects.filter(pk=draft.pk).update(number="SO20261120-9999")
    days = [None, *(TODAY + timedelta(days=n) for n in (-9, 0, 4))]
    states, closures = ("DRAFT", "EFFECTIVE", "CLOSED"), ("OPEN", "AUTO", "CANCELLED")
    for status, closure, asked, of_order, last in product(states, closures, days, days[:2], days):
        Order.objects.filter(pk=draft.pk).update(status=status, requested_date=of_order)
        OrderLine.objects.filter(pk=line.pk).update(
            closure=closure, requested_date=asked, promised_date=asked, last_ship_date=last
        )
        read = OrderLine.objects.annotate(
            promise=fields.days_late(fields.promised)(TODAY), request=fields.days_late(fields.requested)(TODAY)
        )
        row = read.select_related("order").get(pk=line.pk)
        assert row.promise == days_late(row, row.promised_date, TODAY)
        assert row.request == days_late(row, requested(row), TODAY)


def test_sensor_demand():
    assert sensor_demand(Decimal(5), 4) == 20
    assert sensor_demand(Decimal(5), None) is None


@pytest.mark.parametrize(
    ("province", "group"),
    [("浙江1", "浙江"), ("浙江12", "浙江"), ("上海", "上海"), ("", ""), ("12", "12"), ("浙江1-杭州", "浙江1-杭州")],
)
def test_numbered_sub_territories_belong_to_their_province(province, group):
    assert group_of(province) == group
