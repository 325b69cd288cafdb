"""Pasted rows find their products: by code, by the customer's own code, by words; doubtful ones say why."""

import copy
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.tests.builders import AT, make_user
from common import errors
from orders.entry.pasting import matching
from orders.pricing import operations as pricing
from orders.tests.builders import line, make_buyer, make_effective, make_order_cast
from orders.tests.page_builders import Browser
from products.tests.builders import make_product

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made")]
TODAY = date(2026, 11, 22)


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
    cast = _make_cast()
    customer = _make_customer(cast)
    goods = _make_goods()
    return cast, customer, goods


def _make_cast():
    return make_order_cast()


def _make_customer(cast):
    return make_buyer(cast.owner)


def _make_goods():
    make = make_product
    return {
        "bridge": make(code="02.1.03.022", name="DBS 数字传感器", specification="本原-30T-桥式", unit="只", stock=9),
        "column": make(code="02.1.03.024", name="DBS 数字传感器", specification="本原-30T-柱式", unit="只"),
        "display": make(code="00.1.05.110", name="BY-A12 称重显示器", specification="台式"),
        "old": make(code="00.1.05.111", name="BY-A11 称重显示器", specification="台式", is_active=False),
    }


def read(cast, text, customer=None):
    key = customer.pk if customer else None
    return matching.read_lines(actor=cast.owner, text=text, customer_id=key, today=TODAY).rows


def only(cast, text, customer=None):
    (row,) = read(cast, text, customer)
    return row


@pytest.mark.parametrize(
    "text", ["02.1.03.022 3只", "０２.１.０３.０２２\t3", "传感器 02.1.03.022 3只", "3个02.1.03.022"]
)
def test_a_code_is_certain(cast, goods, text):
    row = only(cast, text)
    assert (row.product, row.confidence) == (goods["bridge"], 1.0)


@pytest.mark.parametrize("text", ["称重显示器 BY-A12 两台", "BYA12 台式 2台", "czxsq 台式 2台", "显示器BY-A12 2台"])
def test_words_that_one_product_holds_are_certain_too(cast, goods, text):
    assert only(cast, text).product == goods["display"]


def test_words_that_several_products_hold_are_asked(cast, goods):
    row = only(cast, "数字传感器 30吨 3只")
    assert row.product is None
    assert {one.product for one in row.candidates} == {goods["bridge"], goods["column"]}
    assert "2" in str(row.why)


def test_of_equal_guesses_the_one_that_the_customer_ordered_before_is_the_best(cast, goods, customer):
    make_effective(cast.owner, customer=customer, lines=[line(goods["column"], 1)])
    row = only(cast, "数字传感器 30T 3只", customer)
    assert row.candidates[0].product == goods["column"]


def test_a_wrong_letter_is_named_and_the_best_guess_offered(cast, goods):
    row = only(cast, "DBS数字传感器 本源30T桥式 12只")
    assert row.product is None
    assert row.candidates[0].product == goods["bridge"]
    assert "“本源”" in str(row.why) and "“本原”" in str(row.why)
    other = only(cast, "衡远30T桥式传感器 12只")
    assert "衡远" in str(other.why) and "字传" not in str(other.why), "letters that it has elsewhere are no slip"
    assert row.pasted.raw == "DBS数字传感器 本源30T桥式 12只"


def test_a_row_without_a_quantity_is_no_certain_one_but_a_code_is(cast, goods):
    assert only(cast, "BY-A12 称重显示器").product is None
    assert only(cast, "02.1.03.022").product == goods["bridge"]


def test_a_box_is_not_a_piece(cast, goods):
    row = only(cast, "02.1.03.022 2箱")
    assert (row.product, row.candidates[0].product) == (None, goods["bridge"])


def test_what_is_out_of_use_is_no_line_by_itself(cast, goods):
    row = only(cast, "00.1.05.111 2台")
    assert (row.product, row.candidates[0].product) == (None, goods["old"])


def test_what_nothing_resembles_stays_with_its_words(cast, goods):
    row = only(cast, "全自动咖啡机 2台")
    assert (row.product, row.candidates) == (None, ())
    assert row.pasted.raw == "全自动咖啡机 2台"


def test_the_customers_own_code_is_read_for_him_alone(cast, goods, customer):
    product = goods["display"]
    pricing.save_item(actor=cast.head, customer_id=customer.pk, product_id=product.pk, code="SM-77-A", at=AT)
    assert only(cast, "sm-77-a\t4", customer).product == product
    assert only(cast, "sm-77-a\t4").product is None


def test_a_hundred_rows_take_the_statements_of_one(cast, goods, customer):
    def count(text):
        with CaptureQueriesContext(connection) as captured:
            read(cast, text, customer)
        return len(captured)

    few = count("02.1.03.022 3只\n数字传感器 30T 3只")
    rows = [
        f"{number}. {words} {number}只" for number in range(1, 51) for words in ("02.1.03.024", "数字传感器 30T 柱")
    ]
    assert count("\n".join(rows)) <= few <= 12


def test_who_may_not_enter_orders_is_told_nothing(cast, customer):
    with pytest.raises(errors.NotAllowed):
        matching.read_lines(actor=make_user("warehouse"), text="x", customer_id=None, today=TODAY)
    with pytest.raises(errors.NotFound):
        matching.read_lines(actor=cast.stranger, text="x", customer_id=customer.pk, today=TODAY)


def test_the_page_gets_rows_and_guesses(cast, goods, customer):
    browser = Browser(cast.owner)
    text = "您好\n02.1.03.022 3只\n数字传感器 30T 2只"
    answer = browser.send("/orders/entry/paste/", text=text, customer=customer.pk).json()
    sure, doubtful = answer["rows"]
    assert sure["cells"] == {"product": "02.1.03.022", "quantity": "3"}
    assert (doubtful["raw"], doubtful["cells"]) == ("数字传感器 30T 2只", {"quantity": "2"})
    assert [one["free"] for one in doubtful["candidates"]] == ["9 只", "0 只"]
    assert answer["left_out"] == ["您好"]
    again = browser.send("/orders/entry/paste/", raw=[doubtful["raw"]], customer=customer.pk).json()
    assert len(again["rows"][0]["candidates"]) == 2


def test_the_api_reads_a_text(cast, goods, customer):
    client = APIClient(headers={"Idempotency-Key": "one"})
    client.force_authenticate(cast.owner)
    body = {"text": "02.1.03.022\t3\n全自动咖啡机\t2", "customer": customer.code}
    answer = client.post("/api/v1/orders/parse-lines/", body, format="json").json()
    assert [row["product"] for row in answer["rows"]] == ["02.1.03.022", None]
    assert answer["rows"][1]["raw"] == "全自动咖啡机\t2"
    unknown = {"text": "x", "customer": "no"}
    answer = client.post("/api/v1/orders/parse-lines/", unknown, format="json", headers={"Idempotency-Key": "two"})
    assert answer.status_code == 400
