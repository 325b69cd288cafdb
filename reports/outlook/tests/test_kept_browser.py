"""Keeping a forecast in a real browser: by its dialog, found again, beside what came; nothing is cut on a phone."""

import functools
from datetime import timedelta
from math import sin

import pytest

from common import clock
from common.tests.chromium import needs_chromium, serious, started, until, visits
from orders.tests.builders import AT, make_effective, make_order_cast
from reports.facts import operations as facts
from reports.outlook import operations
from reports.outlook.models import KeptForecast
from reports.outlook.tests.worlds import repeat, settle, years

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def owner(monkeypatch):
    """A salesperson with five years of orders, and two forecasts that he kept in the months before."""
    monkeypatch.setattr(clock, "now", lambda: AT)
    order = make_effective(make_order_cast().owner)
    facts.keep_up(at=AT, patience=0)
    repeat(order, [round(amount * (1 + 0.13 * sin(n * n))) for n, amount in enumerate(years(100_000, 60))])
    settle()
    for days in (150, 90):
        at = AT - timedelta(days=days)
        operations.keep_forecast(actor=order.salesperson, asked={"ahead": "6"}, note="For the plan", at=at)
    return order.salesperson


@pytest.fixture
def visit(browser, live_server, client, owner):
    with visits(browser, live_server, client) as opened:
        yield functools.partial(opened, owner, height=2000)


def test_a_forecast_is_kept_by_its_dialog_and_found_again(visit, owner):
    page = visit("/reports/forecast/?ahead=3")
    page.click("a[href*='/kept/new/']")
    page.fill("#dialog input[name=note]", "Budget")
    page.click("#dialog button.btn-primary")
    page.wait_for_url("**/reports/forecast/kept/*/")
    row = KeptForecast.objects.get(note="Budget")
    assert page.url.endswith(f"/{row.pk}/")
    assert serious(page) == []
    page.goto(f"{page.url.rpartition('/reports/')[0]}/reports/forecast/kept/")
    page.select_option("select[name=kept_by]", "job")
    until(page, "() => !document.querySelector('#list table')")
    page.select_option("select[name=kept_by]", "mine")
    until(page, "() => document.querySelectorAll('#list tbody tr').length === 3")
    assert serious(page) == []


@pytest.mark.parametrize("width", [1440, 390])
def test_list_and_page_keep_within_the_window(visit, owner, width):
    first = KeptForecast.objects.order_by("kept_at")[0]
    for path in ("/reports/forecast/kept/", f"/reports/forecast/kept/{first.pk}/"):
        page = visit(path, width)
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
        assert serious(page) == []
