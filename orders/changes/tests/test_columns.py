"""The columns of the list of change requests are everybody's own (R290)."""

from decimal import Decimal as D

import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.models import User
from accounts.roles.models import FieldRule, Role
from common.exports.lists import Asked
from orders.changes import columns, exporting
from orders.changes.tests.builders import make_request
from orders.tests.builders import AT, line, make_effective, make_order_cast
from orders.tests.page_builders import Browser, statements
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def made(cast, **options):
    order = make_effective(cast.owner, lines=[line(make_product(list_price=D(100), stock=9), 2)])
    return make_request(order, edits={"lines.1.quantity": 5}, reason_text="he wants more", **options)


def test_who_chose_none_has_the_usual_ones_and_who_chose_has_his(cast):
    request = made(cast)
    browser, url = Browser(cast.owner), reverse("orders:change-list")
    page = browser.get(url).content.decode()
    assert "Requested by" in page
    assert "he wants more</span>" not in page
    browser.post(reverse("orders:change-columns"), columns=["number", "reason_text", "nonsense"], next=url)
    page = browser.get(url).content.decode()
    assert "he wants more</span>" in page
    assert f'<td class="" data-m="no"><a class="so-no" href="/changes/{request.reference}/">' in page
    assert ">Broken promises</th>" not in page
    sheet = exporting.open_requests(User.objects.get(pk=cast.owner.pk), Asked(query=QueryDict(), at=AT))
    assert [one.key for one in sheet.columns] == ["number", "reason_text"], "the file has what the screen has"
    browser.post(reverse("orders:change-columns"), reset="1")
    assert ">Broken promises</th>" in browser.get(url).content.decode()


def test_a_hidden_amount_is_no_column(cast):
    made(cast)
    FieldRule.objects.update_or_create(
        role=Role.objects.get(code="sales"), field="order.amount", defaults={"effect": "HIDE"}
    )
    owner = User.objects.get(pk=cast.owner.pk)
    browser = Browser(owner)
    browser.post(reverse("orders:change-columns"), columns=["number", "amount_delta", "extra_cost"])
    assert [one.key for one in columns.chosen(columns.picked(owner), with_money=False)] == ["number"]
    assert 'value="amount_delta"' not in browser.get(reverse("orders:change-list")).content.decode()


def test_every_column_costs_no_statement_a_row(cast):
    made(cast)
    counted = []
    for count in (0, 6):
        for _ in range(count):
            made(cast)
        browser = Browser(cast.owner).warm()
        browser.post(reverse("orders:change-columns"), columns=sorted(columns.KEYS))
        counted.append(statements(lambda: browser.get(reverse("orders:change-list"))))  # noqa: B023
    assert counted[0] == counted[1]
