"""Doors of trying: begin on a page of the console, end from everywhere."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.trying import operations, session
from common import clock, pages, typed


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Look as the role or person that the form names."""
    asked = {name: typed.read_key(request.POST.get(name, "")) for name in ("role", "person")}
    trial = operations.begin(actor=request.user, role_id=asked["role"], user_id=asked["person"], at=clock.now())
    session.keep(request.session, trial)
    return pages.leave(request, resolve_url("accounts:home"))


@require_POST
def end(request: HttpRequest) -> HttpResponse:
    """Look with one's own eyes again."""
    trial = session.kept(request.session)
    if trial is not None:
        session.drop(request.session)
        operations.end(actor=request.user, trial=trial, why="asked", at=clock.now())
    return pages.leave(request, resolve_url("accounts:home"), _("You look with your own eyes again"))
