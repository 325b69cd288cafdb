"""Reviews as their readers find them."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.people.models import User
from common import errors
from reports.reviews import policies
from reports.reviews.models import PeriodReview, ReviewPoint

_OPEN = Q(points__kind=ReviewPoint.Kind.DECISION, points__done_at__isnull=True)


def list_reviews(actor: User) -> QuerySet[PeriodReview]:
    """Those that he reads, the latest first, with how many of their decisions are open (``open_decisions``) of how
    many (``decisions``)."""
    rows = policies.visible_to(actor).select_related("department", "created_by")
    return rows.annotate(
        decisions=Count("points", filter=Q(points__kind=ReviewPoint.Kind.DECISION)),
        open_decisions=Count("points", filter=_OPEN),
    )


def get_review(*, actor: User, review_id: int) -> PeriodReview:
    """One of them. Raises NotFound."""
    found = list_reviews(actor).filter(pk=review_id).first()
    if found is None:
        raise errors.NotFound()
    return found


def points_of(review: PeriodReview) -> list[ReviewPoint]:
    """What was said, in the order of a review: well, wrong, learned, decided."""
    order = {kind: place for place, kind in enumerate(ReviewPoint.Kind)}
    rows = review.points.select_related("owner", "written_by", "review")
    return sorted(rows, key=lambda one: (order[ReviewPoint.Kind(one.kind)], one.pk))


def get_point(*, actor: User, point_id: int) -> ReviewPoint:
    """A point of a review that he reads, or a decision of his. Raises NotFound."""
    rows = ReviewPoint.objects.select_related("review", "review__department", "owner")
    found = rows.filter(
        Q(review__in=policies.visible_to(actor).values("pk")) | Q(pk__in=policies.decisions_of(actor).values("pk")),
        pk=point_id,
    ).first()
    if found is None:
        raise errors.NotFound()
    return found


def open_before(review: PeriodReview) -> QuerySet[ReviewPoint]:
    """Decisions of earlier reviews of the same department that are still open, by their day."""
    return (
        ReviewPoint.objects.filter(
            kind=ReviewPoint.Kind.DECISION,
            done_at__isnull=True,
            review__department=review.department_id,
            review__until__lt=review.until,
        )
        .exclude(review=review)
        .select_related("owner", "review")
        .order_by("due_date", "pk")
    )


def mine(actor: User) -> QuerySet[ReviewPoint]:
    """His open decisions, by their day."""
    rows = policies.decisions_of(actor).filter(done_at__isnull=True)
    return rows.select_related("review", "owner").order_by("due_date", "pk")


def due_between(actor: User, first: date, last: date) -> QuerySet[ReviewPoint]:
    """His open decisions whose day lies between two days."""
    return mine(actor).filter(due_date__gte=first, due_date__lte=last)
