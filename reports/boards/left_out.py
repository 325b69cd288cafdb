"""What the definition of a figure leaves out, counted: how many rows of which sort in the same days, and the list that
shows them where there is one. Nothing that the reader may not see is counted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from common import dates
from orders.approval.models import ApprovalRequest
from orders.changes import queries as changes
from orders.changes.states import State as ChangeState
from orders.checking import queries as checking
from orders.checking.choices import ErrorStage
from orders.exceptions import queries as exceptions
from orders.order import policies as orders
from orders.order.models import Order, OrderLine, OrderType
from orders.order.states import Origin, Status
from orders.service.satisfaction.models import SatisfactionRequest
from orders.settlement.dues import queries as dues
from orders.settlement.models import PlanRow
from reports.boards import classes
from reports.boards.tiles import Told
from reports.figures.measures import Text

STANDING = (Status.EFFECTIVE, Status.CLOSED, Status.ARCHIVED)
_COMING = (Status.DRAFT, Status.SUBMITTED)
Rows = Callable[[Told, date, date], QuerySet[Any]]
Way = Callable[[Told, date, date], str]


@dataclass(frozen=True)
class Sort:
    """One sort of rows that is left out; ``way``: the address that lists them, "" where no list shows just these."""

    code: str
    label: Text
    rows: Rows
    way: Way


def seen(told: Told, to: str = "") -> Q:
    """Rows of the orders that he may see, of the department and class looked at; ``to``: the path to the order."""
    found = Q(**{f"{to}__in" if to else "pk__in": orders.visible_to(told.actor).order_by().values("pk")})
    prefix = f"{to}__" if to else ""
    if picked := told.filters.get("department"):
        found &= Q(**{f"{prefix}department__in": [int(one) for one in picked]})
    return found & Q(**{f"{prefix}customer__customer_class": told.customer_class}) if told.customer_class else found


def nowhere(_told: Told, _since: date, _until: date) -> str:
    return ""


# --- orders -----------------------------------------------------------------------------------


def orders_of(told: Told, since: date, until: date, **which: Any) -> QuerySet[Any]:
    return Order.objects.filter(seen(told), order_date__range=(since, until), **which)


def to_orders(told: Told, since: date, until: date, **which: Any) -> str:
    """The list of orders narrowed alike; a department with all below it is no condition of that list."""
    if told.filters.get("department"):
        return ""
    given = {
        "view": "all",
        **which,
        "order_date_from": since,
        "order_date_to": until,
        **classes.condition(told.customer_class),
    }
    return f"{reverse('orders:order-list')}?{urlencode(given, doseq=True)}"


def _of_uncounted_types(told: Told, since: date, until: date) -> str:
    codes = list(OrderType.objects.filter(counts=False).order_by("code").values_list("code", flat=True))
    return to_orders(told, since, until, order_type=codes, status=list(STANDING)) if codes else ""


NOT_YET = Sort(
    "coming",
    _("Orders not in force yet: drafts, awaiting approval"),
    partial(orders_of, status__in=_COMING),
    partial(to_orders, status=list(_COMING)),
)
VOID = Sort("void", _("Void orders"), partial(orders_of, status=Status.VOID), partial(to_orders, status=[Status.VOID]))
UNCOUNTED = Sort(
    "uncounted",
    _("Orders of types that do not count (samples, loans)"),
    partial(orders_of, status__in=STANDING, order_type__counts=False),
    _of_uncounted_types,
)


# --- checks -----------------------------------------------------------------------------------


def _errors(told: Told, since: date, until: date, which: Q) -> QuerySet[Any]:
    days = dates.day_range(since, until)
    rows = checking.list_errors(told.actor).filter(which, found_at__gte=days[0], found_at__lt=days[1])
    return rows.filter(_narrowed(told))


def _narrowed(told: Told) -> Q:
    return seen(told, "order") if told.customer_class or told.filters.get("department") else Q()


def _to_errors(told: Told, since: date, until: date) -> str:
    if told.customer_class or told.filters.get("department"):
        return ""
    given: dict[str, Any] = {"stage": ErrorStage.ENTRY.value, "found_from": since, "found_to": until}
    return f"{reverse('orders:error-list')}?{urlencode(given)}"


CHECKED = (
    Sort(
        "history",
        _("Orders of history, which came in with an import"),
        partial(orders_of, origin=Origin.HISTORY, status__in=STANDING),
        partial(to_orders, origin=Origin.HISTORY.value, status=list(STANDING)),
    ),
    UNCOUNTED,
    Sort("entry", _("Errors that entry caught"), partial(_errors, which=Q(stage=ErrorStage.ENTRY)), _to_errors),
    Sort(
        "dismissed",
        _("Errors dismissed"),
        partial(_errors, which=Q(dismissed_at__isnull=False) & ~Q(stage=ErrorStage.ENTRY)),
        nowhere,
    ),
)


# --- promises ---------------------------------------------------------------------------------


def _lines(told: Told, since: date, until: date, day: str, which: Q) -> QuerySet[Any]:
    rows = OrderLine.objects.filter(seen(told, "order"), order__status__in=STANDING, order__order_type__counts=True)
    return rows.filter(which, **{f"{day}__range": (since, until)})


def _to_gifts(told: Told, since: date, until: date) -> str:
    if told.filters.get("department"):
        return ""
    given: dict[str, Any] = {
        "view": "all",
        "is_gift": "true",
        "status": list(STANDING),
        "promised_from": since,
        "promised_to": until,
    }
    return f"{reverse('orders:line-list')}?{urlencode({**given, **classes.condition(told.customer_class)}, doseq=True)}"


def promised(day: str) -> tuple[Sort, ...]:
    """Of lines due on a day of this column: each in the first sort that fits."""
    gift, ships = Q(is_gift=True), Q(order__order_type__ships=True)
    let_go = ~gift & ships & Q(ordered__lte=F("short_closed"))
    is_listed = day == "promised_date"
    return (
        Sort("gifts", _("Lines of gifts"), partial(_lines, day=day, which=gift), _to_gifts if is_listed else nowhere),
        Sort(
            "unshipped", _("Lines of types that do not ship"), partial(_lines, day=day, which=~gift & ~ships), nowhere
        ),
        Sort(
            "let_go",
            _("Lines let go before anything shipped"),
            partial(_lines, day=day, which=let_go),
            nowhere,
        ),
    )


# --- what else --------------------------------------------------------------------------------


def submitted(told: Told, since: date, until: date, states: Sequence[str]) -> QuerySet[Any]:
    days = dates.day_range(since, until)
    last = ApprovalRequest.objects.filter(subject_type="orders.order", subject_id=OuterRef("pk")).order_by("-pk")
    rows = Order.objects.filter(seen(told), submitted_at__gte=days[0], submitted_at__lt=days[1])
    return rows.annotate(asked=Subquery(last.values("state")[:1])).filter(order_type__counts=True, asked__in=states)


def dues_of(told: Told, since: date, until: date) -> QuerySet[Any]:
    rows = PlanRow.objects.filter(seen(told, "order"), due_date__range=(since, until))
    return rows.exclude(order__status__in=STANDING) if told.actor.can(dues.VIEW) else rows.none()


def cases(told: Told, since: date, until: date, which: Q) -> QuerySet[Any]:
    days = dates.day_range(since, until)
    rows = exceptions.list_cases(told.actor).filter(which, order=None, raised_at__gte=days[0], raised_at__lt=days[1])
    if told.filters.get("department"):
        return rows.none()  # of no order, of no department
    return rows.filter(customer__customer_class=told.customer_class) if told.customer_class else rows


def requests(told: Told, since: date, until: date) -> QuerySet[Any]:
    days = dates.day_range(since, until)
    rows = changes.list_requests(told.actor).exclude(state=ChangeState.EFFECTIVE)
    return rows.filter(_narrowed(told), created_at__gte=days[0], created_at__lt=days[1])


def unanswered(told: Told, since: date, until: date) -> QuerySet[Any]:
    days = dates.day_range(since, until)
    rows = SatisfactionRequest.objects.filter(seen(told, "order"), state=SatisfactionRequest.State.ASKED)
    return rows.filter(asked_at__gte=days[0], asked_at__lt=days[1])
