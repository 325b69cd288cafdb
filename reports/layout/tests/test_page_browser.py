"""Reports in a real browser: charts are drawn and follow the theme, nothing is said to axe, nothing runs over the
edge, and without scripts the server's pictures stand there."""

import pytest
from django.contrib.auth import get_user_model

from common import clock
from common.tests.chromium import needs_chromium, serious, started, still, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("reports.layout.tests.sheet_urls"),
    needs_chromium,
]
FILL = "document.querySelector('#trend-chart0 .so-chart path[fill]:not([fill=none])').getAttribute('fill')"


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def visit(browser, live_server, client):
    """A function that opens the sheet of samples and fails the test on any fault of a script."""
    user = get_user_model().objects.create(username="reader", name="Reader", language="en", joined_at=clock.now())
    client.force_login(user)
    contexts, faults = [], []

    def opened(width=1440, theme="light", language="en", scripts=True):
        get_user_model().objects.update(theme=theme, language=language)
        context = browser.new_context(viewport={"width": width, "height": 900}, java_script_enabled=scripts)
        context.add_cookies([
            {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url},
        ])  # fmt: skip
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.goto(f"{live_server.url}/sheet/")
        page.wait_for_load_state("networkidle")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


@pytest.mark.parametrize(("width", "theme", "language"), [(1440, "light", "zh-hans"), (390, "dark", "en")])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(visit, width, theme, language):
    page = visit(width, theme, language)
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_charts_are_drawn_without_a_style_that_the_policy_forbids_and_follow_the_theme(visit):
    page = visit()
    until(page, lambda: page.locator("[data-chart] svg").count() == 5)
    assert page.locator("[data-chart] svg[font-family]").count() == 0  # those of the server made room
    light = page.evaluate(FILL)
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'; dispatchEvent(new Event('so:theme'))")
    until(page, f"{FILL} !== '{light}'")


def test_a_tooltip_shows_the_words_of_people_as_words(visit):
    page = visit()
    chart = page.locator("#hostile-chart0 [data-chart]")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    until(page, lambda: "3.00" in chart.text_content())
    assert page.locator(".so-chart img").count() == 0


def test_a_chart_gives_way_to_its_table_and_comes_back(visit):
    page = visit()
    figure = page.locator("#trend-chart0")
    figure.locator("summary").click()
    until(page, lambda: not figure.locator(".so-chart").is_visible())
    assert "4,120,000.00" in figure.inner_text()
    figure.locator("summary").click()
    until(page, lambda: figure.locator(".so-chart svg").is_visible())


def test_a_head_tells_what_it_means(visit):
    page = visit()
    page.click("a[data-pop=pivot-tip4]")
    until(page, lambda: "promised day" in page.inner_text("#pivot-tip4"))
    still(page)
    page.keyboard.press("Escape")
    until(page, lambda: not page.locator("#pivot-tip4").is_visible())


def test_without_scripts_the_pictures_of_the_server_and_the_tables_stand_there(visit):
    page = visit(scripts=False)
    assert page.locator("[data-chart] svg[font-family]").count() == 5
    page.click("#trend-chart0 summary")
    until(page, lambda: "4,120,000.00" in page.inner_text("#trend-chart0"))
    page.click("a[data-pop=kpi]")
    until(page, lambda: page.locator("#kpi").is_visible())
