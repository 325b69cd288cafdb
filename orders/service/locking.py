"""A confirmation under its order's lock, and what it must still be for a verb."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.people.models import User
from common import editing, errors
from orders.answers import asking
from orders.checking.choices import ErrorKind
from orders.order import content, policies
from orders.order import queries as orders
from orders.order.models import Order, OrderLine
from orders.service import queries
from orders.service.models import Confirmation
from orders.service.rights import CONFIRM


def require_words(is_accepted: bool, name: str, reason: str, kind: str) -> None:
    """Raise Invalid unless somebody's name stands under the answer, and a reason under a declined one."""
    wrong = asking.name_and_words(name, reason, field="reason", missing=None if is_accepted else _("Say why."))
    if kind and kind not in ErrorKind:
        wrong["kind"] = [_("Choose one of the list.")]
    if wrong:
        raise errors.Invalid(fields=wrong)


def lock(actor: User, confirmation_id: int, version: int | None) -> Confirmation:
    """The same for a person, who needs the right. Raises NotAllowed too."""
    found = locked(actor, confirmation_id, version)
    policies.require(actor, CONFIRM, found.order)
    return found


def locked(actor: User, confirmation_id: int, version: int | None) -> Confirmation:
    """The confirmation with its order, locked. Raises NotFound, also for one of an order that is not the actor's;
    Stale."""
    known = queries.get_confirmation(actor=actor, confirmation_id=confirmation_id)
    order = orders.lock_order(actor=actor, order_id=known.order_id)
    found = Confirmation.objects.get(pk=confirmation_id)
    found.order = order
    editing.require_seen(found, version)
    return found


def require_waiting(found: Confirmation, at: datetime) -> None:
    """Raise WrongState unless the customer may still answer to what he was asked."""
    asking.require_asked(found, at)
    if not is_as_asked(found):
        raise errors.WrongState(_("The order changed since the customer was asked."), code="changed")


def is_as_asked(found: Confirmation) -> bool:
    """Whether the order, locked, is what the customer was asked about."""
    order = found.order
    now = content.content_hash(order, orders.lines_of(order))
    return order.status in queries.LIVE and now in (found.content_hash, found.bound_hash)


def binding_of(order: Order, lines: Sequence[OrderLine]) -> dict[str, str]:
    """The fingerprints of a confirmation of an order, locked: as it was submitted, and as its content is called now."""
    now = content.content_hash(order, lines)
    return {"content_hash": order.content_hash or now, "bound_hash": now}


def bound(order_ids: Collection[int]) -> set[int]:
    """Which of these orders were ever confirmed, or asked for it."""
    return set(Confirmation.objects.filter(order_id__in=order_ids).values_list("order_id", flat=True))


def rebind(order: Order, was: str, found: content.Content) -> None:
    """Bind confirmations of what the order, locked, said to how it is called now: what they prove stays as it is. An
    order that was taken over has no fingerprint, and no content but that which was confirmed."""
    same = Q(content_hash=was) | Q(bound_hash=was) if was else Q()
    Confirmation.objects.filter(same, order=order).update(bound_hash=content.hash_of(found))
