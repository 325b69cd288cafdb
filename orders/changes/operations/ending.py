"""An order that is void or a draft again can no longer be changed by a request: what was only written is withdrawn.
Registered with ``orders.followers`` (docs/adr/0068); what was under way would have kept the order from it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from accounts.people.models import User
from orders.changes import notices, queries
from orders.changes.models import ChangeRequest
from orders.changes.operations import saving
from orders.changes.states import Move, State
from orders.order.followers import Happening
from orders.order.models import Order, OrderLine

VOIDED = "change.order_voided"
UNAPPROVED = "change.order_unapproved"
_TOLD = {
    Happening.VOIDED: (VOIDED, gettext_noop("%(request)s was withdrawn: %(order)s was made void.")),
    Happening.UNAPPROVED: (
        UNAPPROVED,
        gettext_noop("%(request)s was withdrawn: the approval of %(order)s was taken back; it is changed as a draft."),
    ),
}


def follow(order: Order, what: Happening, *, lines: Sequence[OrderLine], actor: User, at: datetime) -> None:
    """Withdraw the drafts and overtaken requests of an order that is no longer in effect, and tell who wrote them."""
    kind, message = _TOLD[what]
    for request in written(order.pk).order_by("pk").select_for_update(no_key=True):
        request.order = order
        items = queries.items_of(request)
        saving.move(request, Move.WITHDRAW, items, at=at, lines=lines, kind=kind)
        saving.let_go(request, at)
        notices.tell(request, message, kind=kind, actor=actor, at=at)


def written(order_id: int) -> QuerySet[ChangeRequest]:
    """The requests of an order that were only written."""
    return ChangeRequest.objects.filter(order=order_id, state__in=(State.DRAFT, State.STALE))


HEARS = dict.fromkeys(_TOLD, written)
