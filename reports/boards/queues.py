"""What waits on the boards, read through the rooms whose work it is: each gives its rows, how one is shown, and where
all of them stand. Nothing is counted or judged here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common import keyset
from common.templatetags import fmt
from orders.cockpit import queries as cockpit
from orders.exceptions import queries as exceptions
from orders.exceptions.states import LIVE
from orders.fulfilment.dispatch import queries as dispatch
from orders.intake.pool import queries as intake
from orders.order.models import Order
from orders.promise import queries as supply
from orders.settlement.dues import queries as dues
from orders.settlement.dues.rights import FOLLOW
from reports.boards import classes, deciding
from reports.boards.choosing import View
from reports.boards.waiting import Act, Line, Queue, sla
from tasks.checks import queries as checks
from tasks.doing import queries as doing
from tasks.task.states import State

SHOWN, COUNTED, PATIENCE_MS = 7, 99, 400
_TONES = {"bad": ("bad", "exclamation-triangle-fill"), "warn": ("warn", "exclamation-circle"), "info": ("line", "")}


@dataclass(frozen=True)
class Source:
    """Rows in the order in which they are shown; ``draw`` makes lines of the first of them; ``more`` lists all,
    ``is_narrowed``: of the class of customers looked at."""

    rows: QuerySet[Any] | Sequence[Any]
    draw: Callable[[Sequence[Any]], list[Line]]
    more: str
    tone: str = "bad"
    is_narrowed: bool = False


def of(view: View, code: str) -> Queue:
    """The queue of a tile."""
    source = SOURCES[code](view)
    lines = source.draw(list(source.rows[:SHOWN]))
    tone = source.tone if lines else "ok"
    return Queue(lines, count_of(source), source.more, tone, is_narrowed=source.is_narrowed)


def number(view: View, code: str) -> str:
    """Only how many wait, for a wall; – where counting takes too long."""
    return count_of(SOURCES[code](view)) or fmt.DASH


def count_of(source: Source) -> str:
    """How many there are, 99+ for more; "" where counting takes too long."""
    rows = source.rows
    if isinstance(rows, QuerySet):
        found = keyset.numbers({"n": lambda: rows.select_related(None)}, PATIENCE_MS, COUNTED)
        if "n" not in found:
            return ""
        counted = found["n"]
    else:
        counted = len(rows)
    return f"{COUNTED}+" if counted > COUNTED else str(counted)


def _of_view(view: View, department: str, customer: str) -> Q:
    """Rows of the department and of the class of customers that are looked at; both are paths."""
    whose = Q(**{f"{department}__in": view.departments}) if view.departments else Q()
    return whose & classes.of(view.customer_class, customer)


def _customer(customer: Any) -> str:
    return (customer.short_name or customer.name) if customer else ""


def _order(order: Order) -> str:
    return reverse("orders:order-detail", args=[order.reference])


def _risks(view: View) -> Source:
    def draw(rows: Sequence[Any]) -> list[Line]:
        return [_risk(row) for row in cockpit.rows(view.actor, rows, view.today)]

    rows = cockpit.standing_still(view.actor, view.today).filter(_of_view(view, "department", "customer"))
    return Source(rows.order_by("-priority", "-pk"), draw, _standing_still(view), is_narrowed=True)


def _standing_still(view: View, **given: str) -> str:
    given |= classes.condition(view.customer_class)
    return f"{reverse('orders:cockpit')}?{urlencode(given)}".rstrip("?")


def _risk(row: cockpit.Row) -> Line:
    order, held = row.order, row.held
    if not held:  # settled since the list was read
        return Line(order.display_number, _order(order), _customer(order.customer))
    first = held[0]
    tone, icon = _TONES[first.tone]
    others = _(", ").join(str(one.label) for one in held[1:])
    fix = first.fix
    url = _order(order) if fix.method == "post" else fix.url
    return Line(
        order.display_number,
        _order(order),
        _customer(order.customer),
        " · ".join(part for part in (str(first.why), others) if part),
        (first.label, tone, icon),
        act=Act(fix.label, url, fix.is_dialog),
    )


def _shipments(view: View) -> Source:
    late = [
        one
        for one in dispatch.due(view.actor, view.today)
        if one.leave_by and one.leave_by <= view.today
        if not view.departments or one.order.department_id in view.departments
        if view.customer_class in ("", one.order.customer.customer_class)
    ]
    may = view.actor.can("outbound.draft")

    def draw(rows: Sequence[Any]) -> list[Line]:
        return [
            Line(
                one.order.display_number,
                _order(one.order),
                _customer(one.order.customer),
                _("promised for %(day)s") % {"day": fmt.day(one.order.promised_date)},
                due=one.leave_by,
                act=Act(_("Delivery notice"), f"{reverse('orders:outbound-new')}?ids={one.order.pk}") if may else None,
            )
            for one in rows
        ]

    return Source(late, draw, reverse("orders:dispatch-board"))


def _receivables(view: View) -> Source:
    whose = _of_view(view, "order__department", "order__customer")
    rows = dues.list_dues(view.actor).filter(whose, due_date__lt=view.today)
    return Source(rows.order_by("due_date", "pk"), _dues(view), f"{reverse('orders:due-list')}?overdue=true")


def _promised(view: View) -> Source:
    still = Q(next_date__gte=view.today)
    rows = dues.list_dues(view.actor).filter(_of_view(view, "order__department", "order__customer"), still)
    more = f"{reverse('orders:due-list')}?{urlencode({'sort': 'next_date'})}"
    return Source(rows.order_by(F("next_date").asc(), "pk"), _dues(view, promised=True), more, "run")


def _dues(view: View, *, promised: bool = False) -> Callable[[Sequence[Any]], list[Line]]:
    may = view.actor.can(FOLLOW)

    def line(row: Any) -> Line:
        note = reverse("orders:due-follow", args=[row.order.reference, row.sequence])
        amount = fmt.money(row.open, row.order.currency_id)
        return Line(
            row.order.display_number,
            reverse("orders:order-money", args=[row.order.reference]),
            _customer(row.order.customer),
            f"{amount} · {row.said}" if row.said else amount,
            due=row.next_date if promised else row.due_date,
            act=Act(pgettext("payment verb", "Ask") if not promised else pgettext("payment verb", "Note"), note, True)
            if may
            else None,
        )

    return lambda rows: [line(row) for row in rows]


def _intake(view: View) -> Source:
    rows = intake.list_items(view.actor).filter(intake.WORK, _of_view(view, "department", "customer"))

    def draw(found: Sequence[Any]) -> list[Line]:
        return [
            Line(
                one.subject or one.get_channel_display(),
                reverse("orders:intake-detail", args=[one.pk]),
                _customer(one.customer) or one.sender,
                f"{one.get_channel_display()} · {one.get_state_display()}",
                sla=sla(one.due_at, view.at, one.due_at - one.received_at),
                act=Act(_("Take up"), reverse("orders:intake-detail", args=[one.pk])),
            )
            for one in found
        ]

    return Source(rows.order_by("due_at", "pk"), draw, reverse("orders:intake-list"), "run")


def _exceptions(view: View) -> Source:
    rows = exceptions.list_cases(view.actor).filter(_of_view(view, "order__department", "customer"), status__in=LIVE)

    def draw(found: Sequence[Any]) -> list[Line]:
        return [
            Line(
                one.number,
                reverse("orders:exception-detail", args=[one.number]),
                _customer(one.customer),
                " · ".join(part for part in (one.order.display_number if one.order else "", str(one.owner)) if part),
                (one.get_kind_display(), "bad" if one.severity == "URGENT" else "warn", ""),
                sla=None if one.answered_at else sla(one.answer_due_at, view.at),
                act=_answer(view, one),
            )
            for one in found
        ]

    return Source(rows.order_by("status", "answer_due_at", "pk"), draw, f"{reverse('orders:exception-list')}?open=true")


def _answer(view: View, case: Any) -> Act:
    is_mine = case.owner_id == view.actor.pk and case.answered_at is None
    label = pgettext("exception verb", "Answer") if is_mine else _("Look into it")
    return Act(label, reverse("orders:exception-detail", args=[case.number]))


def _checks(view: View) -> Source:
    def draw(found: Sequence[Any]) -> list[Line]:
        return [
            Line(
                one.order.display_number,
                _order(one.order),
                _customer(one.order.customer),
                due=one.due_date,
                act=Act(pgettext("progress verb", "Check"), reverse("tasks:order-checks", args=[one.order.reference])),
            )
            for one in found
        ]

    rows = checks.due_for(view.actor, view.today).filter(classes.of(view.customer_class, "order__customer"))
    return Source(rows, draw, reverse("tasks:check-list"), "warn")


def _tasks(view: View) -> Source:
    def draw(found: Sequence[Any]) -> list[Line]:
        return [
            Line(
                one.title,
                reverse("tasks:task-detail", args=[one.pk]),
                one.order.display_number,
                _customer(one.order.customer),
                due=one.due_date,
                act=Act(
                    pgettext("task", "Go on") if one.state == State.RUNNING else pgettext("task", "Start"),
                    reverse("tasks:task-detail", args=[one.pk]),
                ),
            )
            for one in found
        ]

    rows = doing.waiting_for(view.actor, today=view.today).filter(classes.of(view.customer_class, "order__customer"))
    return Source(rows, draw, reverse("tasks:my-tasks"), "run")


def _shortages(view: View) -> Source:
    rows = supply.list_shortages(view.actor).filter(
        _of_view(view, "order__department", "order__customer"), is_frozen=False, order__is_frozen=False
    )
    near = rows.filter(promised_date__lte=view.today + timedelta(weeks=4))

    def draw(found: Sequence[Any]) -> list[Line]:
        return [
            Line(
                one.product_name,
                _order(one.order),
                one.order.display_number,
                _("%(quantity)s %(unit)s short") % {"quantity": fmt.qty(one.short), "unit": one.unit},
                due=one.promised_date,
                act=Act(
                    _("What can be done"),
                    reverse("orders:line-remedies", args=[one.order.reference, one.line_no]),
                    is_dialog=True,
                ),
            )
            for one in found
        ]

    return Source(near, draw, _standing_still(view, kind="SHORTAGE"), is_narrowed=True)


SOURCES: dict[str, Callable[[View], Source]] = {
    "risks": _risks,
    "approvals": lambda view: Source(
        deciding.waiting(view.actor),
        lambda rows: deciding.lines(view, rows),
        f"{reverse('orders:order-list')}?view=approval",
        "run",
    ),
    "tasks": _tasks,
    "shipments": _shipments,
    "receivables": _receivables,
    "promised": _promised,
    "intake": _intake,
    "exceptions": _exceptions,
    "checks": _checks,
    "shortages": _shortages,
}
