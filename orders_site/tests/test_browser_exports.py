"""Taking a list away in a real browser: at once, by a worker with its progress, on the telephone."""

import openpyxl
import pytest

from accounts.exports import running
from accounts.people.models import User
from common import clock
from common import settings as company
from common.exports.models import Export
from common.models import Setting
from common.tests.chromium import needs_chromium, serious, started, still
from orders.tests import builders

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def desk(browser, live_server, client, settings, tmp_path):
    """A page of the order list for somebody with one order, and how to open it in a width and a language."""
    settings.MEDIA_ROOT = tmp_path / "media"
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    order = builders.make_effective()
    client.force_login(order.salesperson)
    faults, contexts = [], []

    def opened(width=1440, language="en"):
        context = browser.new_context(viewport={"width": width, "height": 844}, reduced_motion="reduce")
        context.add_cookies([
            {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url},
        ])  # fmt: skip
        User.objects.filter(pk=order.salesperson_id).update(language=language)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.goto(f"{live_server.url}/orders/?view=all")
        page.wait_for_load_state("networkidle")
        contexts.append(context)
        return page

    opened.order = order
    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def test_a_short_list_is_downloaded_by_one_press_with_the_conditions_in_force(desk, tmp_path):
    page = desk()
    page.fill("[name=q]", desk.order.number)
    page.wait_for_url("**q=**")
    still(page)
    page.click("#export [data-pop]")
    still(page)
    assert serious(page) == []
    with page.expect_download() as coming:
        page.click("#export button[value=xlsx]")
    assert coming.value.suggested_filename.startswith("Sales_orders-")
    coming.value.save_as(tmp_path / "list.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "list.xlsx").worksheets[0]
    assert sheet["A2"].value == desk.order.number
    assert desk.order.number in Export.objects.get().query
    page.wait_for_selector("#export a.so-exported")
    still(page)
    assert serious(page) == []


@pytest.mark.parametrize(("width", "language", "words"), [(1440, "en", "Download CSV"), (390, "zh-hans", "下载 CSV")])
def test_a_long_list_shows_its_progress_until_the_file_is_there(desk, tmp_path, width, language, words):
    Setting.objects.create(key="exports.rows_at_once", value=0)
    company.forget()
    page = desk(width, language)
    page.click("#export [data-pop]")
    page.click("#export button[value=csv]")
    page.wait_for_selector("#export .so-exporting")
    still(page)
    assert serious(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    running.run(Export.objects.get().pk, at=clock.now())
    page.wait_for_selector("#export a.so-exported")
    still(page)
    assert words in page.inner_text("#export")
    with page.expect_download() as coming:
        page.click("#export a.so-exported")
    coming.value.save_as(tmp_path / "list.csv")
    assert (tmp_path / "list.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    company.forget()


def test_an_export_can_be_left_where_it_was_asked_for(desk):
    Setting.objects.create(key="exports.rows_at_once", value=0)
    company.forget()
    page = desk()
    page.click("#export [data-pop]")
    page.click("#export button[value=xlsx]")
    page.wait_for_selector("#export form[action*=cancel] button")
    still(page)
    page.click("#export form[action*=cancel] button")
    page.wait_for_selector("#export [data-pop]")
    assert Export.objects.get().state == Export.State.CANCELLED
    company.forget()
