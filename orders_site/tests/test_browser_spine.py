"""The life of an order in a real browser, each step by the person whose work it is; then what axe says."""

import itertools
from decimal import Decimal

import pytest

from accounts.tests.builders import PASSWORD, make_department, make_user
from common import clock, dates
from common.models import Setting
from common.tests.chromium import News, needs_chromium, serious, started, still, until
from orders.fulfilment import operations as fulfilment
from orders.order.models import Order
from orders.order.states import Status
from orders.settlement import operations as settlement
from orders.tests import builders
from orders.tests import flow_builders as flow
from products.tests.builders import make_product, make_service

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), needs_chromium]
WIDTHS = {390: 844, 1440: 900}
DARK = """() => new Promise((done) => {
  const still = new CSSStyleSheet();
  still.replaceSync('* { transition: none !important }');
  document.adoptedStyleSheets = [still];
  document.documentElement.dataset.bsTheme = 'dark';
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""


@pytest.fixture(scope="module")
def browser(django_db_setup, tmp_path_factory):
    with started(tmp_path_factory.mktemp("fonts")) as chromium:
        yield chromium


@pytest.fixture
def people():
    """Who has to do with an order, by what they do."""
    Setting.objects.update_or_create(key="mfa_roles", defaults={"value": []})
    cast = builders.make_order_cast()
    found = {"owner": cast.owner, "head": cast.head, "desk": cast.desk, "director": cast.director}
    for role in ("warehouse", "logistics", "finance"):
        found[role] = make_user(role, department=make_department(kind=role.upper(), parent=cast.office))
    return found


class Office:
    """Desks with a browser each: whoever is asked for signs in once and stays."""

    def __init__(self, browser, site):
        self.browser, self.site, self.desks, self.faults = browser, site, {}, []

    def page(self, user, width):
        key = (user.pk, width)
        if key not in self.desks:
            context = self.browser.new_context(
                viewport={"width": width, "height": WIDTHS[width]}, locale="en-GB", reduced_motion="reduce"
            )
            self.desks[key] = self._watched(context.new_page())
            self.sign_in(self.desks[key], user)
        return self.desks[key]

    def sign_in(self, page, user):
        page.goto(f"{self.site}/sign-in/")
        page.fill("[name=username]", user.username)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_selector(".so-home")

    def visit(self, user, path, width=1440):
        page = self.page(user, width)
        page.goto(self.site + path)
        page.wait_for_load_state("networkidle")
        return page

    def close(self):
        for page in self.desks.values():
            page.context.close()

    def _note(self, url, text):
        if "409 (Conflict)" not in text and "422 (" not in text:  # refusals that the page itself shows
            self.faults.append(f"{url}: {text}")

    def _watched(self, page):
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda line: self._note(page.url, line.text) if line.type == "error" else None)
        return page


@pytest.fixture
def office(browser, live_server, people):
    opened = Office(browser, live_server.url)
    yield opened
    opened.close()
    assert opened.faults == []


def take(page, field, text):
    """Type into a field that looks things up and take the first find."""
    page.click(field)
    page.keyboard.type(text, delay=20)
    page.wait_for_selector("#ac [role=option]:not([aria-disabled])")
    still(page, 250)  # what the last letter asked for is there too
    page.keyboard.press("Enter")


def state(page, glyph):
    """Wait until the record shows that state."""
    page.wait_for_selector(f".so-wshead .so-st[data-st={glyph}]")


def confirm(page):
    """The affirmative answer of the dialog that is open."""
    page.wait_for_selector("dialog[open] footer button")
    still(page)
    page.click("dialog[open] footer button")
    page.wait_for_selector("dialog[open]", state="detached")


def test_an_order_goes_from_its_entry_to_the_archive(office, people):
    customer = builders.make_buyer(people["owner"], code="33.017", name="杭州衡准称重设备有限公司")
    make_product(code="02.1.03.022", name="数字传感器", list_price=Decimal("1280"), stock=100)
    order = entered(office, people["owner"])
    assert order.customer_id == customer.pk and order.total_amount == 12800 and order.status == Status.SUBMITTED
    url = f"/orders/{order.reference}/"
    verified(office, people["desk"], url)
    decided(office, people["head"], url)
    document = delivered(office, people, url)
    paid(office, people["finance"], order)
    flow.make_invoiced(order)
    archived(office, people["desk"], url)
    order.refresh_from_db()
    assert (order.status, order.fulfilment, order.settlement) == (Status.ARCHIVED, "FULL", "PAID")
    page = office.visit(people["owner"], f"{url}history/")
    told = page.inner_text("#pane")
    for person in (people["owner"], people["head"], people["warehouse"], people["logistics"], people["finance"]):
        assert person.name in told
    assert document in told


def entered(office, owner):
    """The owner enters ten sensors from the keyboard and submits; what is missing gets the focus first."""
    page = office.visit(owner, "/orders/new/")
    take(page, "[name=customer_name]", "hzhz")
    until(page, "document.querySelector('[name=payment_term]').value")
    take(page, "[name=lines-0-product]", "szcgq")
    until(page, "document.querySelector('[name=lines-0-price]').value")
    page.fill("[name=lines-0-quantity]", "10")
    page.keyboard.press("Tab")
    until(page, "document.querySelector('[data-total=total]').textContent.includes('12,800')")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/edit/?gaps=1")
    until(page, "document.activeElement.name === 'requested_date'")
    page.keyboard.type("+20")
    page.keyboard.press("Control+Enter")
    state(page, "wait")
    return Order.objects.get()


def verified(office, desk, url):
    """The desk compares it with what the customer asked for, point by point."""
    page = office.visit(desk, url)
    page.click(f".so-wshead .acts [hx-get='{url}verify/'], .so-wshead .acts [href='{url}verify/']")
    page.wait_for_selector("dialog[open] input[value=right]")
    still(page)
    for box in page.query_selector_all("dialog[open] input[value=right]"):
        box.check()
    confirm(page)


def decided(office, head, url):
    """His chief finds it on the home page and says yes with one key."""
    page = office.visit(head, "/")
    page.click(f"#home-approvals a[href='{url}']")
    state(page, "wait")
    page.wait_for_load_state("networkidle")  # the page knows its keys once its scripts ran
    page.keyboard.press("a")
    state(page, "active")


def delivered(office, people, url):
    """The desk writes the notice, the warehouse lets the goods go, logistics brings the signature."""
    page = office.visit(people["desk"], url)
    page.click(".so-wshead a[href^='/outbound/new/']")
    page.wait_for_selector("[name^='line-']")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+Enter")
    state(page, "draft")
    document = page.inner_text(".so-crumb b.so-num")
    page = office.visit(people["warehouse"], f"/outbound/{document}/")
    page.click(".so-wshead .acts .btn-primary")
    confirm(page)
    state(page, "run")
    page = office.visit(people["logistics"], f"/outbound/{document}/")
    page.click(".so-wshead .acts .btn-primary")
    page.fill("dialog[open] [name=signer]", "王工")
    confirm(page)
    state(page, "closed")
    return document


def paid(office, finance, order):
    """Finance records the money from the order's page on; it pays what is due longest."""
    page = office.visit(finance, f"/receipts/new/?order={order.reference}")
    page.fill("[name=amount]", "12800")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".so-wshead")
    assert order.reference in page.inner_text("main")


def archived(office, desk, url):
    """It closed by itself; the desk files it."""
    page = office.visit(desk, url)
    state(page, "closed")
    page.click(".so-wshead .so-split form button")
    state(page, "archived")


@pytest.fixture
def world(people):
    """One order of every kind that pages draw differently."""
    product = make_product(code="02.1.03.022", name="数字传感器", list_price=Decimal("1280"), stock=500)
    lines = [builders.line(product, 10), builders.line(make_service(), 1)]
    customer = builders.make_buyer(people["owner"], name="杭州衡准称重设备有限公司")
    made = {
        "draft": builders.make_draft(people["owner"], customer=customer, lines=lines, is_urgent=True),
        "submitted": builders.make_submitted(people["owner"], customer=customer, lines=lines),
        "effective": builders.make_effective(people["owner"], customer=customer, lines=lines),
    }
    desk, now = people["desk"], clock.now()
    goods = [(one.pk, Decimal(4)) for one in builders.lines_of(made["effective"]) if not one.is_service]
    document = fulfilment.draft_outbound(actor=desk, lines=goods, at=now)
    receipt = settlement.record_receipt(
        actor=people["finance"], customer_id=customer.pk, amount=Decimal(5000), received_date=dates.business_day(now),
        method="TRANSFER", payer=customer.name, at=now,
    )  # fmt: skip
    return made | {"document": document, "receipt": receipt, "customer": customer, "product": product}


def pages_of_orders(world, people):
    effective, draft, waiting = (world[key].reference for key in ("effective", "draft", "submitted"))
    tabs = [f"/orders/{effective}/{tab}" for tab in ("", "shipments/", "money/", "files/", "history/")]
    lists = ["/orders/", "/orders/?view=all", "/orders/new/", f"/orders/{draft}/edit/"]
    yield from ((people["desk"], url) for url in (*lists, *tabs))
    yield from ((people["head"], url) for url in ("/", f"/orders/{waiting}/"))
    yield people["owner"], "/"


def pages_beside_orders(world, people):
    order, customer = world["effective"], world["customer"].pk
    document, receipt = world["document"].number, f"/receipts/{world['receipt'].number}/"
    goods = [f"/outbound/new/?ids={order.pk}", "/outbound/", f"/outbound/{document}/", f"/outbound/{document}/print/"]
    panels = [f"/customers/{customer}/?tab=orders", f"/customers/{customer}/?tab=money"]
    yield from ((people["desk"], url) for url in (*goods, *panels))
    money = ["/receipts/", "/receipts/new/", f"/receipts/new/?order={order.reference}", receipt, f"{receipt}allocate/"]
    yield from ((people["finance"], url) for url in money)


@pytest.mark.parametrize("pages", [pages_of_orders, pages_beside_orders])
@pytest.mark.parametrize("width", [390])  # wide, dark and in Chinese: test_every_page
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(office, people, world, width, pages):
    found, news, dark_news = {}, News(), News(["color-contrast"])
    for who, url in pages(world, people):
        page = office.visit(who, url, width)
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        tall = page.evaluate("document.documentElement.scrollHeight")
        # what a bar covers until one scrolls is not small
        page.set_viewport_size({"width": width, "height": 844 + tall})
        found[url] = news.serious(page) + (["wider than the window"] if wide else [])
        if not url.endswith("/print/"):  # paper is never dark
            page.evaluate(DARK)
            found[f"{url} in the dark"] = dark_news.serious(page)
    assert {url: faults for url, faults in found.items() if faults} == {}


@pytest.mark.parametrize("width", [390])
def test_every_question_is_clean_for_axe(office, people, world, width):
    effective, desk = f"/orders/{world['effective'].reference}/", people["desk"]
    document = f"/outbound/{world['document'].number}/"
    asked = [
        (people["head"], f"/orders/{world['submitted'].reference}/", "reject/"),
        (desk, effective, "freeze/"), (desk, effective, "close/"), (desk, effective, "reassign/"),
        (people["warehouse"], document, "audit/"), (desk, document, "void/"),
        (people["finance"], f"/receipts/{world['receipt'].number}/", "void/"),
    ]  # fmt: skip
    found, news = {}, News()
    for who, url, question in asked:
        page = office.visit(who, url, width)
        control = f"[hx-get='{url}{question}']:visible"
        if not page.locator(control).count():
            page.click("[data-pop=order-menu]:visible")
        page.click(control)
        page.wait_for_selector("dialog[open] #dialog-title")
        still(page)
        found[question] = news.serious(page)
    assert {question: faults for question, faults in found.items() if faults} == {}


def test_the_list_is_chosen_from_and_acted_upon_by_keyboard(office, people, world):
    page = office.visit(people["desk"], "/orders/?view=all")
    for key in ("j", "x", "j", "x", "j", "x"):
        page.keyboard.press(key)
    until(page, "document.querySelector('[data-bulk-count]').innerText === '3'")
    still(page)
    assert serious(page) == []
    page.click("#bulkbar [data-bulk-verb=freeze], #bulkbar [hx-get*=freeze]")
    page.wait_for_selector("dialog[open] [name=reason]")
    still(page)
    page.fill("dialog[open] [name=reason]", "Customer asks to wait")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("dialog[open] table")
    still(page)
    assert serious(page) == []
    assert Order.objects.filter(is_frozen=True).count() == 1


def test_two_people_in_one_draft_are_shown_both_versions(office, people, world):
    url = f"/orders/{world['draft'].reference}/edit/"
    first, second = office.visit(people["owner"], url), office.visit(people["desk"], url)
    for page, text in ((first, "PO-1"), (second, "PO-2")):
        page.fill("[name=customer_po_number]", text)
        page.keyboard.press("Control+s")
        page.wait_for_selector("#saved-at:not(:empty), dialog[open], [data-stale]")
        still(page)
    assert "PO-1" in second.inner_text("dialog[open], [data-stale]")
    assert second.input_value("[name=customer_po_number]") == "PO-2"
    assert Order.objects.get(pk=world["draft"].pk).customer_po_number == "PO-1"


def test_on_a_telephone_finance_proposes_a_limit_beside_what_is_in_use(office, people, world):
    page = office.visit(people["finance"], f"/customers/{world['customer'].pk}/", 390)
    page.click(".so-mact [data-pop=customer-menu]")
    page.click("#customer-menu a[href$='/credit/']")
    page.wait_for_selector("#dialog #customer-credit dd")
    still(page)
    page.fill("#dialog [name=amount]", "123456")
    page.fill("#dialog [name=reason]", "new project")
    page.click("#dialog .btn-primary")
    until(page, lambda: [limit.amount for limit in world["customer"].credit_limits.all()] == [123456])
    page.wait_for_selector(".so-toast")


def test_on_a_telephone_every_quantity_and_button_of_a_shipment_is_in_sight(office, people, world):
    order, document = world["effective"].pk, world["document"]
    page = office.visit(people["desk"], f"/outbound/new/?ids={order}", 390)
    assert _in_sight(page, "table.pairs input")
    page = office.visit(people["desk"], f"/outbound/{document.number}/", 390)
    assert _in_sight(page, "table.pairs td.b")
    assert _in_sight(page, ".so-mact .btn")
    fulfilment.audit_outbound(
        actor=people["warehouse"], document_id=document.pk, ship_date=dates.business_day(clock.now()), at=clock.now()
    )
    page = office.visit(people["logistics"], f"/outbound/{document.number}/", 390)
    assert _in_sight(page, ".so-mact .btn")
    page.click(".so-mact [hx-get$='/sign/']")
    page.wait_for_selector("#dialog table")
    still(page)
    assert _in_sight(page, "#dialog table input")


def test_on_a_telephone_every_amount_of_a_plan_and_of_a_receipt_is_in_sight(office, people, world):
    order, receipt = world["effective"], world["receipt"].number
    page = office.visit(people["finance"], f"/orders/{order.reference}/money/", 390)
    assert _in_sight(page, "table.pairs td")
    page = office.visit(people["finance"], f"/receipts/{receipt}/", 390)
    page.click(".so-mact .btn-primary")
    page.fill("table [data-share] >> nth=0", "10")
    page.click("main .btn-primary")
    page.wait_for_selector("table.pairs .so-money")
    still(page)
    assert _in_sight(page, "table.pairs td")


def _in_sight(page, selector):
    """Whether each one lies inside the window's width, no text runs out of it and none covers its neighbour."""
    boxes = page.eval_on_selector_all(
        selector,
        """all => all.filter((one) => one.checkVisibility()).map((one) => {
          const {left, right, top, bottom} = one.getBoundingClientRect();
          return {left, right, top, bottom, runs: one.tagName !== 'INPUT' && one.scrollWidth > one.clientWidth + 1};
        })""",
    )
    width = page.viewport_size["width"]
    inside = all(box["left"] >= 0 and box["right"] <= width and not box["runs"] for box in boxes)
    apart = all(
        one["right"] <= two["left"] + 1 or one["bottom"] <= two["top"] + 1 or two["bottom"] <= one["top"] + 1
        for one, two in itertools.pairwise(boxes)
    )
    return bool(boxes) and inside and apart


def test_on_a_telephone_every_part_of_the_house_is_under_me(office, people):
    page = office.visit(people["desk"], "/", 390)
    page.click(".so-tabbar [data-pop=me]")
    page.click("#me .so-places a[href='/stock/']")
    page.wait_for_url("**/stock/")


def test_what_was_searched_for_is_whole_on_a_telephone_and_within_reach_of_the_keyboard(office, people, world):
    number = world["effective"].number
    page = office.visit(people["desk"], f"/search/?q={number}", 390)
    assert page.eval_on_selector(
        f"main .opt[href$='/orders/{number}/'] .b", "one => one.scrollWidth <= one.clientWidth"
    )
    page.focus("main form .btn-primary")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/orders/{number}/")
