"""What the pages and files of reviews are drawn from."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import FileResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts import policies as rights
from accounts.people.models import User
from common import dates, keyset
from reports.builder import making
from reports.builder.files import File
from reports.builder.policies import EXPORT
from reports.figures.measures import measures
from reports.figures.periods import Period, days_of
from reports.layout.paper import Column, Form, Paper, Row
from reports.reviews import figures, policies, queries
from reports.reviews.models import PeriodReview, ReviewPoint

Text = str | Promise
SORTS = {"until": keyset.Sort("until")}
Kind = ReviewPoint.Kind
HEADS: dict[str, tuple[Text, str]] = {
    Kind.WELL: (gettext_lazy("What went well"), "hand-thumbs-up"),
    Kind.CAUSE: (gettext_lazy("What went wrong, and why"), "exclamation-triangle"),
    Kind.LESSON: (gettext_lazy("What we learned"), "journal-text"),
    Kind.DECISION: (gettext_lazy("What we decided"), "check2-square"),
}


@dataclass(frozen=True)
class Section:
    """The points of one kind."""

    kind: str
    head: Text
    icon: str
    points: list[tuple[ReviewPoint, Text]]  # with the name of the figure that each is about


def page(actor: User, review: PeriodReview, today: date) -> dict[str, Any]:
    """The context of a review's page."""
    may_hold = policies.can_hold(actor, review.department_id)
    is_open = review.state == PeriodReview.State.OPEN
    may_take = rights.can(actor, EXPORT)
    return {
        "review": review,
        "figures": figures.of(actor, review, today),
        "sections": sections(review),
        "before": list(queries.open_before(review)),
        "may_hold": may_hold,
        "may_write": may_hold and is_open,
        "may_end": may_hold and is_open and review.until < today,
        "files": [one.value for one in File] if may_take else [],
    }


def sections(review: PeriodReview) -> list[Section]:
    """What was said, by kind."""
    found = {kind: Section(kind, head, icon, []) for kind, (head, icon) in HEADS.items()}
    for point in queries.points_of(review):
        about = measures[point.measure].label if point.measure in measures else ""
        found[point.kind].points.append((point, about))
    return list(found.values())


def first_entries(actor: User, today: date) -> dict[str, Any]:
    """What a new review begins with: the last month, his department where he holds no others."""
    since, until = days_of(Period.LAST_MONTH, today)
    title = _("Review of %(month)s") % {"month": f"{since:%Y-%m}"}
    own = None if policies.can_hold(actor, None) else actor.department_id
    return {"title": title, "since": since, "until": until, "department": own}


def home_of(actor: User, point: ReviewPoint) -> str:
    """Where somebody came from who dealt with a decision: the review, or his own decisions."""
    if policies.visible_to(actor).filter(pk=point.review_id).exists():
        return reverse("reports:review", args=[point.review_id])
    return reverse("reports:decisions")


def download(*, actor: User, review: PeriodReview, form: File, at: datetime) -> FileResponse:
    """The review as a file. Raises NotAllowed."""
    paper = _paper(actor, review, dates.business_day(at))
    return making.taken(actor=actor, paper=paper, asked={"review": str(review.pk)}, form=form, at=at)


def _paper(actor: User, review: PeriodReview, today: date) -> Paper:
    shown = figures.of(actor, review, today)
    columns = (
        Column("figure", _("Key figure")),
        Column("value", _("Value")),
        Column("former", _("The period before")),
        Column("change", pgettext_lazy("report", "Change")),
        Column("target", _("Target")),
    )
    facts: list[tuple[Text, Text]] = [(_("Period"), f"{review.since} – {review.until}")]
    if review.department is not None:
        facts.append((_("Department"), str(review.department)))
    if review.summary:
        facts.append((_("In short"), review.summary))
    return Paper(
        title=review.title,
        columns=columns,
        rows=[Row((one.label, one.value, one.former, one.change, one.target)) for one in shown],
        facts=tuple(facts),
        definitions=tuple(one.definition for one in shown),
        parts=tuple(_part(one) for one in sections(review) if one.points),
    )


def _part(section: Section) -> Paper:
    columns = [Column("text", pgettext("point of a review", "Text")), Column("about", _("About"))]
    if section.kind == Kind.DECISION:
        columns += [
            Column("owner", _("Who")),
            Column("due", _("Until"), Form.DAY),
            Column("result", _("What came of it")),
        ]
    rows = []
    for point, about in section.points:
        cells: list[Any] = [point.text, about]
        if section.kind == Kind.DECISION:
            cells += [str(point.owner), point.due_date, point.result]
        rows.append(Row(tuple(cells)))
    return Paper(title=section.head, columns=tuple(columns), rows=rows)
