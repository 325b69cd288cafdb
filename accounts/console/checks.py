"""Pages of the console about the machinery itself: what must hold, and mail."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import policies
from accounts.console import operations, outgoing
from accounts.console.forms import NothingForm
from common import clock, doors, invariants, outbox, pages
from common.models import Job


@dataclass(frozen=True)
class Shown:
    """One thing that must hold, as the last check found it."""

    number: int
    key: str
    title: Any
    columns: list[str]
    rows: list[list[Any]]
    error: str

    @property
    def is_broken(self) -> bool:
        """Whether it is not known to hold."""
        return bool(self.rows or self.error)


@require_http_methods(["GET", "HEAD", "POST"])
def must_hold(request: HttpRequest) -> HttpResponse:
    """The last check of every invariant; sent, another one is asked for."""
    policies.require(request.user, "admin.console")
    if request.method == "POST":
        operations.ask_for_check(actor=request.user, at=clock.now())
        return pages.leave(
            request, resolve_url("admin:invariants"), _("The check runs in the background. Open this page again soon.")
        )
    job = invariants.last_run()
    shown = [_shown(finding) for finding in job.result["findings"]] if job else []
    context = {
        "title": _("What must hold"),
        "job": job,
        "findings": sorted(shown, key=lambda one: not one.is_broken),
        "broken": broken_count(),
        "running_since": invariants.running_since(),
    }
    return pages.render(request, "admin/invariants.html", {**admin.site.each_context(request), **context})


def broken_count() -> int:
    """How many invariants did not hold when they were last checked."""
    job = invariants.last_run()
    return job.result["broken"] if job else 0


def undecided_count() -> int:
    """How many messages wait for a person: doubtful or refused."""
    standing = outbox.standing(at=clock.now())
    return standing.doubtful + standing.failed


def failed_works() -> int:
    """How much work in the background failed within a day."""
    since = clock.now() - timedelta(days=1)
    return Job.objects.filter(state=Job.State.FAILED, created_at__gt=since).count()


@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """How outgoing messages stand; sent, it queues a mail to oneself."""
    policies.require(request.user, "outbox.resend")
    form = NothingForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and doors.accepted(
        form, lambda: operations.send_test_mail(actor=request.user, at=clock.now())
    ):
        words = _("A test mail to %(address)s is on its way.") % {"address": request.user.email}
        return pages.leave(request, resolve_url("admin:mail"), words)
    context = {
        "title": _("Sending of mail"),
        "form": form,
        "standing": outbox.standing(at=clock.now()),
        "mail": outgoing.mail_of(request.user),  # type: ignore[arg-type]
    }
    status = 422 if form.errors else 200
    return pages.render(request, "admin/mail.html", {**admin.site.each_context(request), **context}, status=status)


def _shown(finding: dict[str, Any]) -> Shown:
    known = invariants.invariants.get(finding["key"])
    rows = finding["rows"]
    return Shown(
        finding["number"],
        finding["key"],
        known.title if known else finding["title"],  # in the reader's language while the code still knows it
        list(rows[0]) if rows else [],
        [list(row.values()) for row in rows],
        finding.get("error", ""),
    )
