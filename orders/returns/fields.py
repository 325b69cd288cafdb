"""The fields of returns that sets of orders are made of: one of a line's returns must fit."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.conditions.kinds import Kind
from orders.returns import policies
from orders.returns.choices import ReturnReason
from orders.returns.models import ReturnLine
from orders.returns.states import Status
from segments.fields import Field, Level, Shape, Source, chosen, register

RETURN = Source(
    "return",
    Level.LINE,
    Shape.MANY,
    _("Return"),
    ReturnLine,
    link="order_line",
    only=~Q(document__status=Status.VOID),
    verb=policies.VIEW,
    visible=policies.visible_to,
    through="document",
)


def register_fields() -> None:
    """Called once from this room's wiring."""

    def field(key: str, label, kind: Kind = Kind.TEXT, *, path: str, **options) -> Field:
        return Field(key=key, label=label, source=RETURN.key, **{"kind": kind, "path": path, **options})

    register(
        RETURN,
        [
            field("return_number", _("Return number"), path="document__number", in_capitals=True),
            field("return_state", _("State of a return"), **chosen(Status, path="document__status")),
            field("return_reason", _("Reason of a return"), **chosen(ReturnReason, path="document__reason")),
            field("return_received", _("Return received on"), Kind.DATE, path="document__received_date"),
            field("return_pieces", _("Quantity of a return"), Kind.NUMBER, path="quantity"),
            field("return_refund", _("Refund of a return"), Kind.MONEY, path="refund_amount", guard=policies.AMOUNT),
        ],
    )
