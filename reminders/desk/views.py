"""Doors of reminders for whom they are: mine, tomorrow, the history, letters."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from common import clock, dates, doors, errors, keyset, pages
from orders.order import doors as order_doors
from reminders.anchors.choices import Group
from reminders.answering import choosing, forms, operations, showing
from reminders.desk import coming, queries
from reminders.desk.filters import SHOWN, HistoryFilter, LetterFilter, MineFilter
from reminders.rules.operations import opting
from reminders.sending import operations as sending

PAGE = 50


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """My reminders: those to be answered first, by what they are about, the most urgent first."""
    user: Any = request.user
    at, asked = clock.now(), request.GET.copy()
    asked.setdefault("show", queries.OPEN)
    rows = doors.filtered(MineFilter, asked, queries.mine(user))
    sort = request.GET.get("sort") or ("due" if asked["show"] == queries.OPEN else "-sent_at")
    page = keyset.paginate(rows, sorts=queries.SORTS, sort=sort, cursor=request.GET.get("cursor"), size=PAGE)
    lines = showing.lines(page.items, reader=user, at=at)
    ordered = sorted(lines, key=lambda one: list(Group).index(one.group))
    context = {
        "page": page,
        "groups": [(group.label, list(found)) for group, found in groupby(ordered, key=lambda one: one.group)],
        "views": [{"label": label, "url": f"?show={key}", "current": asked["show"] == key} for key, label in SHOWN],
        "filter": MineFilter(asked, queryset=rows).form,
        "asked": asked,
        "choices": choosing.Later.choices,
        "here": request.get_full_path(),
    }
    return pages.render(request, "reminders/mine/list.html", context, parts=("list",))


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """Acknowledge, or want them later: one, or many that were picked."""
    at, form, later = clock.now(), forms.AnswerForm(request.POST), forms.LaterForm(request.POST)
    if not form.is_valid() or not later.is_valid():
        raise errors.Invalid(fields=dict(form.errors) | dict(later.errors))
    ids, actor = form.cleaned_data["ids"], request.user
    if form.cleaned_data["do"] == forms.LATER:
        count = operations.snooze(actor=actor, reminder_ids=ids, until=later.until(at), at=at)
        words = ngettext("%(count)s comes again later", "%(count)s come again later", count)
    elif form.cleaned_data["do"] == forms.NOT_ME:
        told = operations.not_me(actor=actor, reminder_ids=ids, at=at)
        return pages.leave(request, _back(request), showing.passed_on(told))
    else:
        count = operations.acknowledge(actor=actor, reminder_ids=ids, at=at)
        words = ngettext("%(count)s acknowledged", "%(count)s acknowledged", count)
    return pages.leave(request, _back(request), words % {"count": count})


@require_http_methods(["GET", "POST"])
def later(request: HttpRequest) -> HttpResponse:
    """When they are wanted again."""
    form = forms.LaterForm(request.POST or None, initial={"later": choosing.Later.TOMORROW})
    ids = _ids(request)

    def put_off() -> None:
        at = clock.now()
        operations.snooze(actor=request.user, reminder_ids=ids, until=form.until(at), at=at)

    if request.method == "POST" and doors.accepted(form, put_off):
        return pages.close_dialog(pages.leave(request, _back(request), _("It comes again then")))
    context = {"form": form, "ids": ids, "url": request.path, "back": _back(request)}
    return pages.dialog(request, "reminders/_later.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def not_me(request: HttpRequest) -> HttpResponse:
    """For whom they are instead."""
    form = forms.NotMeForm(request.POST or None)
    ids = _ids(request)
    told: list[str] = []

    def pass_on() -> None:
        given = {"to_id": form.cleaned_data["to"], "word": form.cleaned_data["word"]}
        told.extend(operations.not_me(actor=request.user, reminder_ids=ids, at=clock.now(), **given))

    if request.method == "POST" and doors.accepted(form, pass_on):
        return pages.close_dialog(pages.leave(request, _back(request), showing.passed_on(told)))
    context = {"form": form, "ids": ids, "url": request.path, "back": _back(request)}
    return pages.dialog(request, "reminders/_not_me.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """Which rules may remind me: unsubscribe, and subscribe again."""
    user: Any = request.user
    if request.method == "POST":
        rule_id = int(text) if (text := request.POST.get("rule", "")).isdecimal() and len(text) < 10 else None
        act = opting.opt_in if request.POST.get("want") == "1" else opting.opt_out
        act(actor=user, rule_id=rule_id, at=clock.now())
        return pages.leave(request, reverse("reminders:wishes"), _("Saved"))
    context = {"rules": queries.rules_met(user), "wants_none": queries.wants_none(user)}
    return pages.render(request, "reminders/wishes.html", context)


@require_GET
def tomorrow(request: HttpRequest) -> HttpResponse:
    """Who gets what tomorrow, or on another day of the next two weeks, and why."""
    user: Any = request.user
    at = clock.now()
    rule = request.GET.get("rule", "")
    day = coming.chosen_day(request.GET.get("day"), at)
    narrow: dict[str, Any] = {"rule_id": int(rule) if rule.isdecimal() and len(rule) < 10 else None}
    recipient = f"user:{user.pk}" if request.GET.get("who") == "me" else request.GET.get("who", "")
    found = coming.on_day(user, day, at=at, recipient=recipient, **narrow)
    context = {
        "found": found,
        "who": request.GET.get("who", ""),
        "first": dates.business_day(at),
        "last": dates.business_day(at) + coming.timedelta(days=coming.FARTHEST),
    }
    return pages.render(request, "reminders/coming/day.html", context, parts=("list",))


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """Which reminders when to whom, and what came of them."""
    user: Any = request.user
    rows = doors.filtered(HistoryFilter, request.GET, queries.history(user))
    page = _page(request, rows, queries.HISTORY_SORTS)
    form = HistoryFilter(request.GET, queryset=rows).form
    context = {"page": page, "lines": showing.lines(page.items, reader=user, at=clock.now()), "filter": form}
    return pages.render(request, "reminders/history/list.html", context, parts=("list",))


@require_GET
def of_order(request: HttpRequest, reference: str) -> HttpResponse:
    """The reminders about an order."""
    order = order_doors.order_of(request, reference)
    page = _page(request, queries.of_order(order), queries.HISTORY_SORTS)
    lines = showing.lines(page.items, reader=request.user, at=clock.now())  # type: ignore[arg-type]
    context = {"order": order, "page": page, "lines": lines}
    return pages.render(request, "reminders/history/order.html", context, parts=("list",))


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """What came of the reminders of each rule, and about what most were sent."""
    found = queries.results(request.user, clock.now())  # type: ignore[arg-type]
    return pages.render(request, "reminders/figures.html", {"found": found, "days": queries.PERIOD.days})


@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """Letters with what became of them; those that wait for a person first asked for."""
    rows = doors.filtered(LetterFilter, request.GET, queries.letters(request.user))  # type: ignore[arg-type]
    stuck = request.GET.getlist("state") == list(queries.STUCK)
    views = [
        {"label": _("All"), "url": "?", "current": not request.GET.getlist("state")},
        {"label": _("Waiting for a person"), "url": "?state=DOUBTFUL&state=FAILED", "current": stuck},
    ]
    context = {"page": _page(request, rows, queries.LETTER_SORTS), "views": views}
    return pages.render(request, "reminders/letter/list.html", context, parts=("list",))


@require_GET
def letter(request: HttpRequest, letter_id: int) -> HttpResponse:
    """A letter as it was sent, with what it told of."""
    found = queries.get_letter(request.user, letter_id)  # type: ignore[arg-type]
    is_stuck = found.state in queries.STUCK
    return pages.render(request, "reminders/letter/detail.html", {"letter": found, "is_stuck": is_stuck})


@require_POST
def resend(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Send a letter again that may not have arrived."""
    version = doors.version_of(request.POST)
    sending.resend_letter(actor=request.user, letter_id=letter_id, version=version, at=clock.now())
    return pages.leave(request, reverse("reminders:letter", args=[letter_id]), _("It is sent again in a moment"))


@require_POST
def close(request: HttpRequest, letter_id: int) -> HttpResponse:
    """Say that a letter arrived, or give it up."""
    version, arrived = doors.version_of(request.POST), request.POST.get("arrived") == "1"
    given: dict[str, Any] = {"letter_id": letter_id, "version": version, "has_arrived": arrived}
    sending.close_letter(actor=request.user, at=clock.now(), **given)
    words = _("Noted that it arrived") if arrived else _("Given up")
    return pages.leave(request, reverse("reminders:letter", args=[letter_id]), words)


def _page(request: HttpRequest, rows: Any, sorts: Any) -> Any:
    return keyset.paginate(rows, sorts=sorts, sort="id", cursor=request.GET.get("cursor"), size=PAGE)


def _ids(request: HttpRequest) -> list[int]:
    data = request.POST if request.method == "POST" else request.GET
    form = forms.IdsForm(data)
    if not form.is_valid():
        raise errors.Invalid(fields=dict(form.errors))
    return form.cleaned_data["ids"]


def _back(request: HttpRequest) -> str:
    url = request.POST.get("next") or request.GET.get("next") or ""
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else reverse("reminders:mine")
