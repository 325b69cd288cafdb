"""Serial and batch numbers of goods that go out: captured before they leave, free again when they come back."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors, events
from common.errors import Text
from common.operation import operation
from common.rows import update_rows
from orders.fulfilment import locking, policies
from orders.fulfilment.models import OutboundDocument, OutboundLine
from orders.fulfilment.numbers import rules
from orders.fulfilment.numbers.models import GoodsNumber
from orders.fulfilment.numbers.rules import Numbers
from orders.fulfilment.rules import plain
from orders.order.models import Order
from products.catalogue.choices import Numbering

RECORD = "outbound.audit"
MOST = 5000  # numbers of one call
Status = OutboundDocument.Status


@operation
def record_numbers(
    *, actor: User, document_id: int, numbers: Mapping[int, Numbers], at: datetime, version: int | None = None
) -> None:
    """Say which pieces go: outbound line id → (number, quantity) pairs, all of that line; lines not named stay. They
    may be entered in several goes before the audit, which asks for all of them. A serial number is out once: one that
    came back may go again.

    Raises NotFound, NotAllowed, Stale, WrongState (signed or void; left, and not all are named), Invalid with paths
    like ``lines.SO20261121-0001.1``.
    """
    if not policies.visible_to(actor).filter(pk=document_id).exists():
        raise errors.NotFound()
    document = OutboundDocument.objects.select_for_update(no_key=True).get(pk=document_id)
    rows = document.lines.select_related("order", "order_line__product").order_by("pk")
    lines = {one.pk: one for one in rows if one.order_line is not None}
    policies.require(actor, RECORD, Order.objects.filter(pk__in={one.order_id for one in lines.values()}))
    locking.require_version(document, version)
    locking.require_status(document, Status.DRAFT, Status.AUDITED)
    _check(document, lines, numbers)
    GoodsNumber.objects.filter(line__in=list(numbers)).delete()
    named = [
        GoodsNumber(
            line_id=line_id,
            product_id=lines[line_id].order_line.product_id,  # type: ignore[union-attr]
            number=number,
            is_serial=lines[line_id].order_line.product.numbering == Numbering.SERIAL,  # type: ignore[union-attr]
            quantity=quantity,
            entered_by=actor,
            entered_at=at,
        )
        for line_id, given in numbers.items()
        for number, quantity in given
    ]
    try:
        with transaction.atomic():
            GoodsNumber.objects.bulk_create(named)
    except IntegrityError:  # somebody else named one of them just now: his stands, and is told
        _check(document, lines, numbers)
        raise
    events.record("outbound.numbered", document, at=at, numbers=sum(map(len, numbers.values())))


def free(document: OutboundDocument) -> None:
    """Let go of the numbers of a notice that is made void, inside the operation that does so."""
    GoodsNumber.objects.filter(line__document=document).delete()


@operation
def note_returned(
    *, actor: User, order_line_id: int, numbers: Sequence[tuple[str, Decimal]], at: datetime
) -> list[GoodsNumber]:
    """Pieces of an order line with these numbers came back: a serial number may go out again. Called by what takes
    returns in, which asks for rights and holds the order's lock.

    Raises Invalid (``numbers``) for a number that did not go out on this line, or not with so many pieces.
    """
    gone = GoodsNumber.objects.filter(
        line__order_line=order_line_id, line__document__status__in=(Status.AUDITED, Status.SIGNED)
    )
    rows = list(gone.select_for_update(no_key=True, of=("self",)).order_by("pk"))
    wrong: list[Text] = []
    changed: list[GoodsNumber] = []
    for number, quantity in numbers:
        left = quantity
        for row in rows:
            part = min(left, row.quantity - row.back_quantity) if row.number == number else Decimal(0)
            if part > 0:
                row.back_quantity += part
                left -= part
                changed.append(row)
        if left > 0 or quantity <= 0:
            words = {"number": number, "quantity": plain(quantity)}
            wrong.append(_("%(number)s: %(quantity)s of it did not go out on this line, or came back before.") % words)
    if wrong:
        raise errors.Invalid(fields={"numbers": wrong})
    update_rows(changed, ["back_quantity"])
    return changed


@operation
def forget_returned(*, actor: User, order_line_id: int, numbers: Sequence[tuple[str, Decimal]]) -> None:
    """Pieces of an order line with these numbers did not come back after all: what ``note_returned`` did, undone by
    what had called it.

    Raises WrongState for a serial number that went out again meanwhile.
    """
    if not numbers:
        return
    rows = list(
        GoodsNumber.objects.filter(line__order_line=order_line_id, back_quantity__gt=0)
        .select_for_update(no_key=True, of=("self",))
        .order_by("-pk")
    )
    left, changed = dict(numbers), []
    for row in rows:
        part = min(left.get(row.number, Decimal(0)), row.back_quantity)
        if part:
            row.back_quantity -= part
            left[row.number] -= part
            changed.append(row)
    serials = [row.number for row in changed if row.is_serial]
    if serials and (out := _out_again(changed[0].product_id, serials)):
        text = _("Take that back first: %(out)s")
        raise errors.WrongState(text % {"out": " ".join(map(str, out))}, status="OUT", possible=["outbound_unaudit"])
    update_rows(changed, ["back_quantity"])


def _check(document: OutboundDocument, lines: Mapping[int, OutboundLine], numbers: Mapping[int, Numbers]) -> None:
    """Raise Invalid, line by line."""
    wrong: dict[str, list[Text]] = {}
    if sum(map(len, numbers.values())) > MOST:
        raise errors.Invalid(fields={"lines": [_("At most %(count)s numbers at once.") % {"count": MOST}]})
    for line_id, given in numbers.items():
        line = lines.get(line_id)
        if line is None or line.order_line is None:
            wrong[f"lines.{line_id}"] = [_("This line is not on the document.")]
            continue
        kind = line.order_line.product.numbering
        found = rules.faults(given, kind, line.quantity)
        if not found and kind == Numbering.SERIAL:
            found = _taken(line, [number for number, _quantity in given], numbers)
        if not found and document.status == Status.AUDITED and sum(q for _number, q in given) != line.quantity:
            found = [_("The goods have left: all of their numbers are named, or none is changed.")]
        if found:
            wrong[f"lines.{line.order.reference}.{line.order_line.line_no}"] = found
    if wrong:
        raise errors.Invalid(fields=wrong)


def _taken(line: OutboundLine, given: Sequence[str], numbers: Collection[int]) -> list[Text]:
    """Serial numbers that are out, or on another notice, in words."""
    assert line.order_line is not None
    return _out_again(line.order_line.product_id, given, but=numbers)


def _out_again(product_id: int, given: Sequence[str], but: Collection[int] = ()) -> list[Text]:
    """Where serial numbers of a product are, in words; what stands on outbound lines ``but`` left out."""
    out = GoodsNumber.objects.filter(product=product_id, number__in=given, is_serial=True, back_quantity=0)
    text = _("%(number)s is out with %(document)s.")
    rows = out.exclude(line__in=list(but)).order_by("number").values_list("number", "line__document__number")
    return [text % {"number": number, "document": document} for number, document in rows]
