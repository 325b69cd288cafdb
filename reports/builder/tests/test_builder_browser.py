"""The builder in a real browser: fields are found by a part of their name, a tree keeps within the window."""

import functools

import pytest

from common import clock
from common.tests.chromium import needs_chromium, serious, started, until, visits
from customers.models import Customer
from orders.tests.builders import AT, line, make_buyer, make_effective, make_order_cast
from products.tests.builders import make_product
from reports.facts import operations as facts

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def reader(monkeypatch):
    """Who sees all orders: five customers in two regions."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    cast = make_order_cast()
    goods = [make_product(list_price=1000, name=name) for name in ("Scale", "Lamp")]
    for number in range(5):
        buyer = make_buyer(cast.owner)
        Customer.objects.filter(pk=buyer.pk).update(region=("North", "South")[number % 2])
        make_effective(cast.owner, at=AT, customer=buyer, lines=[line(one, number + 1) for one in goods])
    facts.keep_up(at=AT, patience=0)
    return cast.director


@pytest.fixture
def visit(browser, live_server, client, reader):
    with visits(browser, live_server, client) as opened:
        yield functools.partial(opened, reader, height=1100)


def test_a_field_is_found_by_a_part_of_its_name_and_put_in(visit):
    page = visit("/reports/")
    assert page.locator("table").count() >= 1  # months stand there before anything was asked
    page.fill("[data-find-in]", "curren")
    until(
        page, "() => [...document.querySelectorAll('#fields li')].filter((one) => one.checkVisibility()).length === 1"
    )
    page.click("#fields li:has-text('Currency') a >> nth=0")
    until(page, "() => document.querySelector('.so-well')?.textContent.includes('Currency')")
    until(page, "() => document.querySelector('[data-find-in]')?.hidden === false")
    assert serious(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_a_tree_beside_targets_and_last_year_keeps_within_the_window(visit, width):
    page = visit("/reports/?rows=region,customer&column=product&measures=amount,margin&against=last_year", width)
    assert page.locator("tr.l1").count() == 5
    page.check("input[name=targets]")
    until(page, "() => document.querySelector('#builder')?.textContent.includes('Target')")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width
    assert serious(page) == []


ROWS = "[...document.querySelectorAll('[data-param=rows] [data-name]')].map((one) => one.textContent).join()"


def test_chips_are_moved_by_keys_and_by_dragging(visit):
    page = visit("/reports/?rows=region,customer&measures=orders")
    page.focus("#chip-rows-customer [data-step]")
    page.keyboard.press("Alt+ArrowLeft")
    until(page, f"{ROWS} === 'Customer,Region' && location.search.includes('rows=customer')")
    until(page, "document.activeElement.closest('#chip-rows-customer') !== null")
    page.locator("#chip-rows-region .so-grip").drag_to(
        page.locator("#chip-rows-customer"), target_position={"x": 4, "y": 10}
    )
    until(page, f"{ROWS} === 'Region,Customer' && location.search.includes('rows=region')")
    assert serious(page) == []
