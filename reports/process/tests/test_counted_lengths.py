"""Medians and ninth deciles of days that were counted are those of the days themselves."""

import random
from collections import Counter
from datetime import timedelta
from math import ceil

import pytest

from accounts.people import queries as people
from orders.tests.builders import AT
from reports.facts.models import OrderMoments
from reports.facts.reading import fetched
from reports.figures.dimensions import AXES
from reports.process import asked, cycles
from reports.process.tests.worlds import TODAY, wanted


@pytest.mark.parametrize("count", [1, 2, 3, 10, 11, 57])
def test_counted_days_have_the_parts_of_the_sorted_ones(count):
    chance = random.Random(count)
    days = sorted(chance.randint(0, 9) for _n in range(count))
    found = cycles._length(Counter(days))
    for part, mine in zip(cycles.PARTS, (found.median, found.most), strict=True):
        place = part * (count - 1)
        low, high = days[int(place)], days[ceil(place)]
        assert mine == pytest.approx(low + (high - low) * (place - int(place)))
    assert found.count == count


def test_of_nothing_nothing_is_said():
    assert cycles._length({}) == cycles.Length(0, None, None)


@pytest.mark.django_db
def test_every_stretch_is_what_the_database_says_of_each_member():
    chance = random.Random(7)
    _moments(chance, 60)
    days = (TODAY - timedelta(days=300), TODAY)
    whole, members = cycles.whole_and_members(wanted(people.system_user()), days, AXES["department"])
    assert whole is not None
    assert (whole.orders, [one.key for one in members]) == (60, [1, 2, 3])
    for group, which in ((whole, "TRUE"), *((one, f"department_id = {one.key}") for one in members)):
        for stretch, length in zip(cycles.STRETCHES, group.lengths, strict=True):
            assert _close(length, _asked(stretch, which)), (group.key, stretch.code)


def _moments(chance, count):
    """Of three departments; what has not happened yet, and what came in another order, among them."""

    def later(day, most):
        return None if day is None or chance.random() < 0.2 else day + timedelta(days=chance.randint(-2, most))

    for number in range(1, count + 1):
        effective = AT - timedelta(days=chance.randint(20, 200), hours=chance.randint(0, 23))
        first = later(effective.date(), 9)
        full = later(first, 5)
        signed = later(full, 7)
        OrderMoments.objects.create(
            order_id=number, customer_id=1, department_id=1 + number % 3, salesperson_id=1, order_type_id=1, agent_id=0,
            channel=0, band=0, amount=1, booked_date=effective.date(), effective_at=effective,
            submitted_at=effective - timedelta(hours=chance.randint(1, 400)) if number % 5 else None,
            first_ship_date=first, full_ship_date=full, signed_date=signed, paid_date=later(signed, 30),
        )  # fmt: skip


def _asked(stretch, which):
    zones = [asked.zone()] * stretch.given
    text = f"""SELECT count(days), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY
        CASE WHEN days < 0 THEN 0 ELSE days END) FROM (SELECT {stretch.days} AS days FROM reports_ordermoments m
        WHERE {which}) x"""
    ((count, parts),) = fetched(text, zones)
    return cycles.Length(count, *parts) if count else cycles.Length(0, None, None)


def _close(mine, theirs):
    return mine.count == theirs.count and (mine.median, mine.most) == pytest.approx((theirs.median, theirs.most))
