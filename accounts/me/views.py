"""A person's own page: preferences, password, sessions, API tokens."""

from django.conf import settings
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.me.forms import PasswordForm, PreferencesForm, TokenForm
from accounts.people import operations
from accounts.second_factor import queries as factors
from accounts.sign_in import operations as sign_in
from accounts.sign_in import queries as sign_ins
from accounts.sign_in.views import remember_look
from accounts.single_sign_on import policies as provider
from accounts.single_sign_on import queries as identities
from accounts.tokens import operations as tokens
from accounts.tokens import queries as token_queries
from common import clock, doors, errors, pages


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Language, theme, row height and keys; also posted one by one from the menu of the shell."""
    if request.method != "POST":
        return _page(request, TokenForm())
    form = PreferencesForm(request.POST)
    if not form.is_valid():
        return _page(request, TokenForm(), form=form, status=422)
    user = operations.update_preferences(actor=request.user, changes=form.changes(), at=clock.now())
    with override(user.language):
        message = _("Saved") if "next" not in request.POST else ""
    return remember_look(pages.leave(request, _next(request), message), user)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; this session goes on, all others end."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user = operations.change_password(
                actor=request.user, current=given["current"], new=given["new"], at=clock.now()
            )
        except errors.Invalid as error:
            doors.explain(form, error)
        else:
            auth.update_session_auth_hash(request, user)
            words = _("Password changed. All other sessions have ended.")
            return pages.leave(request, resolve_url("accounts:home"), words)
    bound = provider.provider_name() if provider.is_bound(request.user) else ""
    context = {"form": form, "must": request.user.must_change_password, "bound": bound}
    return pages.render(request, "accounts/password.html", context, status=422 if form.errors else 200)


@require_POST
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    user = operations.end_sessions(actor=request.user, user_id=request.user.pk, at=clock.now())
    auth.update_session_auth_hash(request, user)
    return pages.leave(request, resolve_url("accounts:preferences"), _("All other sessions have ended."))


@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one session of one's own; ending this one signs out."""
    row = sign_in.end_session(actor=request.user, session_id=session_id, at=clock.now())
    if row.session_key == request.session.session_key:
        auth.logout(request)
        return pages.leave(request, resolve_url(settings.LOGIN_URL))
    return pages.leave(request, resolve_url("accounts:preferences"), _("That device is signed out."))


@require_POST
def issue_token(request: HttpRequest) -> HttpResponse:
    """A new API token; its secret is on the answer and nowhere else."""
    form = TokenForm(request.POST)
    if form.is_valid():
        try:
            token, secret = tokens.issue_token(actor=request.user, at=clock.now(), **form.cleaned_data)
        except errors.Invalid as error:
            doors.explain(form, error)
        else:
            return _page(request, TokenForm(), fresh=token, secret=secret)
    return _page(request, form, status=422)


@require_POST
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """End one of one's own API tokens."""
    tokens.revoke_token(actor=request.user, token_id=token_id, at=clock.now())
    return pages.leave(request, resolve_url("accounts:preferences"), _("The token is revoked."))


def _page(
    request: HttpRequest, token_form: TokenForm, form: PreferencesForm | None = None, status: int = 200, **more: object
) -> HttpResponse:
    user = request.user
    chosen = {
        "language": user.language,
        "theme": user.theme,
        "density": user.density,
        "single_keys": "on" if user.single_keys else "off",
        "wants_mail": "on" if user.wants_mail else "off",
    }
    context = {
        "form": form or PreferencesForm(initial=chosen),
        "token_form": token_form,
        "tokens": token_queries.list_own(user),
        "may_have_tokens": user.can("token.issue"),
        "has_factor": factors.has_device(user),
        "factor_needed": factors.is_required(user),
        "provider": identities.standing_of(user),
        "devices": sign_ins.list_devices(user, at=clock.now(), this=str(request.session.session_key)),
        "now": clock.now(),
        **more,
    }
    response = pages.render(request, "accounts/preferences.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _next(request: HttpRequest) -> str:
    url = request.POST.get("next", "")
    return url if url_has_allowed_host_and_scheme(url, {request.get_host()}) else resolve_url("accounts:preferences")
