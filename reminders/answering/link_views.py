"""The pages behind the links of letters: GET shows, POST acts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.people import queries as people
from common import citations, clock, errors, pages
from common.links.models import SignedLink
from common.links.views import visitor_of
from reminders.answering import forms, leaving, linking, showing


def answer(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """What a letter told of, for its reader, who signed in, with what he may answer. Raises NotFound."""
    form, later = forms.AnswerForm(request.POST or None), forms.LaterForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and later.is_valid():
        try:
            words = _act(request, link, form.cleaned_data, later)
        except (errors.Invalid, errors.WrongState) as error:
            return pages.leave(request, request.path, citations.told(error), "err")
        return pages.leave(request, request.path, words)
    lines = showing.lines(linking.reminders_of(link), reader=request.user, at=clock.now())  # type: ignore[arg-type]
    context = {"lines": lines, "choices": forms.Later.choices, "url": request.path}
    return pages.render(request, "reminders/link.html", context, status=422 if form.is_bound else 200)


def _act(request: HttpRequest, link: SignedLink, sent: dict[str, Any], later: forms.LaterForm) -> str:
    at = clock.now()
    given: dict[str, Any] = {
        "actor": request.user,
        "link_id": link.pk,
        "reminder_ids": sent["ids"],
        "visitor": visitor_of(request),
        "at": at,
    }
    if sent["do"] == forms.LATER:
        linking.snooze(until=later.until(at), **given)
        return _("It comes again then")
    if sent["do"] == forms.NOT_ME:
        told = linking.not_me(**given)
        return showing.passed_on(told)
    linking.acknowledge(**given)
    return _("Acknowledged")


def unsubscribe(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Its page in the language of the letter, until its reader chooses another."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    language = chosen if chosen in dict(settings.LANGUAGES) else leaving.language_of(link)
    with translation.override(language):
        response = _leave(request, link)
    response.headers["Content-Language"] = language
    return response


def _leave(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """What the address that a letter went to gets by itself, and gets no more. Mail programs POST without a page."""
    standing, is_saved = leaving.standing_of(link), False
    if request.method == "POST":
        given: dict[str, Any] = {"actor": people.system_user(), "link_id": link.pk, "visitor": visitor_of(request)}
        if "List-Unsubscribe" in request.POST:
            standing, is_saved = leaving.leave(at=clock.now(), **given), True
        elif (form := forms.LeavingForm(request.POST, standing=standing)).is_valid():
            what, keys = form.cleaned_data["do"], form.cleaned_data["off"]
            standing, is_saved = leaving.choose(what=what, keys=keys, at=clock.now(), **given), True
    kinds = [(one, standing.is_ticked(one)) for one in standing.kinds]
    context = {"standing": standing, "kinds": kinds, "is_saved": is_saved}
    status = 422 if request.method == "POST" and not is_saved else 200
    return pages.render(request, "reminders/unsubscribe.html", context, status=status)
