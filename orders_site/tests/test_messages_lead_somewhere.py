"""Each kind of message in the bell leads to the page of what it is about, and to nothing once the right is gone."""

import pytest
from django.urls import resolve

from accounts.collaboration import inbox
from accounts.collaboration.models import Notification
from accounts.collaboration.subjects import subjects
from accounts.tests.builders import AT, make_user
from common.operation import operation
from customers.tests.builders import make_customer
from orders.tests import builders
from orders.tests import flow_builders as flow
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@operation
def tell(*, actor, subject):
    inbox.notify([actor.pk], kind="test", message="Look", parameters={}, at=AT, subject=subject)


KINDS = {
    "orders.order": (builders.make_effective, "orders:order-detail"),
    "orders.outbounddocument": (lambda: flow.make_outbound(builders.make_effective()), "orders:outbound-detail"),
    "orders.receipt": (lambda: flow.make_receipt(builders.make_effective(), 100), "orders:receipt-detail"),
    "customers.customer": (make_customer, "customers:customer-detail"),
    "products.product": (make_product, "products:product-detail"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_about(client, kind):
    make, page = KINDS[kind]
    reader = make_user("executive")
    row = make()
    assert row._meta.label_lower == kind and kind in subjects
    tell(actor=reader, subject=row)
    client.force_login(reader)
    message = Notification.objects.filter(user=reader).latest("pk")
    address = client.get(f"/inbox/{message.pk}/").headers["Location"]
    assert resolve(address).view_name == page and client.get(address).status_code == 200
    reader.user_roles.all().delete()
    assert client.get(f"/inbox/{message.pk}/").status_code == 404
