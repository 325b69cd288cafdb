"""The pages behind the links of letters: GET shows, POST acts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.people import queries as people
from common import clock, errors, pages
from common.links.models import SignedLink
from common.links.views import visitor_of
from reminders.answering import forms, linking, showing


def answer(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """What a letter told of, for its reader, who signed in, with what he may answer. Raises NotFound."""
    form, later = forms.AnswerForm(request.POST or None), forms.LaterForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and later.is_valid():
        try:
            words = _act(request, link, form.cleaned_data, later)
        except (errors.Invalid, errors.WrongState) as error:
            return pages.leave(request, request.path, str(error.message), "err")
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
    """Whether the address that a letter went to gets reminders by themselves. Mail programs POST without a page."""
    letter = linking.letter_of(link)
    if request.method == "POST":
        is_wanted = request.POST.get("want") == "1"
        given: dict[str, Any] = {"address": letter.address, "visitor": visitor_of(request), "at": clock.now()}
        linking.unsubscribe(actor=people.system_user(), link_id=link.pk, is_wanted=is_wanted, **given)
    context = {"address": letter.address, "is_off": linking.is_off(letter.address)}
    return pages.render(request, "reminders/unsubscribe.html", context)
