"""Doors of the screens of tasks: those of one order, the board of all, calendars, loads, the address of a calendar."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from common import clock, dates, doors, errors, pages, typed
from tasks.board import asked, busy, company, desk, diary, feed, feeds, forms, gantt, operations, ordered, queries
from tasks.doing.filters import TaskFilter
from tasks.task import policies


def _today() -> Any:
    return dates.business_day(clock.now())


def _require(request: HttpRequest) -> Any:
    """Who asks, where he may see tasks at all. Raises NotAllowed."""
    user: Any = request.user
    if not user.can(policies.VIEW):
        raise errors.NotAllowed()
    return user


@require_GET
def show_order(request: HttpRequest, reference: str) -> HttpResponse:
    """The tasks of an order: chart, board, who is how busy with them."""
    user = _require(request)
    scale = gantt.WEEK if request.GET.get("scale") == gantt.WEEK else gantt.DAY
    screen = ordered.open_screen(user, reference, today=_today(), scale=scale)
    context = {
        "screen": screen,
        "board": screen,
        "board_label": _("Tasks by state"),
        "scales": [(gantt.DAY, pgettext("scale", "Day")), (gantt.WEEK, pgettext("scale", "Week"))],
        **desk.of_order(user, screen),
    }
    return pages.render(request, "tasks/order/tasks.html", context, parts=("screen",))


@require_GET
def show_board(request: HttpRequest) -> HttpResponse:
    """All tasks by state, or the next cards of one column."""
    user, today = _require(request), _today()
    narrowed = doors.filter_of(TaskFilter, request.GET, company.on_board(user, today), today=today, actor=user)
    query = request.GET.copy()
    lane, cursor = query.get("lane"), query.get("cursor")
    for name in ("lane", "cursor"):
        query.pop(name, None)
    context = {
        "lane_query": query.urlencode(),
        "next": f"{reverse('tasks:board')}?{query.urlencode()}",
        "with_order": True,
    }
    if lane:
        board = company.open_lane(user, narrowed.qs, key=lane, cursor=cursor, today=today)
        if pages.wants_part(request):
            return pages.part(request, "tasks/board/_lane.html", context | {"lane": board.lanes[0], "board": board})
    else:
        board = company.open_board(user, narrowed.qs, today=today)
    context |= {"board": board, "chosen": narrowed.form, **desk.of_board(user, request.GET, today)}
    return pages.render(request, "tasks/board.html", context, parts=("board",))


@require_GET
def show_calendar(request: HttpRequest) -> HttpResponse:
    """The days of one person: a week or a month."""
    user, today = _require(request), _today()
    person = diary.person_for(user, asked.person(request.GET))
    span = diary.WEEK if request.GET.get("span") == diary.WEEK else diary.MONTH
    day = asked.day(request.GET, "day", today)
    days = diary.open_diary(user, person, *diary.window(day, span), today=today)
    context = {
        "person": person,
        "span": span,
        "day": day,
        "today": today,
        "weeks": [days[at : at + 7] for at in range(0, len(days), 7)],
        "most": f":{diary.SHOWN[span]}",
        "most_number": diary.SHOWN[span],
        **desk.of_calendar(user, person, day, span),
    }
    return pages.render(request, "tasks/calendar.html", context)


@require_GET
def show_loads(request: HttpRequest) -> HttpResponse:
    """How busy people and departments are."""
    user, today = _require(request), _today()
    weeks = asked.number(request.GET, "weeks", busy.WEEKS, busy.MOST_WEEKS)
    department = typed.read_key(request.GET.get("department"))
    first = asked.day(request.GET, "from", today)
    sheet = busy.open_sheet(user, first=first, weeks=weeks, today=today, department_id=department)
    around = desk.of_loads(user, sheet, weeks, department)
    context = {"sheet": sheet, "weeks": weeks, "department": department, **around}
    return pages.render(request, "tasks/load.html", context)


@require_http_methods(["GET", "POST"])
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """The address under which one's calendar program reads one's days: look at it, choose what it shows, make it, take
    it back."""
    user, at = _require(request), clock.now()
    here = reverse("tasks:calendar-feed")
    link = queries.feed_of(user, at=at)
    parts = feeds.offered(user)
    shown = list(parts) if link is None else queries.shown_of(link)
    sent = request.POST if request.method == "POST" else None
    form = forms.FeedForm(sent, parts=parts, initial={"shows": shown})
    if sent is not None:
        done: list[str] = []
        if doors.accepted(form, lambda: done.append(_change_feed(request, user, form.cleaned_data["shows"], at))):
            return pages.leave(request, here, done[0])
    path = queries.path_of(link) if link is not None else ""
    context = {"link": link, "form": form, "url": request.build_absolute_uri(path) if path else ""}
    return pages.render(request, "tasks/feed.html", context, status=422 if form.is_bound else 200)


def _change_feed(request: HttpRequest, user: Any, shows: list[str], at: Any) -> str:
    do, here = request.POST.get("do"), reverse("tasks:calendar-feed")
    if do == "revoke":
        operations.revoke_feed(actor=user, at=at)
        return _("The address opens nothing any more")
    if do == "choose":
        operations.choose_feed(actor=user, shows=shows, at=at)
        return _("Saved")
    wanted = shows if do == "make" else None  # a new address shows what the old one did
    doors.once(request, lambda: (operations.make_feed(actor=user, shows=wanted, at=at), here)[1])
    return _("Address made")


def answer_feed(request: HttpRequest, link: Any) -> HttpResponse:
    """What a calendar program gets under a signed link (``common.links``), in the owner's language. Raises NotFound."""
    at = clock.now()
    person = queries.owner_of(link)
    with translation.override(person.language):
        shown = queries.shown_of(link)
        words = _("Tasks of %(name)s") if shown == [queries.TASKS] else _("Calendar of %(name)s")
        text = feed.write(
            queries.entries(person, shown, at=at),
            name=words % {"name": person},
            host=request.get_host(),
            at=at,
            address=request.build_absolute_uri,
        )
    return HttpResponse(text, feed.TYPE, headers={"Content-Disposition": 'inline; filename="tasks.ics"'})
