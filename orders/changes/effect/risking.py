"""What is worth a second look once a change took effect (SEMANTICS 4): found anew where it changed the order, by the
checks that submission asks; everything else stays as it was found then."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people.models import User
from orders.changes.models import ChangeRequest
from orders.changes.projecting import Projection
from orders.order import policies, risks
from orders.order.models import Order, OrderLine
from orders.order.risks import Kind, Risk
from orders.order.watchers import watchers
from orders.validity import queries as validity
from products.catalogue.models import Product

KIND = "order.new_risks"
MESSAGE = gettext_noop("%(order)s: the checks find %(count)s more to look at twice since %(request)s.")
# asked of the day on which somebody wrote the wish: a wish that did not change is not judged by today
_DAYS = (Kind.DAY_PAST, Kind.DAY_FAR, Kind.LEAD_TIME)


def found_anew(projection: Projection, on: date) -> list[Risk]:
    """The risks of the order as it will be. Few statements, whatever the lines."""
    _name_products(projection.lines)
    kept = {(one.line_no, one.kind): one for one in risks.read(projection.was.risks)}
    there = {line.line_no for line in projection.lines}
    stay = [one for one in kept.values() if one.line_no in there - projection.touched]
    fresh = [one.risk for one in validity.findings(projection.order, projection.lines, on)]
    fresh = [one for one in fresh if not one.line_no or one.line_no in projection.touched]
    fresh = [one for one in fresh if (one.line_no, one.kind) in kept or _is_asked(one, projection)]
    return sorted([*stay, *fresh], key=lambda one: (one.line_no, one.kind))


def _is_asked(one: Risk, projection: Projection) -> bool:
    if one.kind not in _DAYS or "requested_date" in projection.head:
        return True
    was = projection.former(one.line_no)
    now = next((line for line in projection.lines if line.line_no == one.line_no), None)
    if was is None or now is None:
        return now is not None
    return (was.product_id, was.requested_date) != (now.product_id, now.requested_date)


def _name_products(lines: Iterable[OrderLine]) -> None:
    unnamed = [line for line in lines if "product" not in line._state.fields_cache]
    products = Product.objects.in_bulk({line.product_id for line in unnamed}) if unnamed else {}
    for line in unnamed:
        line.product = products[line.product_id]


def new_ones(was: Order, found: Iterable[Risk]) -> list[Risk]:
    """Those that the order did not have."""
    known = {(one.line_no, one.kind) for one in risks.read(was.risks)}
    return [one for one in found if (one.line_no, one.kind) not in known]


def stored(found: Iterable[Risk]) -> list[dict[str, object]]:
    """As the order, and what followed from the change, keep them."""
    return [asdict(one) for one in found]


def tell(request: ChangeRequest, order: Order, new: list[Risk], *, actor: User, at: datetime) -> None:
    """Who follows the order hears how many there are that he may know of; which ones, its page tells him."""
    if not new:
        return
    for person in User.objects.filter(pk__in=watchers(order, but=actor)):
        hidden = policies.hidden_risks(person)
        if count := sum(one.kind not in hidden for one in new):
            words = {"order": str(order), "request": str(request), "count": count}
            inbox.notify([person.pk], kind=KIND, message=MESSAGE, parameters=words, subject=order, at=at)
