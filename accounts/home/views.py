"""The home page."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts.home import cards, welcome
from common import clock, dates, pages


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the person, gathered from all apps."""
    at = clock.now()
    context = {
        "cards": cards.cards_for(request.user),
        "today": dates.business_day(at),
        "greeting": welcome.take(request.session, request.user),
    }
    return pages.render(request, "accounts/home.html", context)
