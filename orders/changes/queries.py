"""Every read of change requests that a door or another room makes."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import editing, errors
from common.keyset import Sort
from orders.changes import policies, states
from orders.changes.models import ChangeItem, ChangeReason, ChangeRequest
from orders.order import policies as orders_policies
from orders.order import queries as orders
from orders.order.models import Order

SORTS = {
    "id": Sort("pk"),
    "amount_delta": Sort("amount_delta"),
    "days_late": Sort("days_late"),
}
DEFAULT_SORT = "id"
NO_REASON = _("“%(code)s” is unknown or out of use.")
# amounts of the order's: not for who does not see those
MONEY = ("amount_delta", "extra_cost")
_NAMED = ("order", "order__customer", "order__salesperson", "reason", "created_by", "superseded_by")


def list_requests(actor: User) -> QuerySet[ChangeRequest]:
    """The requests that ``actor`` may see, with what a list names."""
    return policies.visible_to(actor).select_related(*_NAMED)


def sorts_for(actor: User) -> dict[str, Sort]:
    """The sorts that give away no amount."""
    is_seen = "amount" not in orders_policies.hidden_columns(actor)
    return {name: sort for name, sort in SORTS.items() if is_seen or name not in MONEY}


def get_request(*, actor: User, reference: str) -> ChangeRequest:
    """A request by number, or by ``draft-<id>``, which leads to it also once it has a number. Raises NotFound, also
    for "not yours"."""
    return _visible(actor, _named(reference))


def get_request_by_id(*, actor: User, request_id: int) -> ChangeRequest:
    """The same by key."""
    return _visible(actor, {"pk": request_id})


def id_of(reference: str) -> int:
    """The key behind a reference, for an operation, which asks itself who may see it. Raises NotFound."""
    found = ChangeRequest.objects.filter(**_named(reference)).values_list("pk", flat=True).first()
    if found is None:
        raise errors.NotFound()
    return found


def _named(reference: str) -> dict[str, Any]:
    prefix, _dash, pk = reference.partition("-")
    if prefix.lower() == "draft" and pk.isascii() and pk.isdigit() and len(pk) < 19:
        return {"pk": int(pk)}
    return {"number": reference.upper()}


def _visible(actor: User, named: dict[str, Any]) -> ChangeRequest:
    found = ChangeRequest.objects.filter(**named).select_related(*_NAMED).first()
    if found is None or not orders.is_visible(actor, found.order):
        raise errors.NotFound()
    return found


def lock_request(
    *, actor: User, request_id: int, version: int | None = None
) -> tuple[ChangeRequest, Order, list[ChangeItem]]:
    """The request behind its order, both locked (holder, order, request: DESIGN 3), and its items. The order is at
    hand as ``request.order``.

    Raises NotFound (also for "not yours"), Stale.
    """
    order_id = ChangeRequest.objects.filter(pk=request_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise errors.NotFound()
    order = orders.lock_order(actor=actor, order_id=order_id)
    request = ChangeRequest.objects.select_for_update(no_key=True).get(pk=request_id)
    editing.require_seen(request, version)
    request.order = order
    return request, order, items_of(request)


def items_of(request: ChangeRequest) -> list[ChangeItem]:
    """The items, the head's first, then by line."""
    rows = ChangeItem.objects.filter(request=request).select_related("by")
    return sorted(rows, key=lambda one: (one.line_no or 0, one.pk))


def open_of(order_id: int) -> ChangeRequest | None:
    """The open request of an order, whoever may see it."""
    rows = ChangeRequest.objects.filter(order_id=order_id, state__in=states.OPEN)
    return rows.select_related("created_by").first()


def require_none_open(order_id: int) -> None:
    """Raise Conflict naming the open request of a locked order and whose it is."""
    found = open_of(order_id)
    if found is not None:
        raise errors.Conflict(
            _("%(request)s of %(person)s is open for this order already.")
            % {"request": found.display_number, "person": found.created_by.name},
            code="change_open",
            request=found.reference,
            person=found.created_by.name,
        )


def of_order(order: Any) -> list[ChangeRequest]:
    """Every request of an order that the reader sees, the latest first."""
    rows = ChangeRequest.objects.filter(order_id=order.pk)
    return list(rows.select_related("reason", "created_by", "superseded_by").order_by("-pk"))


def reasons() -> list[ChangeReason]:
    """The reasons that may be chosen."""
    return list(ChangeReason.objects.filter(is_active=True))


def reason_id(code: str) -> int:
    """The key of a reason in use. Raises Invalid."""
    found = ChangeReason.objects.filter(code=code.upper(), is_active=True).values_list("pk", flat=True).first()
    if found is None:
        raise errors.Invalid(fields={"reason": [NO_REASON % {"code": code}]})
    return found
