"""What an imported order or line looks like in our tables: columns as SQL over the staged rows."""

from common import currencies
from common.dates import business_zone
from orders.order import reference
from orders.order.choices import Channel, ContractState, Form
from orders.order.states import PriceSource
from segments.custom_fields import importing
from segments.custom_fields.values import LINE, ORDER

_TEXTS = (
    *("source_number", "customer_po_number", "transport_mode", "payment_method", "contact_name"),
    *("contact_phone", "ship_address", "ship_recipient", "ship_phone", "delivery_method", "source_document"),
    *("contract_terms", "special_requirements", "notes"),
)
_LINE_TEXTS = ("logo", "colour", "packaging", "customisation", "special_requirements", "notes")
_TYPE = "coalesce(o.order_type_id, (SELECT id FROM orders_ordertype WHERE code = %(standard)s))"
_CURRENCY = "coalesce(o.currency, %(currency)s)"
_RATE = f"""coalesce(o.exchange_rate, (
    SELECT x.rate FROM common_exchangerate x WHERE x.currency_id = {_CURRENCY} AND x.valid_from <= o.order_date
    ORDER BY x.valid_from DESC LIMIT 1), 1)"""
_DEPARTMENT = """coalesce(o.department_id,
    (SELECT u.department_id FROM accounts_user u WHERE u.id = o.salesperson_id), c.department_id)"""


def day_start(day: str) -> str:
    """SQL: the first moment of a business day; needs the parameter ``zone``."""
    return f"({day}::timestamp AT TIME ZONE %(zone)s)"


def parameters() -> dict[str, object]:
    """What the expressions of this module ask for."""
    return {"standard": reference.STANDARD, "currency": currencies.base(), "zone": business_zone().key}


# import_new n, its staged row o, the customer c
ORDER_SOURCE = (
    "import_new n JOIN import_orders o ON o.row_id = n.row_id JOIN customers_customer c ON c.id = o.customer_id"
)


def of_order(*, goes_on: bool) -> dict[str, str]:
    """Columns that every imported order has, over ORDER_SOURCE. An order that ``goes_on`` here will be invoiced
    here: what the file does not say about that comes from its customer."""
    title, tax_number = ("c.invoice_title", "c.tax_number") if goes_on else ("''", "''")
    return {
        **{name: f"coalesce(o.{name}, '')" for name in _TEXTS},
        "id": "n.id",
        "number": "n.assigned",
        "order_type_id": _TYPE,
        "customer_id": "o.customer_id",
        "bill_to_id": "coalesce(o.bill_to_id, c.bill_to_id)",
        "ship_to_id": "coalesce(o.ship_to_id, c.ship_to_id)",
        "agent_id": "coalesce(o.agent_id, c.agent_id)",
        "invoice_kind": "coalesce(o.invoice_kind, '')",
        "invoice_title": f"coalesce(o.invoice_title, {title})",
        "invoice_tax_number": f"coalesce(o.invoice_tax_number, {tax_number})",
        "form": f"coalesce(o.form, '{Form.ELECTRONIC}')",
        "contract_state": f"coalesce(o.contract_state, '{ContractState.NONE}')",
        "contract_signed_date": "o.contract_signed_date",
        "payment_term_id": "coalesce(o.payment_term_id, c.payment_term_id)",
        "customer_po_date": "o.customer_po_date",
        "channel": f"coalesce(o.channel, '{Channel.IMPORT}')",
        "salesperson_id": "coalesce(o.salesperson_id, c.owner_id)",
        "executing_owner_id": "o.executing_owner_id",
        "department_id": _DEPARTMENT,
        "territory": "coalesce(o.territory, c.territory)",
        "created_by_id": "%(actor)s",
        "currency_id": _CURRENCY,
        "exchange_rate": _RATE,
        "tax_mode": "o.tax_mode",
        "freight": "o.freight",
        "reduction": "o.reduction",
        "lines_amount": "o.lines_amount",
        "total_amount": "o.total_amount",
        "due_amount": "o.total_amount",
        "tax_amount": "o.tax_amount",
        "net_amount": "o.net_amount",
        "is_urgent": "coalesce(o.is_urgent, false)",
        "order_date": "o.order_date",
        "requested_date": "o.requested_date",
        "submitted_at": day_start("o.order_date"),
        "effective_at": day_start("o.order_date"),
        "created_at": "%(at)s",
        "updated_at": "%(at)s",
        "custom": importing.sql(ORDER, "o"),
    }


# import_new_lines n, its staged row l, the product p, the staged order o
LINE_SOURCE = """import_new_lines n JOIN import_lines l ON l.row_id = n.row_id
    JOIN products_product p ON p.id = l.product_id JOIN import_orders o ON o.key = l."order" """


_SPECIFICATION = "coalesce(l.specification, p.specification)"
_ATTRIBUTE = "coalesce(l.auxiliary_attribute, p.auxiliary_attribute)"
WORDINGS = f"""SELECT DISTINCT p.id, p.code, p.name, {_SPECIFICATION}, {_ATTRIBUTE}
    FROM import_lines l JOIN products_product p ON p.id = l.product_id"""
_TEXT = f"""(SELECT t.id FROM products_producttext t WHERE t.product_id = p.id AND t.code = p.code AND t.name = p.name
    AND t.specification = {_SPECIFICATION} AND t.auxiliary_attribute = {_ATTRIBUTE})"""


def of_line() -> dict[str, str]:
    """Columns that every imported line has, over LINE_SOURCE."""
    promised = "coalesce(l.promised_date, o.promised_date)"
    return {
        "id": "n.id",
        "order_id": "n.order_id",
        "line_no": "n.line_no",
        "product_id": "l.product_id",
        "text_id": _TEXT,
        "product_code": "p.code",
        "product_name": "p.name",
        "specification": _SPECIFICATION,
        "auxiliary_attribute": _ATTRIBUTE,
        "unit": "coalesce(l.unit, p.unit)",
        "is_service": "p.is_service",
        "supply_mode": "p.supply_mode",
        "is_gift": "l.is_gift",
        "ordered": "l.quantity",
        "original": "l.quantity",
        "price": "l.price",
        "price_source": f"'{PriceSource.IMPORTED}'",
        "discount": "l.discount",
        "tax_rate": "l.tax_rate",
        "amount": "l.amount",
        "tax": "l.tax",
        "net": "l.net",
        "reduction": "l.reduction",
        "unit_cost": "coalesce(l.unit_cost, p.unit_cost)",
        "requested_date": "coalesce(l.requested_date, o.requested_date)",
        "first_promised_date": promised,
        "promised_date": promised,
        "shipped": "n.shipped",
        "signed": "n.signed",
        "first_ship_date": "n.first_day",
        "last_ship_date": "n.last_day",
        "row_closed": "n.shipped >= l.quantity",
        "custom": importing.sql(LINE, "l"),
        **{name: f"coalesce(l.{name}, '')" for name in _LINE_TEXTS},
    }
