"""The columns of the order list: what each shows, which are shown at first, who may not see them.

A cell is drawn in Python, not by an included template: fifty rows of twelve includes cost more than
the query behind them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.templatetags import fmt, ui
from orders.listing.masters import CUSTOMERS
from orders.order import states
from orders.order.derive import BINDING
from orders.templatetags import order_parts
from segments.custom_fields import listing
from segments.custom_fields.values import ORDER

MAX_SHOWN = 14
Cell = Callable[[Any], Any]


@dataclass(frozen=True)
class Column:
    """A column of the list.

    ``sort``: key of the list's sorts; ``css``: classes of head and cells; ``place``: grid place on the
    phone's card; ``related``: what must be fetched with the orders; ``is_money``: hidden with the amounts.
    """

    key: str
    label: str | Promise
    cell: Cell
    sort: str = ""
    css: str = ""
    place: str = ""
    related: str = ""
    is_money: bool = False
    title: str | Promise = ""


def _number(order: Any) -> SafeString:
    if not order.promised_date:
        return order_parts.order_link(order)
    return format_html(
        '{}<span class="only-m f12 t3"> · {}</span>', order_parts.order_link(order), ui.day(order.promised_date)
    )


def _customer(order: Any) -> SafeString:
    return format_html(
        '<span class="so-named"><span class="clip" title="{}">{}</span>'
        ' <span class="t3 f12 so-num only-d">{}</span></span>',
        order.customer.name,
        order.customer.short_name or order.customer.name,
        order.customer.code,
    )


def _territory(order: Any) -> Any:
    return format_html('<span title="{}">{}</span>', order.territory, order.territory) if order.territory else fmt.DASH


def _promised(order: Any) -> SafeString:
    is_done = order.status != states.Status.EFFECTIVE or order.fulfilment == states.Fulfilment.FULL
    return ui.due(order.promised_date, done=is_done)


def _money(name: str) -> Cell:
    return lambda order: ui.money(getattr(order, name), order.currency_id)


def _text(name: str) -> Cell:
    return lambda order: fmt.dash(getattr(order, name))


def _choice(name: str) -> Cell:
    return lambda order: fmt.dash(getattr(order, f"get_{name}_display")())


def _settlement(order: Any) -> Any:
    """How far it is paid; a dash where nobody knows, which is not the same as unpaid."""
    return fmt.DASH if order_parts.is_payment_unknown(order) else fmt.dash(order.get_settlement_display())


def _unreceived(order: Any) -> SafeString:
    if order_parts.is_payment_unknown(order) or order.status not in BINDING:
        return ui.money(None)
    return ui.money(order.due_amount - order.received_amount, order.currency_id, zero_dash=True)


def _unshipped(order: Any) -> SafeString:
    if order.status not in BINDING:
        return ui.money(None)
    return ui.money(order.unshipped_amount, order.currency_id, zero_dash=True)


COLUMNS: dict[str, Column] = {
    column.key: column
    for column in (
        Column("number", _("Order"), _number, css="stick2", place="no"),
        Column("customer", _("Customer"), _customer, css="clip w-cu", place="cu", related="customer"),
        Column(
            "territory",
            pgettext_lazy("column", "Area"),
            _territory,
            css="t2 clip w-te",
            title=_("Department in charge"),
        ),
        Column("order_date", _("Ordered on"), lambda order: ui.day(order.order_date), sort="order_date", css="t2"),
        Column("requested_date", _("Requested"), lambda order: ui.day(order.requested_date), css="t2"),
        Column("promised_date", _("Promised"), _promised, sort="promised_date"),
        Column("total", _("Total"), _money("total_amount"), sort="total_amount", css="n", place="am", is_money=True),
        Column("net", _("Net amount"), _money("net_amount"), css="n t2", is_money=True),
        Column(
            "progress",
            _("Fulfilment"),
            order_parts.order_progress,
            place="pr",
            title=_("Green: signed; blue: shipped; pale: reserved; the percentage is what was shipped"),
        ),
        Column("paid", _("Received"), order_parts.order_paid, is_money=True),
        Column("status", _("State"), order_parts.order_status, place="st"),
        Column(
            "flags", pgettext_lazy("column", "Risks"), order_parts.order_flags, place="fl", title=_("Risks and flags")
        ),
        Column("salesperson", _("Salesperson"), _text("salesperson"), css="t2", related="salesperson"),
        Column("executing_owner", _("Executing owner"), _text("executing_owner"), css="t2", related="executing_owner"),
        Column("department", _("Department"), _text("department"), css="t2", related="department"),
        Column("priority", _("Priority"), lambda order: order.priority or fmt.DASH, sort="priority", css="n"),
        Column("amount_class", _("Class by amount"), _choice("amount_class"), css="t2", is_money=True),
        Column("time_class", _("Class by day"), _choice("time_class"), css="t2"),
        Column("customer_type", _("Customer is"), _choice("customer_type"), css="t2"),
        Column("customer_po", _("Customer's number"), _text("customer_po_number"), css="t2 so-num"),
        Column("order_type", _("Order type"), _text("order_type"), css="t2", related="order_type"),
        Column("channel", _("Channel"), _choice("channel"), css="t2"),
        Column("set_aside_reason", _("Set aside because"), _text("set_aside_reason"), css="t2 clip w-cu"),
        Column("open_doubts", _("Open doubts"), lambda order: order.open_doubts or fmt.DASH, css="n"),
        Column("open_exceptions", _("Open exceptions"), lambda order: order.open_exceptions or fmt.DASH, css="n"),
        Column("lines", pgettext_lazy("count", "Lines"), lambda order: fmt.qty(order.line_count), css="n t2"),
        Column("unshipped", _("Not shipped"), _unshipped, css="n", is_money=True),
        Column("unreceived", _("Not received"), _unreceived, css="n", is_money=True),
        Column("settlement", _("Settlement"), _settlement, css="t2", is_money=True),
        Column("invoicing", _("Invoicing"), _choice("invoicing"), css="t2"),
        Column("signing", _("Signing"), _choice("signing"), css="t2"),
        Column("stage", _("Stage"), _choice("stage"), css="t2"),
        Column("next_due", _("Next payment"), lambda order: ui.due(order.next_due_date), is_money=True),
        Column("effective_at", _("Effective since"), lambda order: ui.day(order.effective_at), css="t2"),
        Column("created_by", _("Created by"), _text("created_by"), css="t2", related="created_by"),
        Column("source_number", _("Number in the source"), _text("source_number"), css="t2 so-num"),
    )
}
_FLAGS_WITHOUT_MONEY = replace(COLUMNS["flags"], cell=lambda order: order_parts.order_flags(order, with_money=False))
FIXED = ("number", "customer")
DEFAULT = (
    "number",
    "customer",
    "territory",
    "order_date",
    "promised_date",
    "total",
    "progress",
    "paid",
    "status",
    "flags",
    "salesperson",
)


def custom(actor: Any) -> list[Column]:
    """The company's own fields of orders and their customers that the actor sees, as columns."""
    return [*map(_custom, listing.columns(actor, ORDER)), *map(_of_customer, CUSTOMERS.listed(actor))]


def _custom(one: listing.ListColumn) -> Column:
    return Column(one.key, one.label, lambda order: fmt.dash(one.words(order.custom)), css=one.css or "t2")


def _of_customer(one: listing.ListColumn) -> Column:
    return Column(one.key, one.label, lambda order: fmt.dash(CUSTOMERS.words(one, order)), css=one.css or "t2")


def allowed(with_money: bool, own: Iterable[Column] = ()) -> list[Column]:
    """The columns a person may choose from, the company's ``own`` last."""
    return [column for column in (*COLUMNS.values(), *own) if with_money or not column.is_money]


def chosen(keys: Iterable[str] | None, with_money: bool, own: Iterable[Column] = ()) -> list[Column]:
    """The columns to show: the chosen keys (unknown and forbidden ones dropped), number and customer first."""
    wanted = [*FIXED, *(key for key in keys or DEFAULT if key not in FIXED)]
    known = {column.key: column for column in allowed(with_money, own)}
    columns = [known[key] for key in wanted if key in known]
    if not with_money:
        columns = [_FLAGS_WITHOUT_MONEY if column.key == "flags" else column for column in columns]
    return columns[:MAX_SHOWN]


@cache
def _opening(css: str, place: str) -> SafeString:
    mark = format_html(' data-m="{}"', place) if place else ""
    return format_html('<td class="{}"{}>', css, mark)


def cells(order: Any, columns: Iterable[Column]) -> SafeString:
    """The <td>s of one order."""
    drawn = (f"{_opening(column.css, column.place)}{conditional_escape(column.cell(order))}</td>" for column in columns)
    return mark_safe("\n".join(drawn))  # noqa: S308 - its parts are escaped
