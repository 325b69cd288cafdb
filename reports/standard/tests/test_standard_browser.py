"""Setting a standard report in the browser: selects apply at once, customers are looked up, the address says all."""

import pytest

from common import clock
from common.tests.chromium import needs_chromium, started, still
from reports.standard.tests.worlds import AT, make_world

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]
PATH = "/reports/standard/sales-by/"


def test_a_report_is_set_without_a_button(live_server, client, tmp_path_factory, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: AT)
    world = make_world()
    buyer, owner = world.buyers[1], world.cast.owner
    client.force_login(world.cast.director)
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        context = chromium.new_context(reduced_motion="reduce")
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        context.add_cookies([cookie])
        page = context.new_page()
        faults = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(live_server.url + PATH)
        still(page)
        page.select_option("select[name=by]", "region")
        page.wait_for_url(lambda url: "by=region" in url)
        still(page)
        assert "South" in page.inner_text("#part1-rows")
        page.select_option("select[name=period]", "")  # the same days, to be typed over
        page.wait_for_selector("input[type=date][name=since]")
        still(page)
        assert page.input_value("input[name=since]") == "2025-12-01"
        page.fill("input[name=since]", "2026-10-01")
        page.wait_for_url(lambda url: "since=2026-10-01" in url)
        still(page)
        page.locator("input[role=combobox][aria-label=Salesperson]").click()  # once the list can be searched
        page.get_by_role("option", name=owner.name).click()
        page.wait_for_url(lambda url: f"salesperson={owner.pk}" in url)
        still(page)
        page.locator("input[name=customer_name]").press_sequentially(buyer.code)
        page.wait_for_selector("#ac [role=option]:not([aria-disabled])")
        still(page, 250)  # what the last letter asked for is there too
        page.locator("#ac [role=option]").first.click()
        page.wait_for_url(lambda url: f"customer={buyer.pk}" in url and "customer_name" not in url)
        still(page)
        page.locator("#standard .so-chip.dim a.x").click()
        page.wait_for_url(lambda url: "customer" not in url and f"salesperson={owner.pk}" in url)
        still(page)
        page.go_back()
        page.wait_for_url(lambda url: f"customer={buyer.pk}" in url)
        assert faults == []
