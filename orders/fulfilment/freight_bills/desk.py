"""What the pages of carriers' bills show beside the rows: tabs, verbs, what a new bill begins with."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import policies as rights
from common import errors
from common.dates import month_end
from orders.fulfilment.freight_bills import queries
from orders.fulfilment.freight_bills.rights import APPROVE, PAY, RECORD
from orders.fulfilment.freight_bills.states import Status
from orders.order.controls import Look, buttons
from orders.order.policies import Action

SHOWN = 300  # shipments that a form lists
_LOOKS: dict[str, Look] = {
    "freight-approve": Look("check2", label=lambda: pgettext("freight bill", "Approve")),
    "freight-pay": Look("cash-coin", label=lambda: pgettext("freight bill", "Note payment")),
    "freight-edit": Look("pencil", label=lambda: _("Change")),
    "freight-take-back": Look("arrow-counterclockwise", label=lambda: _("Take back"), is_grave=True),
    "freight-void": Look("x-circle", label=lambda: pgettext("verb", "Void"), is_grave=True),
}


def url_of(bill: Any) -> str:
    """The page of a bill."""
    return reverse("orders:freight-detail", args=[bill.number])


def tabs(params: Mapping[str, str], *, is_open: bool = False) -> list[dict[str, Any]]:
    """The tabs above the lists."""
    base, status = reverse("orders:freight-list"), params.get("status", "")
    found = [
        (pgettext("freight bills", "All"), base, ""),
        (pgettext("freight bill", "To be approved"), f"{base}?status=DRAFT", "DRAFT"),
        (pgettext("freight bill", "To be paid"), f"{base}?status=APPROVED", "APPROVED"),
        (pgettext("freight bill", "Paid"), f"{base}?status=PAID", "PAID"),
    ]
    shown = [
        {"label": label, "url": url, "current": not is_open and status == key, "key": str(place)}
        for place, (label, url, key) in enumerate(found, start=1)
    ]
    return [{"label": _("Not billed yet"), "url": reverse("orders:freight-open"), "current": is_open}, *shown]


def actions(actor: Any, bill: Any) -> dict[str, Any]:
    """The verbs on a bill: ``primary`` brings it on, the rest stands beside it."""
    state, may = bill.status, {verb: rights.can(actor, verb) for verb in (RECORD, APPROVE, PAY)}
    is_draft = state == Status.DRAFT
    shown = [
        ("freight-approve", is_draft and bill.entered_by_id != actor.pk and may[APPROVE]),
        ("freight-pay", state == Status.APPROVED and may[PAY]),
        ("freight-edit", is_draft and may[RECORD]),
        ("freight-take-back", (state == Status.APPROVED and may[APPROVE]) or (state == Status.PAID and may[PAY])),
        ("freight-void", is_draft and may[RECORD]),
    ]
    verbs = [Action(verb, "", True, True) for verb, is_shown in shown if is_shown]
    made = buttons(verbs, _LOOKS, lambda verb: reverse(f"orders:{verb}", args=[bill.number]))
    primary = made.get("freight-approve") or made.get("freight-pay")
    return {"primary": primary, "others": [one for one in made.values() if one is not primary]}


def begin(actor: Any, params: Mapping[str, str]) -> tuple[Any, date, date]:
    """(carrier, first, last day) that the address of a new bill names. Raises NotAllowed, NotFound, Invalid."""
    rights.require(actor, RECORD)
    if not str(params.get("carrier", "")).isdecimal():
        raise errors.Invalid(fields={"carrier": [_("Choose a carrier.")]})
    carrier = queries.get_carrier(actor, int(params["carrier"][:18]))
    try:
        first = date.fromisoformat(params.get("month", ""))
    except ValueError:
        raise errors.Invalid(fields={"month": [_("Choose a month.")]}) from None
    return carrier, first.replace(day=1), month_end(first)


def parts(bill: Any | None, carrier_id: int, first: date, last: date) -> tuple[list[Any], dict[int, Decimal]]:
    """(shipments that a bill may be about, what the bill says of them so far)."""
    billed = {} if bill is None else {one.document_id: one.billed for one in queries.lines_of(bill)}
    return list(queries.unbilled_with(carrier_id, first, last, also=billed)[:SHOWN]), billed
