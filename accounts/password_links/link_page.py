"""The page behind a link to set one's password: of somebody who forgot it, and of somebody invited."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.home import welcome
from accounts.password_links import operations, queries
from accounts.password_links.forms import JoinForm, NewPasswordForm
from accounts.people.models import User
from accounts.people.queries import system_user
from accounts.sign_in import views as sign_in
from common import clock, doors, pages
from common.links.models import SignedLink
from common.links.views import visitor_of


@sensitive_post_parameters("new", "again")
def reset(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Purpose ``password-reset``: a new password, then the sign-in asks for it and for the second factor."""
    person = queries.person_of(link)
    with translation.override(_language(request, person)):
        form = NewPasswordForm(request.POST or None)
        if request.method == "POST" and doors.accepted(form, lambda: _set(request, link, person, form)):
            words = _("Your new password is set; sign in with it. All other sessions have ended.")
            return pages.leave(request, resolve_url(settings.LOGIN_URL), words)
        return _page(request, person, form, is_new=False)


@sensitive_post_parameters("new", "again")
def join(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Purpose ``invitation``: password and language, then in: to the second factor where a role demands one, else
    home."""
    person = queries.person_of(link)
    language = _language(request, person)
    with translation.override(language):
        form = JoinForm(request.POST or None, initial={"language": language})
        joined: list[User] = []
        if request.method == "POST" and doors.accepted(form, lambda: joined.append(_set(request, link, person, form))):
            response = sign_in.enter(request, joined[0])
            welcome.greet_once(request.session)
            return response
        return _page(request, person, form, is_new=True)


def _set(request: HttpRequest, link: SignedLink, person: User, form: NewPasswordForm) -> User:
    return operations.set_password_by_link(
        actor=system_user(),
        link_id=link.pk,
        user_id=person.pk,
        new=form.cleaned_data["new"],
        language=form.cleaned_data.get("language", ""),
        visitor=visitor_of(request),
        at=clock.now(),
    )


def _language(request: HttpRequest, person: User) -> str:
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else person.language


def _page(request: HttpRequest, person: User, form: NewPasswordForm, *, is_new: bool) -> HttpResponse:
    context = {"person": person, "form": form, "is_new": is_new}
    response = pages.render(request, "accounts/set_password.html", context, status=422 if form.errors else 200)
    response.headers["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    return response
