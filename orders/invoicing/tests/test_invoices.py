"""Invoices: never more than was delivered, equal to the cent however they are cut, taken back in full (R224)."""

from datetime import date, timedelta
from decimal import Decimal as D

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from common import settings as company
from common.models import Setting
from customers.models import PaymentTerm, PaymentTermRow
from orders.completeness import operations as completeness
from orders.fulfilment import operations as fulfilment
from orders.invoicing import operations, queries
from orders.invoicing.models import Invoice
from orders.lifecycle import operations as lifecycle
from orders.order.models import Order
from orders.returns.rules import Decision
from orders.returns.tests import builders as returning
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from orders.tests.page_builders import Browser
from orders.tests.racing import race
from products.tests import builders as products


@pytest.fixture
def order(db):
    """Three pieces for 100.00 in all: no cent divides."""
    return three_pieces()


def three_pieces(**header):
    cast = builders.make_order_cast()
    term = PaymentTerm.objects.create(code="INV", name="30 days after the invoice")
    PaymentTermRow.objects.create(term=term, sequence=1, percent=D(100), basis="INVOICE", days=30)
    customer = builders.make_buyer(cast.owner, payment_term=term, name="东海仪表", tax_number="91330")
    lines = [builders.line(products.make_product(stock=100), 3, "33.3333")]
    return builders.make_effective(cast.owner, customer=customer, lines=lines, **header)


def draft(order, quantity, line=0, **more):
    line = builders.lines_of(order)[line]
    return operations.draft_invoice(actor=people.system_user(), lines=[(line.pk, D(quantity))], at=AT, **more)


def issue(invoice, **more):
    return operations.issue_invoice(actor=people.system_user(), invoice_id=invoice.pk, at=AT, **more)


def reverse(invoice, lines=None, **more):
    return operations.reverse_invoice(
        actor=people.system_user(), invoice_id=invoice.pk, reason="退货", lines=lines, at=AT, **more
    )


def in_advance():
    Setting.objects.create(key="invoicing.in_advance", value=True)
    company.forget()


def test_what_is_not_delivered_is_not_invoiced(order):
    with pytest.raises(errors.Invalid) as refused:
        draft(order, 1)
    assert refused.value.code == "over_invoiced"
    flow.make_shipped(order, 2)
    draft(order, 1)
    with pytest.raises(errors.Invalid):
        draft(order, 2)  # the other draft holds one
    in_advance()
    assert draft(order, 2).amount > 0, "the setting lets goods be invoiced ahead"
    company.forget()


def test_the_invoices_of_a_line_sum_to_its_amount_and_tax_however_they_are_cut(order):
    flow.make_shipped(order)
    line = builders.lines_of(order)[0]
    made = [issue(draft(order, 1)) for _ in range(3)]
    assert sorted(one.amount for one in made) == [D("33.33"), D("33.33"), D("33.34")]
    assert (sum(one.amount for one in made), sum(one.tax for one in made)) == (line.amount, line.tax)
    assert [one.number for one in made] == [f"IV20261120-000{n}" for n in (1, 2, 3)]
    after = builders.fresh(order)
    assert (after.invoicing, after.invoiced_amount) == ("FULL", D(100))
    assert flow.broken_invariants() == {}


def test_the_invoice_dates_the_plan_and_moves_the_exposure(order):
    from orders.credit import exposure

    flow.make_shipped(order)
    before = exposure.terms_of(builders.fresh(order), builders.lines_of(order))
    assert (before.shipped, before.invoiced, builders.fresh(order).next_due_date) == (D(100), D(0), None)
    invoice = issue(draft(order, 3), invoice_date=date(2026, 11, 18))
    after = exposure.terms_of(builders.fresh(order), builders.lines_of(order))
    assert (after.shipped, after.invoiced) == (D(0), D(100))
    assert builders.fresh(order).next_due_date == date(2026, 11, 18) + timedelta(days=30)
    operations.void_invoice(actor=people.system_user(), invoice_id=invoice.pk, reason="抬头错", at=AT)
    assert builders.fresh(order).next_due_date is None
    assert flow.broken_invariants() == {}


def test_several_orders_of_a_customer_stand_on_one_invoice_and_freight_once(order):
    second = builders.make_effective(
        order.salesperson,
        customer=order.customer,
        lines=[builders.line(products.make_product(stock=10), 2, 50)],
        freight=D("11.30"),
    )
    for one in (order, second):
        flow.make_shipped(one)
    lines = [(builders.lines_of(order)[0].pk, D(3)), (builders.lines_of(second)[0].pk, D(2))]
    both = operations.draft_invoice(actor=people.system_user(), lines=lines, freight_of=[second.pk], at=AT)
    assert (both.amount, both.title, both.tax_number) == (D("211.30"), "东海仪表", "91330")
    assert [one.line_no if one.line_no else "freight" for one in _parts(both)] == [1, 1, "freight"]
    issue(both)
    assert {builders.fresh(one).invoicing for one in (order, second)} == {"FULL"}
    assert queries.freight_open({second.pk: second}) == {}
    assert flow.broken_invariants() == {}


def _parts(invoice):
    for part in queries.lines_of(invoice):
        part.line_no = part.order_line.line_no if part.order_line else None
        yield part


def test_orders_of_two_customers_or_currencies_share_no_invoice(order):
    other = builders.make_effective(order.salesperson)
    for one in (order, other):
        flow.make_shipped(one)
    lines = [(builders.lines_of(one)[0].pk, D(1)) for one in (order, other)]
    with pytest.raises(errors.Invalid) as refused:
        operations.draft_invoice(actor=people.system_user(), lines=lines, at=AT)
    assert refused.value.code == "several_customers"


def test_freight_of_an_order_that_one_does_not_see_is_not_found(order):
    flow.make_shipped(order)
    line, elsewhere = builders.lines_of(order)[0], builders.make_draft(make_user())
    with pytest.raises(errors.NotFound):
        operations.draft_invoice(
            actor=order.salesperson, lines=[(line.pk, D(1))], freight_of=[elsewhere.pk], at=AT, kind="SPECIAL"
        )


def test_red_invoices_take_back_to_the_cent_and_no_more_than_there_was(order):
    flow.make_shipped(order)
    blue = issue(draft(order, 3), tax_serial="26332")
    first = reverse(blue, [(1, D(1))])
    assert (first.amount, first.is_red, builders.lines_of(order)[0].invoiced) == (D("-33.33"), True, D(2))
    with pytest.raises(errors.Conflict) as refused:
        reverse(blue, [(1, D(3))])
    assert refused.value.code == "over_reversed"
    rest = reverse(blue)
    assert first.amount + rest.amount == -blue.amount and first.tax + rest.tax == -blue.tax
    blue.refresh_from_db()
    assert (blue.status, builders.fresh(order).invoicing) == ("RED", "NONE")
    again = issue(draft(order, 3))
    assert again.amount == D(100), "what was taken back may be invoiced anew"
    assert flow.broken_invariants() == {}


def test_an_invoice_that_the_tax_platform_knows_is_not_made_void(order):
    flow.make_shipped(order)
    blue = issue(draft(order, 3), tax_serial="26332")
    with pytest.raises(errors.WrongState) as refused:
        operations.void_invoice(actor=people.system_user(), invoice_id=blue.pk, reason="错", at=AT)
    assert refused.value.code == "invoice_is_taxed"
    with pytest.raises(errors.Conflict):
        flow.make_shipped(other := builders.make_effective(order.salesperson, customer=order.customer))
        issue(draft(other, 1), tax_serial="26332")


def test_what_is_invoiced_holds_the_order(order):
    in_advance()
    issue(draft(order, 1))
    with pytest.raises(errors.AlreadyExecuted):
        lifecycle.void_order(actor=people.system_user(), order_id=order.pk, reason="不要了", at=AT)
    company.forget()


def test_a_delivery_that_is_invoiced_is_not_taken_back_before_its_invoice(order):
    document = flow.make_shipped(order, 2)
    invoice = issue(draft(order, 1))

    def unaudit():
        fulfilment.unaudit_outbound(actor=people.system_user(), document_id=document.pk, reason="错", at=AT)

    with pytest.raises(errors.WrongState, match="reverse the invoice"):
        unaudit()
    reverse(invoice)
    unaudit()
    assert flow.broken_invariants() == {}


def test_what_came_back_for_money_is_not_invoiced_and_is_to_be_reversed(db):
    order = returning.make_sent(3)
    line = builders.lines_of(order)[0]
    system = people.system_user()
    blue = issue(draft(order, 3))
    document = returning.make_received(order, 1)
    returning.settle(document, {1: Decision(refund=D(1))})
    found = queries.credits_due(make_user("finance"))
    assert [(one.line.pk, one.quantity, one.invoices) for one in found] == [(line.pk, D(1), [blue.number])]
    reverse(blue, [(1, D(1))])
    assert queries.credits_due(make_user("finance")) == []
    assert queries.billable(system, order.customer_id, "CNY") == [], "the piece is gone, not open"
    assert flow.broken_invariants() == {}


def test_a_closed_order_is_invoiced_all_the_same(order):
    flow.make_signed(order)
    assert builders.fresh(order).status == "CLOSED"
    assert issue(draft(order, 3)).amount == D(100)


def test_what_is_to_be_invoiced_is_listed_by_account(order):
    finance = make_user("finance")
    assert queries.accounts_to_invoice(finance) == []
    flow.make_shipped(order, 2)
    found = queries.accounts_to_invoice(finance)
    assert [(one["account"], one["orders"], one["lines"]) for one in found] == [(order.customer_id, 1, 1)]
    issue(draft(order, 2))
    assert queries.accounts_to_invoice(finance) == []


def test_ageing_by_invoice_counts_what_came_in_against_the_oldest(order):
    flow.make_shipped(order)
    first, second = (issue(draft(order, n), invoice_date=date(2026, 11, 10 + n)) for n in (1, 2))
    flow.make_paid(order, 40)
    found = queries.ageing_by_invoice(make_user("finance"), order.customer_id, TODAY)
    assert [(one.number, one.open, one.days) for one in found] == [(second.number, D(60), 8)]
    assert first.amount == D("33.33")


def test_an_order_is_complete_as_the_table_asks_before_it_is_invoiced(order):
    flow.make_shipped(order)
    invoice = draft(order, 2)
    Order.objects.update(invoice_kind="SPECIAL", invoice_tax_number="", customer_po_number="")
    Invoice.objects.update(tax_number="")
    completeness.save_table(actor=people.system_user(), steps={"customer_po_number": "invoice"}, at=AT)
    with pytest.raises(errors.Incomplete) as refused:
        issue(invoice)
    assert set(refused.value.fields) == {"invoice_tax_number", "customer_po_number"}
    Order.objects.update(customer_po_number="PO-1")
    page = Browser(make_user("finance")).post(
        f"/invoices/draft-{invoice.pk}/issue/", invoice_date="2026-11-20", version=1
    )
    assert page.status_code == 422 and f"Order {order.number} lacks: Tax number" in page.text
    Invoice.objects.update(tax_number="91330")  # the invoice says it in the order's place
    assert issue(invoice).number
    company.forget()


def test_pages_draft_issue_and_reverse(order):
    flow.make_shipped(order)
    finance = Browser(make_user("finance"))
    assert "东海仪表" in finance.get("/invoices/open/").text
    url = f"/invoices/new/?customer={order.customer_id}&currency=CNY"
    page = finance.get(url).text
    line = builders.lines_of(order)[0]
    assert f'name="line-{line.pk}"' in page and "91330" in page
    form = {"kind": "SPECIAL", "title": "东海仪表", f"line-{line.pk}": "2", "nonce": "n"}
    answers = [finance.post(url, **form) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303] and Invoice.objects.count() == 1
    address = answers[0].headers["Location"]
    assert finance.get(address).status_code == 200
    form = {"invoice_date": "2026-11-20", "tax_serial": "26332", "version": 1}
    address = finance.post(f"{address}issue/", **form).headers["Location"]
    assert "26332" in finance.get(address).text
    assert finance.post(f"{address}tax/", tax_state="SENT", version=2).status_code == 303
    form = {"reason": "退货", "invoice_date": "2026-11-20", "position-1": "1", "version": 3, "nonce": "r"}
    assert [finance.post(f"{address}reverse/", **form).status_code for _ in range(2)] == [303, 303]
    assert builders.lines_of(order)[0].invoiced == D(1)
    assert Invoice.objects.get(red_of__isnull=False).number in finance.get(f"/orders/{order.number}/money/").text
    assert Browser(make_user("sales")).get(address).status_code == 404
    assert flow.broken_invariants() == {}


def test_systems_bring_an_invoice_once(order):
    flow.make_shipped(order)
    client = APIClient()
    client.force_authenticate(make_user("finance"))
    body = {
        "lines": [{"order": order.number, "line_no": 1, "quantity": "2"}],
        "provider": "erp",
        "external_id": "FP-1",
        "issue": True,
        "tax_serial": "26332",
    }
    made = [
        client.post("/api/v1/invoices/", body, format="json", headers={"Idempotency-Key": key}) for key in ("a", "b")
    ]
    assert [one.status_code for one in made] == [201, 201]
    assert made[0].json()["number"] == made[1].json()["number"]
    assert Invoice.objects.count() == 1 and builders.lines_of(order)[0].invoiced == D(2)
    body["lines"][0]["quantity"] = "1"
    refused = client.post("/api/v1/invoices/", body, format="json", headers={"Idempotency-Key": "c"})
    assert (refused.status_code, refused.json()["code"]) == (409, "external_id_used")
    nothing = client.post(
        f"/api/v1/invoices/{made[0].json()['number']}/reverse/",
        {"reason": "退货", "lines": [None]},
        format="json",
        headers={"Idempotency-Key": "d"},
    )
    assert nothing.status_code == 400
    left = client.get("/api/v1/to-be-invoiced/").json()["results"]
    assert [(row["order"], row["open"]) for row in left] == [(order.number, "1")]


@pytest.mark.django_db(transaction=True)
def test_two_invoices_for_the_same_pieces_are_never_both_issued():
    in_advance()
    order = three_pieces()
    first, second = draft(order, 2), draft(order, 1)
    Invoice.objects.filter(pk=second.pk).first().lines.update(quantity=2)  # a draft from before a short close
    found = race(lambda: issue(first), lambda: issue(second))
    assert sorted(type(one).__name__ for one in found) == ["Conflict", "Invoice"]
    assert builders.lines_of(order)[0].invoiced == D(2)
    company.forget()
