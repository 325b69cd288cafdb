"""Doors of the shell: search palette, counts in the navigation, the styleguide."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from common import clock, heartbeat, navigation, pages, search, styleguide


@require_GET
def search_everything(request: HttpRequest) -> HttpResponse:
    """What the palette found for ``?q=``; a page of its own without scripts."""
    query = request.GET.get("q", "")
    context = {"query": query, "groups": search.find(request.user, query)}
    return pages.render(request, "common/search.html", context, parts=("palette-results",))


@require_GET
def counts(request: HttpRequest) -> HttpResponse:
    """The numbers beside the navigation entries, and what is delayed while the background work stands still, as
    out-of-band pieces; polled while the page is visible. 204 when they are those that the page ``had``: nothing is
    drawn anew then, and nothing read out again."""
    numbers = navigation.counts_for(request.user)
    rows = [
        {"key": key, "count": numbers.get(key), "hot": entry.hot, "label": entry.label, "mobile": entry.mobile}
        for key, entry, _url in navigation.entries_for(request.user)
        if entry.count
    ]
    context: dict[str, Any] = {"rows": rows, "silent_since": heartbeat.silent_since(at=clock.now())}
    context["had"] = _mark(context)
    if request.GET.get("had") == context["had"]:
        return HttpResponse(status=204)
    return pages.part(request, "common/_counts.html", context)


def _mark(context: dict[str, Any]) -> str:
    shown = [(row["key"], row["count"]) for row in context["rows"]]
    return hashlib.sha256(repr((get_language(), shown, context["silent_since"])).encode()).hexdigest()[:16]


@require_GET
@login_not_required
def show_styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state; outside production only."""
    if settings.IS_PRODUCTION:
        raise Http404
    return pages.render(request, "common/styleguide.html", styleguide.context())
