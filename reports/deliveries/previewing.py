"""What somebody would get by a schedule: to oneself the mail as it would go, of others everything but their figures,
which are not one's to see."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import policies as rights
from accounts.people.models import User
from common import errors
from reports.builder.models import SavedReport
from reports.builder.policies import VIEW
from reports.deliveries import contents, letters, policies, queries
from reports.deliveries.contents import Content
from reports.layout.paper import Paper, Text


@dataclass(frozen=True)
class Preview:
    """``why_not``: why he gets none, "" where he does. ``paper``: the report itself, for who previews his own."""

    person: User
    subject: str
    why_not: str
    columns: tuple[Text, ...] = ()
    left_out: tuple[Text, ...] = ()
    is_empty: bool = False
    paper: Paper | None = None


def preview(*, actor: User, schedule_id: int, person_id: int, at: datetime) -> Preview:
    """For one of the recipients of a schedule of ``actor``'s, or himself. Raises NotFound."""
    schedule = queries.get_schedule(actor=actor, schedule_id=schedule_id)
    if person_id == actor.pk:
        person = actor
    else:
        found = schedule.recipients.filter(pk=person_id).first() if policies.is_own(actor, schedule) else None
        if found is None:
            raise errors.NotFound()
        person = found
    with override(person.language):
        subject = letters.subject_of(schedule, at)
    why_not, content = _content(schedule.report, person, at)
    if content is None:
        return Preview(person, subject, why_not)
    paper = content.paper
    return Preview(
        person=person,
        subject=subject,
        why_not=why_not,
        columns=tuple(one.label for part in (paper, *paper.parts) for one in part.columns if not one.is_hidden),
        left_out=content.left_out,
        is_empty=bool(paper.problem),
        paper=paper if person.pk == actor.pk else None,
    )


def _content(report: SavedReport, person: User, at: datetime) -> tuple[str, Content | None]:
    if not person.is_active:
        return _("He does not work here any more."), None
    if not rights.can(person, VIEW):
        return _("He may not see reports any more."), None
    try:
        content = contents.content_of(report, reader=person, at=at)
    except errors.NotAllowed:
        return str(contents.HIDDEN), None
    except errors.NotFound:
        return str(contents.GONE), None
    except errors.DomainError as error:
        return str(error), None
    return ("" if person.email else _("He has no mail address.")), content
