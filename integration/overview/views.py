"""Pages of the change feed: how far it is, who follows it, what its events tell."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from common import clock, pages
from integration.overview import showing


@require_safe
def show_feed(request: HttpRequest) -> HttpResponse:
    """How far the feed is, who follows it, and the kinds of events whose code or words contain ``?q=``."""
    typed = request.GET.get("q", "").strip()[:80]
    context = showing.feed_page(request.user, typed, at=clock.now())  # type: ignore[arg-type]
    return pages.render(request, "integration/overview/feed.html", context, parts=("kinds",))


@require_safe
def show_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """One kind: what it may be about, what its data hold, an example."""
    context = showing.kind_page(request.user, kind)  # type: ignore[arg-type]
    return pages.render(request, "integration/overview/kind.html", context)
