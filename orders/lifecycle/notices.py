"""Who is told in the app when an order moves (R071)."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import Department, User
from orders.order.models import Order, OrderLine

Kind = Department.Kind
_GOODS = (Kind.PRODUCTION, Kind.PURCHASING, Kind.WAREHOUSE, Kind.LOGISTICS, Kind.SUPPLY_CHAIN)
_ALWAYS = (Kind.ORDER_DESK, Kind.FINANCE)
DECIDED = ("order.rejected", "order.unapproved")


def kinds_concerned(lines: Iterable[OrderLine]) -> list[str]:
    """The departments that have work with these lines."""
    kinds = [str(kind) for kind in _ALWAYS]
    lines = list(lines)
    if any(not line.is_service for line in lines):
        kinds += [str(kind) for kind in _GOODS]
    if any(line.is_service for line in lines):
        kinds.append(str(Kind.SERVICE))
    return kinds


def lines_concerning(kind: str) -> dict[str, bool] | None:
    """Which lines bring work to a department of this kind, as conditions on an order's lines; None: no line does."""
    if kind in _ALWAYS:
        return {}
    if kind in _GOODS:
        return {"is_service": False}
    return {"is_service": True} if kind == Kind.SERVICE else None


def tell_departments(order: Order, lines: Sequence[OrderLine], *, actor: User, at: datetime) -> None:
    """The heads of the departments concerned, and the people of the order, see that it took effect."""
    inbox.notify_heads(
        kinds_concerned(lines),
        also=people_of(order, but=actor),
        kind="order.effective",
        message=gettext_noop("%(order)s of %(customer)s took effect."),
        parameters={"order": str(order), "customer": order.customer.name},
        subject=order,
        at=at,
    )


def tell_people(order: Order, message: str, *, kind: str, actor: User, at: datetime, reason: str = "") -> None:
    """The people of the order, but not the one who did it; what was decided about it comes by mail as well.
    ``message`` is a source text with %(order)s, %(reason)s."""
    inbox.notify(
        people_of(order, but=actor),
        kind=kind,
        message=message,
        parameters={"order": str(order), "reason": reason},
        subject=order,
        mail=kind in DECIDED,
        at=at,
    )


def people_of(order: Order, *, but: User) -> list[int]:
    """Salesperson, executing owner and creator, each once, without ``but``."""
    people = [order.salesperson_id, order.executing_owner_id, order.created_by_id]
    return [pk for pk in dict.fromkeys(people) if pk and pk != but.pk]
