"""Setting targets: a whole plan in one go, each cell only where nobody else changed it meanwhile (R085, R086)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import errors, events, locks
from common.operation import operation
from products.catalogue.models import Product
from reports.figures.measures import Measure
from reports.layout.paper import Form
from reports.targets import policies, queries
from reports.targets.models import Target
from reports.targets.subjects import Kind, Whose, whose_of

MOST_CELLS = 5_000
LARGEST = Decimal(10) ** 14
LARGEST_SHARE = Decimal(10)  # 1,000 %
FIRST_YEAR, LAST_YEAR = 1990, 2200
_TOLD = 50  # of the changes in an event


@dataclass(frozen=True)
class Seen:
    """What stood in a cell when somebody looked at it: a row of ours, or nothing."""

    pk: int = 0
    version: int = 0


@dataclass(frozen=True)
class Entry:
    """A target as it is to be; ``value`` None takes it away. ``month`` 0: the year. ``notes`` None: as they were.
    ``seen`` None: whatever stands there now. ``where``: how a door names the entry in faults."""

    whose: Whose
    month: int
    value: Decimal | None
    notes: str | None = None
    seen: Seen | None = None
    where: str = ""


@dataclass(frozen=True)
class Outcome:
    """How many targets are new, other than before, gone; the others were so already."""

    added: int
    changed: int
    removed: int

    @property
    def all(self) -> int:
        """How many are not as they were."""
        return self.added + self.changed + self.removed


Cell = tuple[Whose, int]


@operation
def set_targets(*, actor: User, year: int, measure: str, entries: Sequence[Entry], at: datetime) -> Outcome:
    """Set targets of a measure in a year, all or none. Raises NotAllowed (the right, a hidden measure, somebody else's
    department), NotFound (whom the actor may not see), Invalid (fields ``<where>.value``), Stale: what others changed
    since it was seen stands in ``cells``, with who it was."""
    rights.require(actor, policies.PLAN)
    counted = queries.seen_measure(actor, measure)
    _check(counted, year, entries)
    _require_theirs(actor, entries)
    locks.wait_for_key(f"targets:{year}:{measure}")
    kept = _kept(year, measure)
    _require_seen(kept, entries)
    outcome, changes = _write(actor, year, measure, entries, kept, at)
    if changes:
        events.record(
            "target.set", at=at, number=f"{year} {counted.label}", year=year, measure=measure, changes=changes[:_TOLD],
            count=outcome.all,
        )  # fmt: skip
    return outcome


def _check(measure: Measure, year: int, entries: Sequence[Entry]) -> None:
    wrong: dict[str, list[Any]] = {}
    if not FIRST_YEAR <= year <= LAST_YEAR:
        wrong["year"] = [_("Enter a year like 2027.")]
    if len(entries) > MOST_CELLS:
        wrong["entries"] = [_("Set at most %(most)s targets at once.") % {"most": MOST_CELLS}]
    cells: set[Cell] = set()
    for one in entries:
        if not 0 <= one.month <= 12:
            wrong[f"{one.where}.month"] = [_("Enter a month from 1 to 12, or 0 for the year.")]
        if one.value is not None and (fault := fault_of(measure, one.value)):
            wrong[f"{one.where}.value"] = [fault]
        if (one.whose, one.month) in cells:
            wrong[f"{one.where}.value"] = [_("This target is there twice.")]
        cells.add((one.whose, one.month))
    if wrong:
        raise errors.Invalid(fields=wrong)


def fault_of(measure: Measure, value: Decimal) -> str:
    """Why a figure cannot be a target of the measure; "" where it can."""
    if not value.is_finite() or value <= 0:
        return _("A target is more than nothing.")
    if measure.form is Form.SHARE and value > LARGEST_SHARE:
        return _("Enter at most %(most)s %%.") % {"most": int(LARGEST_SHARE * 100)}
    if value >= LARGEST:
        return _("That is too much.")
    exponent = value.normalize().as_tuple().exponent
    return _("Enter at most four digits after the point.") if isinstance(exponent, int) and exponent < -4 else ""


def _require_theirs(actor: User, entries: Sequence[Entry]) -> None:
    """All of them exist, are his to see and to plan."""
    asked = list(dict.fromkeys(one.whose for one in entries))
    products = sorted(int(one.key) for one in asked if one.kind is Kind.PRODUCT)
    if products:  # a merge moves what there is to the other product: nothing comes in behind it
        rows = Product.objects.select_for_update(no_key=True).filter(pk__in=products).order_by("pk")
        if any(row.merged_into_id for row in rows):
            raise errors.Conflict(_("One of these products was merged into another meanwhile. Open the page again."))
    departments = queries.departments_of(asked)
    sight = policies.sight_of(actor)
    for one in asked:
        if one not in departments or not sight.sees(one, departments[one]):
            raise errors.NotFound()
    for one in asked:
        policies.require_plan(actor, one, departments[one])


def _kept(year: int, measure: str) -> dict[Cell, Target]:
    rows = Target.objects.select_for_update(no_key=True, of=("self",)).select_related("set_by")
    return {(whose_of(row), row.month): row for row in rows.filter(year=year, measure=measure).order_by("pk")}


def _require_seen(kept: Mapping[Cell, Target], entries: Sequence[Entry]) -> None:
    """Raise Stale for the cells that others changed since they were seen, unless to the same figure."""
    found: list[dict[str, Any]] = []
    for one in entries:
        row = kept.get((one.whose, one.month))
        now = Seen(row.pk, row.version) if row else Seen()
        if one.seen is None or one.seen == now or (row.value if row else None) == one.value:
            continue
        found.append(
            {
                "where": one.where,
                "whose": one.whose.code,
                "month": one.month,
                "stored": str(row.value) if row else None,
                "sent": str(one.value) if one.value is not None else None,
                "by": str(row.set_by) if row else None,
                "at": row.set_at.isoformat() if row else None,
                "id": now.pk,
                "version": now.version,
            }
        )
    if found:
        people = _(", ").join(dict.fromkeys(one["by"] for one in found if one["by"]))
        said = _("%(people)s changed some of these targets meanwhile.") % {"people": people} if people else None
        fields = {one["where"] or f"{one['whose']}.{one['month']}": [one["stored"], one["sent"]] for one in found}
        raise errors.Stale(said, fields=fields, cells=found)


def _write(
    actor: User, year: int, measure: str, entries: Sequence[Entry], kept: Mapping[Cell, Target], at: datetime
) -> tuple[Outcome, list[dict[str, Any]]]:
    new, other, gone, changes = [], [], [], []
    for one in entries:
        row = kept.get((one.whose, one.month))
        was = row.value if row else None
        notes = (row.notes if row else "") if one.notes is None else one.notes.strip()[:300]
        if was == one.value and (row is None or row.notes == notes):
            continue
        told = {"whose": one.whose.code, "month": one.month, "from": was, "to": one.value}
        changes.append({key: str(value) if isinstance(value, Decimal) else value for key, value in told.items()})
        if one.value is None:
            gone.append(row)
            continue
        if row is None:
            row = Target(year=year, measure=measure, month=one.month, **one.whose.columns)
            new.append(row)
        else:
            row.version += 1
            other.append(row)
        row.value, row.notes, row.set_by, row.set_at = one.value, notes, actor, at
    Target.objects.bulk_create(new)
    Target.objects.bulk_update(other, ["value", "notes", "set_by", "set_at", "version"])
    Target.objects.filter(pk__in=[row.pk for row in gone if row]).delete()
    return Outcome(len(new), len(other), len(gone)), changes


@operation
def change_target(
    *,
    actor: User,
    target_id: int,
    version: int | None,
    at: datetime,
    value: Decimal | None = None,
    notes: str | None = None,
) -> None:
    """Change one target as it was read at ``version``; None leaves it as it is. Raises as ``set_targets``."""
    row = queries.get_target(actor=actor, target_id=target_id)
    _set_one(actor, row, row.value if value is None else value, notes, version, at)


@operation
def remove_target(*, actor: User, target_id: int, version: int | None, at: datetime) -> None:
    """Take one target away as it was read at ``version``. Raises as ``set_targets``."""
    _set_one(actor, queries.get_target(actor=actor, target_id=target_id), None, None, version, at)


def _set_one(
    actor: User, row: Target, value: Decimal | None, notes: str | None, version: int | None, at: datetime
) -> None:
    seen = None if version is None else Seen(row.pk, version)
    entry = Entry(whose_of(row), row.month, value, notes, seen)
    set_targets(actor=actor, year=row.year, measure=row.measure, entries=[entry], at=at)
