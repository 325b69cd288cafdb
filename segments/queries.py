"""Every read of saved conditions, and of the orders and lines that a condition finds."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from accounts.people.models import User
from common import errors, keyset
from common.conditions.evaluation import is_met
from common.conditions.kinds import Kind
from common.conditions.rows import Row, from_json
from segments import conditions, policies, shipped
from segments.compiling import tables
from segments.conditions import Condition
from segments.fields import Level, every_field, visible_fields, vocabulary
from segments.models import RoleScope, Segment, SegmentVersion

PATIENCE_MS = 1_500  # for one count
_NAMED = ("owner", "department")
SORTS = {"name": keyset.Sort("name", descending=False), "id": keyset.Sort("pk")}


def list_segments(actor: User, level: Level | None = None) -> QuerySet[Segment]:
    """The saved conditions that are ``actor``'s to use, those that come with the software first."""
    found = policies.visible_to(actor).select_related(*_NAMED)
    return found.filter(level=level) if level else found


def list_tabs(actor: User, level: Level, *, with_rows: bool = False) -> QuerySet[Segment]:
    """The same as far as a tab tells of them, or wholly; those that came for rules are none."""
    found = policies.visible_to(actor).filter(level=level).exclude(code__startswith=shipped.FOR_RULES)
    return found.select_related(*_NAMED) if with_rows else found.only("code", "name", "audience")


def get_segment(*, actor: User, segment_id: int) -> Segment:
    """One of them. Raises NotFound, also for "not yours"."""
    found = list_segments(actor).filter(pk=segment_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def find_segment(actor: User, reference: str) -> Segment | None:
    """The one with this key or code (of one that came with the software); None when it is not his."""
    found = list_segments(actor)
    text = reference.strip()
    if text.isascii() and text.isdecimal() and len(text) < 19:
        return found.filter(pk=int(text)).first()
    return found.filter(code=text).first() if text else None


def lock_segment(*, actor: User, segment_id: int) -> Segment:
    """The same, locked for its change. Raises NotFound."""
    rows = policies.visible_to(actor).filter(pk=segment_id).select_for_update(no_key=True, of=("self",))
    segment = rows.first()
    if segment is None:
        raise errors.NotFound()
    return segment


def versions_of(segment: Segment) -> QuerySet[SegmentVersion]:
    """Its revisions, the newest first."""
    return segment.versions.select_related("by")


def get_revision(segment: Segment, revision: int) -> SegmentVersion:
    """One of them. Raises NotFound."""
    found = versions_of(segment).filter(revision=revision).first()
    if found is None:
        raise errors.NotFound()
    return found


def role_scopes() -> QuerySet[RoleScope]:
    """The roles whose reach is a saved condition."""
    return RoleScope.objects.select_related("role", "segment")


def company_segments() -> QuerySet[Segment]:
    """The company's saved conditions that are in use."""
    return Segment.objects.filter(audience=Segment.Audience.COMPANY, is_active=True).order_by("name")


def roles_reaching(segment_id: int) -> list[str]:
    """The names of the roles whose reach is this condition."""
    return [str(scope.role) for scope in role_scopes().filter(segment=segment_id)]


class Reader:
    """Who reads several saved conditions: what he may name, and how it is called, is asked once for all of them."""

    def __init__(self, actor: User):
        self.actor, self._known = actor, visible_fields(actor, Level.LINE)
        self._words = vocabulary(self._known)

    def condition(self, segment: Segment) -> Condition:
        """What it says, over the fields of who may use it."""
        return Condition(from_json(segment.rows), self._known, self._words)

    def revision(self, version: SegmentVersion) -> Condition | None:
        """What one of its revisions said; None where that names a field which he does not see in full, or which is
        there no more."""
        rows = from_json(version.rows)
        return Condition(rows, self._known, self._words) if all(row.field in self._known for row in rows) else None


def condition_of(actor: User, segment: Segment) -> Condition:
    """What one of them says; see ``Reader``."""
    return Reader(actor).condition(segment)


def telling_apart(actor: User, field: str, one: str, other: str, today: date) -> int:
    """How many of the saved conditions that are ``actor``'s to use have a row on a code (``field``) that holds for one
    of two codes and not for the other: by name, by list, by beginning or by range."""
    found = list_segments(actor).filter(fields__contains=[field]).order_by()

    def tells(row: Row) -> bool:
        return is_met(row, Kind.CODE, one, today) != is_met(row, Kind.CODE, other, today)

    return sum(any(row.field == field and tells(row) for row in from_json(kept.rows)) for kept in found)


def condition_for_rule(segment: Segment) -> Condition:
    """What it says, over all fields there are: for rules, never to show."""
    return conditions.stored(every_field(), segment.rows)


# --- what a condition finds -------------------------------------------------------------------


def rows_seen(actor: User, level: Level) -> QuerySet[Any]:
    """The orders, or their lines, that ``actor`` may see."""
    known = tables["orders"]
    orders = known.visible(actor)
    if level is Level.ORDER:
        return orders
    lines: QuerySet[Model] = known.line._default_manager.all()
    return lines.filter(**{f"{known.to_order}__in": orders.order_by().values("pk")}) if orders.query.where else lines


@dataclass(frozen=True)
class Found:
    """How many rows a condition finds; ``and_first``: in the reading that AND binds closer, where that is another."""

    count: int
    is_estimate: bool
    and_first: int | None = None
    and_first_is_estimate: bool = False


def count(actor: User, condition: Condition, level: Level, today: date) -> Found:
    """How many of the orders or lines that ``actor`` may see a condition finds on a business day. Each number has its
    time; then it is the planner's estimate."""
    rows = rows_seen(actor, level)
    found, is_estimate = keyset.count_within(rows.filter(condition.narrow(level, today)), PATIENCE_MS)
    if not condition.is_ambiguous:
        return Found(found, is_estimate)
    other = rows.filter(condition.narrow_and_first(level, today))
    return Found(found, is_estimate, *keyset.count_within(other, PATIENCE_MS))
