"""The plan in a real browser: typed by keyboard, pasted from a spreadsheet, added up at once; axe finds nothing."""

from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_department, make_user
from common.tests.chromium import needs_chromium, serious, started, until, visits
from orders.tests.builders import AT
from reports.targets import operations
from reports.targets.models import Target
from reports.targets.operations import Entry
from reports.targets.subjects import Kind, Whose

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]
PASTE = """text => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const happened = new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true});
  document.activeElement.dispatchEvent(happened);
}"""


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def visit(browser, live_server, client):
    """A function that opens a plan and fails the test on any fault of a script."""
    with visits(browser, live_server, client) as opened:

        def plan(user, query="year=2026", width=1440, scripts=True, **more):
            return opened(user, f"/reports/targets/?{query}", width, java_script_enabled=scripts, **more)

        yield plan


@pytest.fixture
def boss():
    """Two departments under a parent, with targets, and their planner."""
    top = make_department("Sales")
    found = [make_department(name, parent=top) for name in ("North", "South")]
    entries = [Entry(Whose(), 0, D(1000)), *(Entry(Whose(Kind.DEPARTMENT, one.pk), 0, D(300)) for one in found)]
    operations.set_targets(actor=people.system_user(), year=2026, measure="amount", entries=entries, at=AT)
    return make_user("executive", department=top)


def box(page, name, month):
    return page.locator(f"tr:has(th:has-text('{name}')) td[data-col=m{month}] > input")


def test_sums_follow_what_is_typed_and_the_keyboard_goes_down(visit, boss):
    page = visit(boss)
    assert page.locator("[data-sum='0']").inner_text() == "600"
    assert page.locator("[data-gap='0']").inner_text() == "−400"
    box(page, "North", 0).fill("700")
    until(page, lambda: page.locator("[data-sum='0']").inner_text() == "1,000")
    until(page, lambda: page.locator("[data-gap='0']").inner_text() == "")
    box(page, "North", 1).focus()
    page.keyboard.press("Enter")
    until(page, "document.activeElement.closest('tr').querySelector('th').innerText.startsWith('South')")
    page.locator("button[data-key='ctrl+s']").click()
    until(page, lambda: Target.objects.filter(value=700).count() == 1)
    page.wait_for_load_state("networkidle")


def test_a_block_is_pasted_where_one_stands(visit, boss):
    page = visit(boss)
    box(page, "North", 2).focus()
    page.evaluate(PASTE, "10\t20\r\n30\t1,040\r\n5\t6\r\n7\t8")
    until(page, lambda: [box(page, "North", month).input_value() for month in (2, 3)] == ["10", "20"])
    assert [box(page, "South", 2).input_value(), box(page, "South", 3).input_value()] == ["30", "1040"]
    until(page, lambda: "+770" in page.locator("tr:has(th:has-text('South')) [data-off]").inner_text())
    page.keyboard.press("Control+s")
    until(page, lambda: Target.objects.filter(month=3, value=1040).exists())
    until(page, "!document.querySelector('.so-plan td.x')")


def test_it_is_typed_and_saved_without_scripts(visit, boss):
    page = visit(boss, scripts=False)
    box(page, "South", 4).fill("12")
    page.locator("form.so-planform button.btn-primary").click()
    until(page, lambda: Target.objects.filter(month=4, value=12).exists())
    page.wait_for_load_state("load")


@pytest.mark.parametrize("width", [1440, 390])
def test_axe_finds_nothing_and_the_page_is_no_wider_than_the_window(visit, boss, width):
    page = visit(boss, "year=2026&propose=growth", width, height=2800)  # the menu whole
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
