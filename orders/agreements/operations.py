"""Writing frame agreements, putting them in force, ending them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import dates, editing, errors, events, numbering
from common.errors import Text
from common.operation import operation
from customers import queries as customers
from orders.agreements import policies, queries, states
from orders.agreements.models import Agreement, AgreementLine
from orders.agreements.states import Move, Status
from orders.order.models import OrderLine
from products.catalogue.models import Product

HEAD = ("title", "customer_reference", "valid_from", "valid_until", "currency_id", "tax_mode", "terms")
_PRICED = ("currency_id", "tax_mode")  # what called-off prices were agreed in


@dataclass(frozen=True)
class LineInput:
    """A line as entered: ``quantity`` and ``amount`` bound what may be called off, None bounds nothing."""

    product_id: int
    price: Decimal
    quantity: Decimal | None = None
    amount: Decimal | None = None
    notes: str = ""


@operation
def create_agreement(
    *, actor: User, customer_id: int, values: Mapping[str, Any], lines: Sequence[LineInput] = (), at: datetime
) -> Agreement:
    """Write a frame agreement, a draft that no order calls off yet. Currency: the customer's unless given.

    Raises NotAllowed, NotFound, Invalid with field paths (``lines.2.price``).
    """
    customer = customers.get_bare(actor=actor, customer_id=customer_id)
    rights.require(actor, "agreement.edit", owners=[customer.owner_id, actor.pk], departments=[customer.department_id])
    agreement = Agreement(customer=customer, created_by=actor, created_at=at, updated_at=at)
    agreement.currency_id = str(customer.currency_id)
    agreement.valid_from = dates.business_day(at)
    _take(agreement, values)
    rows = [_filled(AgreementLine(line_no=place), entered) for place, entered in enumerate(lines, start=1)]
    _check_lines(rows)
    agreement.number = numbering.draw(numbering.Series.AGREEMENT, dates.business_day(at))
    agreement.save(force_insert=True)
    for row in rows:
        row.agreement = agreement
    AgreementLine.objects.bulk_create(rows)
    events.record("agreement.created", agreement, at=at, customer=customer.code, lines_count=len(rows))
    return agreement


@operation
def change_agreement(
    *, actor: User, agreement_id: int, version: int | None, values: Mapping[str, Any], at: datetime
) -> Agreement:
    """Change the head; of one that orders called off, currency and tax mode stay. What is in force changes who puts
    agreements in force. Raises NotFound, NotAllowed, WrongState (ended), Stale, Invalid."""
    agreement = _open(actor, agreement_id, version)
    before = {name: getattr(agreement, name) for name in HEAD}
    _take(agreement, values)
    changed = [name for name in HEAD if getattr(agreement, name) != before[name]]
    if set(changed) & set(_PRICED) and _is_called(agreement):
        raise errors.Invalid(fields={"currency": [_("Orders were called off at these prices.")]})
    return _saved(agreement, "agreement.changed", at, fields=[name.removesuffix("_id") for name in changed])


@operation
def save_line(
    *,
    actor: User,
    agreement_id: int,
    line_no: int | None,
    entered: LineInput,
    version: int | None,
    at: datetime,
) -> Agreement:
    """Add a line (``line_no`` None) or change one; of one that orders called off, the product stays. What was ordered
    keeps its price. Raises NotFound, NotAllowed, WrongState, Stale, Invalid."""
    agreement = _open(actor, agreement_id, version)
    lines = queries.lines_of(agreement)
    if line_no is None:
        row = AgreementLine(agreement=agreement, line_no=max((one.line_no for one in lines), default=0) + 1)
    else:
        row = queries.line_of(agreement, line_no)
        if row.product_id != entered.product_id and OrderLine.objects.filter(agreement_line=row).exists():
            raise errors.Invalid(fields={"product": [_("Orders were called off; add a line for another product.")]})
    _check_line(_filled(row, entered), "")
    others = {one.product_id for one in lines if one.pk != row.pk}
    if row.product_id in others:
        raise errors.Invalid(fields={"product": [_("The product stands in another line already.")]})
    row.save()
    return _saved(agreement, "agreement.line_saved", at, line_no=row.line_no, product=row.product.code)


@operation
def remove_line(*, actor: User, agreement_id: int, line_no: int, version: int | None, at: datetime) -> Agreement:
    """Take a line away that no order called off. Raises NotFound, NotAllowed, WrongState, Stale."""
    agreement = _open(actor, agreement_id, version)
    row = queries.line_of(agreement, line_no)
    if OrderLine.objects.filter(agreement_line=row).exists():
        raise errors.WrongState(_("Orders were called off from this line; it stays."), possible=[])
    row.delete()
    return _saved(agreement, "agreement.line_removed", at, line_no=line_no)


@operation
def move_agreement(
    *, actor: User, agreement_id: int, move: Move, reason: str = "", version: int | None = None, at: datetime
) -> Agreement:
    """Put an agreement in force, end it (with a reason), or resume it. Orders that called it off stay as they are.

    Raises NotFound, NotAllowed, WrongState, Stale, Invalid (no lines, no reason)."""
    agreement = queries.lock_agreement(actor=actor, agreement_id=agreement_id, version=version)
    policies.require(actor, "agreement.decide", agreement)
    agreement.status = states.after(agreement.status, move)
    if move == Move.ACTIVATE and not AgreementLine.objects.filter(agreement=agreement).exists():
        raise errors.Invalid(fields={"lines": [_("An agreement needs at least one line.")]})
    if move == Move.END and not reason.strip():
        raise errors.Invalid(fields={"reason": [_("Say why.")]})
    agreement.ended_reason = reason.strip()[:300] if move == Move.END else ""
    return _saved(agreement, f"agreement.{_DONE[move]}", at, reason=agreement.ended_reason)


_DONE = {Move.ACTIVATE: "activated", Move.END: "ended", Move.RESUME: "resumed"}


def _open(actor: User, agreement_id: int, version: int | None) -> Agreement:
    agreement = queries.lock_agreement(actor=actor, agreement_id=agreement_id, version=version)
    policies.require(actor, "agreement.edit", agreement)
    if agreement.status == Status.ACTIVE:  # orders take its prices: whoever writes one does not decide that alone
        policies.require(actor, "agreement.decide", agreement)
    if agreement.status == Status.ENDED:
        raise errors.WrongState(
            _("The agreement is %(status)s.") % {"status": Status.ENDED.label},
            status=str(agreement.status),
            possible=[str(Move.RESUME)],
        )
    return agreement


def _is_called(agreement: Agreement) -> bool:
    return OrderLine.objects.filter(agreement_line__agreement=agreement).exists()


def _take(agreement: Agreement, values: Mapping[str, Any]) -> None:
    editing.assign(agreement, {name: value for name, value in values.items() if name in HEAD})
    faults: dict[str, list[Text]] = {}
    if agreement.valid_until is None:
        faults["valid_until"] = [_("Say until which day it holds.")]
    elif agreement.valid_from > agreement.valid_until:
        faults["valid_until"] = [_("Choose a day on or after the first one.")]
    if faults:
        raise errors.Invalid(fields=faults)
    skip = [one.name for one in agreement._meta.concrete_fields if one.attname not in HEAD or one.is_relation]
    editing.check(agreement, exclude=skip)


def _filled(row: AgreementLine, entered: LineInput) -> AgreementLine:
    row.product_id, row.price = entered.product_id, entered.price
    row.quantity, row.amount, row.notes = entered.quantity, entered.amount, entered.notes.strip()
    return row


def _check_lines(rows: Sequence[AgreementLine]) -> None:
    seen: set[int] = set()
    for row in rows:
        _check_line(row, f"lines.{row.line_no}.")
        if row.product_id in seen:
            text = _("The product stands in another line already.")
            raise errors.Invalid(fields={f"lines.{row.line_no}.product": [text]})
        seen.add(row.product_id)


def _check_line(row: AgreementLine, path: str) -> None:
    faults: dict[str, list[Text]] = {}
    if not Product.objects.filter(pk=row.product_id, is_active=True, merged_into__isnull=True).exists():
        faults["product"] = [_("Choose a product that is in use.")]
    if row.price < 0:
        faults["price"] = [_("Enter zero or more.")]
    for name in ("quantity", "amount"):
        value = getattr(row, name)
        if value is not None and value <= 0:
            faults[name] = [_("Enter more than zero, or nothing for no bound.")]
    if not faults:
        try:
            editing.check(row, exclude=["agreement", "product", "line_no", "id"])
        except errors.Invalid as error:
            faults.update({name: list(texts) for name, texts in error.fields.items()})
    if faults:
        raise errors.Invalid(fields={f"{path}{name}": texts for name, texts in faults.items()})


def _saved(agreement: Agreement, kind: str, at: datetime, **data: Any) -> Agreement:
    agreement.version += 1
    agreement.updated_at = at
    agreement.save()
    events.record(kind, agreement, at=at, **data)
    return agreement
