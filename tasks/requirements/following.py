"""What becomes of requirements when their orders change, end or are void (``orders.followers``, docs/adr/0068).

A follower runs under the order's lock, where no requirement may be locked: it leaves a message in the outbox, and its
handler looks at the order again afterwards. What only was asked for is ended by itself; what was accepted goes on until
a person decides: material may be bought and work begun, and what comes is good for other orders.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.people import queries as people
from accounts.people.models import User
from common import clock, outbox
from common.models import OutboxMessage
from common.operation import operation
from orders.order.followers import Happening
from orders.order.models import Order, OrderLine
from orders.order.states import Closure, Status
from tasks.requirements import notices, queries, writing
from tasks.requirements.choices import Move, State
from tasks.requirements.models import Requirement, RequirementLine
from tasks.requirements.operations.asking import end_lines

TOPIC = "requirement-follow"
_HEARD = (Happening.VOIDED, Happening.UNAPPROVED, Happening.CHANGED, Happening.LINES_CLOSED, Happening.CLOSED)


def follow(order: Order, what: Happening, *, lines: Sequence[OrderLine], actor: User, at: datetime) -> None:
    """Leave word where goods were asked for this order."""
    payload = {"order": order.pk, "what": str(what)}
    outbox.put(TOPIC, f"{TOPIC} {order.pk} {order.version} {what}", payload, at=at)


def deliver(message: OutboxMessage) -> None:
    """The word is read: look at the order as it is now."""
    found = settle_order(
        actor=people.system_user(),
        order_id=message.payload["order"],
        is_changed=message.payload["what"] == Happening.CHANGED,
        at=clock.now(),
    )
    if not found:
        raise outbox.Moot


@operation
def settle_order(*, actor: User, order_id: int, at: datetime, is_changed: bool = False) -> int:
    """End what only was asked for of lines that no longer need goods, and tell who answers for what was accepted;
    returns how many lines. Twice it does nothing more."""
    ids = set(_live(order_id).values_list("requirement_id", flat=True))
    requirements = queries.lock_many(ids)
    order = Order.objects.get(pk=order_id)
    open_lines = set(OrderLine.objects.filter(order=order, closure=Closure.OPEN).values_list("line_no", flat=True))
    count = 0
    for requirement in requirements.values():
        lines = queries.locked_lines(requirement)
        mine = [one for one in lines if one.order_id == order_id and not one.is_ended]
        needless = [one for one in mine if _is_needless(one, order, open_lines)]
        if needless:
            _let_go(requirement, order, lines, needless, actor, at)
        elif is_changed and mine:
            message = gettext_noop("%(order)s was changed: see whether %(requirement)s still asks for the right goods.")
            _tell("order_changed", requirement, order, message, actor, at)
        count += len(needless) or (len(mine) if is_changed else 0)
    return count


def _live(order_id: int) -> QuerySet[RequirementLine]:
    live = (State.DRAFT, State.ASKED, State.ACCEPTED)
    return RequirementLine.objects.filter(order=order_id, is_ended=False, requirement__state__in=live)


HEARS = dict.fromkeys(_HEARD, _live)


def _is_needless(line: RequirementLine, order: Order, open_lines: set[int]) -> bool:
    if order.status != Status.EFFECTIVE:
        return True
    return line.line_no is not None and line.line_no not in open_lines


def _let_go(
    requirement: Requirement,
    order: Order,
    lines: Sequence[RequirementLine],
    needless: Sequence[RequirementLine],
    actor: User,
    at: datetime,
) -> None:
    """End lines that nobody accepted yet; of those accepted their people are told."""
    if requirement.state == State.ACCEPTED:
        kind = "needless"
        writing.record(requirement, kind, at=at, order=str(order))
        message = gettext_noop("%(order)s needs goods of %(requirement)s no longer: they go on unless you end them.")
        _tell(kind, requirement, order, message, actor, at)
        return
    reason = _("%(order)s needs it no longer.") % {"order": str(order)}
    end_lines(needless, reason=reason, actor=actor, at=at)
    if all(one.is_ended for one in lines):
        writing.move(requirement, Move.CANCEL, at=at, reason=reason)
        requirement.reason = reason[:300]
        notices.answered(requirement, at)
    writing.save(requirement, at)
    message = gettext_noop("%(order)s needs goods of %(requirement)s no longer: they are asked for no more.")
    _tell("let_go", requirement, order, message, actor, at)


def _tell(what: str, requirement: Requirement, order: Order, message: str, actor: User, at: datetime) -> None:
    readers = {requirement.owner_id if requirement.number else None, requirement.created_by_id}
    notices.tell(what, requirement, readers, message=message, actor=actor, at=at, order=str(order))
