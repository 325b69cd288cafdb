"""Serial and batch numbers: asked for before goods leave, out once, found again, free when they come back."""

import itertools
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from orders.fulfilment import operations as fulfilment
from orders.fulfilment import paper
from orders.fulfilment.numbers import operations, queries, rules
from orders.fulfilment.numbers.models import GoodsNumber
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from orders.tests.page_builders import Browser
from orders.tests.racing import race, refusals
from products.cleaning import operations as cleaning
from products.tests import builders as products

_keys = itertools.count(1)


@pytest.mark.parametrize(
    ("text", "numbering", "found"),
    [
        ("A1\r\nA2, A3；A4", "SERIAL", ["A1", "A2", "A3", "A4"]),
        ("B1 × 40\nB 2\t5\nB3", "BATCH", ["B1=40", "B=2=5", "B3=1"]),
    ],
)
def test_numbers_are_read_as_people_scan_and_paste_them(text, numbering, found):
    numbers, wrong = rules.read(text, numbering)
    assert wrong == []
    if numbering == "SERIAL":
        assert [number for number, _quantity in numbers] == found
    else:
        assert [f"{number.replace(' ', '=')}={quantity}" for number, quantity in numbers] == found


def test_what_cannot_be_read_is_named():
    assert rules.read("B1 many", "BATCH")[1] == ["B1 many"]


@pytest.mark.django_db(transaction=True)
def test_the_same_serial_number_is_scanned_for_two_notices_at_once_and_is_of_one():
    first = notice()
    second = flow.make_outbound(builders.make_effective(lines=[builders.line(product_of(first), 2)]))
    results = race(*(lambda document=document: record(document, "S1", "S2") for document in (first, second)))
    assert len(refusals(results)) == 1
    assert GoodsNumber.objects.count() == 2


pytestmark = pytest.mark.django_db


def notice(product=None, quantity=2, **fields):
    product = product or products.make_product(stock=50, **{"numbering": "SERIAL", **fields})
    return flow.make_outbound(builders.make_effective(lines=[builders.line(product, quantity)]))


def record(document, *numbers, **more):
    given = [one if isinstance(one, tuple) else (one, D(1)) for one in numbers]
    asked = {"numbers": {document.lines.get().pk: given}, "document_id": document.pk, "at": AT, **more}
    operations.record_numbers(**{"actor": people.system_user(), **asked})


def audit(document):
    return fulfilment.audit_outbound(actor=people.system_user(), document_id=document.pk, at=AT)


def product_of(document):
    return document.lines.get().order_line.product


def test_goods_leave_with_all_of_their_numbers_only():
    document = notice()
    record(document, "S1")
    with pytest.raises(errors.Conflict) as refusal:
        audit(document)
    assert refusal.value.code == "numbers_missing" and "1" in str(refusal.value)
    record(document, "S1", "S2")
    audit(document)
    (row,) = paper.gather(people.system_user(), document.pk).rows
    assert row["numbers"] == "S1, S2"
    assert flow.broken_invariants() == {}


def test_batches_come_to_the_pieces_that_go():
    document = notice(quantity=50, numbering="BATCH")
    record(document, ("B1", D(20)))
    with pytest.raises(errors.Conflict):
        audit(document)
    record(document, ("B1", D(20)), ("B2", D(30)))
    assert audit(document).status == "AUDITED"


@pytest.mark.parametrize("numbers", [["S1", "S1"], ["S1", "S2", "S3"], [("S1", D(2))], [""], ["S" * 61]], ids=str)
def test_what_cannot_be_a_serial_number_is_refused(numbers):
    with pytest.raises(errors.Invalid):
        record(notice(), *numbers)
    assert not GoodsNumber.objects.exists()


def test_a_serial_number_is_out_once_and_free_when_its_notice_is_void():
    first = notice()
    record(first, "S1", "S2")
    second = flow.make_outbound(builders.make_effective(lines=[builders.line(product_of(first), 2)]))
    with pytest.raises(errors.Invalid) as refusal:
        record(second, "S2", "S3")
    assert first.number in str(refusal.value)
    other = notice()
    record(other, "S1", "S2")  # of another product
    fulfilment.void_outbound(actor=people.system_user(), document_id=first.pk, at=AT)
    record(second, "S1", "S2")
    assert flow.broken_invariants() == {}


def test_an_audit_taken_back_keeps_the_numbers_at_hand_and_what_left_keeps_them_whole():
    document = notice()
    record(document, "S1", "S2")
    audit(document)
    with pytest.raises(errors.Invalid):
        record(document, "S1")
    record(document, "S1", "S9")  # one was typed wrong
    fulfilment.unaudit_outbound(actor=people.system_user(), document_id=document.pk, reason="错", at=AT)
    record(document, "S3")
    with pytest.raises(errors.Conflict):
        audit(document)


def test_what_came_back_may_go_out_again():
    document = notice()
    record(document, "S1", "S2")
    audit(document)
    line = document.lines.get().order_line_id
    assert [one.number for one in queries.gone_of([line])] == ["S1", "S2"]
    back = {"actor": people.system_user(), "order_line_id": line, "at": AT}
    operations.note_returned(numbers=[("S1", D(1))], **back)
    assert [one.number for one in queries.gone_of([line])] == ["S2"]
    with pytest.raises(errors.Invalid):
        operations.note_returned(numbers=[("S1", D(1))], **back)
    again = flow.make_outbound(builders.make_effective(lines=[builders.line(product_of(document), 1)]))
    record(again, "S1")
    assert audit(again).status == "AUDITED" and GoodsNumber.objects.filter(number="S1").count() == 2


def test_only_the_warehouse_enters_numbers_and_only_where_they_are_asked_for():
    with pytest.raises(errors.NotAllowed):
        record(notice(), "S1", "S2", actor=make_user("order_desk"))
    with pytest.raises(errors.Invalid):
        record(notice(numbering="NONE"), "S1")
    with pytest.raises(errors.Stale):
        record(notice(), "S1", version=9)


def test_products_whose_pieces_bear_the_same_number_do_not_become_one():
    first, second = notice(), notice()
    for document in (first, second):
        record(document, "S1", "S2")
    merge = {"actor": people.system_user(), "source_id": product_of(first).pk, "at": AT}
    with pytest.raises(errors.Conflict) as refusal:
        cleaning.merge_products(target_id=product_of(second).pk, **merge)
    assert "S1" in str(refusal.value)
    target = products.make_product(numbering="SERIAL")
    cleaning.merge_products(target_id=target.pk, **merge)
    assert GoodsNumber.objects.filter(product=target).count() == 2


def test_numbers_are_entered_and_found_on_pages():
    document = notice()
    browser, url = Browser(make_user("warehouse")), f"/outbound/{document.number}/numbers/"
    line = document.lines.get().pk
    assert browser.post(url, **{f"line-{line}": "S1 S1", "version": document.version}).status_code == 422
    assert browser.post(url, **{f"line-{line}": "S1\nS2", "version": document.version}).status_code == 303
    assert "S2" in browser.get(f"/outbound/{document.number}/").text and "S2" in browser.get(url).text
    assert document.number in browser.get("/goods-numbers/", q="S2").text
    assert document.number not in browser.get("/goods-numbers/", q="S3").text
    assert document.number not in Browser(make_user("sales")).get("/goods-numbers/").text


def test_numbers_over_the_api():
    document = notice()
    client = APIClient()
    client.force_authenticate(make_user("warehouse"))
    line = {"order": document.lines.get().order.number, "line_no": 1}
    url = f"/api/v1/outbound-documents/{document.number}/"

    def post(*numbers):
        body = {"lines": [{**line, "numbers": [{"number": one} for one in numbers]}]}
        headers = {"Idempotency-Key": f"n{next(_keys)}"}
        return client.post(f"{url}record-numbers/", body, format="json", headers=headers)

    assert post("S1", "S2", "S3").status_code == 400
    (known,) = post("S1", "S2").json()
    assert [one["number"] for one in known["numbers"]] == ["S1", "S2"] and known["numbering"] == "SERIAL"
    assert client.get(f"{url}numbers/").json() == [known]
    found = client.get("/api/v1/goods-numbers/?number=S2").json()
    assert [one["document"] for one in found["results"]] == [document.number]
    assert client.get("/api/v1/goods-numbers/?is_out=true").json()["count"] == 0
