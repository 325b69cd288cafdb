"""Looking back together: begin a review, write down what is said, decide, end it, see what came of it (R319)."""

from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.collaboration import inbox
from accounts.people import queries as people
from accounts.people.models import User
from common import dates, editing, errors, events
from common.operation import operation
from reports.figures import policies as figure_policies
from reports.figures.measures import measures
from reports.reviews import figures, policies, queries
from reports.reviews.models import PeriodReview, ReviewPoint

FIELDS = ("title", "since", "until", "department", "summary")
POINT_FIELDS = ("kind", "measure", "text", "owner", "due_date")
DECIDED = "review.decided"
_DECIDED = gettext_noop("Decided in “%(review)s”: %(text)s, by %(day)s")
MOST_POINTS = 200


@operation
def save_review(
    *, actor: User, at: datetime, review_id: int | None = None, version: int | None = None, **changes: Any
) -> PeriodReview:
    """Begin a review, or change one that is open (read at ``version``). Raises NotAllowed, NotFound, Stale, Invalid,
    WrongState (ended)."""
    figure_policies.require_view(actor)
    review = _held(actor, review_id)
    is_new = review.pk is None
    changed = editing.change(review, editing.as_columns(PeriodReview, changes, FIELDS), version)
    policies.require_hold(actor, review.department_id)
    _require_period(review, dates.business_day(at))
    if is_new:
        review.created_by, review.created_at = actor, at
    if is_new or changed:
        editing.check(review)
        review.save()
        events.record("review.begun" if is_new else "review.changed", review, at=at, number=review.title)
    return review


def _held(actor: User, review_id: int | None) -> PeriodReview:
    """The open review, locked for its change by who may; a new one without a key."""
    if review_id is None:
        return PeriodReview()
    queries.get_review(actor=actor, review_id=review_id)
    review = editing.locked_or_new(PeriodReview, review_id)
    policies.require_hold(actor, review.department_id)
    if review.state != PeriodReview.State.OPEN:
        raise errors.WrongState(_("The review has ended. Open it again to change it."), status=review.state)
    return review


def _require_period(review: PeriodReview, today: date) -> None:
    if review.since is None or review.until is None:
        return  # ``check`` says so
    if review.since > review.until:
        raise errors.Invalid(fields={"until": [_("The period ends before it begins.")]})
    if review.since > today:
        raise errors.Invalid(fields={"since": [_("The period has not begun yet.")]})
    if review.department_id is not None and not people.department_is_open(review.department_id):
        raise errors.Invalid(fields={"department": [_("There is no such department.")]})


@operation
def end_review(*, actor: User, review_id: int, version: int | None, at: datetime) -> PeriodReview:
    """End it: its figures stay as they are now. Raises NotAllowed, NotFound, Stale, WrongState (ended, or its
    period still runs)."""
    review = _held(actor, review_id)
    editing.require_seen(review, version)
    today = dates.business_day(at)
    if review.until >= today:
        raise errors.WrongState(_("Its period has not ended yet."), code="running", status=review.state)
    review.figures = figures.worked_out(actor, review, today)
    review.state, review.ended_at = PeriodReview.State.ENDED, at
    review.version += 1
    review.save(update_fields=["figures", "state", "ended_at", "version"])
    events.record("review.ended", review, at=at, number=review.title)
    return review


@operation
def reopen_review(*, actor: User, review_id: int, version: int | None, at: datetime) -> PeriodReview:
    """Go on with a review that has ended; its figures are those of now again. Raises NotAllowed, NotFound, Stale,
    WrongState."""
    queries.get_review(actor=actor, review_id=review_id)
    review = editing.locked_or_new(PeriodReview, review_id)
    policies.require_hold(actor, review.department_id)
    editing.require_seen(review, version)
    if review.state == PeriodReview.State.OPEN:
        raise errors.WrongState(_("The review is open."), status=review.state)
    review.state, review.ended_at, review.figures = PeriodReview.State.OPEN, None, {}
    review.version += 1
    review.save(update_fields=["state", "ended_at", "figures", "version"])
    events.record("review.reopened", review, at=at, number=review.title)
    return review


@operation
def save_point(
    *,
    actor: User,
    at: datetime,
    review_id: int | None = None,
    point_id: int | None = None,
    version: int | None = None,
    **changes: Any,
) -> ReviewPoint:
    """Write down a point of an open review, or change one (``point_id``, read at ``version``). A decision has who and
    until when; he is told. Raises NotAllowed, NotFound, Stale, Invalid, WrongState, Conflict (too many)."""
    point = _held_point(actor, review_id, point_id)
    was = (point.owner_id, point.due_date) if point.pk else (None, None)
    changed = editing.change(point, editing.as_columns(ReviewPoint, changes, POINT_FIELDS), version)
    point.text = point.text.replace("\r\n", "\n").strip()
    if point.kind != ReviewPoint.Kind.DECISION:
        point.owner_id, point.due_date = None, None
    _require_whole(point, at)
    if point.pk is None:
        if point.review.points.count() >= MOST_POINTS:
            raise errors.Conflict(_("A review has at most %(most)s points.") % {"most": MOST_POINTS})
        point.written_by, point.written_at = actor, at
    if changed or point.pk is None:
        editing.check(point)
        point.save()
        events.record("review.noted", point.review, at=at, number=point.review.title, said=point.kind)
    if point.owner_id and (point.owner_id, point.due_date) != was:
        words = {"review": point.review.title, "text": point.text[:200], "day": f"{point.due_date:%Y-%m-%d}"}
        told = [] if point.owner_id == actor.pk else [point.owner_id]
        inbox.notify(told, kind=DECIDED, message=_DECIDED, parameters=words, url=reverse("reports:decisions"), at=at)
    return point


def _held_point(actor: User, review_id: int | None, point_id: int | None) -> ReviewPoint:
    """The point locked with its open review, a new one of ``review_id`` without a key."""
    if point_id is None:
        return ReviewPoint(review=_held(actor, review_id))
    found = queries.get_point(actor=actor, point_id=point_id)
    _held(actor, found.review_id)
    return editing.locked_or_new(ReviewPoint, point_id)


def _require_whole(point: ReviewPoint, at: datetime) -> None:
    wrong: dict[str, list[Any]] = {}
    if point.measure and point.measure not in measures:
        wrong["measure"] = [_("There is no measure “%(code)s”.") % {"code": point.measure}]
    if point.kind == ReviewPoint.Kind.DECISION:
        if point.owner_id is None:
            wrong["owner"] = [_("Say who carries the decision out.")]
        elif not people.active_people().filter(pk=point.owner_id).exists():
            wrong["owner"] = [_("This person does not work here any more.")]
        if point.due_date is None:
            wrong["due_date"] = [_("Say by when.")]
    if wrong:
        raise errors.Invalid(fields=wrong)


@operation
def remove_point(*, actor: User, point_id: int, version: int | None, at: datetime) -> None:
    """Take a point out of an open review; the trail keeps it. Raises NotAllowed, NotFound, Stale, WrongState."""
    point = _held_point(actor, None, point_id)
    editing.require_seen(point, version)
    events.record("review.point_removed", point.review, at=at, number=point.review.title, said=point.kind)
    point.delete()


@operation
def settle_decision(*, actor: User, point_id: int, version: int | None, result: str, at: datetime) -> ReviewPoint:
    """Say what came of a decision, also after its review has ended. Raises NotAllowed, NotFound, Stale, Invalid,
    WrongState (settled, or no decision)."""
    point = _decision(actor, point_id, version)
    if point.done_at is not None:
        raise errors.WrongState(_("What came of it was said already."))
    point.result, point.done_at = result.strip(), at
    if not point.result:
        raise errors.Invalid(fields={"result": [_("Say what came of it.")]})
    point.version += 1
    editing.check(point)
    point.save(update_fields=["result", "done_at", "version"])
    events.record("review.settled", point.review, at=at, number=point.review.title, result=point.result)
    return point


@operation
def unsettle_decision(*, actor: User, point_id: int, version: int | None, at: datetime) -> ReviewPoint:
    """It is not done after all. Raises NotAllowed, NotFound, Stale, WrongState."""
    point = _decision(actor, point_id, version)
    if point.done_at is None:
        raise errors.WrongState(_("The decision is open."))
    point.result, point.done_at = "", None
    point.version += 1
    point.save(update_fields=["result", "done_at", "version"])
    events.record("review.unsettled", point.review, at=at, number=point.review.title)
    return point


def _decision(actor: User, point_id: int, version: int | None) -> ReviewPoint:
    queries.get_point(actor=actor, point_id=point_id)
    point = editing.locked_or_new(ReviewPoint, point_id)
    policies.require_settle(actor, point)
    editing.require_seen(point, version)
    if point.kind != ReviewPoint.Kind.DECISION:
        raise errors.WrongState(_("This is no decision."))
    return point
