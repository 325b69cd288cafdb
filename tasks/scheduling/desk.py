"""What the pages of the schedule show besides their rows."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.people import queries as people
from accounts.people.models import User
from common import errors
from orders.order.models import Order
from tasks.scheduling import conflicts, phases, policies, queries
from tasks.scheduling.choices import Cause
from tasks.scheduling.phases import PhaseStatus
from tasks.task.models import Phase

MOST = 500  # absences on a page
MOST_WEEKS = 12
_CAUSES = dict(Cause.choices)


def key_of(text: str) -> int | None:
    """A key of the query, None where it is none."""
    return int(text) if text.isdecimal() and len(text) < 19 else None


def weeks_of(request: HttpRequest) -> int:
    """How many weeks are looked ahead."""
    return max(1, min(key_of(request.GET.get("weeks", "")) or conflicts.WEEKS, MOST_WEEKS))


def ledger(request: HttpRequest, rows: Any, page: Any) -> dict[str, Any]:
    """Sums of the rows that were asked for, by cause and department; tabs; which rows the actor may say are told."""
    user: Any = request.user
    causes = queries.sums_by(rows, "cause")
    return {
        "causes": [(str(_CAUSES[one.key]), one) for one in causes],
        "departments": [(one.key or "–", one) for one in queries.sums_by(rows, "department__name")],
        "total": {name: sum(getattr(one, name) for one in causes) for name in ("count", "later", "earlier", "told")},
        "tellable": {one.pk for one in page.items if policies.can_tell(user, one.order)},
        "views": _tabs(request),
        "chosen": {name: request.GET.get(name, "") for name in ("cause", "department", "told", "later")},
        "all_causes": Cause.choices,
        "all_departments": people.list_departments(),
    }


def _tabs(request: HttpRequest) -> list[dict[str, Any]]:
    url = reverse("tasks:ledger")
    asked = (("", _("All moves")), ("later=true", _("Later")), ("later=true&told=false", _("Later, customer not told")))
    now = "&".join(f"{name}={request.GET[name]}" for name in ("later", "told") if request.GET.get(name))
    return [
        {"label": label, "url": f"{url}?{query}" if query else url, "current": query == now} for query, label in asked
    ]


def phase_of(order: Order, phase_id: int) -> PhaseStatus:
    """A phase of an order, one without tasks too. Raises NotFound."""
    for one in phases.of_order(order):
        if one.phase.pk == phase_id:
            return one
    phase = Phase.objects.filter(pk=phase_id, is_active=True).first()
    if phase is None:
        raise errors.NotFound()
    return PhaseStatus(phase, None, phase.target, False, None, None, 0, 0, None)


def person_kept(actor: User, person_id: int) -> User:
    """Somebody whose hours the actor keeps. Raises NotFound."""
    found = policies.kept_by(actor).filter(pk=person_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def entries_of(row: Any, request: HttpRequest) -> dict[str, Any]:
    """What the form of an absence shows at first."""
    if row is None:
        return {"user": key_of(request.GET.get("user", "")) or request.user.pk, "kind": "LEAVE"}
    names = ("kind", "first", "last", "hours_a_day", "note")
    return {**{name: getattr(row, name) for name in names}, "user": row.user_id}
