"""The order's page through the whole stack: full and part, who sees what, what the buttons say."""

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from orders.changes.effect.tests.builders import change
from orders.changes.tests.builders import modify
from orders.tests import builders
from orders.tests.page_builders import Browser, statements

pytestmark = pytest.mark.django_db
TABS = ("order-detail", "order-shipments", "order-money", "order-files", "order-history")


def url(order, name="order-detail"):
    return reverse(f"orders:{name}", args=[order.reference])


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_opens_as_a_page_and_as_a_part(tab):
    order = builders.make_effective()
    browser = Browser(order.salesperson)
    page = browser.get(url(order, tab))
    assert page.status_code == 200
    assert order.customer.name in page.content.decode()
    part = browser.part(url(order, tab), "pane")
    assert part.status_code == 200
    assert "<html" not in part.content.decode()


@pytest.mark.parametrize("tab", TABS)
def test_an_order_of_others_is_not_found(tab):
    cast = builders.make_order_cast()
    order = builders.make_draft(cast.owner)
    assert Browser(cast.stranger).get(url(order, tab)).status_code == 404


def test_the_warehouse_sees_no_amounts():
    order = builders.make_effective()
    browser = Browser(make_user("warehouse"))
    page = browser.get(url(order)).content.decode()
    assert "1,000" not in page
    assert browser.get(url(order, "order-money")).status_code == 403


def test_a_draft_offers_submission_and_says_what_is_missing():
    order = builders.make_draft(lines=[])
    page = Browser(order.salesperson).get(url(order)).content.decode()
    assert reverse("orders:order-submit", args=[order.reference]) in page
    assert "At least one line" in page


def test_a_refused_action_stays_visible_with_its_reason():
    order = builders.make_effective()
    page = Browser(order.salesperson).get(url(order)).content.decode()
    assert 'aria-disabled="true"' in page
    assert "Your role does not include" in page


def test_the_head_says_which_revision_is_in_force():
    order = builders.make_effective()
    browser = Browser(order.salesperson)
    assert "Rev. " not in browser.get(url(order)).content.decode()
    change(order, modify(1, "quantity", 5))
    page = browser.get(url(order)).content.decode()
    assert f'href="{url(order, "order-requests")}#revisions"' in page
    assert "Rev. 2" in page


def test_the_page_costs_the_same_for_two_lines_and_forty():
    product = builders.products.make_product(stock=1000)
    cast = builders.make_order_cast()
    small = builders.make_effective(cast.owner, lines=[builders.line(product, 1) for _ in range(2)])
    large = builders.make_effective(cast.owner, lines=[builders.line(product, 1) for _ in range(40)])
    counted = []
    for order in (small, large):
        browser = Browser(cast.owner).warm()
        counted.append(statements(lambda: browser.get(url(order))))  # noqa: B023
    assert counted[0] == counted[1] <= 30
