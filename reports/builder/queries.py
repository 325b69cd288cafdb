"""Kept reports as their readers find them."""

from django.db.models import QuerySet

from accounts.people.models import User
from common import errors
from reports.builder import policies
from reports.builder.models import SavedReport


def list_reports(actor: User) -> QuerySet[SavedReport]:
    """Those that ``actor`` finds, by name."""
    return policies.visible_to(actor).select_related("owner", "department").order_by("name", "id")


def get_report(*, actor: User, report_id: int) -> SavedReport:
    """One of them. Raises NotFound."""
    found = list_reports(actor).filter(pk=report_id).first()
    if found is None:
        raise errors.NotFound()
    return found
