"""Contacts with customers: planned for a day, held once with an outcome, the next agreed in it (R185, R188)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.collaboration.models import Notification
from accounts.handover import operations as handover
from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import errors
from common.models import Event
from customers.cleaning import operations as cleaning
from customers.voice import operations as voice
from orders.answers.communication import Asked, record_of
from orders.service.contacts import operations, queries
from orders.service.contacts.models import FollowUp
from orders.service.letters.models import ServicePolicy
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def cast(db):
    return builders.make_order_cast()


@pytest.fixture
def customer(cast):
    return builders.make_buyer(cast.owner, name="东海仪表")


def plan(actor, customer, **more):
    entries = {"subject": "了解校准情况", "due_date": TOMORROW, "at": AT, **more}
    return operations.plan_contact(actor=actor, customer_id=customer.pk, **entries)


def hold(actor, row, **more):
    entries = {"outcome": "CONTENT", "words": "一切正常", "at": AT, **more}
    return operations.hold_contact(actor=actor, follow_up_id=row.pk, **entries)


def test_a_contact_is_planned_held_and_the_next_one_agreed_in_the_same_go(cast, customer):
    row = plan(cast.owner, customer, plan="何时到期？")
    wanted = operations.Next(TODAY + timedelta(days=30), plan="带校准证书")
    row = hold(cast.owner, row, version=row.version, next_contact=wanted)
    assert (row.state, row.outcome, row.done_by, row.held_at) == ("DONE", "CONTENT", cast.owner, AT)
    following = FollowUp.objects.get(follows=row)
    assert (following.state, following.owner, following.subject) == ("PLANNED", cast.owner, row.subject)
    kinds = set(Event.objects.filter(subject_id=customer.pk).values_list("kind", flat=True))
    assert {"customer.contact_planned", "customer.contact_held"} <= kinds
    with pytest.raises(errors.WrongState):
        hold(cast.owner, row)


def test_of_anothers_customer_nothing_is_seen_or_done(cast, customer):
    row = plan(cast.owner, customer)
    stranger = make_user()
    assert not queries.list_contacts(stranger).exists()
    for attempt in (lambda: plan(stranger, customer), lambda: hold(stranger, row)):
        with pytest.raises(errors.NotFound):
            attempt()
    reader = make_user("warehouse")  # sees customers, looks after none
    assert queries.list_contacts(reader).count() == 1
    for attempt in (lambda: plan(reader, customer), lambda: hold(reader, row)):
        with pytest.raises(errors.NotAllowed):
            attempt()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"due_date": None}, "due_date"),
        ({"due_date": TODAY - timedelta(days=1)}, "due_date"),
        ({"purpose": "PARTY"}, "purpose"),
        ({"contact_id": 999_999}, "contact"),
    ],
)
def test_what_cannot_be_planned_is_named_by_field(cast, customer, fields, field):
    with pytest.raises(errors.Invalid) as refused:
        plan(cast.owner, customer, **fields)
    assert field in refused.value.fields


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"words": " "}, "words"),
        ({"held_at": AT + timedelta(hours=1)}, "held_at"),
        ({"outcome": "AGAIN"}, "next_date"),
    ],
)
def test_what_cannot_be_held_is_named_by_field_and_leaves_it_planned(cast, customer, fields, field):
    row = plan(cast.owner, customer)
    with pytest.raises(errors.Invalid) as refused:
        hold(cast.owner, row, **fields)
    assert field in refused.value.fields
    row.refresh_from_db()
    assert row.state == "PLANNED"


def test_somebody_not_reached_needs_no_words(cast, customer):
    assert hold(cast.owner, plan(cast.owner, customer), outcome="NOT_REACHED", words="").state == "DONE"


def test_what_nobody_planned_is_written_down_as_held(cast, customer):
    row = operations.write_down_contact(
        actor=cast.owner,
        customer_id=customer.pk,
        subject="来电询价",
        side="IN",
        outcome="ORDER_COMING",
        words="要三台",
        at=AT,
    )
    assert (row.state, row.side, row.due_date) == ("DONE", "IN", None)


def test_a_contact_changes_moves_and_is_dropped_with_a_reason(cast, customer):
    row = plan(cast.owner, customer)
    row = operations.change_contact(
        actor=cast.owner, follow_up_id=row.pk, version=1, at=AT, due_date=TODAY, subject="改期"
    )
    assert (row.due_date, row.subject, row.version) == (TODAY, "改期", 2)
    with pytest.raises(errors.Stale):
        operations.change_contact(actor=cast.owner, follow_up_id=row.pk, version=1, at=AT, subject="另一个")
    with pytest.raises(errors.Invalid):
        operations.move_contact(actor=cast.owner, follow_up_id=row.pk, owner_id=make_user().pk, at=AT)
    desk = make_user("order_desk")
    row = operations.move_contact(actor=cast.owner, follow_up_id=row.pk, owner_id=desk.pk, at=AT)
    assert row.owner == desk
    assert Notification.objects.filter(user=desk, kind="customer.contact").exists()
    with pytest.raises(errors.Invalid):
        operations.drop_contact(actor=desk, follow_up_id=row.pk, reason=" ", at=AT)
    row = operations.drop_contact(actor=desk, follow_up_id=row.pk, reason="客户已来电", at=AT)
    assert (row.state, row.words) == ("DROPPED", "客户已来电")
    with pytest.raises(errors.WrongState):
        hold(cast.owner, row)


def test_contacts_follow_a_merge_and_a_hand_over(cast, customer):
    row = plan(cast.owner, customer)
    target = builders.make_buyer(cast.owner, name="东海仪表有限公司")
    cleaning.merge_customers(actor=system_user(), source_id=customer.pk, target_id=target.pk, at=AT)
    row.refresh_from_db()
    assert row.customer == target
    desk = make_user("order_desk")
    handover.hand_over(actor=make_user("administrator"), from_user_id=cast.owner.pk, to_user_id=desk.pk, at=AT)
    row.refresh_from_db()
    assert row.owner == desk


def test_the_record_says_all_in_one_line_of_time_as_the_reader_may_see_it(
    cast, customer, django_assert_max_num_queries
):
    order = builders.make_effective(cast.owner, customer=customer)
    hold(cast.owner, plan(cast.owner, customer, order_id=order.pk, contact_name="李工程师"))
    hold(cast.owner, plan(cast.owner, customer, contact_name="李工程师"))
    voice.add_note(
        actor=cast.owner, customer_id=customer.pk, kind="FEEDBACK", text="箱子好", order_number=order.number, at=AT
    )
    assert len(record_of(Asked(cast.owner, customer.pk))) == 3
    assert len(record_of(Asked(cast.owner, customer.pk, order.pk, order.number))) == 2
    with django_assert_max_num_queries(20):
        record_of(Asked(cast.owner, customer.pk))
    masked = [one.note for one in record_of(Asked(make_user("warehouse"), customer.pk))]
    assert masked and not any("李工程师" in one for one in masked)
    assert record_of(Asked(make_user(), customer.pk)) == []


@pytest.fixture
def signed(cast, customer):
    order = builders.make_effective(
        cast.owner, customer=customer, lines=[builders.line(products.make_product(stock=9), 2, "10")]
    )
    flow.sign(flow.make_shipped(order, 2, ship_date=TODAY), signed_date=TODAY)
    order.refresh_from_db()
    return order


def test_a_return_visit_is_planned_once_as_the_policy_says(signed):
    company, _made = ServicePolicy.objects.get_or_create(customer=None)
    ServicePolicy.objects.filter(pk=company.pk).update(visit_after=None)
    later = AT + timedelta(days=7)
    assert operations.plan_due_visits(at=later) == 0
    ServicePolicy.objects.filter(pk=company.pk).update(visit_after=7)
    assert operations.plan_due_visits(at=AT + timedelta(days=6)) == 0
    own = ServicePolicy.objects.create(customer=signed.customer, visit_after=None)
    assert operations.plan_due_visits(at=later) == 0
    own.delete()
    assert operations.plan_due_visits(at=later) == 1
    assert operations.plan_due_visits(at=later) == 0
    row = FollowUp.objects.get()
    assert (row.purpose, row.owner, row.order, row.source_key) == (
        "VISIT",
        signed.salesperson,
        signed,
        f"visit:{signed.pk}",
    )
    operations.drop_contact(actor=signed.salesperson, follow_up_id=row.pk, reason="已电话回访", at=later)
    assert operations.plan_due_visits(at=later) == 0


def test_the_list_shows_mine_by_day_and_its_statements_do_not_grow(cast, customer, client, django_assert_num_queries):
    client.force_login(cast.owner)
    page = reverse("orders:follow-up-list")
    plan(cast.owner, customer)
    client.get(page)

    def statements():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(page).status_code == 200
        return len(seen)

    one = statements()
    for number in range(5):
        plan(cast.owner, customer, subject=f"第{number}次")
    assert statements() == one
    assert "第4次" in client.get(page).content.decode()
    for view in ("late", "today", "week", "later"):
        assert client.get(page, {"mine": "true", "when": view}).status_code == 200


def test_the_dialogs_plan_hold_and_refuse(cast, customer, client):
    client.force_login(cast.owner)
    new = f"{reverse('orders:follow-up-new')}?customer={customer.pk}"
    assert 'name="nonce"' in client.get(new).content.decode()
    sent = {"subject": "电话回访", "purpose": "CARE", "way": "PHONE", "due_date": "2099-01-05", "nonce": "n1"}
    for _ in range(2):  # the same form twice plans once
        assert client.post(new, sent).status_code == 303
    row = FollowUp.objects.get()
    held = reverse("orders:follow-up-hold", args=[row.pk])
    assert client.get(held).status_code == 200
    entries = {"outcome": "REACHED", "way": "PHONE", "version": "1", "next_date": "2099-02-05"}
    assert client.post(held, entries).status_code == 422  # no words
    assert client.post(held, {**entries, "words": "可以"}).status_code == 303
    assert client.post(held, {**entries, "words": "可以"}).status_code == 409
    following = FollowUp.objects.get(follows=row)
    detail = client.get(reverse("orders:follow-up-detail", args=[following.pk])).content.decode()
    assert "电话回访" in detail
    for name, entries in (
        ("change", {"subject": "改", "purpose": "CARE", "way": "VISIT", "due_date": "2099-03-05", "version": "1"}),
        ("move", {"owner": str(cast.owner.pk), "version": "2"}),
        ("drop", {"reason": "不需要", "version": "2"}),
    ):
        url = reverse(f"orders:follow-up-{name}", args=[following.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, entries).status_code == 303, name
    panel = client.get(reverse("orders:panel-customer-communication", args=[customer.pk]))
    assert "电话回访" in panel.content.decode()
    tab = f"{reverse('customers:customer-detail', args=[customer.pk])}?tab=communication"
    assert client.get(tab).status_code == 200
    written = f"{reverse('orders:follow-up-write')}?customer={customer.pk}"
    assert client.get(written).status_code == 200
    client.force_login(make_user())
    assert client.get(held).status_code == 404


def test_the_order_page_has_its_own_record(cast, customer, client):
    order = builders.make_effective(cast.owner, customer=customer)
    client.force_login(cast.owner)
    operations.plan_contact(actor=cast.owner, order_id=order.pk, subject="告知进度", due_date=TOMORROW, at=AT)
    page = reverse("orders:order-communication", args=[order.number])
    assert "告知进度" in client.get(page).content.decode()
    assert page in client.get(reverse("orders:order-detail", args=[order.number])).content.decode()
