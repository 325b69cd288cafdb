"""In a real browser: tiles come by themselves and fail alone; a wall turns over, goes on without a network, and goes
blank when its session ends."""

import pytest

from common.tests.chromium import needs_chromium, started
from reports.boards.tests.worlds import make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def signed_in(browser, live_server, client):
    """A page of somebody, at an address, with what it said in its console."""
    contexts = []

    def open_at(user, path, **options):
        client.force_login(user)
        context = browser.new_context(viewport={"width": 1280, "height": 720}, reduced_motion="reduce", **options)
        contexts.append(context)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        return page, live_server.url + path

    yield open_at
    for context in contexts:
        context.close()


def test_tiles_come_by_themselves_and_one_fails_alone(signed_in):
    world = make_world()
    page, address = signed_in(world.boss, "/reports/dashboard/")
    page.route("**/tiles/trend/**", lambda route: route.fulfill(status=500, body="gone"))
    page.goto(address)
    page.wait_for_selector("#tile-figures .so-kpi a.v")
    page.wait_for_selector("#tile-flow .so-fig")
    page.wait_for_selector("#tile-trend .so-tilefail")
    assert page.locator(".so-tilefail").count() == 1
    assert page.locator("[data-toast]").count() == 0
    page.unroute("**/tiles/trend/**")
    page.click("#tile-trend [data-again]")
    page.wait_for_selector("#tile-trend .so-fig")
    assert page.locator(".so-tilefail").count() == 0
    assert page.faults == []


def test_g_and_d_open_the_dashboard(signed_in):
    world = make_world()
    page, address = signed_in(world.boss, "/reports/key-figures/")
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/reports/dashboard/")


def test_a_wall_turns_over_goes_on_without_a_network_and_goes_blank_at_the_end(signed_in, client):
    world = make_world()
    page, address = signed_in(world.boss, "/reports/dashboard/wall/?boards=executive&every=5")
    page.goto(address)
    page.wait_for_selector("#slide .so-kpi .v")
    page.wait_for_selector("#slide .so-numbered", timeout=15_000)
    page.context.set_offline(True)
    page.click("#wall-next", force=True)
    page.wait_for_selector("#slide .so-slidein")
    page.context.set_offline(False)
    client.logout()
    page.click("#wall-next", force=True)
    page.wait_for_selector(".so-wallended a")
    assert "Order amount" not in page.content()
    assert page.faults == []
