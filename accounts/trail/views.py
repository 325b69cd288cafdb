"""The history of one object, as the trail proves it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.collaboration.subjects import subjects
from accounts.trail import queries
from common import pages


@require_safe
def audit(request: HttpRequest, subject_type: str, subject_id: int) -> HttpResponse:
    """Every transaction that touched the object, newest first."""
    before = request.GET.get("before", "")
    row, found = queries.history(
        actor=request.user,
        subject_type=subject_type,
        subject_id=subject_id,
        before=int(before) if before.isdecimal() else None,
    )
    subject = subjects[subject_type]
    context = {
        "history": found,
        "subject_label": subject.label(row),
        "subject_url": subject.url(row),
    }
    return pages.render(request, "accounts/audit.html", context, parts=("trail",))
