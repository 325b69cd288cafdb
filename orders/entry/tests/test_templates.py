"""Order templates: kept from orders, used with today's prices and no dates, one's own or everybody's."""

from datetime import date
from decimal import Decimal

import pytest
from rest_framework.test import APIClient

from accounts.tests.builders import AT, make_user
from common import errors
from orders.entry.repeated import operations, queries
from orders.entry.repeated.models import OrderTemplate
from orders.tests import builders
from orders.tests.page_builders import Browser
from products.catalogue.models import Product
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return builders.make_order_cast()


@pytest.fixture
def customer(cast):
    return builders.make_buyer(cast.owner)


def keep(cast, order, **given):
    own = {"name": "monthly", "is_shared": False, "for_customer": True, **given}
    return operations.save_template(actor=cast.owner, order_id=order.pk, at=AT, **own)


def use(actor, template, customer=None):
    key = customer.pk if customer else None
    return operations.order_from_template(actor=actor, template_id=template.pk, customer_id=key, at=AT)


@pytest.fixture
def order(cast, customer):
    lines = [builders.line(make_product(), 3, price=90, notes="blue", requested_date=date(2026, 12, 1))]
    head = {"requested_date": date(2026, 12, 1), "transport_mode": "LAND", "customer_po_number": "PO-1"}
    return builders.make_draft(cast.owner, customer=customer, lines=lines, **head)


def test_a_new_order_takes_lines_and_terms_but_todays_prices_and_no_dates(cast, order):
    template = keep(cast, order)
    Product.objects.update(list_price=Decimal(120))
    made = use(cast.owner, template)
    (line,) = builders.lines_of(made)
    assert (line.ordered, line.notes, line.price, line.requested_date) == (3, "blue", 120, None)
    assert (made.transport_mode, made.requested_date, made.customer_po_number) == ("LAND", None, "")
    assert OrderTemplate.objects.get().used == 1


def test_the_same_name_again_takes_its_place(cast, order):
    first, second = keep(cast, order), keep(cast, order, is_shared=True)
    assert (first.pk, second.version, second.is_shared) == (second.pk, 2, True)


def test_one_for_any_customer_asks_for_one_and_takes_his_terms(cast, order):
    template = keep(cast, order, for_customer=False)
    with pytest.raises(errors.Invalid):
        use(cast.owner, template)
    other = builders.make_buyer(cast.owner)
    made = use(cast.owner, template, other)
    assert (made.customer_id, made.invoice_title) == (other.pk, other.name)


def test_what_is_not_shared_is_its_owners_alone_and_nobody_else_removes_it(cast, order):
    template = keep(cast, order, for_customer=False)
    assert not queries.templates(cast.mate).exists()
    keep(cast, order, for_customer=False, is_shared=True)
    assert queries.templates(cast.mate).get() == template
    with pytest.raises(errors.NotAllowed):
        operations.remove_template(actor=cast.mate, template_id=template.pk, at=AT)
    operations.remove_template(actor=cast.owner, template_id=template.pk, at=AT)
    assert not OrderTemplate.objects.exists()


def test_a_customer_of_others_hides_his_templates(cast, order):
    template = keep(cast, order, is_shared=True)
    assert not queries.templates(cast.stranger).exists()
    with pytest.raises(errors.NotFound):
        use(cast.stranger, template)
    with pytest.raises(errors.NotAllowed):
        operations.save_template(
            actor=make_user("warehouse"), order_id=order.pk, name="x", is_shared=False, for_customer=True, at=AT
        )


def test_the_pages_keep_use_and_remove(cast, order):
    browser = Browser(cast.owner)
    assert browser.get(f"/orders/draft-{order.pk}/template/").status_code == 200
    assert browser.post(f"/orders/draft-{order.pk}/template/", name="", for_customer="on").status_code == 422
    assert browser.post(f"/orders/draft-{order.pk}/template/", name="monthly", for_customer="on").status_code == 303
    template = OrderTemplate.objects.get()
    assert "monthly" in browser.get("/orders/templates/").content.decode()
    assert "/edit/" in browser.post(f"/orders/templates/{template.pk}/use/").headers["Location"]
    browser.post(f"/orders/templates/{template.pk}/remove/")
    assert not OrderTemplate.objects.exists()


def test_the_api_keeps_lists_and_uses(cast, order):
    client = APIClient()
    client.force_authenticate(cast.owner)

    def post(path, body, key):
        return client.post(f"/api/v1/{path}", body, format="json", headers={"Idempotency-Key": key})

    kept = post("order-templates/", {"order": order.reference, "name": "monthly"}, "a").json()
    assert (kept["customer"], kept["line_count"]) == (order.customer.code, 1)
    assert [row["name"] for row in client.get("/api/v1/order-templates/").json()["results"]] == ["monthly"]
    made = post(f"order-templates/{kept['id']}/use/", {}, "b")
    assert (made.status_code, len(made.json()["lines"])) == (201, 1)
    assert post(f"order-templates/{kept['id']}/remove/", {}, "c").status_code == 204
