"""Who answers for which stage is said by whoever may (R144)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import policies as rights
from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import editing, errors, events, stamps
from common.operation import operation
from orders.order.states import Stage
from tasks.duties import standing
from tasks.duties.models import StageDuty

EDIT = "task.duties"
NAMED = "duty.named"
FIELDS = ("stage", "department_kind", "area", "person", "duty", "is_active")


@operation
def save_duty(
    *, actor: User, changes: Mapping[str, Any], at: datetime, duty_id: int | None = None, version: int | None = None
) -> StageDuty:
    """Say which kind of department answers for orders of an area (None: of all) in a stage, and who in it
    administers them. Who is newly named is told. A stage has one active duty an area.

    Raises NotFound, NotAllowed, Stale, Invalid.
    """
    rights.require(actor, EDIT)
    row = editing.locked_or_new(StageDuty, duty_id)
    was = row.person_id
    columns = editing.as_columns(StageDuty, changes, FIELDS)
    editing.change(row, columns, version)
    editing.check(row, exclude=("version",))
    if row.person_id is not None and row.person_id != was:
        people.get_active_person(row.person_id, "person")
    if row.is_active and _is_taken(row):
        raise errors.Invalid(fields={"stage": [_("Somebody answers for this stage and area already.")]})
    row.save()
    stamps.touch(standing.STAMP)
    events.record("duty.saved", row, at=at, number=f"{row.stage} {row.department_kind}", stage=row.stage)
    if row.is_active and row.person_id not in (None, was, actor.pk):
        _tell(row, at)
    return row


def _is_taken(row: StageDuty) -> bool:
    same = StageDuty.objects.filter(stage=row.stage, area=row.area_id, is_active=True)
    return same.exclude(pk=row.pk).exists()


def _tell(row: StageDuty, at: datetime) -> None:
    if row.person_id is not None:
        inbox.notify(
            [row.person_id],
            kind=NAMED,
            message=gettext_noop("You answer for orders in the stage “%(stage)s” from now on."),
            parameters={"stage": str(Stage(row.stage).label)},
            subject=None,
            at=at,
        )
