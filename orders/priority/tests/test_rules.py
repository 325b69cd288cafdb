"""Classes and score (R074, R076, R078, R081), and days of work."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from common.workdays import Calendar
from orders.order.choices import AmountClass, CustomerType, TimeClass
from orders.priority.rules import PIN, SHIPPED, Facts, standing

FRIDAY = date(2026, 11, 20)
PLAIN = Calendar()
FACTS = Facts(
    status="EFFECTIVE",
    amount=Decimal(50000),
    order_date=FRIDAY,
    due=date(2026, 12, 4),  # ten days of work
    is_urgent=False,
    is_new=False,
    customer_class="DOMESTIC",
)


def of(today=FRIDAY, rules=SHIPPED, calendar=PLAIN, **changes):
    return standing(rules, replace(FACTS, **changes), calendar, today)


@pytest.mark.parametrize(
    ("amount", "named"), [("19999.99", "SMALL"), ("20000", "MEDIUM"), ("199999.99", "MEDIUM"), ("200000", "LARGE")]
)
def test_amounts_fall_into_bands_from_their_lower_end_on(amount, named):
    assert of(amount=Decimal(amount)).amount_class == AmountClass(named)


def test_time_is_counted_in_days_of_work():
    assert of(due=FRIDAY + timedelta(days=7)).time_class == TimeClass.URGENT  # five
    assert of(due=FRIDAY + timedelta(days=10)).time_class == TimeClass.SHORT  # six: a weekend lies between
    assert of(due=date(2026, 12, 18)).time_class == TimeClass.SHORT  # twenty
    assert of(due=date(2026, 12, 21)).time_class == TimeClass.LONG
    assert of(due=None).time_class == ""
    assert of(due=None, is_urgent=True).time_class == TimeClass.URGENT


def test_holidays_and_make_up_days_count():
    week_off = frozenset(FRIDAY + timedelta(days=n) for n in range(3, 8))
    assert PLAIN.between(FRIDAY, date(2026, 12, 4)) == 10
    assert Calendar(off=week_off).between(FRIDAY, date(2026, 12, 4)) == 5
    saturday = FRIDAY + timedelta(days=1)
    assert Calendar(made_up=frozenset([saturday])).between(FRIDAY, saturday) == 1
    assert PLAIN.between(date(2026, 12, 4), FRIDAY) == -10


@pytest.mark.parametrize("days", range(15))
def test_counting_by_weeks_is_counting_day_by_day(days):
    last = FRIDAY + timedelta(days=days)
    one_by_one = sum(PLAIN.is_workday(FRIDAY + timedelta(days=n)) for n in range(1, days + 1))
    assert PLAIN.between(FRIDAY, last) == one_by_one


def test_the_score_is_the_sum_of_its_parts_by_weight():
    found = of()
    assert (found.priority_amount, found.priority_time, found.priority_customer) == (75, 375, 80)
    assert found.priority == 530
    assert of(customer_class="FOREIGN", rules=replace(SHIPPED, by_class={"FOREIGN": 100})).priority_customer == 200
    top = of(amount=Decimal(10**9), due=FRIDAY, rules=replace(SHIPPED, other_customer=100))
    assert top.priority == 1000


def test_what_is_larger_sooner_or_more_important_never_stands_lower():
    assert of(amount=Decimal(90000)).priority > of().priority
    assert of(due=FRIDAY).priority > of().priority
    assert of(due=FRIDAY - timedelta(days=30)).priority == of(due=FRIDAY).priority  # late is late
    assert of(is_new=True).priority > of().priority


def test_pinned_stands_above_everything():
    least = of(amount=Decimal(0), due=None, is_pinned=True)
    assert least.priority > 1000 and least.priority - PIN == least.priority_customer


def test_an_order_that_is_over_keeps_its_classes_and_has_no_score():
    found = of(status="CLOSED", today=date(2027, 5, 1))
    assert (found.amount_class, found.time_class, found.priority) == (AmountClass.MEDIUM, TimeClass.SHORT, 0)
    assert found.customer_type == CustomerType.EXISTING and found.priority_time == 0
