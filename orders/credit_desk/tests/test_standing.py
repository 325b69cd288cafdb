"""A customer's standing: terms with what stands behind them, rights kept; grades by night; over page and API."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.people.queries import system_user
from accounts.tests.builders import make_user
from common import settings
from common.models import Setting
from customers import operations as customers
from customers.credit.models import CreditGrading
from customers.models import Customer
from customers.tests.builders import payment_term
from orders.credit_desk import history, operations, queries, rules
from orders.exceptions import operations as exceptions
from orders.fulfilment import operations as fulfilment
from orders.settlement import operations as settlement
from orders.settlement.models import PlanRow
from orders.tests.builders import (
    AT,
    TODAY,
    line,
    lines_of,
    make_buyer,
    make_draft,
    make_effective,
    make_order_cast,
    make_submitted,
)
from products.tests.builders import make_product

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def cast():
    return make_order_cast()


@pytest.fixture
def finance():
    return make_user("finance")


def with_limit(customer, **changes):
    version = Customer.objects.get(pk=customer.pk).version
    return customers.set_credit(actor=system_user(), customer_id=customer.pk, version=version, changes=changes, at=AT)


def shipped(cast, customer, quantity=4, of=10):
    order = make_effective(cast.owner, customer=customer, lines=[line(make_product(stock=100), of)])
    keeper = make_user("warehouse")
    document = fulfilment.draft_outbound(actor=keeper, lines=[(lines_of(order)[0].pk, D(quantity))], at=AT)
    fulfilment.audit_outbound(actor=keeper, document_id=document.pk, at=AT)
    return order


def pay(finance, order, day):
    row = PlanRow.objects.get(order=order)
    at = AT + timedelta(days=(day - TODAY).days)
    receipt = settlement.record_receipt(
        actor=finance, customer_id=order.customer_id, amount=row.amount, received_date=day, at=at
    )
    settlement.allocate_oldest_first(actor=finance, receipt_id=receipt.pk, at=at)


def test_each_term_says_what_stands_behind_it_and_masks_what_is_not_ones_own(cast, finance):
    head = make_buyer(cast.owner)
    member = make_buyer(cast.stranger, group=head)
    mine, other = shipped(cast, head), make_submitted(cast.stranger, customer=member)
    receipt = settlement.record_receipt(actor=finance, customer_id=head.pk, amount=D(300), received_date=TODAY, at=AT)
    found = queries.standing(finance, head, TODAY).terms
    assert {one.number: one.amount for one in found["on_order"].documents} == {other.number: 1000, mine.number: 600}
    assert [(one.number, one.amount) for one in found["shipped"].documents] == [(mine.number, 400)]
    assert [(one.number, one.amount) for one in found["received"].documents] == [(receipt.number, 300)]
    assert all(term.rest == 0 for term in found.values())
    seen = queries.standing(cast.owner, head, TODAY).terms["on_order"].documents
    assert [(one.number, one.customer, one.amount) for one in seen] == [
        ("", "", 1000),
        (mine.number, head.name, 600),
    ]
    assert queries.standing(make_user("warehouse"), head, TODAY) is None


def test_the_standing_over_the_page_and_the_api(client, cast, finance):
    customer = make_buyer(cast.owner)
    order = shipped(cast, customer)
    with_limit(customer, credit_limit=D(1200), credit_order_cap=D(150))
    draft = make_draft(cast.owner, customer=customer)
    client.force_login(finance)
    page = client.get(reverse("orders:customer-credit", args=[customer.pk])).text
    assert order.number in page and "Largest safe order today" in page
    found = client.get(f"/api/v1/credit-standings/{customer.code}/").json()
    assert (found["result"], found["headroom"], found["largest_safe_order"]) == ("WATCH", "200.00", "150.00")
    assert found["terms"]["shipped"]["documents"][0]["number"] == order.number
    told = client.get(f"/api/v1/order-credit/{draft.reference}/").json()
    assert (told["passes"], told["reason"], told["over"], told["exposure"]) == (False, "order_cap", "850.00", "2000.00")
    page = client.get(reverse("orders:order-credit", args=[draft.reference])).text
    assert "850" in page and reverse("orders:special-request", args=[draft.reference]) in page
    client.force_login(make_user("warehouse"))
    assert client.get(f"/api/v1/credit-standings/{customer.code}/").status_code == 403
    assert "850" not in client.get(reverse("orders:order-credit", args=[draft.reference])).text


def test_payments_are_read_from_plans_and_receipts_and_what_an_exception_disputes_is_disputed(cast, finance):
    customer = make_buyer(cast.owner, payment_term=payment_term("MONTHLY30"))
    orders = [shipped(cast, customer, of=4) for _n in range(3)]
    due = PlanRow.objects.get(order=orders[0]).due_date
    for late, order in zip((0, 10), orders, strict=False):
        pay(finance, order, due + timedelta(days=late))
    exceptions.raise_case(
        actor=system_user(),
        order_id=orders[0].pk,
        kind="COMPLAINT",
        severity="SERIOUS",
        description="少发",
        disputed_amount=D(100),
        at=AT,
    )
    on = due + timedelta(days=30)
    found = history.payments_of(customer.pk, on, 24)
    assert [(one.days_late(on), one.amount, one.disputed) for one in found] == [
        (0, 400, True),
        (10, 400, False),
        (30, 400, False),
    ]
    (one,) = [one for one in history.of_all(on, 24) if one.holder_id == customer.pk]
    assert list(one.payments) == found
    standing = queries.standing(finance, customer, on)
    assert (standing.habit, standing.score.payments) == (5, 3)


def test_the_night_proposes_grades_once_or_gives_them_by_rule(cast, finance):
    customer = make_buyer(cast.owner, payment_term=payment_term("MONTHLY30"))
    for _n in range(3):
        order = shipped(cast, customer, of=4)
        due = PlanRow.objects.get(order=order).due_date
        pay(finance, order, due)
    at = AT + timedelta(days=(due - TODAY).days + 1)
    assert operations.grade_customers(at=at) == 1
    assert operations.grade_customers(at=at) == 0
    grading = CreditGrading.objects.get()
    assert (grading.grade, grading.state, grading.score) == ("A", "PROPOSED", 95)
    assert [part["name"] for part in grading.parts] == ["days_late", "share_late", "trend", "disputes"]
    Setting.objects.create(key=rules.BY_RULE, value=True)
    settings.forget()
    try:
        assert operations.grade_customers(at=at) == 1
        assert Customer.objects.get(pk=customer.pk).credit_grade == "A"
        assert operations.grade_customers(at=at) == 0
    finally:
        Setting.objects.all().delete()
        settings.forget()


def test_the_rules_are_edited_in_the_console(client):
    client.force_login(make_user("administrator"))
    url = reverse("admin:credit-score")
    sent = {name: f"{figure.normalize():f}" for name, figure in rules.present().items()}
    try:
        assert client.get(url).status_code == 200
        assert client.post(url, {**sent, "grades.B": "90", "shown": "{}"}).status_code == 422
        assert client.post(url, {**sent, "points.trend": "20", "shown": "{}"}).status_code == 303
        settings.forget()
        assert rules.rules().points["trend"] == 20
        assert Setting.objects.get(key=rules.SETTING).value == {"points.trend": "20"}
        place, keys = "/api/v1/credit-score-rules/", {"Idempotency-Key": "s1"}
        row = {"name": "points.trend", "value": "20", "shipped": "10", "least": 0, "most": 100}
        assert row in client.get(place).json()
        body = {"figures": [{"name": "months", "value": "12"}]}
        assert client.post(place, body, "application/json", headers=keys).status_code == 200
        assert Setting.objects.get(key=rules.SETTING).value == {"points.trend": "20", "months": "12"}
        for key, wrong in (("s2", {"name": "months", "value": "0"}), ("s3", {"name": "grades.B", "value": "90"})):
            refused = client.post(place, {"figures": [wrong]}, "application/json", headers={"Idempotency-Key": key})
            assert refused.status_code == 400, wrong
        client.force_login(make_user("finance"))
        assert client.get(place).status_code == 403
    finally:
        Setting.objects.all().delete()
        settings.forget()
