"""How the house stands, on one page (``common.standing``)."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import policies
from common import clock, pages, standing

RIGHT = "admin.console"


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What each room says of itself, and first what asks for somebody."""
    policies.require(request.user, RIGHT)
    now = clock.now()
    told = list(standing.read_all(at=now))
    context = {"title": _("System state"), "told": told, "worst": standing.worst(told), "at": now}
    return pages.render(request, "admin/state.html", {**admin.site.each_context(request), **context})
