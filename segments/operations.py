"""Saved conditions are made, changed, copied and removed here, and given to roles as their reach (SEMANTICS 5)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts import policies as rights
from accounts.people.models import User
from accounts.roles import operations as roles
from common import editing, errors, events
from common.conditions.rows import to_json
from common.operation import operation
from segments import conditions, policies, queries, uses
from segments.classification import queries as classification
from segments.conditions import Condition, Given
from segments.fields import Level
from segments.models import RoleScope, Segment, SegmentVersion

COLUMNS = ("name", "description", "level", "audience", "department")
_OWN = ("owner", "rows", "fields", "code")
Audience = Segment.Audience


@operation
def create_segment(
    *,
    actor: User,
    name: str,
    condition: Given,
    at: datetime,
    level: str = Level.ORDER,
    audience: str = Audience.PERSON,
    department_id: int | None = None,
    description: str = "",
) -> Segment:
    """Keep a condition under a name, for oneself, a department or the company.

    Raises NotAllowed, Invalid (also BadCondition, with the place in the text or the row).
    """
    segment = Segment(
        name=name.strip(),
        description=description.strip(),
        level=level,
        audience=audience,
        department_id=department_id,
        owner=actor,
        created_at=at,
        updated_at=at,
    )
    _require_holder(actor, segment)
    _check(segment)
    _write(segment, _read(actor, segment, condition))
    segment.save(force_insert=True)
    _keep_revision(actor, segment, at)
    _record("created", segment, at, audience=segment.audience, revision=1)
    return segment


@operation
def change_segment(
    *,
    actor: User,
    segment_id: int,
    changes: Mapping[str, Any],
    at: datetime,
    condition: Given | None = None,
    version: int | None = None,
) -> Segment:
    """Change ``COLUMNS`` and the condition; a new revision is kept only where its rows change. The name that the
    reader sees of one that came with the software is no change: everybody reads it in his own language.

    Raises NotFound, NotAllowed (also where something stands on it whose right the actor has not), Stale, Invalid,
    Conflict (what stands on it needs the whole company's).
    """
    segment = queries.lock_segment(actor=actor, segment_id=segment_id)
    _require_holder(actor, segment)
    columns = editing.as_columns(Segment, changes, COLUMNS)
    columns = {name: value.strip() if isinstance(value, str) else value for name, value in columns.items()}
    if version is not None:
        editing.require_version(segment, version, columns)
    if columns.get("name") == str(segment):
        del columns["name"]
    before = segment.audience
    changed = editing.assign(segment, columns)
    if segment.audience != Audience.DEPARTMENT and "audience" in changed and "department_id" not in columns:
        segment.department_id = None
    if segment.audience == Audience.PERSON and before != Audience.PERSON:
        segment.owner = actor
    _require_holder(actor, segment)
    _check(segment)
    if _rewritten(actor, segment, condition, "level" in changed):
        segment.revision += 1
        changed.append("rows")
    if not changed:
        return segment
    standing = uses.standing_on(segment.pk)
    if {"rows", "level"} & set(changed):
        policies.require_uses(actor, standing)
    if before == Audience.COMPANY != segment.audience and standing:
        raise _in_use(standing)
    segment.version += 1
    segment.updated_at = at
    segment.save()
    if "rows" in changed:
        _keep_revision(actor, segment, at)
    _record("changed", segment, at, changed=changed, revision=segment.revision)
    return segment


@operation
def restore_segment(
    *, actor: User, segment_id: int, revision: int, at: datetime, version: int | None = None
) -> Segment:
    """Bring the rows of an earlier revision back, as a new revision; name and audience stay.

    Raises NotFound, NotAllowed, Stale, Invalid (BadCondition: a row that cannot be run any more, or names a field that
    the actor does not see in full).
    """
    segment = queries.lock_segment(actor=actor, segment_id=segment_id)
    rows = queries.get_revision(segment, revision).rows
    return change_segment(actor=actor, segment_id=segment_id, changes={}, condition=rows, version=version, at=at)


@operation
def copy_segment(*, actor: User, segment_id: int, at: datetime, name: str = "") -> Segment:
    """A copy of one's own of a condition that one may use. Raises NotFound, NotAllowed, Invalid."""
    source = queries.get_segment(actor=actor, segment_id=segment_id)
    return create_segment(
        actor=actor,
        name=name or str(source),
        description=source.description,
        level=source.level,
        condition=source.rows,
        at=at,
    )


@operation
def remove_segment(*, actor: User, segment_id: int, at: datetime, version: int | None = None) -> Segment:
    """Take a condition out of use; its revisions stay.

    Raises NotFound, NotAllowed, Stale, Conflict while anything stands on it.
    """
    segment = queries.lock_segment(actor=actor, segment_id=segment_id)
    _require_holder(actor, segment)
    editing.require_seen(segment, version)
    standing = uses.standing_on(segment.pk)
    if standing:
        raise _in_use(standing)
    segment.is_active = False
    segment.version += 1
    segment.updated_at = at
    segment.save(update_fields=["is_active", "version", "updated_at"])
    _record("removed", segment, at)
    return segment


@operation
def set_role_scope(
    *,
    actor: User,
    role_id: int,
    segment_id: int | None,
    at: datetime,
    condition: Given | None = None,
    name: str = "",
) -> RoleScope | None:
    """Let a role's rights on orders reach the orders of a company's condition, or (None) what each right says again.
    With ``condition`` in place of a key the company gets a new one, called ``name``.

    In effect on everybody's next request. Raises NotAllowed, NotFound, Invalid (no condition of the company; also
    BadCondition, with the place).
    """
    rights.require(actor, "role.manage")
    classification.hold_active()
    segment = None
    if condition is not None:
        segment = create_segment(actor=actor, name=name, condition=condition, audience=Audience.COMPANY, at=at)
    elif segment_id is not None:
        segment = Segment.objects.select_for_update(no_key=True).filter(pk=segment_id, is_active=True).first()
        if segment is None or segment.audience != Audience.COMPANY:
            raise errors.Invalid(fields={"segment": [_("Choose a condition of the whole company.")]})
    role = roles.set_reach(actor=actor, role_id=role_id, by_condition=segment is not None, at=at)
    before = RoleScope.objects.filter(role=role).first()
    scope = None
    if segment is None:
        RoleScope.objects.filter(role=role).delete()
    else:
        scope, _new = RoleScope.objects.update_or_create(role=role, defaults={"segment": segment})
    told = [before.segment_id if before else None, segment.pk if segment else None]
    if told[0] != told[1]:
        events.record("permission.reach_set", role, at=at, number=role.code, segment=told)
    return scope


def move_owned(actor: User, from_user: User, to_user: User, at: datetime) -> int:
    """Give every saved condition of a person to another, inside the hand-over in progress; returns how many."""
    mine = Segment.objects.filter(owner=from_user, is_active=True)
    return mine.update(owner=to_user, version=F("version") + 1, updated_at=at)


def count_owned(user: User) -> int:
    """How many saved conditions are a person's."""
    return Segment.objects.filter(owner=user, is_active=True).count()


# --- pieces --------------------------------------------------------------------------------------


def _require_holder(actor: User, segment: Segment) -> None:
    policies.require_holder(actor, segment.audience, segment.owner_id, segment.department_id)


def _check(segment: Segment) -> None:
    if segment.audience != Audience.DEPARTMENT and segment.department_id is not None:
        raise errors.Invalid(fields={"department": [_("Only a condition for a department has one.")]})
    if segment.audience == Audience.DEPARTMENT and segment.department_id is None:
        raise errors.Invalid(fields={"department": [_("Choose the department.")]})
    editing.check(segment, exclude=_OWN)


def _read(actor: User, segment: Segment, given: Given) -> Condition:
    classification.hold_active()  # what the condition names is given as long as it is not kept
    found = conditions.read(actor, Level(segment.level), given)
    if not found.rows:
        raise errors.Invalid(fields={"condition": [_("Enter at least one row.")]})
    return found


def _write(segment: Segment, condition: Condition) -> None:
    segment.rows, segment.fields = to_json(condition.rows), condition.fields


def _rewritten(actor: User, segment: Segment, given: Given | None, new_level: bool) -> bool:
    """Whether the rows are others now; at another level they are read again."""
    if given is None and not new_level:
        return False
    before = segment.rows
    _write(segment, _read(actor, segment, segment.rows if given is None else given))
    return segment.rows != before


def _keep_revision(actor: User, segment: Segment, at: datetime) -> None:
    SegmentVersion.objects.create(segment=segment, revision=segment.revision, rows=segment.rows, at=at, by=actor)


def _record(what: str, segment: Segment, at: datetime, **data: Any) -> None:
    events.record(f"segment.{what}", segment, at=at, number=str(segment.pk), name=segment.name, **data)


def _in_use(standing: list[tuple[uses.Use, list[str]]]) -> errors.Conflict:
    told = "; ".join(f"{use.label}: {', '.join(names)}" for use, names in standing)
    words = _("Something stands on this condition: %(uses)s.") % {"uses": told}
    return errors.Conflict(words, code="segment_in_use", uses=[name for _use, names in standing for name in names])
