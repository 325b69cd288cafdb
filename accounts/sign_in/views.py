"""Signing in and out: the page, and the dialog over a page whose session has ended."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django.views.i18n import set_language

from accounts.people.queries import system_user
from accounts.second_factor import operations as second_factor
from accounts.sign_in import attempts, keeping, operations, queries, sessions
from accounts.sign_in.forms import SecondFactorForm, SignInForm
from accounts.sign_in.queries import Step
from accounts.single_sign_on import faults
from accounts.single_sign_on import policies as provider
from common import clock, pages, remote

if TYPE_CHECKING:
    from accounts.people.models import User

PAGE_USER = "X-Page-User"  # whom the page was drawn for (base.html)
_BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_not_required
@never_cache
@sensitive_post_parameters("password", "token")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password, then for the second factor where the person has one."""
    if request.method == "POST":
        if "token" in request.POST:
            return _check_second_factor(request)
        return _check_password(request)
    if "factor" in request.GET and queries.find_active(sessions.pending_user_id(request.session, at=clock.now())):
        return _ask(request, SecondFactorForm(), kept=sessions.pending_form(request.session))
    if "back" not in request.GET:  # who asks whether he is in does not give up what another window is at
        request.session.pop(sessions.PENDING, None)
    if request.user.is_authenticated and not pages.wants_part(request):
        return pages.leave(request, next_page(request))
    if request.user.is_authenticated and "back" in request.GET:
        return _on_the_page(request, request.user)
    return _ask(request, SignInForm())


@require_POST
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session; of single sign-on that can be ended too, the page then offers it."""
    if request.user.is_authenticated:
        operations.record_sign_out(actor=request.user, at=clock.now())
    can_go_on = request.session.get(sessions.WAY) == sessions.ENDING_PROVIDER
    auth.logout(request)
    return pages.leave(request, resolve_url(settings.LOGIN_URL) + ("?out=1" if can_go_on else ""))


# the language of somebody who is signed out: a cookie
choose_language = login_not_required(require_POST(set_language))


def _check_password(request: HttpRequest) -> HttpResponse:
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, status=422)
    username = form.cleaned_data["username"]
    before = attempts.standing(request, username)
    if before.is_locked:
        return _refuse(request, form, before)
    user = auth.authenticate(request, username=username, password=form.cleaned_data["password"])
    if user is None:
        _note_failure(request, queries.find_by_username(username), username)
        return _refuse(request, form, attempts.standing(request, username))
    if provider.is_bound(user):  # answered and counted like a wrong one: nobody finds out here that it is right
        attempts.count(request, username)
        _note_failure(request, user, username, what="password of a bound domain")
        return _refuse(request, form, attempts.standing(request, username))
    if queries.step_after_password(user) is Step.SECOND_FACTOR:
        request.session.cycle_key()
        sessions.ask_second_factor(request.session, user.pk, at=clock.now())
        return _ask(request, SecondFactorForm())
    return enter(request, user)


def _check_second_factor(request: HttpRequest) -> HttpResponse:
    at = clock.now()
    user = queries.find_active(sessions.pending_user_id(request.session, at=at))
    if user is None:
        again = SignInForm(data={})
        again.errors.clear()
        again.add_error(None, _("That took too long. Sign in once more."))
        return _ask(request, again, status=422)
    form = SecondFactorForm(request.POST)
    used = second_factor.verify(actor=user, token=form.cleaned_data["token"], at=at) if form.is_valid() else ""
    if used:
        return enter(request, user, used=used, way=sessions.pending_way(request.session))
    if form.is_valid():
        _note_failure(request, user, user.username, what="second factor")
        form.add_error(None, _("This code is not right, or was used already. After a wrong one wait a moment."))
    return _ask(request, form, status=422)


def _note_failure(request: HttpRequest, user: "User | None", username: str, what: str = "password") -> None:
    operations.record_failure(
        actor=system_user(),
        user=user,
        at=clock.now(),
        address=remote.address(request),
        what=what,
        locks_out=what != "second factor" and attempts.standing(request, username).is_locked,
    )


def come_in(
    request: HttpRequest, user: "User", *, way: str, is_strong: bool, then: str, kept: str = ""
) -> HttpResponse:
    """Sign in somebody whom the provider of single sign-on proved: for good, or up to the second factor, unless
    the provider's was asked (``is_strong``)."""
    if is_strong or queries.step_after_password(user) is not Step.SECOND_FACTOR:
        return enter(request, user, used="provider" if is_strong else "", way=way, then=then, kept=kept)
    request.session.cycle_key()
    sessions.ask_second_factor(request.session, user.pk, at=clock.now(), way=way, kept=kept)
    return pages.leave(request, f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'factor': 1, 'next': then})}")


def enter(
    request: HttpRequest, user: "User", *, used: str = "", way: str = "", then: str = "", kept: str = ""
) -> HttpResponse:
    """Sign in for good somebody who proved who he is (``used``: with which second factor; ``way``: of ``sessions``):
    a new session key, its limits begin. Then on to the page ``then``, or where the request wanted to go."""
    at, step = clock.now(), queries.step_inside(user, by_provider=bool(way), is_strong=used == "provider")
    request.session.pop(sessions.PENDING, None)
    auth.login(request, user, backend=_BACKEND)
    sessions.start(request.session, at=at, must_enrol=step is Step.ENROL, way=way)
    told = "single sign-on" if way else ""
    operations.record_sign_in(actor=user, at=at, address=remote.address(request), second_factor=used, way=told)
    if step is Step.ENROL:
        return pages.leave(request, resolve_url("accounts:totp"))
    if step is Step.PASSWORD:
        return pages.leave(request, resolve_url("accounts:password"))
    if pages.wants_part(request):
        return _on_the_page(request, user)
    if found := keeping.read(kept or request.POST.get("kept", "")):
        return remember_look(pages.render(request, "accounts/kept.html", {"kept": found}), user)
    return remember_look(pages.leave(request, then or next_page(request)), user)


def _on_the_page(request: HttpRequest, user: "User") -> HttpResponse:
    """Go on with the page behind the dialog, unless it shows what another person may see."""
    if request.headers.get(PAGE_USER, str(user.pk)) != str(user.pk):
        return pages.leave(request, resolve_url(settings.LOGIN_REDIRECT_URL))
    return pages.signed_in(request)


def remember_look(response: HttpResponse, user: "User") -> HttpResponse:
    """Keep a person's theme and row height on this computer, for the sign-in page."""
    for name in ("theme", "density"):
        response.set_cookie(
            f"so_{name}", getattr(user, name), max_age=31_536_000, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE
        )
    return response


def _refuse(request: HttpRequest, form: SignInForm, standing: attempts.Attempts) -> HttpResponse:
    if standing.is_locked:
        form.add_error(
            None, _("Too many failed tries. Signing in is paused for %(n)s minutes.") % {"n": standing.pause_minutes}
        )
    elif provider.binds_somebody():
        words = _("Name or password is not right, or no password is taken of you: then sign in with “%(provider)s”.")
        form.add_error(None, words % _provider())
    else:
        form.add_error(None, _("Name or password is not right."))
    return _ask(request, form, status=422, attempts_left=standing.left, lockout_minutes=standing.pause_minutes)


def _ask(request: HttpRequest, form: SignInForm | SecondFactorForm, status: int = 200, **more: object) -> HttpResponse:
    context = {
        "form": form,
        "next": next_page(request),
        "kept": request.POST.get("kept", ""),
        **_offer(request),
        **more,
    }
    return pages.render(request, "accounts/sign_in.html", context, parts=("sign-in",), status=status)


def ask_again(request: HttpRequest) -> HttpResponse:
    """The answer to a form that came after its session had ended: sign in, and it is there to be sent again."""
    context = {"form": SignInForm(), "next": keeping.back_of(request), "kept": keeping.keep(request), "is_late": True}
    return pages.render(request, "accounts/sign_in.html", {**context, **_offer(request)}, status=401)


def _provider() -> dict[str, str]:
    return {"provider": provider.provider_name() if provider.is_offered() else ""}


def _offer(request: HttpRequest) -> dict[str, str]:
    """What the page says of single sign-on: its name, what became of a try, where a session of it may be ended."""
    named = _provider()
    if not named["provider"]:
        return {}
    came_of = faults.in_words(request.GET.get("provider", ""), named["provider"])
    return {**named, "came_of": came_of, "out": request.GET.get("out", "")}


def next_page(request: HttpRequest) -> str:
    """Where to go after signing in: a page of this site only."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    # what cannot be printed cannot stand in a header either
    if url.isprintable() and url_has_allowed_host_and_scheme(
        url, {request.get_host()}, require_https=request.is_secure()
    ):
        return url
    return resolve_url(settings.LOGIN_REDIRECT_URL)
