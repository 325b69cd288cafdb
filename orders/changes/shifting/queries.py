"""Reads of shifts of many orders."""

from collections.abc import Iterable, Sized
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import errors
from common.keyset import Sort
from orders.changes.models import ChangeRequest
from orders.changes.shifting import moving, policies
from orders.changes.shifting.models import ChangeShift
from orders.changes.shifting.moving import OrderRow
from orders.order import policies as order_policies
from orders.order.models import Order
from orders.order.states import Status

SORTS = {"id": Sort("pk")}
DEFAULT_SORT = "id"
MOST = 200


def list_shifts(actor: User) -> QuerySet[ChangeShift]:
    """The shifts that ``actor`` may see, with how many requests each made."""
    rows = policies.visible_to(actor).select_related("reason", "created_by")
    return rows.annotate(made=Count("requests"))


def get_shift(*, actor: User, shift_id: int) -> ChangeShift:
    """A shift. Raises NotFound, also for "not yours"."""
    found = list_shifts(actor).filter(pk=shift_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def rows_of(actor: User, shift: ChangeShift) -> list[OrderRow]:
    """The orders of its preview that ``actor`` sees."""
    rows = moving.read(shift.preview)
    seen = set(
        order_policies.visible_to(actor).filter(pk__in=[one.order_id for one in rows]).values_list("pk", flat=True)
    )
    return [row for row in rows if row.order_id in seen]


def requests_of(actor: User, shift: ChangeShift) -> dict[int, ChangeRequest]:
    """What was made of it, by order."""
    seen = order_policies.visible_to(actor).values("pk")
    return {one.order_id: one for one in shift.requests.filter(order__in=seen)}


def chosen(orders: QuerySet[Order]) -> list[int]:
    """The effective ones of a set of orders. Raises Invalid for none, or too many."""
    keys = list(orders.filter(status=Status.EFFECTIVE).order_by().values_list("pk", flat=True)[: MOST + 1])
    require_number(keys)
    return keys


def require_number(keys: Sized) -> None:
    """Raise Invalid for no order, or more than a shift takes."""
    if not keys or len(keys) > MOST:
        raise errors.Invalid(fields={"orders": [_("Pick between 1 and %(most)s orders.") % {"most": MOST}]})


def ids_of(actor: User, references: Iterable[str]) -> list[int]:
    """The keys of the orders with these numbers. Raises Invalid naming those that the actor does not see."""
    wanted = list(dict.fromkeys(one.strip().upper() for one in references))
    found: dict[Any, int] = dict(order_policies.visible_to(actor).filter(number__in=wanted).values_list("number", "pk"))
    if unknown := [one for one in wanted if one not in found]:
        words = _("There is no order %(number)s.") % {"number": unknown[0][:40]}
        raise errors.Invalid(fields={"orders": [words]})
    return list(found.values())
