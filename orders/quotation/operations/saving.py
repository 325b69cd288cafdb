"""How the operations of this room write a quotation: what follows from its versions, version and moment of change."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from common import currencies, editing, errors
from common.errors import Text
from common.money import round2
from customers.models import PaymentTerm
from orders.quotation import queries
from orders.quotation.models import Quotation, QuotationVersion

FOLLOWS = ("currency", "total_amount", "valid_until")


def follow(quotation: Quotation, versions: Sequence[QuotationVersion]) -> None:
    """Set what is derived from the versions: sums of the accepted one, else of the first that stands; valid as long as
    the one that stands longest."""
    shown = queries.standing(versions) or [one for one in versions if not one.is_dropped]
    main = next((one for one in versions if one.pk and one.pk == quotation.accepted_id), shown[0])
    quotation.currency_id, quotation.total_amount = main.currency_id, main.total_amount
    quotation.valid_until = max(one.valid_until for one in shown)


def save(quotation: Quotation, fields: Iterable[str], at: datetime) -> None:
    """Save these columns of a locked quotation, with the next version."""
    quotation.version += 1
    quotation.updated_at = at
    quotation.save(update_fields=[*dict.fromkeys((*fields, *FOLLOWS, "version", "updated_at"))])


def check(row: Model, entered: Iterable[str]) -> None:
    """Raise Invalid, field by field, for columns as they were entered (attribute names); None is no entry."""
    names = {name for name in entered if getattr(row, name) is not None}
    editing.check(row, exclude=[one.name for one in row._meta.concrete_fields if one.attname not in names])


def check_offer(offer: QuotationVersion, entered: Iterable[str], day: date) -> None:
    """Raise Invalid for a version's head: columns, days, cents, and masters that are out of use."""
    entered = set(entered)
    faults: dict[str, list[Text]] = {}
    try:
        check(offer, {name for name in entered if not name.endswith("_id")})
    except errors.Invalid as error:
        faults.update({name: list(texts) for name, texts in error.fields.items()})
    for name in ("freight", "reduction"):
        amount = getattr(offer, name)
        if name not in faults and (amount < 0 or amount != round2(amount)):
            faults[name] = [_("Enter zero or more, with two decimals at most.")]
    if "valid_until" in entered and offer.valid_until < day:
        faults["valid_until"] = [_("Choose today or a later day.")]
    if "payment_term_id" in entered and offer.payment_term_id:
        if not PaymentTerm.objects.filter(pk=offer.payment_term_id, is_active=True).exists():
            faults["payment_term"] = [_("Choose payment terms that are in use.")]
    if "currency_id" in entered and offer.currency_id not in currencies.active_codes():
        faults["currency"] = [_("Choose a currency that is in use.")]
    if faults:
        raise errors.Invalid(fields=faults)


def named(columns: Iterable[Any]) -> list[str]:
    """Columns as the history names them."""
    return sorted(str(name).removesuffix("_id") for name in columns)
