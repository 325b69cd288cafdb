"""In a real browser: groups of the sidebar fold, stay folded on the next page, show what waits in them, and open where
somebody goes."""

import pytest

from accounts.tests.builders import make_user
from common.tests.chromium import needs_chromium, serious, started, still
from orders.tests.builders import make_order_cast, make_submitted

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def opened(browser, live_server, client):
    """A page of somebody at an address; its context is closed at the end."""
    contexts = []

    def at(user, path, width=1500, **options):
        client.force_login(user)
        context = browser.new_context(
            viewport={"width": width, "height": 1000}, reduced_motion="reduce", locale="en", **options
        )
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
        page = context.new_page()
        page.base = live_server.url
        page.goto(live_server.url + path)
        still(page)
        return page

    yield at
    for context in contexts:
        context.close()


def group(page, key):
    return page.locator(f".so-navg[data-group={key}]")


def test_a_folded_group_stays_folded_on_the_next_page_and_opens_where_it_is_gone_to(opened):
    cast = make_order_cast()
    page = opened(cast.director, "/")
    button = group(page, "analysis").locator("[data-fold]")
    assert button.get_attribute("aria-expanded") == "true"
    button.press("Enter")
    assert button.get_attribute("aria-expanded") == "false"
    assert not page.locator("#nav-analysis").is_visible()
    page.goto(page.base + "/orders/")
    still(page)
    assert not page.locator("#nav-analysis").is_visible()
    assert page.locator("#nav-orders").is_visible()
    page.goto(page.base + "/reports/key-figures/")
    still(page)
    assert page.locator("#nav-analysis").is_visible()
    page.goto(page.base + "/orders/")
    still(page)
    group(page, "analysis").locator("[data-fold]").click()
    page.reload()
    still(page)
    assert page.locator("#nav-analysis").is_visible()


def test_a_folded_group_shows_how_much_waits_in_it(opened):
    cast = make_order_cast()
    make_submitted(cast.owner)
    page = opened(cast.director, "/")
    page.wait_for_selector("#nav-orders .c:not(:empty)")
    numbers = page.locator("#nav-orders .c").all_text_contents()
    wanted = sum(int(text.replace(",", "")) for text in numbers if text.strip())
    assert wanted > 0
    heading = group(page, "orders").locator("[data-fold]")
    assert heading.locator(".sum").text_content() == ""
    heading.click()
    assert heading.locator(".sum").text_content() == str(wanted)
    heading.click()
    assert heading.locator(".sum").text_content() == ""


def test_the_long_menu_of_an_administrator_is_folded_where_it_is_seldom_used_and_is_read_by_everybody(opened):
    page = opened(make_user("administrator"), "/")
    assert not page.locator("#nav-admin").is_visible()
    page.set_viewport_size({"width": 1500, "height": 3000})
    still(page)
    assert (
        serious(page, ["target-size", "color-contrast", "button-name", "aria-valid-attr-value", "heading-order"]) == []
    )
    page.set_viewport_size({"width": 1280, "height": 3000})  # only pictures; whole: what is scrolled away is not small
    still(page)
    assert group(page, "admin").locator("[data-fold]").is_visible()
    assert serious(page, ["target-size", "button-name"]) == []
    page.set_viewport_size({"width": 390, "height": 844})
    still(page)
    page.click(".so-tabbar [data-pop=me]")
    page.wait_for_selector("#me .so-places a")
    assert page.locator("#me .so-places a").count() == page.locator(".so-side .so-navl a").count()


def test_without_script_everything_is_open(opened):
    page = opened(make_user("administrator"), "/", java_script_enabled=False)
    assert page.locator("#nav-admin").is_visible()
