"""The link by which a mail's reader takes himself off a report: one click, without signing in. GET shows, POST acts."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from accounts.people import queries as people
from accounts.people.models import User
from common import clock, errors, pages
from common.links import operations as links
from common.links import queries as link_queries
from common.links.models import SignedLink
from common.links.views import visitor_of
from reports.deliveries import operations
from reports.deliveries.models import ReportSchedule

PURPOSE = "report-unsubscribe"
LASTS = timedelta(days=400)
_SUBJECT = ReportSchedule._meta.label_lower


def unsubscribe_address(schedule: ReportSchedule, reader: User, at: datetime) -> str:
    """Where ``reader`` takes himself off: the link that he had before, as long as half its time is to come, else a new
    one; "" for who only tries it."""
    if not schedule.recipients.filter(pk=reader.pk).exists():
        return ""
    for link in link_queries.links_of(_SUBJECT, schedule.pk, PURPOSE).filter(person_id=reader.pk):
        if link_queries.is_live(link, at=at + LASTS / 2):
            try:
                return f"{settings.SITE_URL}{link_queries.path_of(link)}"
            except errors.WrongState:
                continue
    path = links.issue(
        actor=people.system_user(),
        purpose=PURPOSE,
        subject_type=_SUBJECT,
        subject_id=schedule.pk,
        person_id=reader.pk,
        recipient=reader.email,
        valid_until=at + LASTS,
        single_use=False,
        at=at,
    )
    return f"{settings.SITE_URL}{path}"


def unsubscribe(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """The page behind it, in the language of its reader until he chooses another. Mail programs POST without a page."""
    schedule = ReportSchedule.objects.select_related("report").filter(pk=link.subject_id).first()
    person = people.get_person(link.person_id or 0)
    if schedule is None:
        raise errors.NotFound()
    if request.method == "POST":
        operations.leave_by_link(
            actor=people.system_user(),
            link_id=link.pk,
            person=person,
            schedule_id=schedule.pk,
            visitor=visitor_of(request),
            at=clock.now(),
        )
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    language = chosen if chosen in dict(settings.LANGUAGES) else person.language
    gets = schedule.recipients.filter(pk=person.pk).exists()
    with translation.override(language):
        response = pages.render(
            request, "reports/deliveries/unsubscribe.html", {"report": schedule.report, "gets": gets}
        )
    response.headers["Content-Language"] = language
    return response
