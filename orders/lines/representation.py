"""Order lines as plain dictionaries for API answers, with their order's, customer's and product's columns."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from accounts import policies as rights
from common.api.fields import plain
from orders.lines import areas, lateness, queries
from orders.lines.figures import Area, Figures, Totals
from orders.lines.filters import OF_CUSTOMERS
from orders.lines.sensor_lines import Behind
from orders.lines.sensors import SensorDemand
from orders.listing.masters import CUSTOMERS, PRODUCTS
from orders.order import policies
from orders.order.models import OrderLine
from orders.order.representation import money
from products.fields import VIEW as OF_PRODUCTS

_PLAIN = (
    *("id", "line_no", "product_name", "specification", "auxiliary_attribute", "unit", "is_service", "is_gift"),
    *("schedule", "first_promised_date", "promised_date", "first_ship_date", "last_ship_date", "closure"),
    *("close_reason_code", "close_reason", "is_frozen", "is_changing", "custom"),
)
_QUANTITIES = (
    *("ordered", "reserved", "shipped", "signed", "transit_loss", "returned", "reship", "short_closed", "open"),
    "invoiced",
)
_MONEY = ("price", "amount", "tax", "net", "unit_cost")
_ORDER = ("number", "reference", "status", "origin", "order_date", "is_urgent", "contact_name", "customer_po_number")
_OF_CUSTOMER = ("territory", "region", "province_group", "province")
_FACETS = ("brand", "tonnage", "structure", "sensor_brand", "sensor_tonnage", "sensor_structure")


def line_rows(actor: Any, lines: Sequence[OrderLine], today: date, as_of: date | None = None) -> list[dict[str, Any]]:
    """Lines as a list shows them (``OrderLineRowSerializer``); what ``actor`` may not see is null. ``as_of``: by what
    the rules said on that day."""
    queries.name_related(lines, as_of)
    policies.redact(actor, [line.order for line in lines])
    policies.redact(actor, lines)
    sees = {verb: rights.can(actor, verb) for verb in (OF_CUSTOMERS, OF_PRODUCTS)}
    of_customers = CUSTOMERS.answers(actor, {line.order.customer_id for line in lines})
    of_products = PRODUCTS.answers(actor, {line.product_id for line in lines})
    return [
        _row(line, today, with_area=sees[OF_CUSTOMERS], with_facets=sees[OF_PRODUCTS])
        | {
            "order_custom": line.order.custom,
            "customer_custom": of_customers.get(line.order.customer_id),
            "product_custom": of_products.get(line.product_id),
        }
        for line in lines
    ]


def _row(line: OrderLine, today: date, *, with_area: bool, with_facets: bool) -> dict[str, Any]:
    order = line.order
    row: dict[str, Any] = {name: getattr(line, name) for name in _PLAIN}
    row |= {name: plain(getattr(line, name)) for name in _QUANTITIES}
    row |= {name: money(getattr(line, name)) for name in _MONEY}
    row |= {name: getattr(order, name) for name in _ORDER}
    row |= {name: getattr(order.customer, name) if with_area else None for name in _OF_CUSTOMER}
    row |= {name: getattr(line.text, name) if with_facets else None for name in _FACETS}
    demand = lateness.sensor_demand(line.ordered, line.text.sensor_count) if with_facets else None
    return row | {
        "customer": {"code": order.customer.code, "name": order.customer.name},
        "order_territory": order.territory,
        "salesperson": order.salesperson.username if order.salesperson else None,
        "executing_owner": order.executing_owner.username if order.executing_owner else None,
        "department": order.department.code if order.department else None,
        "currency": order.currency_id,
        "order_is_frozen": order.is_frozen,
        "product": line.product_code,
        "customer_tags": order.customer.tags if with_area else None,
        "customer_flags": order.customer.flags if with_area else None,
        "product_tags": line.text.tags if with_facets else None,
        "product_flags": line.text.flags if with_facets else None,
        "base_instrument": line.text.base_code if with_facets else None,
        "sensor_count": line.text.sensor_count if with_facets else None,
        "sensor_demand": None if demand is None else plain(demand),
        "discount": None if line.discount is None else plain(line.discount),
        "row_closed": "Y" if line.row_closed else "N",
        "days_late": lateness.days_late(line, line.promised_date, today),
        "requested_date": lateness.requested(line),
        "days_late_requested": lateness.days_late(line, lateness.requested(line), today),
    }


def shipment_rows(shipments: Iterable[queries.Shipment]) -> list[dict[str, Any]]:
    """What of a line went out when (``LineShipmentSerializer``)."""
    return [
        {
            "document": one.document or None,
            "ship_date": one.ship_date,
            "quantity": plain(one.quantity),
            "signed": None if one.signed is None else plain(one.signed),
        }
        for one in shipments
    ]


def _figures(figures: Figures, *, with_money: bool, with_products: bool) -> dict[str, Any]:
    return {
        "quantities": [{"unit": unit, "quantity": plain(quantity)} for unit, quantity in figures.by_unit],
        "sensor_demand": plain(figures.demand) if with_products else None,
        "amounts": [{"currency": code, "amount": money(amount)} for code, amount in figures.by_currency]
        if with_money
        else None,
    }


def totals_document(totals: Totals, **shown: bool) -> dict[str, Any]:
    """What a set of lines comes to (``LineTotalsSerializer``)."""
    figures = totals.sums or Figures()
    return {"count": totals.count, **_figures(figures, **shown)}


def area_rows(whole: Area, **shown: bool) -> list[dict[str, Any]]:
    """The areas of a set of lines (``LineAreaSerializer``), each before those inside it."""
    return [
        dict.fromkeys(areas.LEVELS)
        | dict(zip(areas.LEVELS, area.path, strict=False))
        | {"level": area.level, "lines": area.figures.lines}
        | _figures(area.figures, **shown)
        for area in whole.walk()
    ]


def sensor_lines(found: Behind) -> dict[str, Any]:
    """What makes up a figure of the demand (``SensorLinesSerializer``)."""
    return {
        "sensor": found.attribute,
        "total": plain(found.total),
        "others": plain(found.others),
        "results": [
            {
                "order": line.order.reference,
                "line_no": line.line_no,
                "customer": line.order.customer.name,
                "product": line.product_code,
                "day": part.day,
                "kits": plain(part.kits),
                "sensors": plain(part.sensors),
            }
            for part, line in found.rows
        ],
    }


def sensor_row(one: SensorDemand) -> dict[str, Any]:
    """A sensor as open kits ask for it (``SensorDemandSerializer``)."""
    names = ("overdue", "later", "undated", "total", "available", "planned", "short")
    return {
        "sensor": one.attribute,
        "product": one.product.code if one.product else None,
        "weeks": [plain(quantity) for quantity in one.weeks],
        **{name: plain(getattr(one, name)) for name in names},
    }
