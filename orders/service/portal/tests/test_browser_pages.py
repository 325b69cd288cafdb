"""The customer's page and our pages of questions and letters in a real browser: both languages, telephone and desk,
light and dark, nothing that axe calls serious, nothing wider than the window."""

from datetime import timedelta

import pytest

from accounts.people.models import User
from accounts.people.queries import system_user
from common import clock
from common.links.operations import Visitor
from common.models import Setting
from common.tests.chromium import needs_chromium, serious, started, still, until
from customers.voice.models import CustomerNote
from orders.service.letters import operations as letters
from orders.service.portal import operations, queries
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import TODAY
from products.tests import builders as products

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]
MAIL = "li@customer.example"


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def order():
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, name="杭州东海仪表自动化有限公司")
    lines = [builders.line(products.make_product(stock=9), n, "1234.56") for n in (3, 2)]
    made = builders.make_effective(cast.owner, customer=customer, lines=lines)
    flow.sign(flow.make_shipped(made, 2, ship_date=TODAY), signed_date=TODAY)
    made.refresh_from_db()
    return made


@pytest.fixture
def access(order):
    at = clock.now() - timedelta(minutes=1)
    return operations.give_access(actor=order.salesperson, customer_id=order.customer_id, recipient=MAIL, at=at)


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_a_customer_writes_on_his_page(browser, live_server, order, access, width, scheme):
    faults = []
    context = browser.new_context(
        viewport={"width": width, "height": 844}, reduced_motion="reduce", color_scheme=scheme, locale="zh-CN"
    )
    page = context.new_page()
    page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
    home = f"{live_server.url}{queries.path_of(access, at=clock.now())}"
    for number, language in enumerate(("zh-hans", "en")):
        context.add_cookies([{"name": "django_language", "value": language, "url": live_server.url}])
        for address in (home, f"{home}?order={order.number}"):
            page.goto(address)
            for act in ("ask", "complain", "suggest"):
                page.click(f"#{act} summary")
            still(page)
            assert serious(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.fill("#suggest textarea[name=text]", f"请附英文说明书 {number}")
        page.fill("#suggest input[name=name]", "李工")
        page.click("#suggest button")
        page.wait_for_selector(f"#said >> text=请附英文说明书 {number}")
    page.click("#complain summary")
    page.fill("#complain textarea[name=text]", "箱子破了")
    page.fill("#complain input[name=name]", "李工")
    operations.ask_question(**_words(access))  # in another window meanwhile
    page.check("#complain input[name=severity][value=MINOR]")
    page.click("#complain button")
    page.wait_for_selector("[role=alert]")
    still(page)
    assert page.input_value("#complain textarea[name=text]") == "箱子破了"
    assert serious(page) == []
    page.click("#complain button")
    page.wait_for_selector("#said >> text=箱子破了")
    assert [one for one in faults if "409" not in one] == []
    context.close()


def _words(access):
    return {
        "actor": system_user(),
        "access_id": access.pk,
        "link_id": queries.KIND.link_of(access).pk,
        "name": "李工",
        "text": "能提前两天到货吗？",
        "visitor": Visitor("203.0.113.9", "phone"),
        "at": clock.now(),
    }


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1440, "light")])
def test_our_people_answer_and_write(browser, live_server, client, order, access, width, theme):
    operations.ask_question(**_words(access))
    row = letters.draft_letter(actor=order.salesperson, order_id=order.pk, at=clock.now())
    client.force_login(order.salesperson)
    size = {"width": width, "height": 844 if width < 500 else 2800}  # the menu whole
    context = browser.new_context(viewport=size, reduced_motion="reduce", color_scheme=theme)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([cookie])
    page = context.new_page()
    for language in ("zh-hans", "en"):
        User.objects.filter(pk=order.salesperson_id).update(language=language)
        for path in (
            "/customer-questions/",
            f"/progress-letters/{row.pk}/",
            "/progress-letters/",
            f"/customers/{order.customer_id}/service-policy/",
            f"/orders/{order.reference}/progress-letter/",
        ):
            page.goto(f"{live_server.url}{path}")
            page.wait_for_load_state("networkidle")
            assert serious(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(f"{live_server.url}/customer-questions/")
    page.click("a[href*='/answer/']")
    page.wait_for_selector("#dialog textarea[name=answer]")
    still(page)
    page.fill("#dialog textarea[name=answer]", "可以，周五到。")
    assert serious(page) == []
    page.click("#dialog button[type=submit], #dialog .btn-primary")
    until(page, lambda: CustomerNote.objects.get().answer == "可以，周五到。")
    still(page)
    context.close()
