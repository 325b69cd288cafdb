"""The condition builder in a real browser, by keyboard alone; then by mouse, on a telephone, and what axe says."""

import pytest
from django.test import Client

from common.models import Setting
from common.tests.chromium import needs_chromium, serious, started, still
from orders.tests import builders
from segments.models import Segment

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]
WIDTHS = {390: 844, 1440: 900}


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def person():
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    cast = builders.make_order_cast()
    builders.make_draft(cast.owner)
    builders.make_submitted(cast.owner)
    return cast.owner


@pytest.fixture
def opened(browser, live_server, person):
    """A page of the person's, signed in; told are its width, language and theme."""
    contexts, faults = [], []

    def page(width=1440, language="en", theme="light"):
        type(person).objects.filter(pk=person.pk).update(theme=theme, language=language)
        client = Client()
        client.force_login(person)
        context = browser.new_context(
            viewport={"width": width, "height": WIDTHS[width]}, reduced_motion="reduce", color_scheme=theme
        )
        context.add_cookies([
            {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url},
            {"name": "django_language", "value": language, "url": live_server.url},
        ])  # fmt: skip
        contexts.append(context)
        found = context.new_page()
        found.on("pageerror", lambda error: faults.append(str(error)))
        found.goto(f"{live_server.url}/orders/?view=all")
        still(found)
        return found

    yield page
    for context in contexts:
        context.close()
    assert not faults


def keys(page, *pressed):
    for one in pressed:
        if len(one) > 1 and one[0] == "“":
            page.keyboard.type(one[1:-1])
        else:
            page.keyboard.press(one)
        still(page)


def focused(page):
    return page.evaluate("document.activeElement.id")


def expression(page):
    page.wait_for_timeout(450)
    still(page)
    return page.inner_text("#found .so-expr")


def choose(page, field):
    """A field by a part of its name, then on to its operator."""
    keys(page, f"“{field}”", "Enter")


def test_a_condition_is_built_applied_and_saved_by_keyboard_alone(opened, person):
    page = opened()
    keys(page, "Alt++")
    assert focused(page) == "c0-field", "Alt + opens the builder in its first field"
    choose(page, "state of the order")
    assert focused(page) == "c0-op"
    keys(page, "Tab", "“draf”", "Enter")
    assert "State of the order = Draft" in expression(page)
    assert "1 orders" in page.inner_text("#found-count")
    keys(page, "Alt++")
    assert focused(page) == "c1-field"
    choose(page, "制单日期")
    keys(page, "Tab", "“this ye”")
    on_its_way = "document.addEventListener('htmx:beforeSend', () => { %s.value += 'ar'; }, { once: true })"
    page.evaluate(on_its_way % "document.getElementById('c1-v')")
    keys(page, "Alt++")
    assert page.input_value("[name=c1-v]") == "this year", "typed while a row was added"
    assert focused(page) == "c1-v", "and whoever types is left where he types"
    page.focus("#c1-join")
    keys(page, "ArrowDown")
    page.focus("#c2-field")
    choose(page, "urgent")
    page.focus("#c1-opens")
    keys(page, "Enter", "Enter")
    assert page.input_value("[name=c1-open]") == "2" and focused(page) == "c1-opens"
    keys(page, "Backspace")
    assert page.input_value("[name=c1-open]") == "1" and focused(page) == "c1-opens"
    page.focus("#c2-closes")
    keys(page, "Enter")
    assert expression(page).count("(") == 1
    page.focus("#c2-op")
    keys(page, "Alt+ArrowUp")
    assert page.input_value("#c1-field-select") == "is_urgent" and focused(page) == "c1-op"
    keys(page, "Alt+z")
    assert page.input_value("#c2-field-select") == "is_urgent", "undone"
    assert page.input_value("[name=c1-v]") == "this year"
    keys(page, "Control+Enter")
    still(page)
    assert "condition=" in page.url and page.is_hidden("#conditions")
    assert "Order date = this year" in page.inner_text("#chips")
    page.get_by_role("link", name="Save as view…").press("Enter")
    still(page)
    keys(page, "“Mine”", "Enter")
    still(page)
    assert Segment.objects.get(code="").name == "Mine"
    assert "Mine" in page.inner_text("#views [aria-current=page]")


def test_text_and_rows_change_over_and_faults_are_marked(opened):
    page = opened(language="zh-hans")
    page.click("#chips [data-pop=conditions]")
    still(page)
    page.click("[data-builder] button[value=text]")
    still(page)
    page.fill("#text", "(订单状态 = 草稿 或 订单状态 = 待审批) 且 月亮 = 3")
    page.wait_for_timeout(500)
    still(page)
    assert page.inner_text(".so-marked mark") == "月亮"
    page.fill("#text", "(status = DRAFT or 订单状态 = 待审批) 且 加急 = N")
    page.wait_for_timeout(500)
    still(page)
    page.click("[data-builder] button[value=rows]")
    still(page)
    assert page.locator("[data-row]").count() == 3
    assert page.locator("[data-row].g1").count() == 2, "the rail stands beside what is in brackets"
    page.locator("#c2-move").drag_to(page.locator("[data-row]").first, target_position={"x": 5, "y": 2})
    still(page)
    assert page.input_value("#c0-field-select") == "is_urgent", "dragged to the top"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("language", "theme"), [("zh-hans", "light"), ("en", "dark")])
def test_axe_finds_nothing_and_nothing_runs_over(opened, width, language, theme):
    page = opened(width, language, theme)
    text = "(status IN (DRAFT, EFFECTIVE) OR order_date between TODAY to NEXT_MONTH) AND is_urgent = N OR total > 5"
    page.goto(f"{page.url.partition('?')[0]}?condition={text}")
    still(page)
    page.click("#chips [data-pop=conditions]")
    page.wait_for_timeout(300)
    still(page)
    assert not serious(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert page.evaluate("document.querySelector('#conditions').scrollWidth") <= width
    page.focus("#c0-field")
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(100)
    assert not serious(page)
    page.goto(page.url.replace("/orders/?", "/conditions/?next=/orders/&"))
    still(page)
    assert not serious(page)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
