"""The shell in a real browser: nothing serious for axe at any width, and everything by keyboard."""

import pytest
from django.contrib.auth import get_user_model

from common import clock
from common.tests.chromium import needs_chromium, serious, started, still, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("common.tests.shell_urls"),
    needs_chromium,
]


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def open_page(browser, live_server, client):
    """A function that opens an address as a signed-in person and fails the test on any script error."""
    user = get_user_model().objects.create(
        username="reader", name="Reader", language="en", theme="light", joined_at=clock.now()
    )
    client.force_login(user)
    contexts, faults = [], []

    def visit(path="/styleguide/", width=1440, height=900, theme="light"):
        get_user_model().objects.update(theme=theme)
        context = browser.new_context(viewport={"width": width, "height": height})
        context.add_cookies([
            {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url},
            {"name": "django_language", "value": "en", "url": live_server.url},
        ])  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if "Content Security" in line.text else None)
        page.goto(live_server.url + path)
        page.wait_for_load_state("networkidle")
        return page

    yield visit
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 768, 1366, 1920])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(open_page, width, theme):
    page = open_page(width=width, theme=theme)
    assert page.evaluate("document.documentElement.dataset.bsTheme") == theme
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_layer_is_clean_for_axe_holds_the_focus_and_gives_it_back(open_page):
    page = open_page()
    for trigger in ("[data-pop=me]", "[data-pop=sg-filter]", "[data-pop=columns]"):
        page.click(trigger)
        layer = f"document.getElementById('{page.get_attribute(trigger, 'data-pop')}')"
        until(page, f"!{layer}.hidden")
        still(page)
        assert serious(page) == [], trigger
        for _step in range(20):
            page.keyboard.press("Tab")
        assert page.evaluate(f"{layer}.contains(document.activeElement)"), trigger
        page.keyboard.press("Escape")
        until(page, f"{layer}.hidden")
        until(page, f"document.activeElement.matches('{trigger}')")


def test_the_palette_opens_searches_and_closes_by_keyboard(open_page):
    page = open_page()
    page.keyboard.press("Control+k")
    until(page, "document.getElementById('palette').open")
    page.keyboard.type("zzzz")
    page.wait_for_selector("#palette .none")
    still(page)
    assert serious(page) == []
    page.keyboard.press("Escape")
    until(page, "!document.getElementById('palette').open")


def test_a_list_is_worked_through_by_keyboard(open_page):
    page = open_page()
    for key in ("j", "j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    until(page, "document.querySelectorAll('[data-pick]:checked').length === 3")
    still(page)
    assert page.inner_text("[data-bulk-count]") == "3"
    assert page.inner_text("[data-bulk-can-count]") == "1/3"
    assert page.inner_text("[data-bulk-sum]") == "¥111,111.03"
    page.keyboard.press("Escape")
    until(page, "document.getElementById('bulkbar').hidden")


def test_single_letters_do_nothing_while_typing_or_when_switched_off(open_page):
    page = open_page()
    page.keyboard.press("/")
    page.keyboard.type("jx")
    assert page.input_value("[name=q]") == "jx"
    assert page.evaluate("document.querySelector('tr.cur')") is None
    page.evaluate("document.activeElement.blur(); document.documentElement.dataset.singleKeys = 'off'")
    page.keyboard.press("j")
    still(page)
    assert page.evaluate("document.querySelector('tr.cur')") is None
    page.keyboard.press("Control+k")
    until(page, "document.getElementById('palette').open")


def test_lines_are_entered_copied_removed_and_brought_back(open_page):
    page = open_page()
    page.focus("[name=lines-0-product]")
    for text in ("01.2", "3", "411.335"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    page.focus("[name=lines-0-price]")
    still(page)
    assert page.inner_text("[data-row] [data-col=amount]") == "1,234.01"
    page.keyboard.press("Enter")
    page.keyboard.press("Control+d")
    until(page, lambda: page.input_value("[name=lines-1-price]") == "411.335")
    page.keyboard.press("Control+Delete")
    until(page, lambda: page.input_value("[name=lines-1-DELETE]") == "on")
    page.click("#toasts .btn-quiet")
    until(page, lambda: page.input_value("[name=lines-1-DELETE]") == "")
    still(page)
    assert page.inner_text("[data-grid-sum=amount]") == "1,234.01"


def test_a_sheet_of_five_hundred_lines_is_pasted_at_once(open_page):
    page = open_page()
    page.evaluate(
        """() => {
          const field = document.querySelector('[name=lines-0-product]');
          field.focus();
          const data = new DataTransfer();
          const lines = Array.from({ length: 600 }, (_, n) => `02.1.${n}\\t${n + 1}\\t1,280.5`);
          data.setData('text/plain', ['Product\\tQuantity\\tPrice', ...lines].join('\\r\\n'));
          field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    until(page, "so.grid.rows(document.querySelector('[data-grid]')).length === 500")
    still(page)
    assert page.input_value("[name=lines-499-quantity]") == "500"
    assert page.input_value("[name=lines-499-price]") == "1280.5"
    assert page.inner_text("[data-grid-sum=amount]") == "160,382,625.00"  # 1280.5 × (1 + … + 500)


_PASTE = """(text) => {
  const field = document.querySelector('[name=lines-0-product]');
  field.focus();
  const data = new DataTransfer();
  data.setData('text/plain', text);
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_code_and_a_number_beside_it_are_product_and_quantity(open_page):
    page = open_page()
    page.evaluate(_PASTE, "02.1.1\t3\r\n02.1.2\t1,200")
    still(page)
    cells = [f"[name=lines-{row}-{column}]" for row in (0, 1) for column in ("product", "quantity")]
    assert [page.input_value(cell) for cell in cells] == ["02.1.1", "3", "02.1.2", "1200"]


def test_a_head_row_is_never_a_line_whatever_it_calls_the_columns(open_page):
    page = open_page()
    page.evaluate(
        """() => {
          document.querySelector('#h-product').dataset.heads = '产品|物料编码';
          document.querySelector('#h-quantity').dataset.heads = '数量';
          document.querySelector('table[data-grid]').dataset.moreHeads = '{"": "序号|单位"}';
        }"""
    )
    page.evaluate(_PASTE, "序号\t数量（只）\t物料编码\t单位\r\n1\t3\t02.1.1\t只")
    still(page)
    cells = [f"[name=lines-0-{column}]" for column in ("product", "quantity", "price")]
    assert [page.input_value(cell) for cell in cells] == ["02.1.1", "3", ""]
    assert page.input_value("[name=lines-1-product]") == ""


def test_a_comma_that_separates_no_thousands_is_marked_and_kept(open_page):
    page = open_page()
    for text, kept, is_wrong in (("1,5", "1,5", True), ("1，234", "1234", False), ("１２", "12", False)):
        page.fill("[name=lines-0-quantity]", text)
        page.keyboard.press("Tab")
        still(page)
        assert page.input_value("[name=lines-0-quantity]") == kept
        assert ("err" in (page.get_attribute("[data-row] [data-col=quantity]", "class") or "")) == is_wrong


def test_enter_goes_back_to_where_the_tabs_began(open_page):
    page = open_page()
    page.focus("[name=lines-0-product]")
    page.keyboard.type("02.1.1")
    page.keyboard.press("Tab")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    until(page, "document.activeElement.name === 'lines-1-product'")
    page.focus("[name=lines-1-quantity]")
    page.keyboard.press("Enter")  # without Tab it stays in its column
    until(page, "document.activeElement.name === 'lines-2-quantity'")


def test_a_day_may_be_written_short(open_page):
    page = open_page()
    page.fill("#id_requested", "1205")
    page.keyboard.press("Tab")
    until(page, lambda: page.input_value("#id_requested").endswith("-12-05"))


def test_tabs_that_do_not_fit_stand_in_a_menu_and_are_brought_into_sight(open_page):
    page = open_page(width=390)
    more = page.locator(".so-tabsbox:has([role=tab]) [data-tabmore]")
    last = page.locator(".so-tabsbox [role=tab]").nth(5)
    words = last.inner_text()
    assert more.is_visible()
    more.focus()
    page.keyboard.press("Enter")
    until(page, "document.activeElement.getAttribute('role') === 'menuitem'")
    page.keyboard.press("End")
    until(page, "document.activeElement === document.querySelector('#tabmenu').lastElementChild")
    assert page.evaluate("document.activeElement.innerText") == words
    page.keyboard.press("Enter")
    until(page, "document.querySelector('#tabmenu').hidden")
    still(page)
    edges = last.evaluate("""tab => [tab.getAttribute('aria-selected'), tab.getBoundingClientRect().right
        <= tab.parentElement.getBoundingClientRect().right + 1, document.activeElement === tab]""")
    assert edges == ["true", True, True]
