"""Codes and sign-in names, as other systems write them, resolved to the rows that a draft names."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import currencies, errors, text
from customers.models import Customer, PaymentTerm
from orders.agreements import queries as agreements
from orders.order.models import OrderType

Ids = dict[str, Any]


def _customers(codes: Iterable[str]) -> Ids:
    rows = Customer.objects.filter(code__in=codes, is_active=True).values_list("code", "merged_into_id", "pk")
    return {code: merged or pk for code, merged, pk in rows}


def _people(names: Iterable[str]) -> Ids:
    rows = User.objects.filter(username__in=names, is_active=True, is_system=False)
    return dict(rows.values_list("username", "pk"))


def _terms(codes: Iterable[str]) -> Ids:
    return dict(PaymentTerm.objects.filter(code__in=codes, is_active=True).values_list("code", "pk"))


def _types(codes: Iterable[str]) -> Ids:
    return dict(OrderType.objects.filter(code__in=codes, is_active=True).values_list("code", "pk"))


# how a kind of row is found, and the fields of an order that name one
_KINDS: tuple[tuple[Callable[[Iterable[str]], Ids], tuple[str, ...]], ...] = (
    (_customers, ("customer", "bill_to", "ship_to", "agent")),
    (_people, ("salesperson", "executing_owner")),
    (_terms, ("payment_term",)),
    (_types, ("order_type",)),
)


def resolve(named: Mapping[str, Any]) -> dict[str, Any]:
    """``named`` with ``bill_to="33.017"`` turned into ``bill_to_id=42`` and ``bill_to=None`` into
    ``bill_to_id=None``, which empties it; other entries stay as they are.

    One statement per kind of row that is named at all. Raises Invalid naming every field whose code is
    unknown or out of use.
    """
    resolved = dict(named)
    wrong: dict[str, list[Any]] = {}
    for find, fields in _KINDS:
        sent = {field: resolved.pop(field) for field in fields if field in resolved}
        resolved.update((f"{field}_id", None) for field, code in sent.items() if code is None)
        given = {field: text.fold_code(str(code)) for field, code in sent.items() if code is not None}
        ids = find(set(given.values())) if given else {}
        for field, code in given.items():
            if code in ids:
                resolved[f"{field}_id"] = ids[code]
            else:
                wrong[field] = [_("“%(code)s” is unknown or out of use.") % {"code": code}]
    if "currency" in resolved:
        try:
            resolved["currency_id"] = currencies.require_code(resolved.pop("currency"))
        except errors.Invalid as unknown:
            wrong |= unknown.fields
    if wrong:
        raise errors.Invalid(fields=wrong)
    return resolved


def agreement_lines(rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """The frame agreements that lines call off, as ``AG20261121-0001/2`` → key of that line. Raises Invalid naming the
    lines whose agreement nobody knows; no statement where none is named."""
    named = {row["agreement"] for row in rows if row.get("agreement")}
    if not named:
        return {}
    found = agreements.line_ids(named)
    words = _("“%(code)s” is unknown or out of use.")
    wrong: dict[str, list[errors.Text]] = {
        f"lines.{row.get('line_no') or place}.agreement": [words % {"code": row["agreement"]}]
        for place, row in enumerate(rows, start=1)
        if row.get("agreement") and row["agreement"] not in found
    }
    if wrong:
        raise errors.Invalid(fields=wrong)
    return found
