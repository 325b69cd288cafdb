"""Contracts of clauses: the wording of the library at that time becomes the order's terms, which are approved."""

import pytest
from django.test import Client
from django.urls import reverse

from common import errors
from orders.agreements import clauses
from orders.agreements.models import ClauseVersion
from orders.lifecycle import operations as lifecycle
from orders.quotation import contracts
from orders.tests.builders import AT, fresh, make_draft, make_order_cast, make_submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_order_cast()


def save(cast, code, text, clause=None, **values):
    found = {"code": code, "kind": "DELIVERY", "name": f"条款{code}", "is_standard": True, "is_active": True, **values}
    key, version = (clause.pk, clause.version) if clause else (None, None)
    return clauses.save_clause(actor=cast.desk, clause_id=key, version=version, values=found, text=text, at=AT)


def compose(cast, order, *rows, own=""):
    keys = [row.pk for row in rows]
    return contracts.compose_contract(actor=cast.owner, order_id=order.pk, clause_ids=keys, own_text=own, at=AT)


def test_a_contract_keeps_the_wording_that_it_was_made_with(cast):
    delivery, payment = save(cast, "D1", "送货到厂。"), save(cast, "P1", "月结 30 天。", kind="PAYMENT")
    order = make_draft(cast.owner)
    assert contracts.contract_of(cast.owner, order).chosen == [delivery.pk, payment.pk]  # what every contract has
    written = compose(cast, order, payment, delivery, own="另附图纸。")
    terms = "1. 条款P1: 月结 30 天。\n2. 条款D1: 送货到厂。\n另附图纸。"
    assert (written.contract_terms, written.contract_state) == (terms, "DRAFTED")
    changed = save(cast, "D1", "送货到工地。", delivery)
    save(cast, "D1", "送货到工地。", changed, is_standard=False)  # the same words are no new version
    assert ClauseVersion.objects.filter(clause=delivery).count() == 2
    assert fresh(order).contract_terms == terms
    found = contracts.contract_of(cast.owner, fresh(order))
    assert (found.own_text, found.outdated) == ("另附图纸。", ["条款D1"])
    assert "送货到工地" in compose(cast, order, delivery).contract_terms


def test_terms_are_part_of_what_is_approved_so_a_submitted_order_keeps_them(cast):
    clause = save(cast, "D1", "送货到厂。")
    order = make_submitted(cast.owner)
    with pytest.raises(errors.WrongState):
        compose(cast, order, clause)
    lifecycle.withdraw_order(actor=cast.owner, order_id=order.pk, at=AT)
    compose(cast, order, clause)
    again = lifecycle.submit_order(actor=cast.owner, order_id=order.pk, at=AT)
    assert again.content_hash != order.content_hash
    save(cast, "D1", "停用。", clause, is_active=False)
    with pytest.raises(errors.Invalid):
        compose(cast, make_draft(cast.owner), clause)


def test_clauses_are_kept_by_who_may_and_chosen_on_the_orders_page(cast):
    client = Client()
    client.force_login(cast.desk)
    new = reverse("orders:clause-new")
    form = {"code": "Q1", "kind": "QUALITY", "name": "质保", "text": "一年。", "is_active": "on"}
    assert client.post(new, form).status_code == 303
    assert client.post(new, {**form, "text": ""}).status_code == 422
    assert "质保" in client.get(reverse("orders:clause-list")).content.decode()
    clause = clauses.list_clauses().get()
    edit = reverse("orders:clause-edit", args=[clause.pk])
    assert client.post(edit, {**form, "text": "两年。", "version": clause.version}).status_code == 303
    order = make_draft(cast.owner)
    client.force_login(cast.owner)
    assert client.post(new, form).status_code == 403
    page = reverse("orders:order-contract", args=[order.reference])
    assert "质保" in client.get(page).content.decode()
    assert client.post(page, {"clauses": [clause.pk], "version": order.version}).status_code == 303
    assert fresh(order).contract_terms == "1. 质保: 两年。"
    assert (
        reverse("orders:order-contract", args=[order.reference])
        in client.get(reverse("orders:order-detail", args=[order.reference])).content.decode()
    )
