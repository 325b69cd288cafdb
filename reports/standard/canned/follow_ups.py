"""Contacts with customers: planned, held, in time, overdue, and what came of them (R248, R185). Read from the contacts
themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.people.models import Department, User
from common import dates
from common.dates import month_end
from orders.service.contacts import policies as contacts
from orders.service.contacts.choices import Outcome, Purpose, State
from reports.figures import naming
from reports.figures.dimensions import AXES, Time
from reports.figures.question import stretches
from reports.layout.paper import Chart, Column, Definition, Form, Paper, Series, Shape, share
from reports.standard import asking, conditions, sheets
from reports.standard.groups import ORDERS
from reports.standard.parameters import joined
from reports.standard.reports import Control, Standard, Wanted

OWNER, MONTH, PURPOSE, DEPARTMENT = "owner", "month", "purpose", "department"
CHOICES = (
    (OWNER, pgettext_lazy("contacts by", "Person")),
    (DEPARTMENT, AXES["department"].label),
    (PURPOSE, gettext_lazy("Purpose")),
    (MONTH, AXES[Time.MONTH].label),
)
_KEYS: Mapping[str, Any] = {
    OWNER: F("owner_id"),
    DEPARTMENT: F("owner__department_id"),
    PURPOSE: F("purpose"),
}
_COUNTED = ("due", "in_time", "afterwards", "overdue", "dropped")


@dataclass(frozen=True)
class Counts:
    """Of what was planned for the period: held in time, held later, overdue still, dropped; ``held``: all held in it,
    those that nobody had planned too."""

    due: int = 0
    in_time: int = 0
    afterwards: int = 0
    overdue: int = 0
    dropped: int = 0
    held: int = 0

    @property
    def cells(self) -> tuple[Any, ...]:
        """The columns behind the name. Dropped ones and those that are not due yet are nobody's delay."""
        over = self.in_time + self.afterwards + self.overdue
        return self.due, self.in_time, self.afterwards, self.overdue, self.dropped, share(self.in_time, over), self.held


def follow_ups(wanted: Wanted) -> Paper:
    """Contacts by person, department, purpose or month, and what came of those held."""
    rows, whole = _counted(wanted), _whole(wanted)
    names, users = _names(wanted, rows), _usernames(wanted, rows)
    keys = (
        list(names)
        if wanted.by == MONTH
        else sorted(rows, key=lambda key: (-rows[key].due, -rows[key].held, names[key]))
    )
    return Paper(
        title=_("Follow-ups"),
        columns=_columns(wanted),
        rows=[
            sheets.row((names[key], *rows.get(key, Counts()).cells), _links(wanted, key, users), key=str(key))
            for key in keys
        ],
        sums=(pgettext("row of a report", "Total"), *whole.cells),
        charts=(
            Chart(
                Shape.STACK,
                _("Planned for the period"),
                wanted.by,
                tuple(Series(key) for key in ("in_time", "afterwards", "overdue", "dropped")),
            ),
        ),
        definitions=(_definition(),),
        problem="" if rows else _("Nothing was found in this period."),
        parts=(_outcomes(wanted),) if rows else (),
    )


def _mine(wanted: Wanted) -> QuerySet[Any]:
    """The contacts that the reader may see, narrowed as he set it; both sides of his orders and customers."""
    rows: QuerySet[Any] = contacts.visible_to(wanted.actor).order_by()
    if wanted.salesperson:
        rows = rows.filter(owner_id=wanted.salesperson)
    if wanted.customer:
        rows = rows.filter(customer_id=wanted.customer)
    if wanted.department:
        rows = rows.filter(owner__department__in=conditions.department_ids(wanted))
    return rows.annotate(held_on=TruncDate("held_at", tzinfo=dates.business_zone()))


def _planned(wanted: Wanted) -> QuerySet[Any]:
    return _mine(wanted).filter(due_date__range=(wanted.since, wanted.until))


def _held(wanted: Wanted) -> QuerySet[Any]:
    return _mine(wanted).filter(state=State.DONE, held_on__range=(wanted.since, wanted.until))


def _counts(wanted: Wanted) -> dict[str, Count]:
    done = Q(state=State.DONE)
    return {
        "due": Count("pk"),
        "in_time": Count("pk", filter=done & Q(held_on__lte=F("due_date"))),
        "afterwards": Count("pk", filter=done & Q(held_on__gt=F("due_date"))),
        "overdue": Count("pk", filter=Q(state=State.PLANNED, due_date__lt=wanted.today)),
        "dropped": Count("pk", filter=Q(state=State.DROPPED)),
    }


def _counted(wanted: Wanted) -> dict[Any, Counts]:
    of_day = {"key": TruncMonth("due_date")} if wanted.by == MONTH else {"key": _KEYS[wanted.by]}
    held_on = {"key": TruncMonth("held_on")} if wanted.by == MONTH else of_day
    planned = {row["key"]: row for row in _planned(wanted).annotate(**of_day).values("key").annotate(**_counts(wanted))}
    held = dict(_held(wanted).annotate(**held_on).values("key").annotate(held=Count("pk")).values_list("key", "held"))
    return {
        key: Counts(**{name: planned.get(key, {}).get(name, 0) for name in _COUNTED}, held=held.get(key, 0))
        for key in planned.keys() | held.keys()
    }


def _whole(wanted: Wanted) -> Counts:
    return Counts(**_planned(wanted).aggregate(**_counts(wanted)), held=_held(wanted).count())


def _names(wanted: Wanted, rows: Mapping[Any, Counts]) -> dict[Any, str]:
    if wanted.by == MONTH:
        months = stretches(Time.MONTH, wanted.since, wanted.until)
        return {month: naming.stretch(Time.MONTH, month) for month in months}
    if wanted.by == PURPOSE:
        return {key: str(Purpose(key).label) for key in rows}
    model = User if wanted.by == OWNER else Department
    named = dict(model._default_manager.filter(pk__in=[key for key in rows if key]).values_list("pk", "name"))
    return {key: named.get(key, naming.nothing()) for key in rows}


def _columns(wanted: Wanted) -> tuple[Column, ...]:
    group = _("Planned for the period")
    return (
        Column(wanted.by, dict(CHOICES)[wanted.by]),
        Column("due", pgettext("contacts", "planned"), Form.COUNT, group),
        Column("in_time", pgettext("contacts", "held in time"), Form.COUNT, group),
        Column("afterwards", pgettext("contacts", "held late"), Form.COUNT, group),
        Column("overdue", pgettext("contacts", "overdue"), Form.COUNT, group),
        Column("dropped", pgettext("contacts", "dropped"), Form.COUNT, group),
        Column("rate", pgettext("contacts", "in time, share"), Form.SHARE, group),
        Column("held", _("Held in the period"), Form.COUNT, definition=_("All contacts held, planned or not.")),
    )


def _usernames(wanted: Wanted, rows: Mapping[Any, Counts]) -> dict[int, str]:
    """Sign-in names, by which the list of contacts takes people."""
    keys = {wanted.salesperson, *(rows if wanted.by == OWNER else ())} - {0}
    return dict(User.objects.filter(pk__in=keys).values_list("pk", "username")) if keys and wanted.here else {}


def _links(wanted: Wanted, key: Any, users: Mapping[int, str]) -> dict[str, str]:
    """The list of these contacts, where its conditions can say which they are."""
    is_page = wanted.here and not wanted.here.startswith(asking.API)
    if not is_page or wanted.department or wanted.customer or wanted.by == DEPARTMENT:
        return {}
    since, until = (key, month_end(key)) if wanted.by == MONTH else (wanted.since, wanted.until)
    asked: dict[str, Any] = {"due_from": max(since, wanted.since), "due_to": min(until, wanted.until)}
    if owner := wanted.salesperson or (key if wanted.by == OWNER else 0):
        asked["owner"] = users.get(owner, "")
    if wanted.by == PURPOSE:
        asked["purpose"] = key
    path = reverse("orders:follow-up-list")
    late = {**asked, "state": State.PLANNED, "due_to": min(asked["due_to"], wanted.today - timedelta(days=1))}
    return {
        "overdue": joined(path, late),
        "dropped": joined(path, {**asked, "state": State.DROPPED}),
    }


def _outcomes(wanted: Wanted) -> Paper:
    """What came of the contacts held in the period."""
    found = dict(_held(wanted).values_list("outcome").annotate(count=Count("pk")))
    whole = sum(found.values())
    labels = dict(Outcome.choices)
    ordered = sorted(found, key=lambda code: (-found[code], code))
    return Paper(
        title=_("What came of the contacts held"),
        columns=(
            Column("outcome", _("Outcome")),
            Column("held", _("Held in the period"), Form.COUNT),
            Column("share", pgettext("report", "Share"), Form.SHARE),
        ),
        rows=[
            sheets.row((labels.get(code, code), found[code], share(found[code], whole)), key=code) for code in ordered
        ],
        sums=(pgettext("row of a report", "Total"), whole, share(whole, whole)),
        charts=(Chart(Shape.BARS, _("What came of the contacts held"), "outcome", (Series("held"),)),),
    )


def _definition() -> Definition:
    return Definition(
        pgettext("contacts", "in time, share"),
        _("How many of the contacts planned for the period were held by their day."),
        numerator=_("Held on or before the day for which they were planned"),
        denominator=_("Planned for the period and held, or overdue"),
        exclusions=_("Dropped contacts; those whose day has not passed"),
    )


REPORTS: Sequence[Standard] = (
    Standard(
        code="follow-ups",
        title=pgettext_lazy("report", "Follow-ups"),
        group=ORDERS,
        about=gettext_lazy(
            "Are customers contacted when it was planned, which contacts are overdue, what came of them?"
        ),
        make=follow_ups,
        controls=frozenset({Control.PERIOD, Control.DEPARTMENT, Control.SALESPERSON, Control.CUSTOMER}),
        choices=CHOICES,
        by_label=pgettext_lazy("report by", "By"),
        order=30,
        is_live=True,
    ),
)
