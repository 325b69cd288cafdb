"""Every report of this room opens as page and file, told by everything, and shows nothing to who may not see it."""

import copy

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.builders import make_user
from orders.tests.builders import make_effective, make_order_cast
from orders.tests.flow_builders import make_paid, make_shipped
from reports.orderbook.tests.worlds import keep_up
from reports.orderbook.wiring import REPORTS

pytestmark = pytest.mark.django_db
CODES = [one.code for one in REPORTS]


def browser(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(standing):
    return copy.deepcopy(standing)


def _make_order():
    order = make_effective()
    make_shipped(order, 4)
    make_paid(order, 100)
    keep_up()
    return order


@pytest.mark.parametrize("report", REPORTS, ids=CODES)
def test_an_executive_opens_it_told_by_everything(report, order):
    client = browser(make_user("executive"))
    for code, _label in report.choices or (("", ""),):
        page = client.get(reverse("reports:standard", args=[report.code]), {"by": code} if code else {})
        assert page.status_code == 200, code
        assert str(report.title) in page.content.decode()


@pytest.mark.parametrize("form", ["xlsx", "csv", "pdf"])
def test_it_can_be_taken_as_a_file(form, order):
    client = browser(make_user("executive"))
    for code in ("backlog-bridge", "receivables", "cost-against-plan"):
        answer = client.get(reverse("reports:standard-file", args=[code]), {"file": form})
        assert answer.status_code == 200
        assert len(b"".join(answer.streaming_content)) > 150


@pytest.mark.parametrize(("role", "refused"), [
    ("warehouse", {"receivables", "collection", "cost-against-plan", "order-to-money"}),
    ("sales", {"cost-against-plan"}),
])  # fmt: skip
def test_money_and_costs_are_for_who_may_see_them(role, refused, order):
    client = browser(make_user(role))
    if client.get(reverse("reports:standard-list")).status_code != 200:
        pytest.skip("this role sees no reports at all")
    for code in refused:
        assert client.get(reverse("reports:standard", args=[code])).status_code == 403


def test_a_stranger_finds_no_number_of_an_order_in_any_report(order):
    client = browser(make_order_cast().stranger)
    for report in REPORTS:
        page = client.get(reverse("reports:standard", args=[report.code]))
        assert order.number not in page.content.decode()
        assert page.status_code in (200, 403)
