"""The fields of money that sets of orders are made of: one payment, or one row of the plan, must fit (SEMANTICS 12)."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.conditions.kinds import Kind
from customers.models import PaymentTermRow
from orders.order import choices
from orders.settlement import policies
from orders.settlement.models import Allocation, PlanRow
from segments.fields import Field, Level, Shape, Source, chosen, currency, register

AMOUNT = "order.amount"
PAYMENT = Source(
    "payment",
    Level.ORDER,
    Shape.MANY,
    _("Payment"),
    Allocation,
    link="plan_row__order",
    only=Q(revoked_at__isnull=True),
    verb="receipt.view",
    visible=policies.visible_to,
    through="receipt",
)
PLAN = Source("plan", Level.ORDER, Shape.MANY, _("Payment plan"), PlanRow, link="order")


def _of(source: Source, key: str, label, kind: Kind = Kind.TEXT, *, path: str, **options) -> Field:
    options = {"kind": kind, "path": path, **options}
    return Field(key=key, label=label, source=source.key, guard=AMOUNT, **options)


def register_fields() -> None:
    """Called once from ``OrdersConfig.ready``."""
    register(
        PAYMENT,
        [
            _of(PAYMENT, "receipt_number", _("Receipt number"), path="receipt__number", in_capitals=True),
            _of(PAYMENT, "received_date", _("Received on"), Kind.DATE, path="receipt__received_date"),
            _of(PAYMENT, "payment_amount", _("Amount of a payment"), Kind.MONEY, path="amount"),
            _of(
                *(PAYMENT, "receipt_method", _("Method of a payment")),
                **chosen(choices.PaymentMethod, path="receipt__method"),
            ),
            _of(PAYMENT, "payer", _("Payer"), path="receipt__payer"),
            _of(*(PAYMENT, "payment_currency", _("Currency of a payment")), **currency("receipt__currency_id")),
            _of(PAYMENT, "payment_reference", _("Number of the bank"), path="receipt__external_id"),
            _of(PAYMENT, "payment_notes", _("Notes of a payment"), path="receipt__notes"),
        ],
    )
    register(
        PLAN,
        [
            _of(PLAN, "plan_due_date", _("Due date in the plan"), Kind.DATE, path="due_date"),
            _of(PLAN, "plan_amount", _("Amount in the plan"), Kind.MONEY, path="amount"),
            _of(PLAN, "plan_received", _("Received for a row of the plan"), Kind.MONEY, path="received"),
            _of(*(PLAN, "plan_basis", _("Due date counted from")), **chosen(PaymentTermRow.Basis, path="basis")),
            _of(
                *(PLAN, "plan_control", _("Payment required before")),
                **chosen(PaymentTermRow.Control, path="control"),
            ),
            _of(PLAN, "plan_is_advance", _("Advance payment in the plan"), Kind.FLAG, path="is_advance"),
        ],
    )
