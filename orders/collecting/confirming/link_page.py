"""The page behind a link for a statement of account: what it says, and the customer's word on it. No sign-in, nothing
but this statement."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation

from accounts.people.queries import system_user
from common import clock, doors, errors, pages
from common.links.models import SignedLink
from common.links.views import visitor_of
from orders.collecting import desk
from orders.collecting.confirming import forms, operations, queries

_FORMS: dict[str, Any] = {"confirm": forms.ConfirmForm, "object": forms.ObjectForm}


def show(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """The page of purpose ``statement-confirmation`` (``common.links.purposes``), in the customer's language until he
    chooses another."""
    found = queries.of_link(link)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    language = chosen if chosen in operations.LANGUAGES else found.language
    with translation.override(language):
        response = _act(request, link, found) if request.method == "POST" else _draw(request, found)
    response.headers["Content-Language"] = language
    return response


def _act(request: HttpRequest, link: SignedLink, found: Any) -> HttpResponse:
    act = request.POST.get("act", "")
    if act not in _FORMS:
        return _draw(request, found, status=400)
    form = _FORMS[act](request.POST, auto_id=f"{act}-%s", orders=operations.orders_on(found.statement))

    def do() -> None:
        operations.answer(
            actor=system_user(),
            link_id=link.pk,
            confirmation_id=found.pk,
            visitor=visitor_of(request),
            at=clock.now(),
            **form.entries(),
        )

    try:
        if doors.accepted(form, do):
            return HttpResponseRedirect(request.path, status=303)
    except errors.Conflict as error:  # answered in another window, or taken back meanwhile
        return _draw(request, queries.of_link(link), message=str(error.message), status=409)
    return _draw(request, found, status=422, bound={act: form})


def _draw(
    request: HttpRequest,
    found: Any,
    *,
    status: int = 200,
    message: str = "",
    bound: dict[str, Any] | None = None,
) -> HttpResponse:
    names = operations.orders_on(found.statement)
    made = {act: (bound or {}).get(act) or form(auto_id=f"{act}-%s", orders=names) for act, form in _FORMS.items()}
    context = {
        "found": found,
        "statement": found.statement,
        "sheet": desk.of_statement(found.statement),
        "waits": found.state == queries.State.ASKED,
        "message": message,
        "opened": next(iter(bound or {}), ""),
        **{f"{act}_form": form for act, form in made.items()},
    }
    return pages.render(request, "orders/statement/customer.html", context, status=status)
