"""A signing recorded wrongly is taken back, while nothing later stands on it (SEMANTICS 11)."""

from decimal import Decimal as D

import pytest

from accounts.people import queries as people
from accounts.tests.builders import make_user
from common import errors
from common.models import Event
from customers.tests.builders import payment_term
from orders.fulfilment import operations, queries
from orders.lifecycle import operations as lifecycle
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT
from orders.tests.page_builders import Browser
from products.tests import builders as products

pytestmark = pytest.mark.django_db


def unsign(document, actor=None, reason="another customer's slip"):
    return operations.unsign_outbound(
        actor=actor or people.system_user(), document_id=document.pk, reason=reason, at=AT
    )


def test_the_goods_are_on_their_way_again_and_the_money_is_not_due():
    cast = builders.make_order_cast()
    customer = builders.make_buyer(cast.owner, payment_term=payment_term("ADVANCE30"))
    order = builders.make_effective(cast.owner, customer=customer)
    document = unsign(flow.make_signed(order))
    line, after, mine = flow.first_line(order), builders.fresh(order), document.lines.get()
    assert (document.status, document.signer, document.signed_date, document.signed_at) == ("AUDITED", "", None, None)
    assert (mine.signed_quantity, mine.transit_loss, line.signed, line.transit_loss) == (None, 0, 0, 0)
    assert (after.signing, after.signed_amount, after.status) == ("NONE", 0, "CLOSED")
    assert flow.plan_of(order)[1].due_date is None
    assert Event.objects.filter(kind="outbound.unsigned", reason="another customer's slip").exists()
    assert flow.broken_invariants() == {}
    flow.sign(document)
    assert builders.fresh(order).signing == "FULL"


def test_what_was_to_be_shipped_again_is_not_any_more():
    product = products.make_product(stock=20)
    order = builders.make_effective(lines=[builders.line(product, 10)])
    document = flow.make_shipped(order)
    mine = document.lines.get().pk
    flow.sign(document, lines={mine: (D(8), D(2))}, reship=[mine])
    assert builders.fresh(order).status == "EFFECTIVE"
    unsign(document)
    line = flow.first_line(order)
    assert (line.reship, line.open, line.closure, builders.fresh(order).status) == (0, 0, "AUTO", "CLOSED")
    assert flow.broken_invariants() == {}


def test_what_a_loss_made_go_again_is_taken_back_first():
    order = builders.make_effective(lines=[builders.line(products.make_product(stock=20), 10)])
    document = flow.make_shipped(order)
    mine = document.lines.get().pk
    flow.sign(document, lines={mine: (D(8), D(2))}, reship=[mine])
    again = flow.make_outbound(order)
    with pytest.raises(errors.WrongState):
        unsign(document)
    action = next(
        one for one in queries.possible_verbs(people.system_user(), document) if one.verb == "outbound.unsign"
    )
    assert not action.allowed
    operations.void_outbound(actor=people.system_user(), document_id=again.pk, reason="x", at=AT)
    unsign(document)
    assert flow.broken_invariants() == {}


def test_it_asks_for_a_reason_a_signed_document_and_the_right():
    order = builders.make_effective()
    document = flow.make_shipped(order)
    with pytest.raises(errors.WrongState):
        unsign(document)
    flow.sign(document)
    with pytest.raises(errors.Invalid):
        unsign(document, reason=" ")
    with pytest.raises(errors.NotAllowed):
        unsign(document, actor=make_user("warehouse"))
    unsign(document, actor=make_user("logistics"))


def test_what_is_in_the_archive_stays_signed():
    order = builders.make_effective()
    document = flow.make_signed(order)
    flow.make_paid(order)
    flow.make_invoiced(order)
    lifecycle.archive_order(actor=people.system_user(), order_id=order.pk, at=AT)
    with pytest.raises(errors.WrongState):
        unsign(document)


def test_the_page_takes_it_back_and_an_empty_field_is_not_zero():
    document = flow.make_shipped(builders.make_effective())
    browser = Browser(make_user("logistics"))
    mine = document.lines.get()
    url = f"/outbound/{document.number}/"
    entries = {"signer": "王", "signed_date": "2026-11-20", f"loss-{mine.pk}": "0", "version": document.version}
    for signed in ("", "0", "3"):
        assert browser.post(url + "sign/", **{**entries, f"signed-{mine.pk}": signed}).status_code == 422
    assert browser.post(url + "sign/", **{**entries, f"signed-{mine.pk}": "10"}).status_code == 303
    document.refresh_from_db()
    assert f"{url}unsign/" in browser.get(url).content.decode()
    assert browser.post(url + "unsign/", reason="typed wrong", version=document.version).status_code == 303
    document.refresh_from_db()
    assert document.status == "AUDITED"
