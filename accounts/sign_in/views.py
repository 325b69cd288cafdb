"""Signing in and out: the page, and the dialog over a page whose session has ended."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
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
    request.session.pop(sessions.PENDING, None)
    if request.user.is_authenticated and not pages.wants_part(request):
        return pages.leave(request, _next(request))
    return _ask(request, SignInForm())


@require_POST
@login_not_required
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    if request.user.is_authenticated:
        operations.record_sign_out(actor=request.user, at=clock.now())
    auth.logout(request)
    return pages.leave(request, resolve_url(settings.LOGIN_URL))


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
        return enter(request, user, used=used)
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
        locks_out=what == "password" and attempts.standing(request, username).is_locked,
    )


def enter(request: HttpRequest, user: "User", *, used: str = "") -> HttpResponse:
    """Sign in for good somebody who proved who he is (``used``: with which second factor): a new session key, its
    limits begin."""
    at, step = clock.now(), queries.step_inside(user)
    request.session.pop(sessions.PENDING, None)
    auth.login(request, user, backend=_BACKEND)
    sessions.start(request.session, at=at, must_enrol=step is Step.ENROL)
    operations.record_sign_in(actor=user, at=at, address=remote.address(request), second_factor=used)
    if step is Step.ENROL:
        return pages.leave(request, resolve_url("accounts:totp"))
    if step is Step.PASSWORD:
        return pages.leave(request, resolve_url("accounts:password"))
    if pages.wants_part(request):
        drawn_for = request.headers.get(PAGE_USER, str(user.pk))
        if drawn_for != str(user.pk):  # the page behind the dialog shows what another person may see
            return pages.leave(request, resolve_url(settings.LOGIN_REDIRECT_URL))
        return pages.signed_in(request)
    if kept := keeping.read(request.POST.get("kept", "")):
        return remember_look(pages.render(request, "accounts/kept.html", {"kept": kept}), user)
    return remember_look(pages.leave(request, _next(request)), user)


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
    else:
        form.add_error(None, _("Name or password is not right."))
    return _ask(request, form, status=422, attempts_left=standing.left, lockout_minutes=standing.pause_minutes)


def _ask(request: HttpRequest, form: SignInForm | SecondFactorForm, status: int = 200, **more: object) -> HttpResponse:
    context = {"form": form, "next": _next(request), "kept": request.POST.get("kept", ""), **more}
    return pages.render(request, "accounts/sign_in.html", context, parts=("sign-in",), status=status)


def ask_again(request: HttpRequest) -> HttpResponse:
    """The answer to a form that came after its session had ended: sign in, and it is there to be sent again."""
    context = {"form": SignInForm(), "next": keeping.back_of(request), "kept": keeping.keep(request), "is_late": True}
    return pages.render(request, "accounts/sign_in.html", context, status=401)


def _next(request: HttpRequest) -> str:
    """Where to go after signing in: a page of this site only."""
    url = request.POST.get("next") or request.GET.get("next") or ""
    # what cannot be printed cannot stand in a header either
    if url.isprintable() and url_has_allowed_host_and_scheme(
        url, {request.get_host()}, require_https=request.is_secure()
    ):
        return url
    return resolve_url(settings.LOGIN_REDIRECT_URL)
