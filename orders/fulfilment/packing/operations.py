"""Packing: which package holds what, its weight and measures."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.errors import Text
from common.operation import operation
from orders.fulfilment import locking, policies, rules
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.packing.models import Package, PackageItem
from orders.fulfilment.packing.rules import Packed
from orders.order.models import Order

PACK = "outbound.audit"
MOST = 500  # packages of one document
Status = OutboundDocument.Status
_MEASURES = ("weight", "length", "width", "height")


@operation
def pack_document(
    *, actor: User, document_id: int, packages: Sequence[Packed], at: datetime, version: int | None = None
) -> list[Package]:
    """Make these the document's packages, numbered from 1 in their order; what it had before goes. Pieces may stay
    unpacked; none is packed twice. Weights in kilograms, measures in centimetres.

    Raises NotFound, NotAllowed, Stale, WrongState (signed or void), Invalid with paths like ``packages.2.weight``.
    """
    if not policies.visible_to(actor).filter(pk=document_id).exists():
        raise errors.NotFound()
    document = OutboundDocument.objects.select_for_update(no_key=True).get(pk=document_id)
    lines = {one.pk: one for one in document.lines.select_related("order", "order_line")}
    policies.require(actor, PACK, Order.objects.filter(pk__in={one.order_id for one in lines.values()}))
    locking.require_version(document, version)
    locking.require_status(document, Status.DRAFT, Status.AUDITED)
    _check(packages, lines)
    document.packages.all().delete()
    columns = ("kind", "mark", *_MEASURES)
    made = Package.objects.bulk_create(
        Package(document=document, number=number, **{name: getattr(one, name) for name in columns})
        for number, one in enumerate(packages, start=1)
    )
    PackageItem.objects.bulk_create(
        PackageItem(package=package, line_id=line_id, quantity=quantity)
        for package, one in zip(made, packages, strict=True)
        for line_id, quantity in one.items.items()
    )
    events.record("outbound.packed", document, at=at, packages=len(made))
    return made


def unpack(lines: Sequence[OutboundLine]) -> None:
    """Forget where these lines of a notice are packed: their quantities changed. Inside the operation that does so."""
    PackageItem.objects.filter(line__in=[one.pk for one in lines]).delete()


def _check(packages: Sequence[Packed], lines: Mapping[int, OutboundLine]) -> None:
    """Raise Invalid, package by package."""
    wrong: dict[str, list[Text]] = {}
    if len(packages) > MOST:
        wrong["packages"] = [_("At most %(count)s packages.") % {"count": MOST}]
    left = {pk: one.quantity for pk, one in lines.items()}
    for number, one in enumerate(packages, start=1):
        for name, text in _faults(one).items():
            wrong[f"packages.{number}.{name}"] = [text]
        for line_id, quantity in one.items.items():
            if line_id not in lines:
                wrong[f"packages.{number}.items"] = [_("This line is not on the document.")]
                continue
            line = lines[line_id]
            text = rules.quantity_error(quantity) or rules.part_error(line.of.unit, quantity, of=line.quantity)
            left[line_id] -= quantity
            if not text and left[line_id] < 0:
                words = {"line": line.of.line_no, "quantity": rules.plain(line.quantity)}
                text = _("Line %(line)s: only %(quantity)s go; more than that is packed.") % words
            if text:
                wrong.setdefault(f"packages.{number}.items", []).append(text)
    if wrong:
        raise errors.Invalid(fields=wrong)


def _faults(one: Packed) -> dict[str, Text]:
    found: dict[str, Text] = {}
    if one.kind not in Package.Kind.values:
        found["kind"] = _("Choose one of the list.")
    longest = Package._meta.get_field("mark").max_length or 0
    if len(one.mark) > longest:
        found["mark"] = _("At most %(count)s characters.") % {"count": longest}
    for name in _MEASURES:
        column: Any = Package._meta.get_field(name)
        value = getattr(one, name)
        most = 10 ** (column.max_digits - column.decimal_places)
        if value is not None and not 0 < value < most:
            found[name] = _("Enter more than zero.") if value <= 0 else _("This is too much.")
        elif value is not None and value != round(value, column.decimal_places):
            found[name] = _("At most %(count)s decimals.") % {"count": column.decimal_places}
    if not one.items:
        found["items"] = _("Nothing is in this package.")
    return found
