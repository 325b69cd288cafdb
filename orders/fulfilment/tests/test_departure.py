"""What stands before the audit is told on the document, in the words of its refusal (R105)."""

import pytest
from rest_framework.test import APIClient

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import citations, errors
from customers.models import PaymentTermRow
from orders.fulfilment import departure, operations
from orders.lifecycle import operations as lifecycle
from orders.settlement.models import PlanRow
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from orders.tests.page_builders import Browser
from products.stock.models import StockMovement
from products.tests import builders as products

pytestmark = pytest.mark.django_db


def closed(document, actor=None):
    """Code of each closed gate → its words."""
    found = departure.standing(actor or people.system_user(), document, AT)
    return {one.code: list(one.words) for one in found if not one.is_open}


def refusal(document):
    with pytest.raises(errors.DomainError) as refused:
        operations.audit_outbound(actor=people.system_user(), document_id=document.pk, at=AT)
    return citations.told(refused.value)


def freeze(order):
    lifecycle.freeze_order(actor=people.system_user(), order_id=order.pk, reason="等图纸", at=AT)


def ask_for_money(order):
    PlanRow.objects.filter(order=order).update(control=PaymentTermRow.Control.SHIP)


def test_nothing_stands_before_goods_that_may_leave_and_nothing_is_told_of_what_left():
    document = flow.make_outbound(builders.make_effective())
    assert closed(document) == {}
    assert [one.code for one in departure.standing(people.system_user(), document, AT)][-1] == "stock"
    left = operations.audit_outbound(actor=people.system_user(), document_id=document.pk, at=AT)
    assert departure.standing(people.system_user(), left, AT) == []


@pytest.mark.parametrize(("code", "spoil"), [("state", freeze), ("payment", ask_for_money)])
def test_a_gate_says_what_the_audit_refuses_with_and_who_can_lift_it(code, spoil):
    finance = make_user("finance", name="吴敏")
    order = builders.make_effective()
    document = flow.make_outbound(order)
    spoil(order)
    assert closed(document) == {code: [refusal(document)]}
    (gate,) = [one for one in departure.standing(finance, document, AT) if not one.is_open]
    assert "吴敏" in gate.people or len(gate.people) == departure.NAMED


def test_missing_goods_are_told_as_the_issue_refuses_them():
    document = flow.make_outbound(builders.make_effective(lines=[builders.line(products.make_product(stock=3), 5)]))
    assert closed(document) == {"stock": [refusal(document)]}


def test_page_dialog_and_api_tell_it_without_amounts_to_who_sees_none():
    order = builders.make_effective()
    document = flow.make_outbound(order)
    ask_for_money(order)
    user = make_user("warehouse")
    (words,) = closed(document, user)["payment"]
    assert "CNY" not in words
    for page in ("", "audit/"):
        assert words in Browser(user).get(f"/outbound/{document.number}/{page}").text
    client = APIClient()
    client.force_authenticate(user)
    answer = client.get(
        f"/api/v1/outbound-documents/{document.number}/gates/", headers={"Accept-Language": "en"}
    ).json()
    assert [one["words"] for one in answer if not one["is_open"]] == [[words]]


def test_goods_from_the_supplier_leave_without_our_stock_and_are_signed_all_the_same():
    ours, theirs = products.make_product(stock=10), products.make_product(supply_mode="DIRECT")
    order = builders.make_effective(lines=[builders.line(ours, 2), builders.line(theirs, 3)])
    document = flow.make_outbound(order)
    assert closed(document) == {}
    audited = operations.audit_outbound(actor=people.system_user(), document_id=document.pk, at=AT)
    assert [one.is_direct for one in audited.lines.order_by("pk")] == [False, True]
    assert StockMovement.objects.filter(kind="ISSUE").count() == 1 and flow.broken_invariants() == {}
    operations.unaudit_outbound(actor=people.system_user(), document_id=document.pk, reason="错", at=AT)
    assert not document.lines.filter(is_direct=True).exists() and flow.broken_invariants() == {}
    operations.audit_outbound(actor=people.system_user(), document_id=document.pk, at=AT)
    assert flow.sign(document).status == "SIGNED" and builders.fresh(order).status == "CLOSED"
    assert flow.broken_invariants() == {}
