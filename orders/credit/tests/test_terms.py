"""Payment terms by grade: proposed for new drafts, and a deviation is a risk that may need approval (R117, R223)."""

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from common import settings
from common.models import Setting
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


def test_without_a_table_nothing_changes():
    owner = make_order_cast().owner
    assert term_of(make_draft(owner)) == "MONTHLY30"


@pytest.mark.parametrize(
    "value",
    [{"E": {}}, {"A": {"allowed": ["NO"]}}, {"A": {"allowed": ["PREPAID"], "default": "COD"}}, {"A": {"default": "X"}}],
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
