"""What a customer asks to change in his own words, by mail or on the page of a link (R195, R205): the draft of a
request, or a word more on the one that is open."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people.models import User
from common import errors, events
from common.operation import operation
from common.templatetags import fmt
from orders.changes import notices, policies, queries
from orders.changes.choices import Side
from orders.changes.models import ChangeRequest
from orders.changes.operations import drafting
from orders.order import queries as orders
from orders.order.models import Order

TOLD = "change.wished"
MOST_WISH = 10_000  # characters at once
NEW = gettext_noop("The customer asks for a change of %(order)s: %(reason)s")
MORE = gettext_noop("The customer says more about %(request)s of %(order)s: %(reason)s")


@operation
def note_wish(*, actor: User, order_id: int, words: str, origin: str, at: datetime, who: str = "") -> ChangeRequest:
    """Begin a request with the customer's words (``who`` said them); somebody of ours writes what they come to. While
    a request is open they are added to it, whatever its state. Of what the machine takes in the order's salesperson is
    the author. The order's people are told.

    Raises NotFound, NotAllowed, WrongState (the order is not effective, or frozen), Invalid (no words, or too many).
    """
    order = orders.lock_order(actor=actor, order_id=order_id)
    policies.require(actor, policies.REQUEST, order)
    said = words.replace("\0", "").strip()
    if not said:
        raise errors.Invalid(fields={"words": [_("Say what is to be changed.")]})
    if who.strip():
        said = f"{who.strip()[:80]}: {said}"
    open_one = queries.open_of(order.pk)
    if open_one is None:
        request = drafting.create_request(
            actor=actor, order_id=order.pk, source=Side.CUSTOMER, origin=origin, customer_words=said, at=at
        )
        _give_to_salesperson(request, order, actor)
    else:
        request = _add(open_one, order, said, at)
    message = NEW if open_one is None else MORE
    notices.tell(request, message, kind=TOLD, actor=actor, at=at, reason=said)
    return request


def _give_to_salesperson(request: ChangeRequest, order: Order, actor: User) -> None:
    owner = order.salesperson
    if actor.is_system and owner is not None and owner.is_active:
        request.created_by = owner
        request.save(update_fields=["created_by"])


def _add(known: ChangeRequest, order: Order, said: str, at: datetime) -> ChangeRequest:
    request = ChangeRequest.objects.select_for_update(no_key=True).get(pk=known.pk)
    request.order = order
    parts = [request.customer_words, f"{fmt.full_moment(at)[:16]} {said}"]
    request.customer_words = "\n\n".join(part for part in parts if part)
    if len(request.customer_words) > drafting.MOST_WORDS:
        raise errors.Invalid(fields={"words": [_("No more than %(n)s characters.") % {"n": drafting.MOST_WORDS}]})
    request.updated_at, request.version = at, request.version + 1
    request.save(update_fields=["customer_words", "updated_at", "version"])
    events.record(TOLD, request, at=at, order=str(order))
    return request
