"""The help pages: a short guide for each role."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.guides import queries
from common import pages


@require_GET
def show_help(request: HttpRequest) -> HttpResponse:
    """Which guides there are, those of one's own roles first."""
    own, others = queries.guides_for(request.user)
    groups = [[(one.key, queries.said(one.title), queries.said(one.intro)) for one in some] for some in (own, others)]
    return pages.render(request, "accounts/guides/help.html", {"own": groups[0], "others": groups[1]})


@require_GET
def show_guide(request: HttpRequest, key: str) -> HttpResponse:
    """One guide."""
    guide = queries.get_guide(key)
    context = {
        "title": queries.said(guide.title),
        "intro": queries.said(guide.intro),
        "steps": queries.shown(request.user, guide.steps),
        "stops": queries.shown(request.user, guide.stops),
    }
    return pages.render(request, "accounts/guides/guide.html", context)
