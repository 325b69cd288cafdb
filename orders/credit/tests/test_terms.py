"""Payment terms by grade: proposed for new drafts, and a deviation is a risk that may need approval (R117, R223)."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from rest_framework.test import APIClient

from accounts.tests.builders import make_user
from common import settings
from common.models import Setting
from customers.credit import operations as credit
from customers.credit import terms
from customers.models import Customer
from customers.tests.builders import payment_term
from orders.lifecycle import operations as lifecycle
from orders.lifecycle.approving import signs_of
from orders.tests.builders import AT, fresh, make_buyer, make_draft, make_order_cast

pytestmark = pytest.mark.django_db
TABLE = {"A": {"allowed": ["MONTHLY30", "PREPAID"]}, "NONE": {"allowed": ["PREPAID"], "default": "PREPAID"}}


@pytest.fixture
def table():
    Setting.objects.create(key=terms.SETTING, value=TABLE)
    settings.forget()
    yield
    Setting.objects.all().delete()
    settings.forget()


def graded(customer, grade):
    Customer.objects.filter(pk=customer.pk).update(credit_grade=grade)
    return customer


def term_of(order):
    return fresh(order).payment_term.code


def test_a_draft_takes_the_customers_own_terms_where_his_grade_allows_them(table):
    owner = make_order_cast().owner
    assert term_of(make_draft(owner, customer=graded(make_buyer(owner), "A"))) == "MONTHLY30"
    assert term_of(make_draft(owner, customer=make_buyer(owner))) == "PREPAID"
    assert term_of(make_draft(owner, customer=graded(make_buyer(owner), "D"))) == "MONTHLY30"  # says nothing of D
    head = graded(make_buyer(owner), "A")
    assert term_of(make_draft(owner, customer=make_buyer(owner, group=head))) == "MONTHLY30"


def test_other_terms_are_a_risk_that_is_kept_with_the_order(table):
    owner = make_order_cast().owner
    monthly = payment_term("MONTHLY30").pk
    off = make_draft(owner, customer=make_buyer(owner), payment_term_id=monthly)
    fine = make_draft(owner, customer=graded(make_buyer(owner), "A"), payment_term_id=monthly)
    for order, risks in ((off, {"terms_off_grade"}), (fine, set())):
        lifecycle.submit_order(actor=owner, order_id=order.pk, at=AT)
        assert signs_of(fresh(order)) & {"terms_off_grade"} == risks


@pytest.fixture
def asking():
    Setting.objects.create(key=terms.SETTING, value={"D": {"asks_security": True}})
    settings.forget()
    yield
    Setting.objects.all().delete()
    settings.forget()


def test_a_poor_grade_asks_for_a_guarantee_or_an_advance(asking, client):
    owner, finance = make_order_cast().owner, make_user("finance")

    def signs(customer, term="MONTHLY30"):
        order = make_draft(owner, customer=customer, payment_term_id=payment_term(term).pk)
        lifecycle.submit_order(actor=owner, order_id=order.pk, at=AT)
        return signs_of(fresh(order)) & {"no_security"}

    head = graded(make_buyer(owner), "D")
    member = make_buyer(owner, group=head)
    assert signs(member) == signs(head) == {"no_security"}
    assert signs(head, "ADVANCE30") == signs(graded(make_buyer(owner), "C")) == signs(make_buyer(owner)) == set()
    client.force_login(finance)
    standing = f"/api/v1/credit-standings/{member.code}/"
    words = "asks for a guarantee or an advance payment"
    assert client.get(standing).json()["asks_guarantee"] is True
    assert words in client.get(reverse("orders:customer-credit", args=[member.pk])).text
    given = credit.add_guarantee(
        actor=finance,
        customer_id=head.pk,
        kind="BANK",
        amount=Decimal(1000),
        guarantor="银行",
        valid_from=date(2020, 1, 1),
        valid_until=None,
        notes="",
        at=AT,
    )
    assert signs(member) == {"no_security"}, "nobody checked its papers yet"
    credit.decide_guarantee(actor=make_user("executive"), guarantee_id=given.pk, is_approved=True, at=AT)
    assert signs(member) == signs(head) == set()
    assert client.get(standing).json()["asks_guarantee"] is False
    assert words not in client.get(reverse("orders:customer-credit", args=[member.pk])).text


def test_another_system_reads_and_changes_what_grades_mean(table):
    place, admin = "/api/v1/credit-terms/", APIClient()
    admin.force_authenticate(make_user("administrator"))
    body = {"grades": [{"grade": "D", "allowed": ["COD", "PREPAID"], "default": "COD"}, {"grade": "A", "allowed": []}]}
    answer = admin.post(place, body, format="json", headers={"Idempotency-Key": "g1"})
    assert answer.status_code == 200, answer.content
    body = {"grades": [{"grade": "D", "asks_security": True}]}
    rows = admin.post(place, body, format="json", headers={"Idempotency-Key": "g2"}).json()
    assert rows == admin.get(place).json()
    assert Setting.objects.get(key=terms.SETTING).value == {
        "D": {"allowed": ["COD", "PREPAID"], "default": "COD", "asks_security": True},
        "NONE": {"allowed": ["PREPAID"], "default": "PREPAID"},
    }
    wrong = {"grades": [{"grade": "D", "default": "MONTHLY30"}]}
    assert admin.post(place, wrong, format="json", headers={"Idempotency-Key": "g3"}).status_code == 400
    admin.force_authenticate(make_user("finance"))
    assert admin.get(place).status_code == 403
    assert admin.post(place, body, format="json", headers={"Idempotency-Key": "g4"}).status_code == 403


def test_without_a_table_nothing_changes():
    owner = make_order_cast().owner
    assert term_of(make_draft(owner)) == "MONTHLY30"


@pytest.mark.parametrize(
    "value",
    [
        {"E": {}},
        {"A": {"allowed": ["NO"]}},
        {"A": {"allowed": ["PREPAID"], "default": "COD"}},
        {"A": {"default": "X"}},
        {"D": {"asks_security": "no"}},
    ],
)
def test_the_table_makes_sense(value):
    assert terms.fault_of(value)


def test_the_table_is_edited_in_the_console(client):
    client.force_login(make_user("administrator"))
    url = reverse("admin:credit-terms")
    try:
        assert client.get(url).status_code == 200
        assert client.post(url, {"A.allowed": ["PREPAID"], "A.default": "COD", "shown": "{}"}).status_code == 422
        assert client.post(url, {"A.allowed": ["PREPAID", "COD"], "A.default": "COD", "shown": "{}"}).status_code == 303
        assert Setting.objects.get(key=terms.SETTING).value == {"A": {"allowed": ["COD", "PREPAID"], "default": "COD"}}
    finally:
        Setting.objects.all().delete()
        settings.forget()
