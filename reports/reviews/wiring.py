"""What this room declares: words of events, its card, days in calendars, handing over, its place in the shell."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.handover.duties import Duty, handover
from accounts.home.cards import Card, home
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common.navigation import NavEntry, navigation
from reports.reviews import examples, operations, policies, queries
from reports.reviews.models import ReviewPoint
from tasks.board.feeds import Entry, Part, feeds

SHOWN = 8
_WORDS = {
    "review.begun": gettext_lazy("Review begun"),
    "review.changed": gettext_lazy("Review changed"),
    "review.ended": gettext_lazy("Review ended"),
    "review.reopened": gettext_lazy("Review opened again"),
    "review.noted": gettext_lazy("Point written down in a review"),
    "review.point_removed": gettext_lazy("Point taken out of a review"),
    "review.settled": gettext_lazy("What came of a decision written down"),
    "review.unsettled": gettext_lazy("Decision of a review open again"),
    operations.DECIDED: gettext_lazy("Decision of a review"),
}


def register() -> None:
    """Called once from ``ReportsConfig.ready``."""
    for what, label in _WORDS.items():
        event_labels.register(what, label)
    title = gettext_lazy("Decisions of reviews")
    home.register("review-decisions", Card(title, order=36, render=_card, more="reports:decisions"))
    about = gettext_lazy("What reviews decided and you carry out")
    feeds.register("decisions", Part(title, about, _tells, order=40, is_offered=_has_decisions))
    handover.register("review-decisions", Duty(title, _count_open, _hand_over, order=45))
    navigation.register(
        "reviews",
        NavEntry(
            group="analysis",
            label=pgettext_lazy("of periods", "Reviews"),
            tab=pgettext_lazy("of periods", "Reviews"),
            icon="journal-text",
            url_name="reports:reviews",
            verb=policies.HOLD,
            order=40,
            under=("reports",),
        ),
    )
    examples.register()


def _card(user: User) -> tuple[str, dict[str, Any]] | None:
    found = list(queries.mine(user)[:SHOWN])
    return ("reports/reviews/_card.html", {"points": found}) if found else None


def _has_decisions(user: User) -> bool:
    return policies.decisions_of(user).exists()


def _tells(user: User, *, first: date, last: date, at: datetime) -> Iterable[Entry]:
    """His open decisions of these days; what was decided stays in the house."""
    for one in queries.due_between(user, first, last):
        if one.due_date is None:
            continue
        yield Entry(
            key=f"decision-{one.pk}",
            about=(ReviewPoint._meta.label_lower, one.pk),
            first=one.due_date,
            last=one.due_date,
            title=_("Decision of “%(review)s”") % {"review": one.review.title},
            category=_("Decisions of reviews"),
            path=reverse("reports:decisions"),
            version=one.version,
        )


def _count_open(user: User) -> int:
    return ReviewPoint.objects.filter(owner=user, done_at__isnull=True).count()


def _hand_over(actor: User, giver: User, taker: User, at: datetime) -> int:
    rows = ReviewPoint.objects.filter(owner=giver, done_at__isnull=True)
    return rows.update(owner=taker, version=F("version") + 1)
