"""Keeping reports under a name, sharing them, taking their figures away (R257, R259)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts import policies as rights
from accounts.people.models import User
from common import dates, editing, errors, events
from common.operation import current, operation
from customers.disclosures import operations as disclosures
from reports.builder import kinds, policies, queries
from reports.builder.models import SavedReport, Sharing
from reports.layout.paper import Shape

FIELDS = ("name", "shape", "notes", "sharing")
MOST_KEPT = 200  # of one person
_NOBODY: Mapping[int, int] = {}


@operation
def save_report(
    *,
    actor: User,
    at: datetime,
    report_id: int | None = None,
    version: int | None = None,
    asked: Mapping[str, str] | None = None,
    standard: str = "",
    **changes: Any,
) -> SavedReport:
    """Keep a question, or a ``standard`` report as it was set, under a name, or change a kept one (read at ``version``;
    it stays of its kind). ``asked``: as ``figures.parameters`` writes it, or the report's own parameters; None: as it
    was. Raises NotAllowed, NotFound, Stale, Invalid, Conflict (too many)."""
    report = _held(actor, report_id)
    if report.pk is None:
        report.standard = standard
    columns = editing.as_columns(SavedReport, changes, FIELDS)
    if asked is not None:
        columns["asked"] = kinds.checked(actor, report.standard, asked, dates.business_day(at))
    if columns.get("shape") and columns["shape"] not in set(Shape):
        raise errors.Invalid(fields={"shape": [_("There is no such chart.")]})
    policies.require_sharing(actor, columns.get("sharing", report.sharing))
    changed = editing.change(report, columns, version)
    if report.pk is None:
        _require_room(actor)
        report.owner, report.department, report.created_at = actor, actor.department, at
    if changed or report.pk is None:
        report.updated_at = at
        editing.check(report)
        report.save()
        events.record("report.saved", report, at=at, number=report.name, sharing=report.sharing)
    return report


def _held(actor: User, report_id: int | None) -> SavedReport:
    """The report locked for its change by who may, a new one without a key."""
    if report_id is None:
        return SavedReport()
    queries.get_report(actor=actor, report_id=report_id)
    report = editing.locked_or_new(SavedReport, report_id)
    policies.require_own(actor, report)
    return report


def _require_room(actor: User) -> None:
    if SavedReport.objects.filter(owner=actor, is_active=True).count() >= MOST_KEPT:
        raise errors.Conflict(_("You keep %(most)s reports. Drop one first.") % {"most": MOST_KEPT})


@operation
def drop_report(*, actor: User, report_id: int, version: int | None, at: datetime) -> None:
    """Keep a report no more; who shared it loses it too. Raises NotAllowed, NotFound, Stale."""
    report = _held(actor, report_id)
    editing.require_seen(report, version)
    report.is_active, report.sharing, report.updated_at = False, Sharing.PRIVATE, at
    report.version += 1
    report.save(update_fields=["is_active", "sharing", "updated_at", "version"])
    events.record("report.dropped", report, at=at, number=report.name)


@operation
def note_taken(
    *,
    actor: User,
    name: str,
    asked: Mapping[str, str],
    form: str,
    rows: int,
    at: datetime,
    customers: Mapping[int, int] | None = _NOBODY,
) -> None:
    """Note who takes which figures away as a file (R259), and whose customers' data they are (R309): rows by customer,
    None where they are added up. Raises NotAllowed."""
    rights.require(actor, policies.EXPORT)
    events.record("report.exported", actor, at=at, name=name, asked=dict(asked), form=form, rows=rows)
    if customers is None or customers:
        disclosures.note_disclosure(
            actor=actor,
            kind=disclosures.Kind.REPORT,
            what=str(asked.get("standard") or "report"),
            title=name,
            form=form,
            door=current().door,
            rows=rows,
            counts=customers,
            at=at,
        )
