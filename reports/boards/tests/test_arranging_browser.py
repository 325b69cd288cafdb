"""In a real browser: a board is arranged by the keyboard alone, and without any script."""

import pytest

from accounts.tests.builders import make_user
from common.tests.chromium import needs_chromium, started, still, until, visits
from reports.boards.models import BoardArrangement

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]
ORDER = "[...document.querySelectorAll('input[type=hidden][name=tile]')].slice(0, 3).map((one) => one.value).join()"


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def opened(browser, live_server, client):
    """The page on which an executive arranges his board."""
    with visits(browser, live_server, client) as visit:

        def open_page(**options):
            path = "/reports/dashboard/arrange/?board=executive"
            return visit(make_user("executive"), path, 1280, reduced_motion="reduce", **options)

        yield open_page


def test_lines_are_moved_and_taken_out_by_the_keyboard(opened):
    page = opened()
    still(page)
    line = page.locator("[data-line]:has(input[name=tile][value=flow])")
    line.locator("[type=checkbox]").focus()
    page.keyboard.press("Alt+ArrowUp")
    until(page, f"{ORDER} === 'flow,trend,regions'")
    until(page, "document.activeElement.value === 'flow'")
    until(page, "/1/.test(document.getElementById('announcer').textContent)")
    page.keyboard.press("Alt+ArrowUp")  # it is the first already
    line.locator("[data-step='1']").focus()
    page.keyboard.press("Enter")
    until(page, f"{ORDER} === 'trend,flow,regions'")
    page.keyboard.press("Enter")
    until(page, f"{ORDER} === 'trend,regions,flow'")
    until(page, "document.activeElement.value === 'tile:flow:1'")
    page.locator("input[name=show-tile][value=trend]").focus()
    page.keyboard.press("Space")
    page.locator("form[data-arrange] .btn-primary").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/reports/dashboard/?board=executive")
    assert [one["code"] for one in BoardArrangement.objects.get().tiles][:2] == ["regions", "flow"]
    assert page.locator("#tile-trend").count() == 0


def test_a_line_is_dragged_by_its_grip(opened):
    page = opened()
    still(page)
    page.locator("[data-line]:has(input[value=regions]) .so-grip").drag_to(
        page.locator("[data-line]:has(input[value=trend])"), target_position={"x": 40, "y": 4}
    )
    until(page, f"{ORDER} === 'regions,trend,flow'")


def test_the_same_buttons_work_without_a_script(opened):
    page = opened(java_script_enabled=False)
    page.click("[data-line]:has(input[name=tile][value=flow]) [data-step='-1']")
    page.wait_for_selector("text=Not saved yet")
    page.click("form[data-arrange] .btn-primary")
    page.wait_for_url("**/reports/dashboard/?board=executive")
    assert [one["code"] for one in BoardArrangement.objects.get().tiles][:2] == ["flow", "trend"]
