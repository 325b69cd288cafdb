"""Lines on the list of deviations (R024, R028, Q05): nothing is refused because of them."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.exports.tests.taking import rows_of, take, told_of
from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from customers.tests.builders import make_customer
from orders.order.models import OrderLine
from orders.tests import builders
from orders.tests.builders import AT
from orders.tests.flow_builders import make_shipped
from products.catalogue import operations as products
from products.tests.builders import make_product
from segments.classification import deviations

pytestmark = pytest.mark.django_db


def _found(key: str, actor=None) -> list[OrderLine]:
    actor = actor or people.system_user()
    return list(deviations.kinds(actor)[f"line.{key}"].rows(actor))


def test_a_closed_row_without_ship_date_and_a_date_without_goods_are_shown():
    order = builders.make_effective()
    make_shipped(order)
    line = builders.lines_of(order)[0]
    assert not _found("closed_undated") and not _found("dated_unshipped")
    OrderLine.objects.filter(pk=line.pk).update(row_closed=True, last_ship_date=None)
    assert _found("closed_undated") == [line]
    OrderLine.objects.filter(pk=line.pk).update(row_closed=False, shipped=0, last_ship_date=date(2026, 3, 1))
    assert _found("dated_unshipped") == [line]
    OrderLine.objects.filter(pk=line.pk).update(shipped=1)  # part of it left: right
    assert not _found("dated_unshipped")


def test_a_foreign_customer_with_a_promotion_code_is_taken_and_shown(client):
    cast = builders.make_order_cast()
    product = make_product(code="00.2.15.003", name="*DS1", stock=10)
    for code in ("02.015", "11.777"):
        customer = make_customer(owner=cast.owner, code=code)
        builders.make_draft(cast.owner, customer=customer, lines=[builders.line(product)])
    (line,) = _found("foreign_promotion", cast.owner)
    assert line.order.customer.code == "02.015"
    assert not _found("foreign_promotion", cast.stranger)
    client.force_login(cast.owner)
    body = client.get(reverse("classification:deviation-list"), {"kind": "line.foreign_promotion"}).content.decode()
    assert "00.2.15.003 *DS1" in body and reverse("orders:order-detail", args=[line.order.reference]) in body
    assert "02.015" in body and "· line 1" in body and "Draft" in body and str(cast.owner) in body


def test_without_the_right_to_see_orders_there_is_no_such_kind():
    assert not [key for key in deviations.kinds(make_user(role=None)) if key.startswith("line.")]


def test_an_open_line_with_a_former_text_that_deviates_is_shown(client):
    cast, system = builders.make_order_cast(), people.system_user()
    product = make_product(code="02.1.003", name="传感器", specification="本原-30T")
    order = builders.make_draft(cast.owner, lines=[builders.line(product), builders.line(make_product())])
    (line, _other) = builders.lines_of(order)
    assert not _found("former_text")  # the product itself stands on the list
    products.update_product(
        actor=system, product_id=product.pk, version=product.version, changes={"specification": "本原-30T-桥式"}, at=AT
    )
    assert not list(deviations.kinds(system)["product.SPECIFICATION_NONCONFORMING"].rows(system))
    assert _found("former_text", cast.owner) == [line] and not _found("former_text", cast.stranger)
    client.force_login(cast.owner)
    body = client.get(reverse("classification:deviation-list"), {"kind": "line.former_text"}).content.decode()
    assert "本原-30T" in body and "Specification is not brand-tonnage-structure" in body
    OrderLine.objects.filter(pk=line.pk).update(closure="SHORT")
    assert not _found("former_text")


def test_a_kind_is_taken_away_as_a_file(settings, tmp_path, client):
    settings.MEDIA_ROOT = tmp_path
    cast = builders.make_order_cast()
    product = make_product(code="00.2.15.003", name="*DS1", stock=10)
    buyer = make_customer(owner=cast.owner, code="02.015")
    order = builders.make_draft(cast.owner, customer=buyer, lines=[builders.line(product, 3)])
    export = take(cast.owner, "deviations", "kind=line.foreign_promotion&q=02.0")
    (row,) = rows_of(export)
    assert row["Order lines"] == f"{order.display_number} · line 1"
    assert (row["Customer"], row["Ordered"], row["State"]) == (f"02.015 {buyer}", 3, "Draft")
    assert row["Ordered on"].date() == order.order_date and not row["Shipped on"]
    assert told_of(export)["Condition"] == ["Order lines: Foreign customer with promotion code", "Search: 02.0"]
    make_customer(owner=cast.owner, code="57.001")
    odd = rows_of(take(cast.owner, "deviations", "kind=customer.UNCLASSIFIED"))
    assert [one["Customers"].split()[0] for one in odd] == ["57.001"]
    assert odd[0]["Salesperson"] == cast.owner.name and odd[0]["Tags"] is None
    assert not take(cast.stranger, "deviations", "kind=line.foreign_promotion").rows
    with pytest.raises(errors.Invalid):
        take(cast.owner, "deviations", "kind=nothing")
    client.force_login(cast.owner)
    page = client.get(reverse("classification:deviation-list"), {"kind": "customer.UNCLASSIFIED"}).content.decode()
    assert 'name="list" value="deviations"' in page


def test_all_kinds_are_counted_in_one_go_and_a_slow_one_does_not_hold_up_the_page(monkeypatch):
    actor = people.system_user()
    make_customer(code="57.001")
    with CaptureQueriesContext(connection) as captured:
        counted = deviations.count_kinds(actor)
    assert len(captured) <= len(counted) + 10
    assert next(one for one in counted if one.key == "customer.UNCLASSIFIED").count == 1
    slow = deviations.kinds(actor)["line.closed_undated"]
    waiting = OrderLine.objects.extra(where=["pg_sleep(2) IS NOT NULL"])
    order = builders.make_effective()
    assert builders.lines_of(order)
    monkeypatch.setattr(deviations, "COUNT_WITHIN", 100)
    monkeypatch.setattr(deviations, "COUNT_ALL_WITHIN", 300)
    known = {f"slow{n}": replace(slow, rows=lambda actor: waiting) for n in range(6)}
    monkeypatch.setattr(deviations, "kinds", lambda actor: known)
    assert all(one.is_estimate for one in deviations.count_kinds(actor))
