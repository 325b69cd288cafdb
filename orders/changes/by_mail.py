"""Deciding about a change from a mail: a signed link for the person asked, of single use, that asks for his sign-in and
shows what he decides."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.people.models import User
from common import citations, clock, doors, errors, pages
from common.links.models import SignedLink
from common.links.views import visitor_of
from orders.changes import forms, listing, operations, queries, showing
from orders.changes.states import Move, State
from orders.changes.views.editing import url_of
from orders.order.doors import sent

_DONE = {
    Move.APPROVE: gettext_lazy("Approved: %(number)s"),
    Move.RETURN: gettext_lazy("Sent back: %(number)s"),
    Move.REJECT: gettext_lazy("Rejected: %(number)s"),
}


def show(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """The page of the link: what changes, what that does, and the decision."""
    user: User = request.user  # type: ignore[assignment]
    change = queries.get_request_by_id(actor=user, request_id=link.subject_id)
    form = forms.MailedDecisionForm(sent(request))
    done: list[Any] = []

    def decide() -> None:
        data = form.cleaned_data
        what = {"verb": data["decision"], "reason": data["reason"], "facts": data["facts"]}
        version = doors.version_of(request.POST)
        at, visitor = clock.now(), visitor_of(request)
        done.append(operations.decide_by_link(actor=user, link=link, visitor=visitor, version=version, at=at, **what))

    message = ""
    if request.method == "POST":
        try:
            if doors.accepted(form, decide):
                return _leave(request, done[0], form.cleaned_data["decision"])
        except (errors.Conflict, errors.NotAllowed) as error:
            message = citations.told(error)
    return pages.render(
        request,
        "orders/change/mailed.html",
        {**_context(user, change, link), "form": form, "message": message},
        status=409 if message else 200,
    )


def _leave(request: HttpRequest, change: Any, verb: str) -> HttpResponse:
    if change.state == State.STALE:
        return pages.leave(request, url_of(change), _("The order changed meanwhile: the request is overtaken."), "wrn")
    return pages.leave(request, url_of(change), _DONE[Move(verb)] % {"number": change.number})


def _context(user: User, change: Any, link: SignedLink) -> dict[str, Any]:
    found = showing.page(user, change.reference, clock.now())
    waits = found["decision"]
    return {
        **found,
        "asked": waits if waits is not None and waits.step == link.parameters["step"] else None,
        "with_money": listing.sees_amounts(user),
        "change_url": url_of(change),
    }
