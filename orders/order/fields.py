"""The fields of orders and their lines that sets of orders are made of (R029): registered at the start."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department, User
from accounts.reach import Reach, reaches
from common.conditions.kinds import Kind
from common.conditions.terms import Names
from customers.models import PaymentTerm
from orders.order import choices, policies, queries, states
from orders.order.models import Order, OrderLine, OrderType
from products.catalogue.choices import SupplyMode
from segments import reach
from segments.compiling import Tables, tables
from segments.fields import Field, Level, Shape, Source, chosen, currency, named, person, register

ORDER = Source("order", Level.ORDER, Shape.OWN, _("Order"))
LINE = Source("line", Level.LINE, Shape.OWN, _("Line"))
AMOUNT, COST, CONTACT = "order.amount", "order.cost", "customer.contact"


def _of(source: Source) -> Callable[..., Field]:
    """``field(key, label, …)`` of a source; the path is the key as a rule."""

    def field(key: str, label, kind: Kind = Kind.TEXT, *, path: str = "", **options) -> Field:
        name = path or key
        options.setdefault("guard", _GUARDS.get(name, ""))
        return Field(key=key, label=label, source=source.key, kind=options.pop("kind", kind), path=name, **options)

    return field


_GUARDS = {column: guard for guard, columns in policies.FIELDS.items() for column in columns}


def _order_fields() -> list[Field]:
    field = _of(ORDER)
    return [
        field("order_number", _("Order number"), path="number", in_capitals=True),
        field("source_number", _("Number in the source")),
        field("customer_po_number", _("Customer's order number")),
        field("order_date", _("Order date"), Kind.DATE, aliases=(_("Ordered on"), "制单日期", "订单日期")),
        field("customer_po_date", _("Customer's order date"), Kind.DATE),
        field("effective_at", _("Effective since"), Kind.MOMENT),
        field("submitted_at", _("Submitted on"), Kind.MOMENT),
        field("closed_at", _("Closed on"), Kind.MOMENT),
        field("archived_at", _("Archived on"), Kind.MOMENT),
        field("status", _("State of the order"), aliases=(_("State"),), **chosen(states.Status)),
        field("order_type", _("Order type"), **named(OrderType, "order_type_id")),
        field("origin", _("Origin"), **chosen(states.Origin)),
        field("channel", _("Channel"), **chosen(choices.Channel)),
        field("form", _("Form"), **chosen(choices.Form)),
        field("source_document", _("Source document"), **chosen(choices.SourceDocument)),
        field("salesperson", _("Salesperson"), **person("salesperson_id")),
        field("executing_owner", _("Executing owner"), **person("executing_owner_id")),
        field("created_by", _("Created by"), **person("created_by_id")),
        field("department", _("Department"), **named(Department, "department_id")),
        field("order_territory", _("Department in charge on the order"), path="territory", offers="territory"),
        field("is_frozen", _("Frozen"), Kind.FLAG),
        field("is_changing", _("Change in progress"), Kind.FLAG),
        field("is_urgent", _("Urgent"), Kind.FLAG),
        field("is_rejected", _("Sent back"), Kind.FLAG),
        field("set_aside_reason", _("Set aside because")),
        field("open_doubts", _("Open doubts"), Kind.NUMBER),
        field("open_exceptions", _("Open exceptions"), Kind.NUMBER),
        field("contact_name", _("Contact")),
        field("contact_phone", _("Contact phone")),
        field("ship_address", _("Delivery place")),
        field("delivery_method", _("Delivery method"), **chosen(choices.DeliveryMethod)),
        field("transport_mode", _("Transport mode"), **chosen(choices.TransportMode)),
        field("payment_term", _("Payment terms"), **named(PaymentTerm, "payment_term_id")),
        field("payment_method", _("Payment method"), **chosen(choices.PaymentMethod)),
        field("invoice_kind", _("Invoice kind"), **chosen(choices.InvoiceKind)),
        field("contract_state", _("Contract"), **chosen(choices.ContractState)),
        field("order_requirements", _("Special requirements of the order"), path="special_requirements"),
        field("order_notes", _("Notes of the order"), path="notes"),
        field("currency", _("Currency"), **currency("currency_id")),
        *_amounts(field),
        field("fulfilment", _("Fulfilment"), **chosen(states.Fulfilment)),
        field("signing", _("Signing"), **chosen(states.Fulfilment)),
        field("invoicing", _("Invoicing"), **chosen(states.Fulfilment)),
        field("settlement", _("Settlement"), **chosen(states.Settlement)),
        field("stage", _("Stage"), **chosen(states.Stage)),
        field("line_count", _("Number of lines"), Kind.NUMBER),
        *_days_ahead(field),
        *_classes(field),
        *_rest_of_order(field),
    ]


def _days_ahead(field: Callable[..., Field]) -> list[Field]:
    return [
        field("order_requested_date", _("Requested date of the order"), Kind.DATE, path="requested_date"),
        field("order_promised_date", _("Promised date of the order"), Kind.DATE, path="promised_date"),
        field("next_due_date", _("Next payment due"), Kind.DATE),
    ]


def _amounts(field: Callable[..., Field]) -> list[Field]:
    return [
        field("total", _("Total including tax"), Kind.MONEY, path="total_amount", aliases=(_("Total"),)),
        field("net_total", _("Net amount of the order"), Kind.MONEY, path="net_amount"),
        field("due_amount", _("Amount due"), Kind.MONEY),
        field("credited_amount", _("Credited"), Kind.MONEY),
        field("received_amount", _("Received amount"), Kind.MONEY),
        field("shipped_amount", _("Shipped amount"), Kind.MONEY),
        field("unshipped_amount", _("Amount still to be shipped"), Kind.MONEY),
        field("invoiced_amount", _("Invoiced amount"), Kind.MONEY),
        field("cost_amount", _("Cost of the order"), Kind.MONEY),
    ]


def _classes(field: Callable[..., Field]) -> list[Field]:
    """Which class the order is of, and how urgent that makes it (R074–R081)."""
    return [
        field("amount_class", _("Class by amount"), **chosen(choices.AmountClass)),
        field("time_class", _("Class by day"), **chosen(choices.TimeClass)),
        field("customer_is", _("Customer is"), path="customer_type", **chosen(choices.CustomerType)),
        field("priority", _("Priority"), Kind.NUMBER),
    ]


def _rest_of_order(field: Callable[..., Field]) -> list[Field]:
    """What stands on the order's page and in no list."""
    return [
        field("order_created_at", _("Order created on"), Kind.MOMENT, path="created_at"),
        field("order_updated_at", _("Order last changed on"), Kind.MOMENT, path="updated_at"),
        field("order_revision", _("Revision of the order"), Kind.NUMBER, path="revision"),
        field("bill_to", _("Customer who pays"), path="bill_to__name"),
        field("ship_to", _("Customer who receives"), path="ship_to__name"),
        field("agent", _("Agent of the order"), path="agent__name"),
        field("ship_recipient", _("Recipient")),
        field("ship_phone", _("Recipient's phone")),
        field("invoice_title", _("Invoice title of the order")),
        field("invoice_tax_number", _("Tax number of the order")),
        field("contract_terms", _("Contract terms")),
        field("contract_signed_date", _("Contract signed on"), Kind.DATE),
        field("pin_reason", _("Pinned because")),
        field("freeze_reason", _("Reason of the freeze")),
        field("frozen_until", _("Frozen until"), Kind.DATE),
        field("rejection_reason", _("Reason for sending back")),
        field("exchange_rate", _("Exchange rate"), Kind.NUMBER),
        field("tax_mode", _("Prices of the order"), Kind.CHOICE, values=_tax_modes()),
        field("freight", _("Freight of the order"), Kind.MONEY),
        field("reduction", _("Reduction of the order"), Kind.MONEY),
        field("tax_amount", _("Tax of the order"), Kind.MONEY),
        field("reserved_amount", _("Reserved amount"), Kind.MONEY),
        field("signed_amount", _("Signed amount"), Kind.MONEY),
    ]


def _tax_modes() -> Names:
    return dict(Order._meta.get_field("tax_mode").choices or ())  # type: ignore[union-attr]


def _line_fields() -> list[Field]:
    field = _of(LINE)
    return [
        field("line_no", _("Line number"), Kind.NUMBER),
        field("unit", _("Unit")),
        field("is_service", _("Service"), Kind.FLAG),
        field("is_gift", _("Gift"), Kind.FLAG),
        field("ordered", _("Ordered quantity"), Kind.NUMBER, aliases=(_("Quantity"),)),
        field("reserved", _("Reserved quantity"), Kind.NUMBER),
        field("shipped", _("Shipped quantity"), Kind.NUMBER),
        field("signed", _("Signed quantity"), Kind.NUMBER),
        field("returned", _("Returned quantity"), Kind.NUMBER),
        field("short_closed", _("Short-closed quantity"), Kind.NUMBER),
        field("price", _("Price"), Kind.MONEY),
        field("discount", _("Discount"), Kind.NUMBER),
        field("line_amount", _("Amount of the line"), Kind.MONEY, path="amount"),
        field("line_net", _("Net amount of the line"), Kind.MONEY, path="net"),
        field("unit_cost", _("Unit cost"), Kind.MONEY),
        field(
            "requested_date",
            _("Requested date"),
            Kind.DATE,
            aliases=(_("Requested"),),
            fallback="order__requested_date",
        ),
        field("first_promised_date", _("First promised date"), Kind.DATE),
        field("promised_date", _("Promised date"), Kind.DATE),
        field("promised_ship_date", _("To leave by"), Kind.DATE),
        field("supply_mode", _("Supply"), **chosen(SupplyMode)),
        field("by_components", _("Counted by its components"), Kind.FLAG),
        field("first_ship_date", _("First shipped on"), Kind.DATE),
        field("last_ship_date", _("Last shipped on"), Kind.DATE),
        field("logo", _("Logo")),
        field("colour", _("Colour")),
        field("packaging", _("Packaging")),
        field("customisation", _("Customisation")),
        field("line_requirements", _("Special requirements of the line"), path="special_requirements"),
        field("line_notes", _("Notes of the line"), path="notes"),
        field("closure", _("Closure"), **chosen(states.Closure)),
        field("close_reason", _("Reason of the closure"), path="close_reason_code", **chosen(choices.CloseReason)),
        field("row_closed", _("Row-close flag"), Kind.FLAG, aliases=("行关闭",)),
        field("line_frozen", _("Line frozen"), Kind.FLAG, path="is_frozen"),
        field("line_freeze_reason", _("Reason of the line's freeze"), path="freeze_reason"),
        field("line_frozen_until", _("Line frozen until"), Kind.DATE, path="frozen_until"),
        field("line_closed_at", _("Line closed on"), Kind.MOMENT, path="closed_at"),
        field("close_words", _("Closure in words"), path="close_reason"),
        field("original", _("Originally approved quantity"), Kind.NUMBER),
        field("line_transit_loss", _("Lost in transit of the line"), Kind.NUMBER, path="transit_loss"),
        field("reship", _("Quantity to be sent again"), Kind.NUMBER),
        field("invoiced", _("Invoiced quantity"), Kind.NUMBER),
        field("tax_rate", _("Tax rate of the line"), Kind.NUMBER),
        field("line_tax", _("Tax of the line"), Kind.MONEY, path="tax"),
        field("price_source", _("Source of the price"), guard=AMOUNT, **chosen(states.PriceSource)),
    ]


def _find(actor: User, reference: str) -> Order:
    return queries.get_order(actor=actor, reference=reference)


def register_fields() -> None:
    """Called once from ``OrdersConfig.ready``."""
    answers = Reach(reach.orders_of_roles, reach.copy_scope, reach.print_of_roles, reach.named)
    reaches.register(Order._meta.label_lower, answers)
    tables.register("orders", Tables(Order, OrderLine, visible=policies.visible_to, find=_find))
    register(ORDER, _order_fields())
    register(LINE, _line_fields())
