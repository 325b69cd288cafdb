"""Price lists: keep them, set their prices, end one (SEMANTICS 4)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import currencies, editing, errors, events
from common.operation import operation
from products.pricing import queries, writing
from products.pricing.models import ListPrice, PriceList
from products.pricing.writing import PriceEntry

FIELDS = ("code", "name", "customer_class", "currency", "tax_mode", "is_active", "notes")
LOOKS = ("currency", "tax_mode")  # what its prices mean: fixed once there are some


@operation
def save_list(
    *, actor: User, at: datetime, list_id: int | None = None, version: int | None = None, **changes: Any
) -> PriceList:
    """Add or change a price list (read at ``version``). A class of customers has one list in use per currency.

    Raises NotAllowed, NotFound, Stale, Invalid (a class that the rules do not know; currency or tax of a list that
    has prices).
    """
    policies.require(actor, "price.edit")
    row = editing.locked_or_new(PriceList, list_id)
    if (code := changes.get("currency_id")) is not None and code not in currencies.active_codes():
        raise errors.Invalid(fields={"currency": [_("The company does not trade in %(code)s.") % {"code": code}]})
    changed = editing.change(row, editing.as_columns(PriceList, changes, FIELDS), version)
    if "customer_class" in changed and row.customer_class and row.customer_class not in queries.classes():
        raise errors.Invalid(fields={"customer_class": [_("The rules know no such class of customers.")]})
    if row.pk and (fixed := [name for name in LOOKS if name in changed]) and row.prices.exists():
        text = _("The list has prices; start another list for other ones.")
        raise errors.Invalid(fields={name: [text] for name in fixed})
    editing.check(row)
    row.save()
    events.record("price_list.saved", row, at=at, number=row.code)
    return row


@operation
def set_prices(*, actor: User, list_id: int, entries: Sequence[PriceEntry], at: datetime) -> int:
    """Let prices hold in a list; see ``writing.set_prices``. Returns how many are new.

    Raises NotAllowed, NotFound, Invalid with paths like ``prices.3.valid_until``.
    """
    policies.require(actor, "price.edit")
    row = editing.locked_or_new(PriceList, list_id)
    fresh = writing.set_prices(ListPrice, {"price_list_id": row.pk}, entries)
    if fresh:
        _count_up(row)
        events.record("price_list.priced", row, at=at, number=row.code, rows=fresh)
    return fresh


@operation
def end_price(*, actor: User, price_id: int, last_day: date, at: datetime) -> None:
    """Let a price of a list hold until ``last_day`` at the latest; one that begins later goes.

    Raises NotAllowed, NotFound.
    """
    policies.require(actor, "price.edit")
    list_id = ListPrice.objects.filter(pk=price_id).values_list("price_list_id", flat=True).first()
    if list_id is None:
        raise errors.NotFound()
    row = editing.locked_or_new(PriceList, list_id)
    price = editing.locked_or_new(ListPrice, price_id)
    writing.end_price(price, last_day)
    _count_up(row)
    events.record("price_list.price_ended", row, at=at, number=row.code, product=price.product_id)


def _count_up(row: PriceList) -> None:
    row.version += 1
    row.save(update_fields=["version"])
