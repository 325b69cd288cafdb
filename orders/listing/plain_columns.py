"""The columns of the order list as plain values, beside the cells of ``columns``: what a file of it holds.

One column of the screen may be several of a file: a number and its currency, a customer's name and his code.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from common import dates, reference
from common.conditions.kinds import Kind
from common.exports.lists import Column
from common.exports.plain import Plain
from orders.listing import columns
from orders.listing.masters import CUSTOMERS
from orders.order import choices, policies, states
from orders.order.derive import BINDING
from orders.templatetags import order_parts
from segments.custom_fields import listing
from segments.custom_fields.values import ORDER

_PERCENT = "0%"
_STATE = ("status", "is_rejected", "fulfilment", "stage")
_UNKNOWN = ("origin", "received_amount")  # whether anybody knows if it was paid
_DELIVERED = ("shipped_amount", "unshipped_amount", "fulfilment")
_FLAGS = (
    *("is_frozen", "freeze_reason", "is_changing", "status", "promised_date", "fulfilment", "is_urgent"),
    *("next_due_date", "origin", "risks", "set_aside_reason", "open_doubts", "open_exceptions"),
    *("salesperson_id", "created_by_id"),
)


def _label(key: str) -> str | Promise:
    return columns.COLUMNS[key].label


def _plain(key: str, lookup: str, kind: Kind = Kind.TEXT, **options: Any) -> Plain:
    return Plain(Column(key, _label(key), kind, **options), (lookup,))


def _made(key: str, make: Callable[[Any], Any], *lookups: str, kind: Kind = Kind.TEXT, **options: Any) -> Plain:
    return Plain(Column(key, _label(key), kind, **options), lookups, make)


def _choice(key: str, of: Any) -> Plain:
    labels: dict[str, Any] = dict(of.choices)
    return _made(key, lambda row: str(labels.get(getattr(row, key), "")), key, kind=Kind.CHOICE)


def _number(row: Any) -> str:
    return row.number or str(_("Draft #%(id)s") % {"id": row.pk})


def _progress(row: Any) -> Any:
    return order_parts.shipped_percent(row) / 100


def _paid(row: Any) -> Any:
    return None if order_parts.is_payment_unknown(row) else order_parts.paid_percent(row) / 100


def _unshipped(row: Any) -> Any:
    return row.unshipped_amount if row.status in BINDING else None


def _unreceived(row: Any) -> Any:
    if order_parts.is_payment_unknown(row) or row.status not in BINDING:
        return None
    return row.due_amount - row.received_amount


def _settlement(row: Any) -> str:
    return "" if order_parts.is_payment_unknown(row) else str(states.Settlement(row.settlement).label)


def _effective(row: Any) -> Any:
    return None if row.effective_at is None else dates.business_day(row.effective_at)


def _flags(reader: Any, with_money: bool) -> Plain:
    def words(row: Any) -> str:
        told = policies.visible_risks(reader, row) if row.risks and row.status == states.Status.SUBMITTED else ()
        return "、".join(fact[0] for fact in order_parts.facts_of(row, with_money, told))

    return _made("flags", words, *_FLAGS)


# column of the screen -> those of a file; "flags" depend on who reads them
_EVERY: dict[str, tuple[Plain, ...]] = {
    "number": (_made("number", _number, "number", "pk", kind=Kind.CODE, width=20),),
    "customer": (
        _plain("customer", "customer__name", width=32),
        Plain(Column("customer_code", _("Customer code"), Kind.CODE), ("customer__code",)),
    ),
    "territory": (_plain("territory", "territory"),),
    "order_date": (_plain("order_date", "order_date", Kind.DATE),),
    "requested_date": (_plain("requested_date", "requested_date", Kind.DATE),),
    "promised_date": (_plain("promised_date", "promised_date", Kind.DATE),),
    "total": (_plain("total", "total_amount", Kind.MONEY, is_summed=True),),
    "net": (_plain("net", "net_amount", Kind.MONEY, is_summed=True),),
    "progress": (_made("progress", _progress, *_DELIVERED, kind=Kind.NUMBER, format=_PERCENT),),
    "paid": (_made("paid", _paid, *_UNKNOWN, "due_amount", "settlement", kind=Kind.NUMBER, format=_PERCENT),),
    "status": (_made("status", lambda row: order_parts.state_of(row)[1], *_STATE, kind=Kind.CHOICE),),
    "salesperson": (_plain("salesperson", "salesperson__name"),),
    "executing_owner": (_plain("executing_owner", "executing_owner__name"),),
    "department": (_plain("department", "department__name"),),
    "priority": (_plain("priority", "priority", Kind.NUMBER),),
    "amount_class": (_choice("amount_class", choices.AmountClass),),
    "time_class": (_choice("time_class", choices.TimeClass),),
    "customer_type": (_choice("customer_type", choices.CustomerType),),
    "customer_po": (_plain("customer_po", "customer_po_number", Kind.CODE),),
    "order_type": (_made("order_type", lambda row: reference.shown(row.order_type__name), "order_type__name"),),
    "channel": (_choice("channel", choices.Channel),),
    "set_aside_reason": (_plain("set_aside_reason", "set_aside_reason", width=32),),
    "open_doubts": (_plain("open_doubts", "open_doubts", Kind.NUMBER),),
    "open_exceptions": (_plain("open_exceptions", "open_exceptions", Kind.NUMBER),),
    "lines": (_plain("lines", "line_count", Kind.NUMBER),),
    "unshipped": (_made("unshipped", _unshipped, "unshipped_amount", "status", kind=Kind.MONEY, is_summed=True),),
    "unreceived": (
        _made("unreceived", _unreceived, *_UNKNOWN, "status", "due_amount", kind=Kind.MONEY, is_summed=True),
    ),
    "settlement": (_made("settlement", _settlement, *_UNKNOWN, "settlement", kind=Kind.CHOICE),),
    "invoicing": (_choice("invoicing", states.Fulfilment),),
    "signing": (_choice("signing", states.Fulfilment),),
    "stage": (_choice("stage", states.Stage),),
    "next_due": (_plain("next_due", "next_due_date", Kind.DATE),),
    "effective_at": (_made("effective_at", _effective, "effective_at", kind=Kind.DATE),),
    "created_by": (_plain("created_by", "created_by__name"),),
    "source_number": (_plain("source_number", "source_number", Kind.CODE),),
}
CURRENCY = Plain(Column("currency", _("Currency"), Kind.CODE, width=10), ("currency_id",))


def offered(reader: Any, with_money: bool) -> dict[str, Plain]:
    """The columns of a file that ``reader`` may have, by key."""
    keys = [column.key for column in columns.allowed(with_money, columns.custom(reader))]
    found = {plain.column.key: plain for plain in of(keys, reader, with_money)}
    return found | ({CURRENCY.column.key: CURRENCY} if with_money else {})


def of(keys: Iterable[str], reader: Any, with_money: bool) -> list[Plain]:
    """What columns of the screen are in a file."""
    own = {one.key: (one.plain,) for one in listing.columns(reader, ORDER)}
    own |= {key: (plain,) for key, plain in CUSTOMERS.plains(reader, "customer_id").items()}
    return [plain for key in keys for plain in own.get(key) or _EVERY.get(key) or (_flags(reader, with_money),)]
