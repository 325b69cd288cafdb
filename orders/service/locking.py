"""A confirmation under its order's lock, and what it must still be for a verb."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import editing, errors
from orders.checking.choices import ErrorKind
from orders.order import content, policies
from orders.order import queries as orders
from orders.service import queries
from orders.service.choices import State
from orders.service.models import Confirmation
from orders.service.rights import CONFIRM


def require_words(is_accepted: bool, name: str, reason: str, kind: str) -> None:
    """Raise Invalid unless somebody's name stands under the answer, and a reason under a declined one."""
    wrong: dict[str, list[errors.Text]] = {}
    if not name.strip():
        wrong["name"] = [_("Write your name.")]
    if not is_accepted and not reason.strip():
        wrong["reason"] = [_("Say why.")]
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
    if found.state != State.ASKED:
        raise settled(found)
    if found.valid_until <= at:
        raise errors.WrongState(_("The time for an answer is over."), code="over")
    if not is_as_asked(found):
        raise errors.WrongState(_("The order changed since the customer was asked."), code="changed")


def is_as_asked(found: Confirmation) -> bool:
    """Whether the order, locked, is what the customer was asked about."""
    order = found.order
    return order.status in queries.LIVE and content.content_hash(order, orders.lines_of(order)) == found.content_hash


def settled(found: Confirmation) -> errors.WrongState:
    """The refusal of what was answered or taken back before."""
    words = _("This was settled already: %(state)s.") % {"state": State(found.state).label}
    return errors.WrongState(words, code="settled")
