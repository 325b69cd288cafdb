"""Pages of the console: work in the background, and its timetable. What is begun again shows its effect first."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.background import operations, policies, queries
from common import clock, doors, pages
from common.background import queues, works

_TABS = (
    ("open", lambda: _("To watch")),
    ("waiting", lambda: _("Waiting")),
    ("running", lambda: _("Under way")),
    ("failed", lambda: _("Failed")),
    ("done", lambda: _("Done")),
    ("all", lambda: _("All")),
)


@require_safe
def list_works(request: HttpRequest) -> HttpResponse:
    """Work of every kind: what waits, runs, failed; how each kind stands; the queues."""
    now, show, kind = clock.now(), request.GET.get("show", "open"), request.GET.get("kind", "")
    cursor = request.GET.get("cursor", "")
    found = queries.list_works(actor=request.user, show=show, kind=kind, cursor=cursor, at=now)
    tabs = [{"label": label(), "url": f"?show={key}&kind={kind}", "current": key == show} for key, label in _TABS]
    context: dict[str, Any] = {
        "rows": [(one, found.names.get(one.actor_id or 0, ""), one.is_silent(now)) for one in found.items],
        "next_cursor": found.next_cursor,
        "tabs": tabs,
        "show": show,
        "kind": kind,
        "kinds": [(key, known.label) for key, known in works.kinds.items()],
        "counts": queries.counts(actor=request.user, at=now),
        "queues": queues.lengths(at=now),
        "may_retry": policies.may_retry(request.user),
    }
    return _page(request, "admin/background/list.html", _("Work in the background"), context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_work(request: HttpRequest, ref: str) -> HttpResponse:
    """One piece of work, with what beginning it again or leaving it would do; sent, it is done."""
    work, now = queries.get_work(actor=request.user, ref=ref), clock.now()
    if request.method == "POST":
        verb = operations.cancel_work if request.POST.get("do") == "cancel" else operations.retry_work
        verb(actor=request.user, ref=ref, version=doors.version_of(request.POST), at=now)
        words = _("It is left.") if verb is operations.cancel_work else _("It is begun again.")
        return pages.leave(request, resolve_url("admin:job", ref), words)
    context = {
        "work": work,
        "who": queries.names_of([work]).get(work.actor_id or 0, ""),
        "again": works.effect_of(work, "again", at=now),
        "cancel": works.effect_of(work, "cancel", at=now),
        "kind": works.kinds.get(work.kind),
        "is_silent": work.is_silent(now),
        "may_retry": policies.may_retry(request.user),
    }
    return _page(request, "admin/background/work.html", f"{work.label} · {work.ref}", context)


@require_http_methods(["GET", "HEAD", "POST"])
def retry_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """All failures of a kind after an outage: what beginning them again would do; sent, those that were shown."""
    policies.require_retry(request.user)
    if request.method == "POST":
        refs = request.POST.getlist("ref")
        done = operations.retry_failures(actor=request.user, kind=kind, refs=refs, at=clock.now())
        count = len(done.done)
        words = ngettext("%(n)s is begun again.", "%(n)s are begun again.", count) % {"n": count}
        if done.refused:
            words += " " + _("%(n)s were not: %(why)s") % {"n": len(done.refused), "why": str(done.refused[0][1])}
        return pages.leave(request, resolve_url("admin:jobs"), words, "wrn" if done.refused else "ok")
    bulk = queries.failures_of(actor=request.user, kind=kind, at=clock.now())
    names = queries.names_of([work for work, _effect in (*bulk.able, *bulk.unable)])
    context = {"bulk": bulk, "names": names, "kind": works.kinds[kind], "code": kind}
    return _page(request, "admin/background/again.html", _("Begin failed work again"), context)


@require_http_methods(["GET", "HEAD", "POST"])
def show_timetable(request: HttpRequest) -> HttpResponse:
    """Every job of the timetable: how it went last, when it is next; sent, one of them is woken now."""
    if request.method == "POST":
        entry = operations.run_entry(actor=request.user, key=request.POST.get("key", ""), at=clock.now())
        words = _("“%(title)s” is asked for; a worker begins in a moment.") % {"title": entry.title}
        return pages.leave(request, resolve_url("admin:timetable"), words)
    lines = queries.list_timetable(actor=request.user, at=clock.now())
    context = {"lines": lines, "may_retry": policies.may_retry(request.user)}
    return _page(request, "admin/background/timetable.html", _("Timetable of background work"), context)


def _page(request: HttpRequest, template: str, title: Any, context: dict[str, Any]) -> HttpResponse:
    shown = {**admin.site.each_context(request), "title": title, **context}
    return pages.render(request, template, shown)
