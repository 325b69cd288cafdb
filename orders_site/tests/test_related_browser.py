"""Related products at order entry in a real browser (R255): one key adds the first, ignored they cost nothing."""

import functools
from datetime import date
from decimal import Decimal

import pytest

from accounts.people.models import User
from common.models import Setting
from common.tests.chromium import needs_chromium, serious, started, still, until, visits
from orders.entry import related
from orders.entry.related import Others, Own, Related
from orders.order.models import Order
from orders.tests import builders
from products.tests.builders import make_product

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def entry(browser, live_server, client, monkeypatch):
    """A new order for a customer, and two products that go with a scale."""
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner)
    scale, cable, lamp = (make_product(name=name, code=f"R-{name}", stock=90) for name in ("scale", "cable", "lamp"))

    def advise(asked):
        if scale.pk not in asked.product_ids:
            return []
        return [
            Related(cable.pk, Own(7, date(2026, 3, 2), Decimal(5), 3, 4)),
            Related(lamp.pk, None, Others(scale.pk, Decimal("0.5"))),
        ]

    monkeypatch.setattr(related.advisers, "_entries", {"a test": advise})
    User.objects.filter(pk=cast.owner.pk).update(language="en")
    with visits(browser, live_server, client) as opened:
        yield functools.partial(opened, cast.owner, f"/orders/new/?customer={customer.pk}", reduced_motion="reduce")


FIRST = "[name=lines-0-product]"
SECOND = "[name=lines-1-product]"
OFFERED = "[...document.querySelectorAll('[data-related]')].map((one) => one.dataset.related).join()"
FOCUS = "document.activeElement.name"


def saved():
    """The lines of the order, once there is one."""
    order = Order.objects.first()
    return [(line.product_code, line.ordered) for line in builders.lines_of(order)] if order else []


def typed_scale(page):
    page.focus(FIRST)
    page.keyboard.type("R-scale")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    until(page, f"{OFFERED} === 'R-cable,R-lamp'")
    still(page)


def test_one_key_adds_the_first_with_its_usual_quantity_and_the_next_stands_ready(entry):
    page = entry()
    assert page.evaluate(OFFERED) == ""
    typed_scale(page)
    assert serious(page) == []
    assert page.evaluate(FOCUS) == "lines-1-product", "nothing took the focus away"
    page.keyboard.press("Alt+a")
    until(page, f"document.querySelector('{SECOND}').value === 'R-cable'")
    assert page.input_value("[name=lines-1-quantity]") == "5"
    assert page.evaluate(FOCUS) == "lines-1-quantity", "the line he stood in was blank: it is this one now"
    until(page, "document.querySelector('#entry tbody tr:nth-child(2) [data-col=name]').textContent.includes('cable')")
    until(page, f"{OFFERED} === 'R-lamp'")
    page.focus("[name=lines-0-quantity]")
    page.keyboard.press("Alt+a")
    until(page, "document.querySelector('[name=lines-2-product]').value === 'R-lamp'")
    assert page.evaluate(FOCUS) == "lines-0-quantity", "who stands in another line stays there"
    until(page, f"{OFFERED} === ''")
    page.keyboard.press("Control+z")
    until(page, f"{OFFERED} === 'R-lamp'")
    page.keyboard.press("Control+s")
    until(page, lambda: saved() == [("R-scale", 2), ("R-cable", 5)])


def test_ignored_they_cost_no_key(entry):
    page = entry()
    typed_scale(page)
    page.keyboard.type("R-lamp")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    until(page, f"{OFFERED} === 'R-cable'")
    assert page.evaluate(FOCUS) == "lines-2-product"
    page.keyboard.press("Control+s")
    until(page, lambda: saved() == [("R-scale", 2), ("R-lamp", 1)])
    still(page)
    again = page.goto(f"{page.url.split('/orders/')[0]}/orders/{Order.objects.get().reference}/edit/")
    assert 'data-related="R-cable"' in again.text(), "the page that opens has them at once"


def test_a_press_adds_one_on_the_telephone_and_they_can_be_hidden(entry):
    page = entry(390)
    typed_scale(page)
    page.click("[data-related=R-lamp]")
    until(page, f"document.querySelector('{SECOND}').value === 'R-lamp'")
    until(page, f"{OFFERED} === 'R-cable'")
    still(page)
    assert serious(page) == []
    page.click("#entry-related [name=on]")
    until(page, "document.querySelector('#entry-related [data-off]')")
    still(page)
    assert serious(page) == []
    page.click("#entry-related [name=on]")
    until(page, f"{OFFERED} === 'R-cable'")
