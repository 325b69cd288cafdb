"""The first screening (初步筛查, R069): a draft with obvious errors is set aside with the reason, before anybody spends
time on it. It looks at what came through intake when it becomes a draft, and at what the order desk submits for
others; a person releases it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.people.models import User
from common import dates, errors, settings
from common.operation import operation
from orders.completeness import rules as completeness
from orders.completeness.rules import Step
from orders.doubts import operations as doubts
from orders.doubts import policies as doubt_policies
from orders.doubts import queries as doubt_queries
from orders.order import policies, queries
from orders.order.models import Order, OrderLine
from orders.order.states import Status
from orders.validity import queries as validity

IS_ON = "orders.first_screening"
# of a line or the head: wrong, and not merely still to be filled in
_WRONG = frozenset({"product", "quantity", "price", "lines"})
MOST = 5  # that the reason names


def errors_of(actor: User, order: Order, lines: Sequence[OrderLine], on: date) -> list[str]:
    """The obvious errors of a draft on the day ``on``, in words: what is wrong of what it needs, and what the checks
    of entry refuse, as far as ``actor`` may know. Customer and each line's ``product`` are at hand."""
    gaps = completeness.blocking(completeness.missing(order, lines), Step.SUBMIT)
    wrong = [completeness.gap_words(gap) for gap in gaps if gap.field.rpartition(".")[2] in _WRONG]
    found = validity.told(actor, validity.findings(order, lines, on))
    return wrong + [str(one.risk.text) for one in found if one.is_error]


def screen_new(order: Order, *, actor: User, at: datetime) -> None:
    """Set a draft aside that was made of intake just now, inside its operation, where it has obvious errors."""
    if settings.get(IS_ON) and (found := errors_of(actor, order, order.loaded_lines, dates.business_day(at))):
        doubts.put_aside(order, reason_of(found), actor=actor, at=at)


@operation
def screen_refused(*, actor: User, order_id: int, refusal: errors.Invalid, at: datetime) -> bool:
    """Set a draft aside that could not be submitted by who screens orders for others: it goes back to those who
    entered it, with what is missing or wrong. Says whether it did."""
    if not settings.get(IS_ON):
        return False
    order = queries.lock_order(actor=actor, order_id=order_id)
    is_screened = policies.can(actor, doubt_policies.SCREEN, order) and actor.pk not in policies.own_business_of(order)
    if not is_screened or order.status != Status.DRAFT or order.set_aside_reason:
        return False
    found = [str(text) for texts in refusal.fields.values() for text in texts]
    doubts.put_aside(order, reason_of(dict.fromkeys(found)), actor=actor, at=at)
    return True


def reason_of(found: Iterable[str]) -> str:
    """What is wrong, in one line."""
    named = [*found]
    shown = [*named[:MOST], "…"] if len(named) > MOST else named
    return _("First screening: %(what)s") % {"what": "; ".join(shown)}


def require_cleared(order: Order) -> None:
    """Raise WrongState for an order that is set aside (``set_aside``), Conflict for one with doubts (``doubts_open``)
    that the company's setting does not let pass."""
    if order.set_aside_reason:
        words = _("The order is set aside: %(reason)s")
        raise errors.WrongState(
            words % {"reason": order.set_aside_reason}, code="set_aside", status=str(order.status), possible=["release"]
        )
    if count := doubt_queries.in_the_way(order):
        words = _("The order has doubts that are not cleared: %(count)s.")
        raise errors.Conflict(words % {"count": count}, code="doubts_open", doubts=count)
