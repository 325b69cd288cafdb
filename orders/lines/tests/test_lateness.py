"""Days late (SEMANTICS 15) and sensor demand (R019)."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from orders.lines.areas import group_of
from orders.lines.lateness import days_late, sensor_demand
from orders.order.states import Closure, Status

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


def test_sensor_demand():
    assert sensor_demand(Decimal(5), 4) == 20
    assert sensor_demand(Decimal(5), None) is None


@pytest.mark.parametrize(
    ("province", "group"),
    [("浙江1", "浙江"), ("浙江12", "浙江"), ("上海", "上海"), ("", ""), ("12", "12"), ("浙江1-杭州", "浙江1-杭州")],
)
def test_numbered_sub_territories_belong_to_their_province(province, group):
    assert group_of(province) == group
