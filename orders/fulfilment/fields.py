"""The fields of shipments that sets of orders are made of (R028, R163): one of a line's shipments must fit."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.conditions.kinds import Kind
from customers.models import Carrier
from orders.fulfilment import policies
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.order import choices
from products.stock.models import Warehouse
from segments.fields import Field, Level, Shape, Source, chosen, named, register

Status = OutboundDocument.Status
AMOUNT, CONTACT = "order.amount", "customer.contact"
SHIPMENT = Source(
    "shipment",
    Level.LINE,
    Shape.MANY,
    _("Shipment"),
    OutboundLine,
    link="order_line",
    only=Q(document__status__in=[Status.AUDITED, Status.SIGNED]),
    verb=policies.VIEW,
    visible=policies.visible_to,
    through="document",
)


def _of_shipment(key: str, label, kind: Kind = Kind.TEXT, *, path: str, **options) -> Field:
    options = {"kind": kind, "path": path, **options}
    return Field(key=key, label=label, source=SHIPMENT.key, **options)


def register_fields() -> None:
    """Called once from ``OrdersConfig.ready``."""
    field = _of_shipment
    register(
        SHIPMENT,
        [
            field("outbound_number", _("Outbound number"), path="document__number", in_capitals=True),
            field("ship_date", _("Actual ship date"), Kind.DATE, path="document__ship_date"),
            field("shipped_pieces", _("Quantity of a shipment"), Kind.NUMBER, path="quantity"),
            field("carrier", _("Carrier"), **named(Carrier, "document__carrier_id")),
            field("waybill", _("Waybill number"), path="document__waybill"),
            field(
                "shipment_mode",
                _("Transport mode of a shipment"),
                **chosen(choices.TransportMode, path="document__transport_mode"),
            ),
            field("arrival_date", _("Expected arrival"), Kind.DATE, path="document__arrival_date"),
            field("signed_date", _("Signed on"), Kind.DATE, path="document__signed_date"),
            field("shipment_state", _("State of a shipment"), **chosen(Status, path="document__status")),
            field("warehouse", _("Warehouse"), **named(Warehouse, "document__warehouse_id")),
            field("planned_ship_date", _("Planned ship date"), Kind.DATE, path="document__planned_ship_date"),
            field("shipment_recipient", _("Recipient of a shipment"), path="document__ship_recipient", guard=CONTACT),
            field("shipment_freight", _("Freight of a shipment"), Kind.MONEY, path="document__freight", guard=AMOUNT),
            field("signer", _("Who signed"), path="document__signer"),
            field("signed_pieces", _("Signed quantity of a shipment"), Kind.NUMBER, path="signed_quantity"),
            field("shipment_notes", _("Notes of a shipment"), path="document__notes"),
            field("transit_loss", _("Lost in transit"), Kind.NUMBER, path="transit_loss"),
        ],
    )
