"""Progress letters: drafted once from facts as the policy says, read over, sent exactly once (R182)."""

import copy
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import errors, outbox
from common.reference import seed_reference
from customers.cleaning import operations as cleaning
from orders.answers.communication import Asked, record_of
from orders.order.models import Order, OrderLine
from orders.service.letters import operations, queries
from orders.service.letters.models import ProgressLetter, ServicePolicy
from orders.tests import builders
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

LATER = AT + timedelta(days=14)


@pytest.fixture(scope="module")
def standing(once_a_file):
    return once_a_file(_make_order)


@pytest.fixture
def order(db, standing):
    return copy.deepcopy(standing)


def _make_order():
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, name="东海仪表")
    customer.contacts.create(name="李工", email="li@customer.example", is_default=True)
    product = products.make_product(stock=9)
    return builders.make_effective(cast.owner, customer=customer, lines=[builders.line(product, 2, "10")])


def draft(order, **more):
    return operations.draft_letter(
        actor=more.pop("actor", order.salesperson), customer_id=order.customer_id, at=AT, **more
    )


def test_the_companys_policy_is_seeded_once_and_what_was_changed_stays(db):
    company = ServicePolicy.objects.get(customer=None)
    admin = make_user("administrator")
    operations.save_policy(actor=admin, at=AT, version=company.version, visit_after=3, tells=["PAYMENT", "SHIPPED"])
    seed_reference(at=AT)
    company.refresh_from_db()
    assert (company.visit_after, company.tells) == (3, ["SHIPPED", "PAYMENT"])
    with pytest.raises(errors.Stale):
        operations.save_policy(actor=admin, at=AT, version=1, visit_after=5)
    with pytest.raises(errors.Invalid):
        operations.save_policy(actor=admin, at=AT, version=company.version, tells=["GOSSIP"])
    with pytest.raises(errors.NotAllowed):
        operations.save_policy(actor=make_user(), at=AT, visit_after=5)


def test_a_customer_has_a_policy_of_his_own_until_it_is_given_up(order):
    rep = order.salesperson
    own = operations.save_policy(actor=rep, customer_id=order.customer_id, at=AT, progress_every=7)
    assert (own.progress_every, own.visit_after) == (7, queries.company_policy().visit_after)
    assert queries.policy_of(order.customer_id) == own
    operations.drop_policy(actor=rep, customer_id=order.customer_id, at=AT, version=own.version)
    assert queries.policy_of(order.customer_id).customer_id is None
    with pytest.raises(errors.NotFound):
        operations.save_policy(actor=make_user(), customer_id=order.customer_id, at=AT, progress_every=7)


def test_the_machine_drafts_once_as_the_policy_says(order):
    assert operations.draft_due(at=LATER) == 0
    operations.save_policy(actor=order.salesperson, customer_id=order.customer_id, at=AT, progress_every=7)
    assert operations.draft_due(at=AT + timedelta(days=6)) == 0
    assert operations.draft_due(at=LATER) == 1
    assert operations.draft_due(at=LATER) == 0
    row = ProgressLetter.objects.get()
    assert (row.owner, list(row.orders.all())) == (order.salesperson, [order])
    operations.drop_letter(actor=order.salesperson, letter_id=row.pk, at=LATER)
    assert operations.draft_due(at=LATER) == 0
    assert operations.draft_due(at=LATER + timedelta(days=7)) == 1


def test_a_letter_says_what_comes_when_and_what_is_late_and_no_cost(order):
    OrderLine.objects.filter(order=order).update(promised_date=TODAY + timedelta(days=5), unit_cost="4321.99")
    row = draft(order)
    assert order.number in row.text
    assert f"{TODAY + timedelta(days=5)}" in row.text
    assert "4321" not in row.text
    operations.drop_letter(actor=order.salesperson, letter_id=row.pk, at=AT)
    new_day = TODAY + timedelta(days=9)
    OrderLine.objects.filter(order=order).update(work_end_date=new_day)
    late = draft(order)
    assert late.facts["orders"][0]["lines"][0]["state"] == "LATE"
    assert f"{new_day}" in late.text


def test_it_is_written_in_the_customers_language(order):
    assert "您的订单" in draft(order).subject
    ProgressLetter.objects.all().delete()
    type(order.customer).objects.filter(pk=order.customer_id).update(
        paper_language=order.customer.PaperLanguage.ENGLISH
    )
    assert "your orders" in draft(order).subject


def test_it_is_read_over_and_sent_exactly_once(order, mailoutbox):
    row = draft(order)
    rep = order.salesperson
    row = operations.change_letter(actor=rep, letter_id=row.pk, subject="进度", text="您好", at=AT, version=1)
    with pytest.raises(errors.Invalid):
        operations.send_letter(actor=rep, letter_id=row.pk, recipient="nobody", at=AT)
    operations.send_letter(actor=rep, letter_id=row.pk, recipient="li@customer.example", at=AT, version=2)
    for again in (
        lambda: operations.send_letter(actor=rep, letter_id=row.pk, recipient="li@customer.example", at=AT),
        lambda: operations.drop_letter(actor=rep, letter_id=row.pk, at=AT),
    ):
        with pytest.raises(errors.WrongState):
            again()
    for _ in range(2):
        outbox.relay(now=lambda: AT + timedelta(minutes=1))
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["li@customer.example"], "进度")
    assert mail.body.startswith("您好\n")
    assert any(one.text == "进度" for one in record_of(Asked(rep, order.customer_id)))


def test_only_who_looks_after_the_customer_and_sees_amounts_writes_to_him(order):
    with pytest.raises(errors.NotFound):
        draft(order, actor=make_user())
    with pytest.raises(errors.NotAllowed):
        draft(order, actor=make_user("warehouse"))
    row = draft(order)
    with pytest.raises(errors.WrongState):
        draft(order)
    assert not queries.list_letters(make_user()).exists()
    Order.objects.filter(pk=order.pk).update(signing="FULL")
    operations.drop_letter(actor=order.salesperson, letter_id=row.pk, at=AT)
    with pytest.raises(errors.WrongState):
        draft(order)


def test_letters_and_policies_follow_a_merge(order):
    row = draft(order)
    operations.save_policy(actor=order.salesperson, customer_id=order.customer_id, at=AT, progress_every=9)
    target = builders.make_buyer(order.salesperson, name="东海仪表有限公司")
    cleaning.merge_customers(actor=system_user(), source_id=order.customer_id, target_id=target.pk, at=AT)
    row.refresh_from_db()
    assert row.customer == target
    assert queries.policy_of(target.pk).progress_every == 9


def test_the_pages_draft_edit_send_and_refuse(order, client):
    client.force_login(order.salesperson)
    new = reverse("orders:progress-letter-new", args=[order.customer_id])
    assert client.get(new).status_code == 200
    for _ in range(2):
        assert client.post(new, {"nonce": "n1"}).status_code == 303
    row = ProgressLetter.objects.get()
    assert client.get(reverse("orders:progress-letter", args=[row.pk])).status_code == 200
    assert "东海仪表" in client.get(reverse("orders:progress-letters")).content.decode()
    edit, send = (reverse(f"orders:progress-letter-{name}", args=[row.pk]) for name in ("edit", "send"))
    assert client.get(edit).status_code == 200
    assert client.post(edit, {"subject": "进度", "text": "您好", "version": "1"}).status_code == 303
    assert client.post(send, {"recipient": "li@customer.example", "version": "1"}).status_code == 409
    assert client.post(send, {"recipient": "", "version": "2"}).status_code == 422
    assert client.post(send, {"recipient": "li@customer.example", "version": "2"}).status_code == 303
    policy = reverse("orders:customer-service-policy", args=[order.customer_id])
    assert client.get(policy).status_code == 200
    sent = {"tells": ["SHIPPED"], "progress_every": "14", "visit_after": "", "version": "0"}
    assert client.post(policy, {**sent, "version": "3"}).status_code == 409
    assert client.post(policy, sent).status_code == 303
    assert queries.policy_of(order.customer_id).progress_every == 14
    client.force_login(make_user("administrator"))
    company = reverse("orders:service-policy")
    assert client.get(company).status_code == 200
    version = queries.company_policy().version
    assert client.post(company, {**sent, "version": version}).status_code == 303
    assert client.post(company, {**sent, "progress_every": "7", "version": version}).status_code == 409
