"""Everybody of a department concerned sees at once what took effect (R071), not only its head."""

from datetime import timedelta

import pytest

from accounts.tests.builders import make_department, make_user
from common import clock
from orders.panels import queries
from orders.tests.builders import line, make_effective, make_submitted
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


def member(kind, role):
    return make_user(role, department=make_department(kind=kind))


def seen(user, at=None):
    return list(queries.new_for_department(user, at or clock.now()))


def test_goods_are_news_for_the_warehouse_and_services_for_the_service():
    now = clock.now()
    goods = make_effective(at=now)
    service = make_effective(at=now, lines=[line(make_product(is_service=True))])
    make_submitted(at=now)
    assert seen(member("WAREHOUSE", "warehouse")) == [goods]
    assert seen(member("SERVICE", "service")) == [service]
    assert seen(member("FINANCE", "finance")) == [service, goods]
    assert seen(member("MANAGEMENT", "executive")) == []


def test_it_is_news_for_three_days_and_only_to_who_may_see_it():
    now = clock.now()
    make_effective(at=now)
    keeper = member("WAREHOUSE", "warehouse")
    assert seen(keeper, now + timedelta(days=2)) and not seen(keeper, now + timedelta(days=4))
    assert seen(member("WAREHOUSE", None)) == []


def test_the_card_stands_on_the_home_page(client):
    order = make_effective(at=clock.now())
    client.force_login(member("WAREHOUSE", "warehouse"))
    page = client.get("/").content.decode()
    assert "New for my department" in page and order.number in page
