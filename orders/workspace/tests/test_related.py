"""Related products beside an order or a quotation that is being entered: doors and API (R255)."""

import copy
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import clock, dates, errors
from common.templatetags import fmt
from orders.entry import related, relating
from orders.entry.related import Asked, Others, Own, Related
from orders.order.models import Order
from orders.quotation.models import Quotation
from orders.quotation.tests import builders as quotations
from orders.tests import builders
from orders.tests.page_builders import Browser, statements
from products.catalogue.models import Product
from products.tests import builders as products

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]
TODAY = date(2026, 11, 20)
ASK = "/orders/entry/related/"
SWITCH = "/orders/entry/related/switch/"


@pytest.fixture(scope="module")
def made(once_a_file):
    return once_a_file(_make_all)


@pytest.fixture
def mine(made):
    return copy.deepcopy(made)


@pytest.fixture
def cast(mine):
    return mine[0]


@pytest.fixture
def customer(mine):
    return mine[1]


@pytest.fixture
def goods(mine):
    return mine[2]


def _make_all():
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner)
    goods = [
        products.make_product(name=name, code=f"R-{name}", stock=100) for name in ("scale", "cable", "lamp", "box")
    ]
    return cast, customer, goods


@pytest.fixture
def advised(goods, monkeypatch):
    """Whoever asks is told of cable, lamp and box; what was asked is kept."""
    scale, cable, lamp, box = goods
    asked: list[Asked] = []

    def advise(one):
        asked.append(one)
        own = Own(7, TODAY, Decimal(5), 3, 4) if one.customer_id else None
        return [Related(cable.pk, own, Others(scale.pk, Decimal("0.4321"))), Related(lamp.pk, own), Related(box.pk)]

    monkeypatch.setattr(related.advisers, "_entries", {"a test": advise})
    return asked


def found(actor, codes, **more):
    return [one.product.code for one in related.suggestions(actor, codes, TODAY, **more)]


# --- what is suggested ---------------------------------------------------------------------------


def test_what_stands_there_already_is_not_suggested(advised, cast):
    assert found(cast.owner, ["R-scale", "R-lamp"]) == ["R-cable", "R-box"]


def test_what_may_not_be_sold_is_not_suggested(advised, cast, goods):
    Product.objects.filter(code="R-cable").update(is_active=False)
    Product.objects.filter(code="R-lamp").update(risk="HIGH")
    assert found(cast.owner, ["R-scale"]) == ["R-box"]


def test_the_quantity_is_his_usual_one_in_whole_packs(advised, cast, customer):
    Product.objects.filter(code="R-cable").update(pack_multiple=4)
    Product.objects.filter(code="R-box").update(pack_multiple=6, minimum_quantity=10)
    quantities = {
        one.product.code: one.quantity
        for one in related.suggestions(cast.owner, ["R-scale"], TODAY, customer_id=customer.pk)
    }
    assert quantities == {"R-cable": 8, "R-lamp": 5, "R-box": 12}


def test_a_customer_of_others_is_not_found(advised, cast, customer):
    with pytest.raises(errors.NotFound):
        found(cast.stranger, ["R-scale"], customer_id=customer.pk)
    with pytest.raises(errors.Invalid):
        found(cast.stranger, ["R-scale"], customer=customer.code)
    assert advised == []


def test_nobody_asks_who_enters_nothing(advised):
    for user in (make_user("warehouse"), make_user(role=None)):
        with pytest.raises(errors.NotAllowed):
            found(user, ["R-scale"])


def test_before_there_is_a_customer_or_a_product_nobody_is_asked(advised, cast):
    assert found(cast.owner, []) == []
    assert found(cast.owner, ["no-such"]) == []
    assert advised == []


def test_the_reasons_in_words(advised, cast, customer):
    first = related.suggestions(cast.owner, ["R-scale"], TODAY, customer_id=customer.pk)[0]
    assert relating.why(first) == [
        f"Ordered 7 times, last on {fmt.day(TODAY)}",
        "in 3 of 4 orders with these products",
        "in 43% of all orders with R-scale",
    ]


# --- doors ---------------------------------------------------------------------------------------


def ask(browser, customer="", codes=("R-scale",)):
    body = json.dumps({"customer": str(customer), "products": list(codes)})
    return browser.client.post(ASK, body, content_type="application/json")


def test_the_page_asks_and_gets_names_and_reasons_but_no_prices(advised, cast, customer, goods):
    answer = ask(Browser(cast.owner), customer.pk)
    html = answer.json()["html"]
    assert 'data-related="R-cable" data-quantity="5"' in html
    assert "43%" in html
    assert "100.00" not in html and "100" not in html.replace("1000", ""), "its list price"
    assert advised[0].customer_id == customer.pk
    assert advised[0].product_ids == {goods[0].pk}


def test_asking_costs_few_statements_whatever_stands_there(advised, cast, customer):
    browser = Browser(cast.owner).warm()
    ask(browser, customer.pk)
    few = statements(lambda: ask(browser, customer.pk, ["R-scale"]))
    many = statements(lambda: ask(browser, customer.pk, ["R-scale", "R-lamp", *(f"X-{n}" for n in range(300))]))
    assert many == few
    assert few <= 9


def test_a_page_of_somebody_else_asks_in_vain(advised, cast, customer):
    assert "data-related" not in ask(Browser(cast.stranger), customer.pk).json()["html"]
    assert ask(Browser(make_user("warehouse")), customer.pk).status_code == 403
    assert Browser(cast.owner).client.post(ASK, "nonsense", content_type="application/json").status_code == 422


def test_who_wants_no_suggestions_switches_them_off_and_on(advised, cast):
    browser = Browser(cast.owner)
    response = browser.post(SWITCH, on="", next="/orders/new/")
    assert (response.status_code, response.headers["Location"]) == (303, "/orders/new/")
    assert "data-related" not in ask(browser).json()["html"]
    assert advised == [], "who does not want to be told costs nothing"
    page = browser.get("/orders/new/").content.decode()
    assert "data-off" in page
    browser.send(SWITCH, "entry-related", on="on")
    assert "data-related" in ask(browser).json()["html"]


def test_who_has_no_role_gets_behind_none_of_the_doors(advised):
    browser = Browser(make_user(role=None))
    assert {ask(browser).status_code, browser.post(SWITCH, on="on").status_code} == {403}
    assert browser.client.get("/api/v1/orders/related-products/", {"product": "R-scale"}).status_code == 403


def test_a_foreign_address_is_not_gone_to(cast):
    response = Browser(cast.owner).post(SWITCH, on="on", next="https://elsewhere.example/")
    assert response.headers["Location"] == "/orders/new/"


def test_without_a_script_a_suggestion_is_added_by_saving(advised, cast, customer):
    browser = Browser(cast.owner)
    data = {"customer": customer.pk, "lines-0-product": "R-scale", "lines-0-quantity": "1"}
    edit = browser.post("/orders/new/", **data, then="save").headers["Location"]
    page = browser.get(edit).content.decode()
    assert 'form="entry" name="related" value="5 R-cable"' in page
    order = Order.objects.get()
    line = builders.lines_of(order)[0]
    data |= {"lines-0-line_no": line.line_no, "version": order.version, "related": "5 R-cable"}
    assert browser.post(edit, **data).headers["Location"] == edit
    assert [(line.product_code, line.ordered) for line in builders.lines_of(order)] == [("R-scale", 1), ("R-cable", 5)]
    assert (
        "R-cable</span>" not in browser.get(edit).content.decode().split('id="entry-related"')[1].split("</section>")[0]
    )


def test_a_customer_who_is_not_hers_any_more_has_no_suggestions_and_hides_no_page(advised, cast, customer):
    assert relating.drawn(cast.stranger, customer.pk, ["R-scale"], TODAY) == relating.Drawn(True, [])


def test_quotations_have_suggestions_too(advised, cast, customer):
    browser = Browser(cast.owner)
    page = browser.get("/quotations/new/", customer=customer.pk).content.decode()
    assert 'data-related="R-cable"' in page
    valid = dates.business_day(clock.now()) + timedelta(days=30)
    data = {"customer": customer.pk, "lines-0-product": "R-scale", "lines-0-quantity": "1", "valid_until": valid}
    assert browser.post("/quotations/new/", **data, currency="CNY", related="5 R-cable").status_code == 303
    lines = quotations.lines_of(Quotation.objects.get())
    assert [(line.product_code, line.ordered) for line in lines] == [("R-scale", 1), ("R-cable", 5)]


# --- API -----------------------------------------------------------------------------------------


def test_other_doors_get_the_same(advised, cast, customer):
    browser = Browser(cast.owner)
    url = "/api/v1/orders/related-products/"
    answer = browser.client.get(url, {"product": ["R-scale"], "customer": customer.code, "limit": "2"})
    assert answer.status_code == 200
    assert answer.json()[0] == {
        "product": "R-cable",
        "name": "cable",
        "unit": "台",
        "quantity": "5",
        "own": {"orders": 7, "last": "2026-11-20", "quantity": "5", "together": 3, "of": 4},
        "others": {"beside": "R-scale", "share": "0.432100"},
        "why": [
            f"Ordered 7 times, last on {fmt.day(TODAY)}",
            "in 3 of 4 orders with these products",
            "in 43% of all orders with R-scale",
        ],
    }
    assert len(answer.json()) == 2
    assert browser.client.get(url, {"product": "R-scale", "limit": "21"}).status_code == 400
    assert Browser(cast.stranger).client.get(url, {"product": "R-scale", "customer": customer.code}).status_code == 400
    assert Browser(make_user("warehouse")).client.get(url, {"product": "R-scale"}).status_code == 403


def test_the_real_advisers_answer_where_nothing_was_ever_ordered(cast, customer):
    assert "reports.clientele" in related.advisers
    assert related.suggestions(people.system_user(), ["R-scale"], TODAY, customer_id=customer.pk) == []
