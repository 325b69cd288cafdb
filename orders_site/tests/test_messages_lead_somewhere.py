"""Each kind of message in the bell leads to the page of what it is about, and to nothing once the right is gone."""

import pytest
from django.urls import resolve

from accounts.collaboration import inbox, mailing, queries
from accounts.collaboration.models import Notification
from accounts.collaboration.subjects import subjects
from accounts.people.models import User
from accounts.tests.builders import AT, make_user
from common import outbox
from common.models import OutboxMessage
from common.operation import operation
from customers.tests.builders import make_customer
from orders.lifecycle import operations as lifecycle
from orders.tests import builders
from orders.tests import flow_builders as flow
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@operation
def tell(*, actor, subject):
    inbox.notify(
        [actor.pk], kind="test", message="Look at %(name)s", parameters={"name": "天平"}, at=AT, subject=subject
    )


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
    assert "Look at 天平" in client.get("/inbox/").content.decode()
    reader.user_roles.all().delete()
    assert client.get(f"/inbox/{message.pk}/").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_says_nothing_once_its_reader_may_not_see_what_it_is_about(client, kind):
    reader = make_user("executive", email="somebody@example.com")
    tell(actor=reader, subject=KINDS[kind][0]())
    reader.user_roles.all().delete()
    client.force_login(reader)
    for address, part in (("/inbox/", {}), ("/inbox/", {"HX-Request": "true", "HX-Target": "inbox-list"}), ("/", {})):
        said = client.get(address, headers=part).content.decode()
        assert "天平" not in said and "may not see any more" in said
    with pytest.raises(outbox.Moot):
        mailing.deliver(OutboxMessage(payload={"message": Notification.objects.get(user=reader).pk}))


def test_fifty_messages_are_asked_for_at_once(django_assert_max_num_queries):
    cast = builders.make_order_cast()
    orders = [builders.make_draft(cast.owner) for _n in range(10)]
    for order in orders:
        tell(actor=cast.owner, subject=order)
    reader = User.objects.get(pk=cast.owner.pk)
    messages = list(Notification.objects.filter(user=reader))
    with django_assert_max_num_queries(2):
        assert all(shown.text for shown in queries.shown_to(reader, messages))


def test_an_approval_that_waits_and_its_decision_go_by_mail_to_who_wants_it():
    cast = builders.make_order_cast()
    User.objects.filter(is_active=True, is_system=False).update(email="somebody@example.com")
    order = builders.make_submitted(cast.owner)
    approver = builders.approver_of(order)
    asked = Notification.objects.get(kind="approval.asked")
    assert queued() == [asked.pk] and asked.user_id == approver.pk
    lifecycle.reject_order(actor=approver, order_id=order.pk, reason="Price", at=AT)
    decided = set(Notification.objects.filter(kind="order.rejected").values_list("pk", flat=True))
    assert decided and set(queued()) == {asked.pk, *decided}


def queued():
    return [row.payload["message"] for row in OutboxMessage.objects.filter(topic=inbox.MAIL_TOPIC).order_by("id")]
