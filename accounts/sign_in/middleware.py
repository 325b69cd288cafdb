"""Pages are private; what a form said is not lost when its session had ended."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from accounts.sign_in import views
from common import pages, refusals


class SignInMiddleware(refusals.SignInMiddleware):
    """Asks whoever is signed out to sign in: a page is opened afterwards, a form is there to be sent again."""

    def handle_no_permission(self, request: HttpRequest, view_func: Callable[..., Any]) -> Any:
        if request.method == "POST" and not pages.wants_part(request):
            return views.ask_again(request)
        return super().handle_no_permission(request, view_func)
