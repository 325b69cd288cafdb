"""Who hears that an order has a new revision, or that a request was overtaken (R202)."""

from datetime import datetime

from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from common import events
from orders.changes.models import ChangeRequest
from orders.changes.projecting import Projection
from orders.lifecycle import notices
from orders.order.models import Order

REVISED = "order.revised"
EFFECTIVE = "change.effective"


def tell(request: ChangeRequest, found: Projection, order: Order, *, actor: User, at: datetime) -> None:
    """Event and inbox: the heads of every department that has work with the order, before or after, its people, and
    who asked for the change."""
    lines = {line.line_no: line for line in (*found.before, *found.lines)}
    events.record(
        REVISED,
        order,
        at=at,
        reason=request.reason_text,
        request=request.number,
        revision=order.revision,
        fields=sorted(name.removesuffix("_id") for name in found.head),
        changed_lines=sorted(found.touched),
        total=str(order.total_amount),
        currency=order.currency_id,
        promised_date=order.promised_date.isoformat() if order.promised_date else None,
    )
    events.record(EFFECTIVE, request, at=at, order=str(order), revision=order.revision)
    inbox.notify_heads(
        notices.kinds_concerned(lines.values()),
        also=_people(request, order, but=actor.pk),
        kind=REVISED,
        message=gettext_noop("%(order)s changed by %(request)s: work to revision %(revision)s from now on."),
        parameters={"order": str(order), "request": str(request), "revision": order.revision},
        subject=order,
        at=at,
    )


def tell_overtaken(request: ChangeRequest, order: Order, at: datetime) -> None:
    """Who wrote the request, and the people of its order."""
    inbox.notify(
        _people(request, order, but=None),
        kind="change.overtaken",
        message=gettext_noop("%(request)s did not take effect: %(order)s changed meanwhile."),
        parameters={"request": str(request), "order": str(order)},
        subject=request,
        at=at,
    )


def _people(request: ChangeRequest, order: Order, but: int | None) -> list[int]:
    people = (request.created_by_id, order.salesperson_id, order.executing_owner_id, order.created_by_id)
    return [pk for pk in dict.fromkeys(people) if pk and pk != but]
