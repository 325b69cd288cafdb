"""The customer's page behind a signed link: what his order says, and his answer. No sign-in, nothing but this order."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation

from accounts.people.queries import system_user
from common import clock, doors, errors, pages
from common.links.models import SignedLink
from common.links.views import visitor_of
from orders.service import forms, operations, queries
from orders.service.choices import State

_FORMS: dict[str, Any] = {"confirm": forms.ConfirmForm, "ask": forms.QuestionForm, "decline": forms.DeclineForm}
_DOES: dict[str, Callable[..., Any]] = {
    "confirm": operations.answer,
    "ask": operations.ask_back,
    "decline": operations.answer,
}


def show(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """The page of purpose ``order-confirmation`` (``common.links.purposes``), in the customer's language until he
    chooses another."""
    found = queries.of_link(link)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    language = chosen if chosen in operations.LANGUAGES else found.language
    with translation.override(language):
        response = _act(request, link, found) if request.method == "POST" else _draw(request, link, found)
    response.headers["Content-Language"] = language
    return response


def _act(request: HttpRequest, link: SignedLink, found: Any) -> HttpResponse:
    act = request.POST.get("act", "")
    if act not in _FORMS:
        return _draw(request, link, found, status=400)
    form = _FORMS[act](request.POST, auto_id=f"{act}-%s")

    def do() -> None:
        entries = form.entries() if hasattr(form, "entries") else form.cleaned_data
        _DOES[act](
            actor=system_user(),
            link_id=link.pk,
            confirmation_id=found.pk,
            visitor=visitor_of(request),
            at=clock.now(),
            **entries,
        )

    try:
        if doors.accepted(form, do):
            return HttpResponseRedirect(request.path, status=303)
    except errors.Conflict as error:  # answered in another window, or the order changed meanwhile
        return _draw(request, link, queries.of_link(link), message=str(error.message), status=409)
    return _draw(request, link, found, status=422, bound={act: form})


def _draw(
    request: HttpRequest,
    link: SignedLink,
    found: Any,
    *,
    status: int = 200,
    message: str = "",
    bound: dict[str, Any] | None = None,
) -> HttpResponse:
    stands = queries.still_stands(found, found.order)
    waits = found.state == State.ASKED and stands
    made = {act: (bound or {}).get(act) or form(auto_id=f"{act}-%s") for act, form in _FORMS.items()}
    context = {
        "found": found,
        "sheet": _typed(found.shown),
        "waits": waits,
        "is_moot": found.state == State.ASKED and not stands,
        "message": message,
        "opened": next(iter(bound or {}), ""),
        **{f"{act}_form": form for act, form in made.items()},
    }
    return pages.render(request, "orders/confirmation/customer.html", context, status=status)


def _typed(shown: dict[str, Any]) -> dict[str, Any]:
    """The stored sheet with days and amounts as values, for the template's tags."""
    amounts = {name: Decimal(shown[name]) for name in ("freight", "reduction", "tax", "total")}
    days = {name: _day(shown[name]) for name in ("order_date", "last_day")}
    return {**shown, **amounts, **days, "lines": [_typed_row(row) for row in shown["lines"]]}


def _typed_row(row: dict[str, Any]) -> dict[str, Any]:
    numbers = {name: Decimal(row[name]) for name in ("quantity", "price", "amount")}
    return {**row, **numbers, "day": _day(row["day"])}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
