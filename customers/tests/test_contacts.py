"""Contacts and addresses."""

import pytest

from accounts.tests.builders import AT, make_cast, make_user
from common import errors
from common.mailing import bounces
from customers import operations, queries
from customers.tests.builders import make_address, make_contact, make_customer

pytestmark = pytest.mark.django_db


def test_the_first_contact_is_the_default_until_another_is_marked():
    customer = make_customer()
    first = make_contact(customer, name="甲")
    second = make_contact(customer, name="乙")
    assert (first.is_default, second.is_default) == (True, False)
    third = make_contact(customer, name="丙", is_default=True)
    assert list(customer.contacts.filter(is_default=True)) == [third]


def test_removing_the_default_hands_the_mark_on():
    rep = make_user("sales")
    customer = make_customer(owner=rep)
    first, second = make_address(customer), make_address(customer, street="二号")
    operations.remove_address(actor=rep, customer_id=customer.pk, address_id=first.pk, at=AT)
    assert list(customer.addresses.filter(is_active=True, is_default=True)) == [second]


def test_a_contact_of_another_customer_is_not_found():
    customer, other = make_customer(), make_customer()
    contact = make_contact(other)
    with pytest.raises(errors.NotFound):
        operations.save_contact(
            actor=make_user("order_desk"), customer_id=customer.pk, contact_id=contact.pk, name="甲", at=AT
        )


def test_a_mate_cannot_add_a_contact_to_what_he_does_not_see():
    cast = make_cast()
    customer = make_customer(owner=cast.owner)
    with pytest.raises(errors.NotFound):
        operations.save_contact(actor=cast.mate, customer_id=customer.pk, name="甲", at=AT)


def test_a_wrong_mail_address_is_named():
    customer = make_customer()
    with pytest.raises(errors.Invalid) as refusal:
        make_contact(customer, email="nonsense")
    assert "email" in refusal.value.fields


def test_the_warehouse_sees_contacts_masked():
    customer = make_customer()
    make_contact(customer, name="王建国", phone="13812342217", email="wang@example.com")
    (seen,) = queries.contact_rows(make_user("warehouse"), customer)
    assert seen["phone"] == "138****2217"
    assert "wang@" not in seen["email"]
    (full,) = queries.contact_rows(make_user("order_desk"), customer)
    assert full["phone"] == "13812342217"


def test_the_api_tells_whose_mail_comes_back(client):
    customer = make_customer()
    make_contact(customer, name="王建国", email="wang@example.com")
    make_contact(customer, name="李工", email="li@example.com")
    bounces.note(to="Li@example.com", kind="HARD", reason="550 no such user", message=None, at=AT)
    client.force_login(make_user("order_desk"))
    rows = client.get(f"/api/v1/customers/{customer.code}/").json()["contacts"]
    assert {row["email"]: row["is_blocked"] for row in rows} == {"wang@example.com": False, "li@example.com": True}
