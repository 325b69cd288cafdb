"""The table of days on the way: routes added, changed, imported (SEMANTICS 10). Promises made stay as they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import policies
from accounts.people.models import User
from common import editing, errors, events
from common.operation import operation
from orders.promise.models import TransitTime

FIELDS = ("area", "transport_mode", "days", "is_workdays", "is_active")
EDIT = "setting.manage"


@operation
def save_route(
    *, actor: User, at: datetime, route_id: int | None = None, version: int | None = None, **changes: Any
) -> TransitTime:
    """Add a route or change one (read at ``version``). ``area`` "" stands for everywhere, ``transport_mode`` "" for
    any. Raises NotAllowed, NotFound, Stale, Invalid (also for a route that is there already)."""
    policies.require(actor, EDIT)
    route = editing.locked_or_new(TransitTime, route_id)
    changed = editing.change(route, editing.as_columns(TransitTime, changes, FIELDS), version)
    route.area = route.area.strip()
    if TransitTime.objects.filter(area=route.area, transport_mode=route.transport_mode).exclude(pk=route.pk).exists():
        raise errors.Invalid(fields={"area": [_("There is a row for this place and transport mode already.")]})
    editing.check(route)
    route.save()
    events.record("transit.saved", route, at=at, number=str(route), fields=changed)
    return route


@operation
def save_routes(*, actor: User, rows: Sequence[dict[str, Any]], at: datetime) -> int:
    """Set many routes at once: a row of the same place and mode is changed, others are added. Returns how many are new
    or other than they were. Raises NotAllowed, Invalid."""
    policies.require(actor, EDIT)
    present = {(row.area, row.transport_mode): row for row in TransitTime.objects.select_for_update(no_key=True)}
    count = 0
    for row in rows:
        known = present.get((row["area"].strip(), row["transport_mode"]))
        if known is not None and all(getattr(known, name) == value for name, value in row.items() if name != "area"):
            continue
        saved = save_route(actor=actor, at=at, route_id=known.pk if known else None, **row)
        present[saved.area, saved.transport_mode] = saved
        count += 1
    return count
