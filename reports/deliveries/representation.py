"""Schedules of reports as the API says them."""

from typing import Any

from accounts.people.models import User
from reports.deliveries import policies, rhythm
from reports.deliveries.models import ReportDelivery, ReportSchedule
from reports.deliveries.previewing import Preview


def schedule(row: ReportSchedule, actor: User) -> dict[str, Any]:
    """``ReportScheduleSerializer``."""
    return {
        **{name: getattr(row, name) for name in ("rhythm", "place", "hour", "file", "next_at", "is_active", "version")},
        "id": row.pk,
        "report": row.report_id,
        "name": row.report.name,
        "when": rhythm.said(row.rhythm, row.place, row.hour),
        "recipients": [
            {"id": one.pk, "name": one.name} for one in sorted(row.recipients.all(), key=lambda one: one.name)
        ],
        "created_by": row.created_by.name,
        "is_own": policies.is_own(actor, row),
    }


def delivery(row: ReportDelivery) -> dict[str, Any]:
    """``ReportDeliverySerializer``."""
    return {
        **{name: getattr(row, name) for name in ("due_at", "state", "message", "settled_at")},
        "id": row.pk,
        "recipient": row.recipient.name,
    }


def preview(found: Preview) -> dict[str, Any]:
    """``ReportPreviewSerializer``."""
    return {
        "recipient": found.person.name,
        "language": found.person.language,
        "subject": found.subject,
        "why_not": found.why_not or None,
        "columns": [str(one) for one in found.columns],
        "left_out": [str(one) for one in found.left_out],
        "is_empty": found.is_empty,
    }
