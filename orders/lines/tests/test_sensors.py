"""The demand for sensors week by week: open quantity × sensors of one kit, as the line says which."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from common.dates import business_day
from orders.lines import sensor_lines, sensors
from orders.order.models import OrderLine
from orders.tests import builders
from orders.tests.builders import AT
from products.stock.supply.tests.builders import make_planned
from products.tests.builders import make_product
from products.tests.test_api import Client

pytestmark = pytest.mark.django_db

TODAY = business_day(AT)


@pytest.fixture
def kit():
    make_product(code="01.2.02.318")
    return make_product(code="01.2.02.318-101", name="DS1(铝合金)-4", auxiliary_attribute="本原-30T-桥式", unit="套")


def order(kit, quantity, weeks=0, **line):
    made = builders.make_effective(lines=[builders.line(kit, quantity, **line)])
    day = TODAY + timedelta(weeks=weeks)
    OrderLine.objects.filter(order=made).update(promised_ship_date=day)
    return made


def test_open_kits_ask_for_their_sensors_in_the_week_they_are_to_leave(kit):
    sensor = make_product(code="02.1.03.003", specification="本原-30T-桥式", unit="只", stock=18)
    make_planned(sensor, 20)
    order(kit, 3)
    order(kit, 2, weeks=2)
    order(kit, 5, weeks=-1)
    order(kit, 1, weeks=30)
    (row,) = sensors.demand(TODAY)
    assert (row.product, row.overdue, row.weeks[0], row.weeks[2], row.later) == (sensor, 20, 12, 8, 4)
    assert (row.total, row.available, row.planned, row.short) == (44, 18, 20, 6)


def test_a_sensor_that_is_no_product_is_told_and_what_left_asks_no_more(kit):
    made = order(kit, 3)
    (row,) = sensors.demand(TODAY)
    assert (row.product, row.attribute, row.short) == (None, "本原-30T-桥式", 12)
    OrderLine.objects.filter(order=made).update(shipped=2)
    assert sensors.demand(TODAY)[0].total == 4
    OrderLine.objects.filter(order=made).update(supply_mode="DIRECT")
    assert sensors.demand(TODAY) == []


def test_dated_parts_fall_in_their_weeks_the_first_ones_gone_first(kit):
    made = order(kit, 5)
    parts = [(TODAY, 2), (TODAY + timedelta(weeks=1), 3)]
    kept = [{"requested_date": day.isoformat(), "quantity": str(quantity)} for day, quantity in parts]
    OrderLine.objects.filter(order=made).update(schedule=kept, shipped=3)
    (row,) = sensors.demand(TODAY)
    assert [int(one) for one in row.weeks[:2]] == [0, 8]


def test_page_and_api_tell_the_same(client, kit):
    order(kit, 3)
    client.force_login(make_user("warehouse"))
    assert "本原-30T-桥式" in client.get(reverse("orders:sensor-demand")).text
    assert "in=total" in client.get(reverse("orders:sensor-demand")).text
    answer = Client("warehouse").read("order-lines/sensor-demand/").json()
    assert len(answer["weeks"]) == len(answer["results"][0]["weeks"])
    assert answer["results"][0]["total"] == "12"


def test_every_figure_opens_to_the_lines_behind_it_and_they_add_up(client, kit):
    first, second = order(kit, 3), order(kit, 2, weeks=2)
    order(kit, 5, weeks=-1)
    (row,) = sensors.demand(TODAY)
    figures = {"overdue": row.overdue, **{str(n): quantity for n, quantity in enumerate(row.weeks)}}
    figures |= {"later": row.later, "undated": row.undated, "total": row.total}
    keeper = make_user("warehouse")
    for column, figure in figures.items():
        assert sensor_lines.behind(keeper, row.attribute, column, TODAY).total == figure
    mine = sensor_lines.behind(second.salesperson, row.attribute, "total", TODAY)
    assert ([line.order_id for _part, line in mine.rows], mine.others, mine.total) == ([second.pk], 32, 40)
    client.force_login(keeper)
    url = reverse("orders:sensor-lines")
    page = client.get(url, {"sensor": row.attribute, "in": "total"}).text
    assert first.number in page and second.number in page
    told = Client("warehouse").read(f"order-lines/sensor-demand/lines/?sensor={row.attribute}&in=total").json()
    assert (told["total"], told["others"], len(told["results"])) == ("40", "0", 3)
    assert client.get(url, {"sensor": row.attribute, "in": "9"}).status_code in (400, 422)
