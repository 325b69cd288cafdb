"""What a change leaves behind: documents that say what was agreed before, listed to who has them (SEMANTICS 8)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import Department
from orders.changes import outdated
from orders.changes.effect.carrying import Carried
from orders.changes.models import ChangeRequest
from orders.changes.outdated import Kind, Outdated
from orders.changes.projecting import Projection
from orders.invoicing.models import InvoiceLine
from orders.invoicing.states import Status as InvoiceStatus
from orders.order.models import Order

Aftermath = dict[str, Any]
_OF_HOUSE = Department.Kind
# the departments that have such a document, beside the person who wrote it
_KINDS = {
    Kind.NOTICE: (_OF_HOUSE.WAREHOUSE, _OF_HOUSE.LOGISTICS),
    Kind.WAVE: (_OF_HOUSE.WAREHOUSE,),
    Kind.INVOICE: (_OF_HOUSE.FINANCE,),
    Kind.BILLED: (_OF_HOUSE.FINANCE,),
}
# what moves the amount of lines that did not change
_SHARED = frozenset({"freight", "reduction"})


def stale(found: Projection, order: Order) -> list[Outdated]:
    """The documents of the former revision, and the invoices that now say more than is owed."""
    return [*outdated.find(found), *_billed_above(found, order)]


def _billed_above(found: Projection, order: Order) -> list[Outdated]:
    if not found.head & _SHARED:
        return []
    rows = InvoiceLine.objects.filter(order=order, invoice__status=InvoiceStatus.ISSUED)
    billed = rows.aggregate(amount=Sum("amount"))["amount"] or Decimal(0)
    if billed <= order.due_amount:
        return []
    invoices = {row.invoice_id: row.invoice for row in rows.filter(red_of=None).select_related("invoice")}
    return [Outdated(Kind.BILLED, pk, str(one), one.created_by_id) for pk, one in sorted(invoices.items())]


def aftermath(found: Projection, order: Order, carried: Carried, documents: Sequence[Outdated]) -> Aftermath:
    """What followed, as the request keeps it: ``documents``; ``reserved``: by line number what was held more or given
    back; ``promised``: lines that got another day, with both; ``contract``: what it was where it is to be signed anew.
    New ``risks`` stand beside them (``risking``)."""
    return {
        "documents": [_kept(one) for one in documents],
        "reserved": {str(number): f"{quantity.normalize():f}" for number, quantity in carried.reserved.items()},
        "promised": [
            {"line_no": line.line_no, "was": _was(found, line.line_no), "day": _day(line.promised_date)}
            for line in carried.promised
        ],
        "contract": found.was.contract_state if found.was.contract_state != order.contract_state else "",
    }


def _kept(one: Outdated) -> dict[str, Any]:
    return {
        "kind": str(one.kind),
        "key": one.key,
        "number": one.number,
        "owner": one.owner_id,
        "line_nos": one.line_nos,
        "paper": one.paper,
    }


def _was(found: Projection, line_no: int) -> str | None:
    former = found.former(line_no)
    return _day(former.promised_date) if former else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def tell_owners(request: ChangeRequest, order: Order, documents: Iterable[Outdated], at: datetime) -> None:
    """Who wrote such a document, and the heads of the departments that have it, see which are to be looked at again."""
    documents = list(documents)
    for owner, own in outdated.owners(documents).items():
        inbox.notify([owner], kind=KIND, message=MESSAGE, parameters=_words(request, order, own), subject=order, at=at)
    for kinds in sorted({_KINDS[Kind(one.kind)] for one in documents if one.kind in _KINDS}):
        own = [one for one in documents if _KINDS.get(Kind(one.kind)) == kinds]
        words = _words(request, order, own)
        inbox.notify_heads(kinds, kind=KIND, message=MESSAGE, parameters=words, subject=order, at=at)


KIND = "order.stale_documents"
MESSAGE = gettext_noop("%(order)s changed by %(request)s: look at these again: %(documents)s.")


def _words(request: ChangeRequest, order: Order, documents: Iterable[Outdated]) -> dict[str, str]:
    numbers = ", ".join(dict.fromkeys(one.number for one in documents))
    return {"order": str(order), "request": str(request), "documents": numbers}
