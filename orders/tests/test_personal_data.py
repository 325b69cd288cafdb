"""A person at a customer who is to be forgotten, and the orders that name him (R309)."""

from datetime import timedelta

import pytest

from accounts.tests.builders import make_user
from common import clock, errors
from customers.models import Contact
from customers.privacy import operations, places, queries
from customers.privacy.tests.builders import switch
from customers.tests.builders import make_contact
from orders.changes.models import ChangeItem, ChangeRequest
from orders.entry import drafting
from orders.order import content
from orders.order.models import Order
from orders.quotation.models import Quotation
from orders.quotation.tests import builders as quotations
from orders.service.models import Confirmation
from orders.tests import builders
from orders.tests.racing import race, refusals

pytestmark = pytest.mark.django_db(transaction=True)
NAME, PHONE = "欧阳测匿", "13777001942"


@pytest.fixture(autouse=True)
def switched_on(transactional_db):
    switch(True)


@pytest.fixture
def cast():
    return builders.make_order_cast()


@pytest.fixture
def boss():
    return make_user("administrator")


@pytest.fixture
def second():
    return make_user("executive")


def named(cast, make=builders.make_effective, status=""):
    """An order that names a contact of its customer, and the contact."""
    order = make(cast.owner)
    contact = make_contact(order.customer, name=NAME, phone=PHONE, email="a@b.example")
    change = {"status": status} if status else {}
    Order.objects.filter(pk=order.pk).update(
        contact=contact, contact_name=NAME, contact_phone=PHONE, ship_recipient=NAME, ship_phone=PHONE, **change
    )
    return builders.fresh(order), contact


def note(actor, contact, **more):
    given = {"ground": "CONSENT", "asker": "PERSON", **more}
    return operations.note_request(
        actor=actor, customer_id=contact.customer_id, contact_id=contact.pk, at=clock.now(), **given
    )


def confirm(actor, request):
    return operations.confirm_request(actor=actor, request_id=request.pk, at=clock.now())


def test_an_open_order_still_needs_the_person(cast, boss, second):
    order, contact = named(cast)
    request = note(boss, contact)
    ((_words, reference, url),) = queries.sheet(actor=boss, request_id=request.pk).needs
    assert (reference, order.number in url) == (order.number, True)
    with pytest.raises(errors.Conflict) as refusal:
        confirm(second, request)
    assert (refusal.value.code, refusal.value.details["references"]) == ("still_needed", [order.number])
    assert builders.fresh(order).contact_name == NAME


def test_a_closed_order_keeps_everything_but_the_person(cast, boss, second):
    order, contact = named(cast, status="CLOSED")
    request = confirm(second, note(boss, contact))
    now = builders.fresh(order)
    assert (now.contact_name, now.contact_phone, now.ship_recipient, now.ship_phone) == (
        request.word,
        "",
        request.word,
        "",
    )
    assert (now.content_hash, now.ship_address, now.version) == (
        order.content_hash,
        order.ship_address,
        order.version + 1,
    )


def test_in_open_orders_another_contact_goes_on(cast, boss, second):
    order, contact = named(cast)
    other = make_contact(order.customer, name="李接替", phone="13900000001")
    confirm(second, note(boss, contact, replacement_id=other.pk))
    now = builders.fresh(order)
    assert (now.contact_id, now.contact_name, now.contact_phone) == (other.pk, "李接替", "13900000001")
    assert (now.ship_recipient, now.content_hash) == ("李接替", order.content_hash)


def test_who_goes_on_is_another_one_of_the_same_customer(cast, boss):
    _order, contact = named(cast)
    for wrong in (contact.pk, make_contact(builders.make_buyer(cast.owner)).pk):
        with pytest.raises(errors.Invalid):
            note(boss, contact, replacement_id=wrong)


def test_a_quotation_that_is_open_needs_him_too(cast, boss, second):
    quotation = quotations.make_sent(cast.owner)
    contact = make_contact(quotation.customer, name=NAME, phone=PHONE, email="a@b.example")
    Quotation.objects.filter(pk=quotation.pk).update(contact_name=NAME, contact_phone=PHONE)
    request = note(boss, contact)
    with pytest.raises(errors.Conflict):
        confirm(second, request)
    Quotation.objects.filter(pk=quotation.pk).update(status="LOST")
    confirm(second, request)
    assert Quotation.objects.get(pk=quotation.pk).contact_name == request.word


def test_what_was_agreed_stays_as_it_was_agreed(cast, boss, second):
    order, contact = named(cast, status="CLOSED")
    Order.objects.filter(pk=order.pk).update(special_requirements=f"交货前致电{NAME}")
    request = note(boss, contact)
    assert not request.texts.exists()
    assert ("orders_order", "special_requirements", "KEPT") in request.places.values_list("table", "column", "fate")
    confirm(second, request)
    assert NAME in builders.fresh(order).special_requirements


def test_what_approvals_are_bound_to_is_declared_to_stay():
    for table, columns in (("orders_order", content.HEADER), ("orders_orderline", content.LINE)):
        declared = places.tables[table]
        assert {*columns, "custom"} <= {*declared.kept}
        assert not {*columns} & {name for person in declared.people for name in person.columns}


def test_a_contact_called_like_the_company_leaves_the_fingerprint_of_its_orders(cast, boss, second):
    order, contact = named(cast, status="CLOSED")
    Contact.objects.filter(pk=contact.pk).update(name=order.customer.name)
    Order.objects.filter(pk=order.pk).update(invoice_title=order.customer.name, contact_name=order.customer.name)
    before = content.content_hash(builders.fresh(order), list(order.lines.all()))
    contact.refresh_from_db()
    request = confirm(second, note(boss, contact))
    now = builders.fresh(order)
    assert (now.invoice_title, now.contact_name) == (order.customer.name, request.word)
    assert content.content_hash(now, list(now.lines.all())) == before


@pytest.mark.parametrize("kind", ["question", "change"])
def test_what_would_bring_him_back_is_ended_first(cast, boss, second, kind):
    order, contact = named(cast, status="CLOSED")
    now = clock.now()
    if kind == "question":
        Confirmation.objects.create(
            order=order, recipient="a@b.example", asked_by=cast.owner, asked_at=now, valid_until=now + timedelta(days=9)
        )
    else:
        change = ChangeRequest.objects.create(
            order=order, base_revision=1, created_by=cast.owner, created_at=now, updated_at=now
        )
        ChangeItem.objects.create(
            request=change, action="HEADER", field="contact_name", new=NAME, by=cast.owner, at=now
        )
    heir = make_contact(order.customer, name="李接替", phone="13900000001")
    with pytest.raises(errors.Conflict) as refusal:
        confirm(second, note(boss, contact, replacement_id=heir.pk))
    assert refusal.value.code == "still_needed"
    assert builders.fresh(order).contact_name == NAME


def test_two_who_confirm_at_once_do_it_once(cast, boss, second):
    _order, contact = named(cast, status="CLOSED")
    request, third = note(boss, contact), make_user("executive")
    done = race(
        lambda: confirm(builders.person(second.pk), request), lambda: confirm(builders.person(third.pk), request)
    )
    assert refusals(done) == [errors.WrongState]


def test_an_order_that_is_made_meanwhile_is_refused_or_waits_for_the_second_look(cast, boss, second):
    order, contact = named(cast, status="CLOSED")
    request, owner = note(boss, contact), builders.person(cast.owner.pk)
    draft = builders.make_draft(cast.owner, customer=order.customer)

    def name_him():
        drafting.change_order(
            actor=owner,
            order_id=draft.pk,
            version=builders.fresh(draft).version,
            changes={"contact_id": contact.pk},
            at=clock.now(),
        )

    done = race(lambda: confirm(builders.person(second.pk), request), name_him)
    request.refresh_from_db()
    now = builders.fresh(draft)
    if request.state == "OPEN":
        assert errors.Conflict in refusals(done), "the order came first: it needs the person"
    else:
        assert Contact.objects.get(pk=contact.pk).name == request.word
        assert NAME not in now.contact_name or request.marks["names"], "the second look knows whom to look for"
