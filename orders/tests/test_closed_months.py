"""No backdating into closed months, by any door (issue 5): whatever bears a day refuses one in a closed month, and
what is dated there is not taken back.

A new operation that takes a day asks the period close, or it stands on a list here.
"""

import dataclasses
import importlib
import inspect
import sys
import typing
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal as D
from typing import Any

import pytest

from accounts.people.queries import system_user
from accounts.periods import operations as periods
from accounts.tests.builders import make_user
from common import errors
from customers.models import Carrier
from orders.entry import drafting
from orders.entry.drafts import OrderDraft
from orders.exceptions import operations as exceptions
from orders.fulfilment import operations as fulfilment
from orders.fulfilment.freight_bills import operations as freight
from orders.fulfilment.models import OutboundDocument
from orders.fulfilment.ship_dates import operations as ship_dates
from orders.invoicing import operations as invoicing
from orders.returns import operations as returning
from orders.returns.rules import Inspected
from orders.returns.tests import builders as returns
from orders.settlement import operations as settlement
from orders.settlement.operations.loading import OldReceipt, load_receipts
from orders.tests import builders
from orders.tests import flow_builders as flow
from orders.tests.builders import AT, TODAY
from products.tests import builders as products

OCTOBER, LAST = date(2026, 10, 1), date(2026, 10, 31)
EARLIER = datetime(2026, 10, 20, 2, 0, tzinfo=UTC)

APPS = ("accounts", "segments", "customers", "products", "orders")  # days of tasks are plans, never of the books
# through those tried below: entry.header, the day of an invoice
THROUGH = {
    "orders.entry.drafting.change_order",
    "orders.fulfilment.ship_dates.operations.submitting.submit_ship_dates",
    "orders.intake.operations.create_and_submit",
    "orders.invoicing.operations.bringing.bring_invoice",
    "orders.invoicing.operations.crediting.credit_invoice",
}
# operations that take a day which is not one of the books: a plan, a term, a validity, a paper of somebody else
NOT_OF_THE_BOOKS = {
    "customers.privacy.operations.note_request",
    "accounts.rulebook.operations.add_clause",
    "accounts.rulebook.operations.reword_clause",
    "accounts.console.operations.change_calendar",
    "accounts.periods.operations.close_month",
    "accounts.periods.operations.reopen_month",
    "customers.credit.operations.limits.propose_limit",
    "customers.credit.operations.papers.add_guarantee",
    "customers.credit.operations.papers.add_report",
    "customers.operations.assignment.assign_customer",
    "customers.operations.masters.save_rate",
    "customers.voice.operations.add_note",
    "orders.approval.delegation.operations.delegate",
    "orders.collecting.operations.draw_statement",
    "orders.credit.special.operations.request_special",
    "orders.exceptions.operations.solving.record_decision",
    "orders.exceptions.operations.solving.tell_customer",
    "orders.fulfilment.transit.operations.news.record_news",
    "orders.service.contacts.operations.holding.hold_contact",
    "orders.service.contacts.operations.holding.write_down_contact",
    "orders.service.contacts.operations.planning.plan_contact",
    "products.buying.operations.load_prices",
    "orders.lifecycle.operations.freezing.freeze_order",
    "orders.pricing.operations.end_customer_price",
    "orders.pricing.operations.set_customer_prices",
    "orders.printing.operations.keep_made",
    "orders.printing.operations.record_paper",
    "orders.quotation.operations.converting.convert_quotation",
    "orders.quotation.operations.writing.change_quotation",
    "orders.quotation.operations.writing.create_quotation",
    "orders.returns.operations.exchanging.write_exchange_order",
    "orders.risk.operations.assessing.assess",
    "orders.risk.operations.materials.load_prices",
    "orders.risk.operations.renegotiating.change_renegotiation",
    "orders.risk.operations.renegotiating.renegotiate",
    "orders.settlement.banking.operations.load_lines",
    "orders.settlement.dues.operations.note_follow_up",
    "products.catalogue.operations.risking.load_risks",
    "products.catalogue.operations.substitutes.save_substitute",
    "products.pricing.operations.end_price",
    "products.pricing.operations.set_prices",
    "products.stock.supply.planning.plan_receipts",
}


@dataclasses.dataclass
class Scene:
    """October as it was when it was closed."""

    actor: Any
    order: Any
    services: Any
    carrier: Any
    made: dict[str, Any] = dataclasses.field(default_factory=dict)

    def bill(self, number: str, document: Any, day: date = LAST) -> dict[str, Any]:
        head = freight.Head(self.carrier.pk, number, day, OCTOBER, day)
        return {"actor": self.actor, "head": head, "lines": [(document.pk, D(5))], "at": AT}


@pytest.fixture
def scene(db):
    """One of each kind, dated on October's last day, and one of each that could be dated there; then it is closed."""
    carrier, actor = Carrier.objects.create(code="SF", name="顺丰"), system_user()
    order = builders.make_effective(at=EARLIER, lines=[builders.line(products.make_product(stock=40), 30)])
    services = builders.make_effective(at=EARLIER, lines=[builders.line(products.make_service(), 3, 500)])
    found, made = Scene(actor, order, services, carrier), {}
    for name in ("left", "sent", "billed", "drafted", "agreed", "paid"):
        made[name] = flow.make_shipped(order, 1, ship_date=LAST, carrier_id=carrier.pk)
    made["later"] = flow.make_shipped(order, 2)
    made["signed"] = flow.make_signed(order, 3, ship_date=LAST, signed_date=LAST)
    made["notice"] = flow.make_outbound(order, 1)
    made["receipt"], made["void"] = (flow.make_receipt(order, 100, received_date=LAST) for _ in range(2))
    settlement.void_receipt(actor=actor, receipt_id=made["void"].pk, reason="退票", at=AT)
    line = flow.first_line(order)
    for name, quantity in (("invoice", 1), ("invoiced", 1), ("issued", 1)):
        made[name] = invoicing.draft_invoice(actor=actor, lines=[(line.pk, quantity)], at=AT)
        if name != "invoice":
            day = LAST if name == "issued" else TODAY
            invoicing.issue_invoice(actor=actor, invoice_id=made[name].pk, invoice_date=day, at=AT)
    made["service"] = perform(found, LAST)
    made["coming"] = returns.approve(returns.announce(order, 1))
    made["draft bill"] = freight.record_bill(**found.bill("B-1", made["drafted"]))
    for number, name in (("B-2", "agreed"), ("B-3", "paid")):
        made[f"{name} bill"] = freight.record_bill(**found.bill(number, made[name]))
        freight.approve_bill(actor=make_user("finance"), bill_id=made[f"{name} bill"].pk, at=AT, reason="ok")
    freight.pay_bill(actor=actor, bill_id=made["paid bill"].pk, paid_date=LAST, at=AT)
    made["claim"] = make_claim(order, carrier)
    found.made = made
    periods.close_month(actor=make_user("finance"), month=OCTOBER, at=AT)
    return found


def perform(scene, day):
    entries = {"line_no": 1, "quantity": D(1), "performed_date": day, "proof": "report 17"}
    return fulfilment.perform_service(actor=scene.actor, order_id=scene.services.pk, at=AT, **entries)


def make_claim(order, carrier):
    logistics = make_user("logistics")
    case = exceptions.raise_case(
        actor=logistics, order_id=order.pk, kind="DAMAGE", severity="SERIOUS", description="Wet", at=AT
    )
    claim = exceptions.file_claim(actor=logistics, case_id=case.pk, amount=D(100), carrier_id=carrier.pk, at=AT)
    return exceptions.answer_claim(actor=logistics, claim_id=claim.pk, accepted=D(80), at=AT)


def attempts(scene: Scene) -> dict[Callable[..., Any], list[Callable[[], Any]]]:
    """Each operation of the books with its attempts to date into October, or to take back what is dated there."""
    order, made, by = scene.order, scene.made, {"actor": scene.actor, "at": AT}

    def key(name: str, kind: str = "document") -> dict[str, Any]:
        return {f"{kind}_id": made[name].pk, **by}

    old = OldReceipt(order.customer_id, order.pk, D(5), LAST, order.currency_id)
    return {
        settlement.record_receipt: [lambda: flow.make_receipt(order, 100, received_date=LAST)],
        settlement.void_receipt: [lambda: settlement.void_receipt(reason="退票", **key("receipt", "receipt"))],
        settlement.restore_receipt: [lambda: settlement.restore_receipt(reason="到账", **key("void", "receipt"))],
        settlement.pay_back: [
            lambda: settlement.pay_back(amount=D(1), paid_date=LAST, reason="多付", **key("receipt", "receipt"))
        ],
        load_receipts: [lambda: load_receipts(receipts=[old], **by)],
        fulfilment.audit_outbound: [lambda: fulfilment.audit_outbound(ship_date=LAST, **key("notice"))],
        fulfilment.unaudit_outbound: [lambda: fulfilment.unaudit_outbound(reason="错", **key("left"))],
        fulfilment.sign_outbound: [lambda: flow.sign(made["left"], signed_date=LAST)],
        fulfilment.unsign_outbound: [lambda: fulfilment.unsign_outbound(reason="错", **key("signed"))],
        fulfilment.perform_service: [lambda: perform(scene, LAST)],
        fulfilment.revoke_service: [
            lambda: fulfilment.revoke_service(
                order_id=scene.services.pk, record_id=made["service"].pk, reason="错", **by
            )
        ],
        invoicing.issue_invoice: [lambda: invoicing.issue_invoice(invoice_date=LAST, **key("invoice", "invoice"))],
        invoicing.reverse_invoice: [
            lambda: invoicing.reverse_invoice(reason="错", invoice_date=LAST, **key("invoiced", "invoice"))
        ],
        invoicing.void_invoice: [lambda: invoicing.void_invoice(reason="错", **key("issued", "invoice"))],
        returning.receive_return: [
            lambda: returning.receive_return(
                lines={1: Inspected(D(1), D(0))}, received_date=LAST, findings="ok", **key("coming", "return")
            )
        ],
        freight.record_bill: [lambda: freight.record_bill(**scene.bill("B-9", made["billed"]))],
        freight.update_bill: [
            lambda: freight.update_bill(bill_id=made["draft bill"].pk, **scene.bill("B-1", made["drafted"]))
        ],
        freight.approve_bill: [
            lambda: freight.approve_bill(actor=make_user("finance"), bill_id=made["draft bill"].pk, reason="ok", at=AT)
        ],
        freight.pay_bill: [lambda: freight.pay_bill(paid_date=LAST, **key("agreed bill", "bill"))],
        freight.take_back_bill: [
            lambda name=name: freight.take_back_bill(reason="错", **key(name, "bill"))
            for name in ("agreed bill", "paid bill")
        ],
        exceptions.record_recovery: [
            lambda: exceptions.record_recovery(amount=D(80), day=LAST, **key("claim", "claim"))
        ],
        drafting.create_order: [
            lambda: drafting.create_order(draft=OrderDraft(customer_id=order.customer_id, order_date=LAST), **by)
        ],
    }


def closed(call):
    with pytest.raises((errors.WrongState, errors.Invalid)) as refused:
        call()
    found = refused.value
    return found.code if isinstance(found, errors.WrongState) else str(found.fields.get("order_date", found.fields))


def test_nothing_is_dated_into_a_closed_month_nor_taken_back_there(scene):
    tried = attempts(scene)
    found = {(one.__name__, n): closed(call) for one, calls in tried.items() for n, call in enumerate(calls)}
    entered = found.pop(("create_order", 0))
    assert "2026-10-31" in entered
    assert found == dict.fromkeys(found, "period_closed")
    assert flow.make_receipt(scene.order, 100, received_date=date(2026, 11, 1)).amount == 100
    receipt = scene.made["receipt"]
    assert settlement.allocate_oldest_first(actor=scene.actor, receipt_id=receipt.pk, at=AT), "money may still pay"
    assert flow.broken_invariants() == {}
    known = {f"{one.__module__}.{one.__name__}" for one in tried} | THROUGH | NOT_OF_THE_BOOKS
    unknown = {name for name, module in dated_operations() if not asks(module)} - known
    assert unknown == set(), "call periods.require_open, or say above that its day is not one of the books"


def test_what_the_companys_software_says_moves_nothing_into_or_out_of_a_closed_month(scene):
    rows = [
        ship_dates.Said("WMS", "1", LAST, outbound=scene.made["later"].number),
        ship_dates.Said("WMS", "2", TODAY, outbound=scene.made["left"].number),
        ship_dates.Said("WMS", "3", LAST, outbound=scene.made["sent"].number),  # as its own paper says
        ship_dates.Said("WMS", "4", LAST, outbound=scene.made["notice"].number),  # waits for its audit
    ]
    said = [one.received for one in ship_dates.submit_ship_dates(actor=scene.actor, rows=rows, at=AT)]
    fulfilment.audit_outbound(actor=scene.actor, document_id=scene.made["notice"].pk, at=AT)
    for one in said:
        one.refresh_from_db()
    clash = ("CONFLICT", "CLOSED_MONTH")
    assert [(one.state, one.why) for one in said] == [clash, clash, ("APPLIED", ""), clash]
    days = OutboundDocument.objects.in_bulk([scene.made[name].pk for name in ("later", "left", "sent", "notice")])
    assert [one.ship_date for one in days.values()].count(LAST) == 2
    entries = {"actor": scene.actor, "received_id": said[0].pk, "at": AT}
    assert closed(lambda: ship_dates.assign_ship_date(number=scene.made["later"].number, **entries)) == "period_closed"
    assert ship_dates.dismiss_ship_date(actor=scene.actor, received_id=said[2].pk, reason="错", at=AT)
    periods.reopen_month(actor=make_user("executive"), month=OCTOBER, reason="补", at=AT)
    assert ship_dates.assign_ship_date(number=scene.made["later"].number, **entries).state == "APPLIED"
    periods.close_month(actor=make_user("finance"), month=OCTOBER, at=AT)
    assert closed(lambda: ship_dates.dismiss_ship_date(reason="错", **entries)) == "period_closed"
    assert flow.broken_invariants() == {}


def asks(module: Any) -> bool:
    return "accounts.periods" in inspect.getsource(module)


def dated_operations() -> Iterator[tuple[str, Any]]:
    """Operations behind any door that take a day, also within what they are given."""
    importlib.import_module("orders_site.urls")
    for module in [one for name, one in sys.modules.items() if name.split(".")[0] in APPS and ".tests" not in name]:
        for name, one in list(vars(module).items()):
            mine = inspect.isfunction(one) and one.__module__ == module.__name__ and not name.startswith("_")
            if mine and is_operation(one) and any(map(holds_day, taken(one))):
                yield f"{module.__name__}.{name}", module


def is_operation(one: Any) -> bool:
    return hasattr(one, "__wrapped__") and one.__code__.co_filename.endswith("common/operation.py")


def taken(one: Any) -> list[Any]:
    return [hint for name, hint in typing.get_type_hints(one).items() if name != "return"]


def holds_day(hint: Any, seen: tuple[Any, ...] = ()) -> bool:
    if dataclasses.is_dataclass(hint) and hint not in seen:
        return any(holds_day(one, (*seen, hint)) for one in typing.get_type_hints(hint).values())
    return hint is date or any(holds_day(one, seen) for one in typing.get_args(hint))
