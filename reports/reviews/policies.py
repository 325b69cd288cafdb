"""Who holds and who reads reviews (R319)."""

from django.db.models import Q, QuerySet

from accounts import access
from accounts import policies as rights
from accounts.people.models import User
from common import errors
from reports.reviews.models import PeriodReview, ReviewPoint

HOLD = "report.review"


def visible_to(actor: User) -> QuerySet[PeriodReview]:
    """The reviews that ``actor`` reads whole: who holds reviews, those of the company and of his departments."""
    rows = PeriodReview.objects.all()
    if not rights.can(actor, HOLD):
        return rows.none()
    held = rights.visible(rows, actor, HOLD, department="department").order_by().values("pk")
    return rows.filter(Q(department__isnull=True) | Q(pk__in=held))


def decisions_of(actor: User) -> QuerySet[ReviewPoint]:
    """The decisions that are his to carry out, or whose of whom he stands in for."""
    return ReviewPoint.objects.filter(kind=ReviewPoint.Kind.DECISION, owner__in=access.of(actor).own_ids)


def can_hold(actor: User, department_id: int | None) -> bool:
    """Whether he may hold a review of this department; None: of the company."""
    return rights.can(actor, HOLD, departments=[department_id])


def require_hold(actor: User, department_id: int | None) -> None:
    """Raise NotAllowed unless ``can_hold``."""
    rights.require(actor, HOLD, departments=[department_id])


def can_settle(actor: User, point: ReviewPoint) -> bool:
    """Whether he may say what came of a decision: it is his, or he holds the review."""
    return point.owner_id in access.of(actor).own_ids or can_hold(actor, point.review.department_id)


def require_settle(actor: User, point: ReviewPoint) -> None:
    """Raise NotAllowed unless ``can_settle``."""
    if not can_settle(actor, point):
        raise errors.NotAllowed(verb=HOLD)
