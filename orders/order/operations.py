"""Order types: the kinds of orders a company has, with their rules (SEMANTICS 2)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from orders.order.models import OrderType
from orders.order.reference import STANDARD
from orders.order.states import Status

FIELDS = ("code", "name", "needs_approval", "ships", "invoices", "counts", "is_active")
# what every order of the type was carried out by: not to be turned round under orders that exist
_RULES = {"ships", "invoices", "counts"}


@operation
def save_order_type(
    *, actor: User, at: datetime, type_id: int | None = None, version: int | None = None, **changes: Any
) -> OrderType:
    """Add an order type or change one (read at ``version``).

    The code stays, and so do shipping, invoicing and counting once an order of the type was submitted: add
    another type instead. Whether approval is needed holds for submissions to come. The standard type stays in
    use. Raises NotAllowed, NotFound, Stale, Invalid.
    """
    rights.require(actor, "setting.manage")
    order_type = editing.locked_or_new(OrderType, type_id)
    was_code = order_type.code
    changed = editing.change(order_type, editing.as_columns(OrderType, changes, FIELDS), version)
    _require_sense(order_type, was_code, set(changed))
    editing.check(order_type)
    order_type.save()
    events.record("order_type.saved", order_type, at=at, number=order_type.code, fields=changed)
    return order_type


def _require_sense(order_type: OrderType, was_code: str, changed: set[str]) -> None:
    wrong: dict[str, list[Any]] = {}
    if order_type.pk and order_type.code != was_code:
        wrong["code"] = [_("The code stays: other systems and imports name the type by it.")]
    if was_code == STANDARD and not order_type.is_active:
        wrong["is_active"] = [_("Orders are of this type when nobody says otherwise; it stays in use.")]
    if order_type.pk and changed & _RULES and order_type.orders.exclude(status=Status.DRAFT).exists():
        text = _("Orders of this type exist. Add another type with the other rule, and take this one out of use.")
        wrong |= {name: [text] for name in sorted(changed & _RULES)}
    if wrong:
        raise errors.Invalid(fields=wrong)
