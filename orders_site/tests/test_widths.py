"""Lists end inside the window, and a telephone's entry page comes to the lines soon, in a real browser."""

import pytest

from accounts.tests.builders import make_user
from common.tests.chromium import needs_chromium, started, until
from orders.lifecycle import operations as lifecycle
from orders.tests import builders
from orders.tests import flow_builders as flow

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]
LONG = "中国石油化工股份有限公司长岭分公司计量检测中心"
COVERED = """() => { const cells = [...document.querySelectorAll('#list thead th')].map((one) =>
    one.getBoundingClientRect()); return cells.slice(1).some((one, at) => one.left < cells[at].right - 1) }"""
BEYOND = "(() => { const box = document.getElementById('list'); return box.scrollWidth - box.clientWidth })()"


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def visit(browser, live_server, client):
    """A page as a person sees it at a width, in a language."""
    contexts = []

    def open_at(user, path, width, language):
        type(user).objects.filter(pk=user.pk).update(language=language)
        client.force_login(user)
        context = browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
        contexts.append(context)
        context.add_cookies([
            {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url},
            {"name": "django_language", "value": language, "url": live_server.url},
        ])  # fmt: skip
        page = context.new_page()
        page.goto(live_server.url + path)
        page.wait_for_load_state("networkidle")
        return page

    yield open_at
    for context in contexts:
        context.close()


@pytest.fixture
def order():
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, name=LONG, territory="华东地区-江浙沪皖直销")
    order = builders.make_effective(cast.owner, customer=customer)
    lifecycle.freeze_order(actor=cast.head, order_id=order.pk, reason="等客户图纸确认", at=builders.AT)
    return order


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("path", ["/orders/?view=all", "/orders/lines/?view=all"])
def test_lists_of_orders_and_of_lines_end_inside_the_window_and_no_column_covers_another(visit, order, path, language):
    page = visit(make_user("executive"), path, 1440, language)
    assert page.locator("#list tbody tr").count() == 1
    until(page, f"{BEYOND} <= 0")
    until(page, f"!({COVERED})()")


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_list_of_outbound_documents_ends_inside_a_small_window(visit, language):
    cast = builders.make_order_cast()
    order = builders.make_effective(cast.owner, customer=builders.make_buyer(cast.owner, name=LONG))
    document = flow.make_outbound(order)
    type(document).objects.filter(pk=document.pk).update(waybill="SF1234567890123", signed_date="2026-03-04")
    page = visit(make_user("executive"), "/outbound/", 1366, language)
    assert page.locator("#list tbody tr").count() == 1
    until(page, f"{BEYOND} <= 0")


def test_on_a_telephone_the_lines_come_soon_and_every_field_is_one_press_away(visit, order):
    page = visit(builders.person(order.salesperson_id), "/orders/new/", 390, "zh-hans")
    seldom = page.locator(".so-form > .seldom")
    assert seldom.count() >= 5 and not any(one.is_visible() for one in seldom.all())
    page.click(".so-morefields > summary")
    until(page, lambda: all(one.is_visible() for one in seldom.all()))
    page.click(".so-morefields > summary")
    page.evaluate(
        "() => { const link = document.createElement('a'); link.href = '#id_channel'; document.body.append(link);"
        " link.click() }"
    )
    until(page, lambda: page.locator("#id_channel").is_visible())
    wide = visit(builders.person(order.salesperson_id), "/orders/new/", 1440, "zh-hans")
    assert all(one.is_visible() for one in wide.locator(".so-form > .seldom").all())
