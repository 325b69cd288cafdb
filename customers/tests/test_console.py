"""Master data in the console goes through the operations."""

import pytest
from django.urls import reverse

from accounts.tests.builders import make_user
from common.models import Currency, Event
from common.tests.browser_form import fields_of
from customers.models import Carrier, Customer, PaymentTerm
from customers.tests.builders import make_customer, payment_term

pytestmark = pytest.mark.django_db


def url(model, page="changelist", *args):
    return reverse(f"admin:{model}_{page}", args=args)


@pytest.fixture
def admin(client):
    user = make_user("administrator")
    client.force_login(user)
    return user


def test_who_may_not_enter_the_console_sees_no_list(client):
    client.force_login(make_user("sales"))
    assert client.get(url("customers_customer")).status_code in (302, 403)


def test_a_customer_is_changed_through_its_operation(client, admin):
    customer = make_customer(name="旧名")
    assert client.get(url("customers_customer")).status_code == 200
    page = client.get(url("customers_customer", "change", customer.pk))
    sent = fields_of(page, "customer_form")
    answer = client.post(url("customers_customer", "change", customer.pk), sent | {"name": "新名"})
    assert answer.status_code == 302
    customer.refresh_from_db()
    assert (customer.name, customer.version, customer.name_key) == ("新名", 2, "xinming")
    assert Event.objects.filter(kind="customer.changed", subject_id=customer.pk, actor_id=admin.pk).exists()


def test_what_the_operation_refuses_stands_in_the_form(client, admin):
    customer = make_customer()
    page = client.get(url("customers_customer", "change", customer.pk))
    sent = fields_of(page, "customer_form")
    answer = client.post(url("customers_customer", "change", customer.pk), sent | {"bill_to": customer.pk})
    assert answer.status_code == 200
    assert "bill_to" in answer.context["adminform"].form.errors


def test_nothing_is_deleted_here(client, admin):
    assert client.post(url("customers_customer", "delete", make_customer().pk)).status_code == 403
    assert Customer.objects.count() == 1


def test_a_carrier_and_a_currency_are_added(client, admin):
    sent = {"code": "SF", "name": "顺丰", "is_active": "on"}
    assert client.post(url("customers_carrier", "add"), sent).status_code == 302
    assert Carrier.objects.get().name == "顺丰"
    sent = {"code": "THB", "name": "泰铢", "symbol": "฿", "is_active": "on"}
    assert client.post(url("common_currency", "add"), sent).status_code == 302
    assert Currency.objects.filter(pk="THB").exists()


def test_a_payment_term_is_saved_with_its_rows(client, admin):
    term = payment_term("COD")
    row = term.rows.get()
    sent = {
        "version": "1",
        "code": "COD",
        "name": "货到付款",
        "is_active": "on",
        "rows-TOTAL_FORMS": "2",
        "rows-INITIAL_FORMS": "1",
        "rows-0-id": row.pk,
        "rows-0-term": term.pk,
        "rows-0-percent": "60",
        "rows-0-basis": "SIGN",
        "rows-0-days": "0",
        "rows-0-control": "NONE",
        "rows-0-allowed_shortfall": "0",
        "rows-1-term": term.pk,
        "rows-1-percent": "40",
        "rows-1-basis": "INVOICE",
        "rows-1-days": "30",
        "rows-1-control": "NONE",
        "rows-1-allowed_shortfall": "0",
    }
    assert client.post(url("customers_paymentterm", "change", term.pk), sent).status_code == 302
    assert [found.percent for found in PaymentTerm.objects.get(pk=term.pk).rows.all()] == [60, 40]
    assert (
        client.post(
            url("customers_paymentterm", "change", term.pk), sent | {"rows-INITIAL_FORMS": "0", "rows-1-percent": "30"}
        ).status_code
        == 200
    )


def test_finance_may_enter_no_carrier(client):
    client.force_login(make_user(roles=["finance", "administrator"]))
    assert client.get(url("customers_carrier", "add")).status_code == 200
    client.force_login(make_user("finance"))
    assert client.get(url("customers_carrier", "add")).status_code in (302, 403)


def test_a_page_that_stood_open_overwrites_nothing(client, admin):
    customer = make_customer(notes="原")
    page = url("customers_customer", "change", customer.pk)
    stale, fresh = (fields_of(client.get(page), "customer_form") for _ in range(2))
    assert client.post(page, fresh | {"bank_account": "6222"}).status_code == 302
    assert client.post(page, stale | {"notes": "我的"}).status_code == 200
    customer.refresh_from_db()
    assert (customer.bank_account, customer.notes) == ("6222", "原")
