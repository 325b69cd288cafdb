"""Intake: taken in once, whose it is, dispatched, entered as a draft, set aside, discarded, taken up again."""

import itertools
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.http import QueryDict

from accounts.collaboration import operations as collaboration_operations
from accounts.collaboration import queries as collaboration
from accounts.collaboration.models import Notification
from accounts.roles.models import FieldRule, Role
from accounts.tests.builders import make_user
from common import dates, errors, invariants, worktime
from common.exports.lists import Asked
from common.workdays import Calendar
from customers.tests import builders as customers
from orders.intake.pool import exporting, operations, queries, states
from orders.intake.pool.models import IntakeItem
from orders.intake.pool.states import Move, State
from orders.intake.pool.tests.builders import arrival, receive, sent
from orders.lifecycle import operations as lifecycle
from orders.lifecycle.dividing import operations as dividing
from orders.pricing import operations as pricing
from orders.tests import builders
from orders.tests.builders import AT, fresh
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return builders.make_order_cast()


@pytest.fixture
def buyer(cast):
    return builders.make_buyer(cast.owner)


def take(actor, what, **options):
    return operations.receive(actor=actor, arrival=what, at=options.pop("at", AT), **options)


def dispatch(item, actor, person):
    return operations.dispatch_item(actor=actor, item_id=item.pk, person_id=person.pk, at=AT)


def enter(item, actor):
    return operations.enter_item(actor=actor, item_id=item.pk, at=AT)


def stored(item):
    return IntakeItem.objects.get(pk=item.pk)


def inbox_of(person):
    return list(Notification.objects.filter(user=person, read_at=None).values_list("kind", flat=True))


@pytest.mark.parametrize(("state", "move"), [*itertools.product(State, Move)])
def test_every_move_from_every_state(state, move):
    if (state, move) in states.MOVES:
        assert states.after(state, move) == states.MOVES[state, move]
    else:
        with pytest.raises(errors.WrongState) as refused:
            states.after(state, move)
        assert refused.value.details["possible"] == [str(one) for one in states.possible_moves(state)]


@pytest.mark.parametrize(
    ("received", "hours", "until"),
    [
        ("2026-11-20 10:00", 4, "2026-11-20 14:00"),  # a Friday
        ("2026-11-20 16:00", 4, "2026-11-23 10:00"),  # over the weekend
        ("2026-11-21 12:00", 4, "2026-11-23 12:00"),
        ("2026-11-20 23:30", 10, "2026-11-23 18:00"),
        ("2026-11-19 17:00", 12, "2026-11-23 09:00"),
    ],
)
def test_time_for_entry_counts_hours_of_work(received, hours, until):
    zone = dates.business_zone()
    work = worktime.Hours(8, 18, Calendar().is_workday, zone)

    def moment(text):
        return datetime.fromisoformat(text).replace(tzinfo=zone)

    assert worktime.due(moment(received), hours, work) == moment(until)
    assert worktime.due(moment(received), hours, replace(work, ends=8)) == moment(received) + timedelta(hours=hours)


def test_what_another_system_sends_is_taken_in_once(cast, buyer):
    api = make_user("api_client")
    what = sent(customer_code=buyer.code, rows=[{"product": "X", "quantity": "2"}])
    first, again = take(api, what), take(api, what, at=AT + timedelta(hours=1))
    assert (first.is_new, again.is_new, again.item.pk) == (True, False, first.item.pk)
    assert (first.item.customer, first.item.customer_by) == (buyer, "CODE")
    assert first.item.due_at == AT + timedelta(hours=4)
    other = sent(external_id=what.external_id, customer_code=buyer.code)
    with pytest.raises(errors.Conflict) as refused:
        take(api, other)
    assert refused.value.code == "intake_used"


@pytest.mark.parametrize(
    ("sign", "by"),
    [
        ({"sender_mail": "Wang@Sensor-Works.example"}, "MAIL"),
        ({"sender_mail": "other@sensor-works.example"}, "DOMAIN"),
        ({"sender_phone": "+86 138-1234-2217"}, "PHONE"),
        ({"customer_name": "宁波衡器厂"}, "NAME"),
        ({"sender_mail": "someone@qq.com"}, ""),
        ({"sender_phone": "2217"}, ""),
    ],
)
def test_the_customer_is_guessed_and_the_sign_is_said(cast, sign, by):
    buyer = customers.make_customer(owner=cast.owner, name="宁波衡器厂")
    customers.make_contact(buyer, email="wang@sensor-works.example", phone="13812342217")
    customers.make_contact(customers.make_customer(owner=cast.owner), email="private@qq.com", phone="13900000000")
    item = receive(cast.desk, **sign)
    assert (item.customer, item.customer_by) == (buyer if by else None, by)


def test_two_customers_with_one_sign_are_no_guess(cast):
    for _number in range(2):
        customers.make_contact(customers.make_customer(owner=cast.owner), email="group@works.example")
    assert receive(cast.desk, sender_mail="group@works.example").customer is None


def test_a_draft_takes_customer_channel_rows_and_files_and_keeps_what_is_no_line(cast, buyer):
    product, called = make_product(stock=100), make_product(stock=100)
    pricing.save_item(actor=cast.desk, customer_id=buyer.pk, product_id=called.pk, code="KH-7", at=AT)
    rows = [
        {"product": product.code, "quantity": "20", "price": "85.80"},
        {"product": "KH-7", "quantity": "4"},
        {"name": "称重仪表（样机）", "quantity": "1"},
        {"product": product.code, "quantity": "many"},
    ]
    what = arrival(
        channel="FAX",
        customer_id=buyer.pk,
        rows=rows,
        header={"customer_po_number": "PO-7781", "requested_date": "2026-12-08", "currency": "XXX"},
    )
    item = take(cast.desk, what, files=[("order.txt", ContentFile(b"twenty pieces"))]).item
    dispatch(item, cast.desk, cast.owner)
    assert inbox_of(cast.owner) == ["intake.dispatched"]
    order = enter(item, cast.owner)
    assert (order.channel, order.form, order.customer_po_number) == ("FAX", "WRITTEN", "PO-7781")
    assert (str(order.requested_date), order.salesperson, order.currency_id) == ("2026-12-08", cast.owner, "CNY")
    lines = builders.lines_of(order)
    assert [(line.product_id, line.ordered, line.price_source) for line in lines] == [
        (product.pk, 20, "MANUAL"),
        (called.pk, 4, "LIST"),
    ]
    kept = fresh(order).unfinished
    assert [(row["line_no"], row["at"]) for row in kept] == [(3, "product"), (4, "quantity")]
    assert kept[0]["cells"]["product"] == "称重仪表(样机)"
    assert [file.name for file in collaboration.attachments_of("orders.order", order.pk)] == ["order.txt"]
    done = stored(item)
    assert (done.state, done.order_id, done.entered_by) == ("DRAFTED", order.pk, cast.owner)
    assert inbox_of(cast.owner) == ["order.set_aside"][:0]
    assert fresh(order).set_aside_reason  # rows that are no lines are obvious errors
    with pytest.raises(errors.WrongState):
        enter(item, cast.owner)


def test_a_clean_draft_is_not_set_aside_though_something_is_still_to_be_filled_in(cast):
    buyer = customers.make_customer(owner=cast.owner)  # no payment terms, no contact
    rows = [{"product": make_product().code, "quantity": "3"}]
    order = enter(receive(cast.owner, customer_id=buyer.pk, rows=rows), cast.owner)
    assert fresh(order).set_aside_reason == ""


def test_without_a_customer_nothing_is_entered(cast, buyer):
    item = receive(cast.desk)
    with pytest.raises(errors.Invalid) as refused:
        enter(item, cast.desk)
    assert refused.value.code == "customer_unknown"
    operations.assign_customer(actor=cast.desk, item_id=item.pk, customer_id=buyer.pk, at=AT)
    assert enter(item, cast.desk).customer_id == buyer.pk
    assert stored(item).customer_by == "HAND"


def test_an_item_is_given_to_who_may_see_its_customer(cast, buyer):
    item = receive(cast.desk, customer_id=buyer.pk)
    with pytest.raises(errors.Invalid):
        dispatch(item, cast.desk, cast.stranger)
    with pytest.raises(errors.Invalid):
        dispatch(item, cast.desk, make_user("warehouse"))
    given = dispatch(item, cast.desk, cast.owner)
    assert (given.state, given.salesperson, given.department) == ("DISPATCHED", cast.owner, cast.department)
    with pytest.raises(errors.NotAllowed):
        dispatch(item, cast.owner, cast.owner)


def test_given_to_another_it_leaves_the_first_inbox(cast):
    item = receive(cast.desk)
    dispatch(item, cast.desk, cast.owner)
    dispatch(item, cast.desk, cast.mate)
    assert (inbox_of(cast.owner), inbox_of(cast.mate)) == ([], ["intake.dispatched"])


def test_who_sees_which_intake(cast, buyer):
    mine = dispatch(receive(cast.desk, customer_id=buyer.pk), cast.desk, cast.owner)
    unknown = receive(cast.desk)

    def seen(person):
        return set(queries.list_items(builders.person(person.pk)).values_list("pk", flat=True))

    assert seen(cast.desk) == {mine.pk, unknown.pk}
    assert seen(cast.owner) == seen(cast.head) == {mine.pk}
    assert seen(cast.mate) == seen(cast.stranger) == set()
    with pytest.raises(errors.NotFound):
        enter(mine, cast.stranger)


def test_obvious_errors_set_it_aside_until_a_person_takes_it_up(cast, buyer):
    assert receive(cast.desk, customer_code="no.such").state == State.SET_ASIDE
    odd = receive(cast.desk, customer_id=buyer.pk, rows=[{"product": "X", "quantity": "-2"}])
    assert (odd.state, "row 1" in odd.reason) == (State.SET_ASIDE, True)
    with pytest.raises(errors.WrongState):
        enter(odd, cast.desk)
    taken = operations.release_item(actor=cast.desk, item_id=odd.pk, at=AT)
    assert (taken.state, taken.reason) == (State.NEW, "")


def test_discarded_with_a_reason_and_taken_up_where_it_stood(cast):
    item = receive(cast.desk)
    with pytest.raises(errors.Invalid):
        operations.discard_item(actor=cast.desk, item_id=item.pk, reason=" ", at=AT)
    dispatch(item, cast.desk, cast.owner)
    gone = operations.discard_item(actor=cast.owner, item_id=item.pk, reason="advertising", at=AT)
    assert (gone.state, gone.reason, inbox_of(cast.owner)) == (State.DISCARDED, "advertising", [])
    assert operations.release_item(actor=cast.desk, item_id=item.pk, at=AT).state == State.DISPATCHED


def test_an_order_that_was_there_already_is_linked(cast, buyer):
    order = builders.make_draft(cast.owner, customer=buyer)
    item = receive(cast.desk)
    linked = operations.link_order(actor=cast.desk, item_id=item.pk, order_id=order.pk, at=AT + timedelta(hours=1))
    assert (linked.state, linked.order_id, linked.customer_id) == (State.DRAFTED, order.pk, buyer.pk)
    assert linked.time_to_entry == timedelta(0)
    other = receive(cast.desk, customer_id=builders.make_buyer(cast.owner).pk)
    with pytest.raises(errors.Conflict) as refused:
        operations.link_order(actor=cast.desk, item_id=other.pk, order_id=order.pk, at=AT)
    assert refused.value.code == "other_customer"


def test_it_is_entered_anew_only_when_its_order_is_void(cast, buyer):
    item = receive(cast.desk, customer_id=buyer.pk)
    order = enter(item, cast.desk)
    with pytest.raises(errors.WrongState):
        operations.release_item(actor=cast.desk, item_id=item.pk, at=AT)
    lifecycle.void_order(actor=cast.desk, order_id=order.pk, reason="entered twice", at=AT)
    assert operations.release_item(actor=cast.desk, item_id=item.pk, at=AT).order is None
    assert enter(item, cast.desk).pk != order.pk


def test_time_to_entry_and_lateness(cast, buyer):
    item = receive(cast.desk, customer_id=buyer.pk)
    later = AT + timedelta(hours=5)
    assert not item.is_late(AT) and item.is_late(later)
    assert queries.list_items(cast.desk).filter(queries.late(later)).count() == 1
    operations.enter_item(actor=cast.desk, item_id=item.pk, at=later)
    done = stored(item)
    assert (done.time_to_entry, done.was_late(), done.is_late(later)) == (timedelta(hours=5), True, False)


@pytest.mark.parametrize(("name", "content"), [("run.exe", b"MZ"), ("order.pdf", b"no pdf at all")])
def test_hostile_files_are_refused_or_named(cast, name, content):
    with pytest.raises(errors.Invalid):
        take(cast.desk, arrival(), files=[(name, ContentFile(content))])
    item = take(cast.desk, arrival(), files=[(name, ContentFile(content))], is_lenient=True).item
    assert [one["name"] for one in stored(item).refused_files] == [name]
    assert not collaboration.attachments_of("orders.intakeitem", item.pk).exists()


def test_what_must_hold_is_found_when_it_does_not(cast, buyer):
    item = receive(cast.desk, customer_id=buyer.pk)
    enter(item, cast.desk)
    rule = invariants.invariants["intake.entered"]
    assert not invariants.offenders(rule)
    IntakeItem.objects.filter(pk=item.pk).update(customer=None)
    assert invariants.offenders(rule)


def test_a_merged_draft_takes_what_it_was_entered_from_along(cast, buyer):
    kept = builders.make_draft(cast.owner, customer=buyer)
    file = ContentFile(b"%PDF-1.4 a scan", name="fax.pdf")
    item = take(
        cast.desk, sent(customer_code=buyer.code, rows=[{"product": make_product().code, "quantity": "2"}])
    ).item
    collaboration_operations.attach(
        actor=cast.desk, subject_type="orders.intakeitem", subject_id=item.pk, file=file, name="fax.pdf", kind="", at=AT
    )
    dispatch(item, cast.desk, cast.owner)
    order = enter(item, cast.owner)
    dividing.merge_orders(actor=cast.owner, order_id=kept.pk, other_ids=[order.pk], at=AT, is_agreed=True)
    assert (stored(item).order, stored(item).state) == (kept, State.DRAFTED)
    assert [one.pk for one in queries.of_order(cast.owner, kept)] == [item.pk]
    names = collaboration.attachments_seen(cast.owner, "orders.order", kept.pk).values_list("name", flat=True)
    assert list(names) == ["fax.pdf"]


def test_whose_number_it_is_and_who_called_is_told_only_to_who_may_know(cast, buyer, client):
    contact = buyer.contacts.first()
    call = {"sender": "李工程师", "sender_phone": "13911112222", "sender_mail": contact.email or "li@buyer.cn"}
    buyer.contacts.filter(pk=contact.pk).update(phone="13911112222")
    item = take(cast.desk, arrival(**call)).item
    assert (item.customer, item.customer_by) == (buyer, "MAIL")
    IntakeItem.objects.filter(pk=item.pk).update(salesperson=cast.stranger, state=State.DISPATCHED)
    client.force_login(cast.stranger)
    api = f"/api/v1/intake-items/{item.pk}/"
    told = client.get(api).json()
    assert (told["customer"], told["customer_by"]) == (None, "") and told["sender"] == "李工程师"
    for url in (f"/intake/{item.pk}/", f"/intake/?q={buyer.code}", f"/intake/?customer={buyer.code}", "/"):
        assert buyer.name not in client.get(url, follow=True).content.decode(), url
    client.force_login(cast.owner)
    IntakeItem.objects.filter(pk=item.pk).update(salesperson=cast.owner)
    assert client.get(api).json()["customer"] == buyer.code
    role, masked = Role.objects.get(code="sales"), {"effect": FieldRule.Effect.MASK}
    FieldRule.objects.update_or_create(role=role, field="customer.contact", defaults=masked)
    hidden = ("13911112222", "李工程师", call["sender_mail"])
    for url in (api, f"/intake/{item.pk}/", "/intake/", "/"):
        page = client.get(url).content.decode()
        assert not [one for one in hidden if one in page], url
    asked = Asked(QueryDict("open=true"), AT)
    file = "".join(map(str, exporting.open_intake(builders.person(cast.owner.pk), asked).rows()))
    assert not [one for one in hidden if one in file]
    assert not client.get("/api/v1/intake-items/?q=13911112222").json()["results"]
