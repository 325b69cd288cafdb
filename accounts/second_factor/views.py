"""Setting the second factor up: the secret as a picture, a first code, recovery codes."""

import segno
from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import resolve_url
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accounts.second_factor import operations, queries
from accounts.sign_in import sessions
from accounts.sign_in.forms import SecondFactorForm
from accounts.single_sign_on import policies as single_sign_on
from common import clock, doors, errors, pages


class RemoveForm(forms.Form):
    """Who does without the second factor proves once more who he is."""

    password = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@never_cache
@require_safe
def totp(request: HttpRequest) -> HttpResponse:
    """How things stand: set up, being set up, or not."""
    return _page(request)


@never_cache
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Make a secret and show it."""
    operations.begin_enrolment(actor=request.user, at=clock.now())
    return pages.leave(request, resolve_url("accounts:totp"))


@never_cache
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """Check the first code; the recovery codes are on the answer and nowhere else."""
    form = SecondFactorForm(request.POST)
    if form.is_valid():
        try:
            codes = operations.confirm_enrolment(actor=request.user, token=form.cleaned_data["token"], at=clock.now())
        except errors.Invalid as error:
            doors.explain(form, error)
        else:
            request.session[sessions.ENROL] = False
            return _page(request, codes=codes)
    return _page(request, form=form, status=422)


@never_cache
@require_POST
def renew_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes."""
    return _page(request, codes=operations.renew_codes(actor=request.user, at=clock.now()))


@never_cache
@sensitive_post_parameters("password", "token")
@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Do without."""
    form = _remove_form(request, request.POST)
    if form.is_valid() and _is_removed(request, form):
        return pages.leave(request, resolve_url("accounts:totp"), _("The second factor is removed."))
    return _page(request, remove_form=form, status=422)


def _is_removed(request: HttpRequest, form: forms.Form) -> bool:
    """Whether what was entered proved him; else the form says that it did not."""
    if isinstance(form, SecondFactorForm):
        token = form.cleaned_data["token"]
        is_done = operations.remove_by_code(actor=request.user, token=token, at=clock.now())
        if not is_done:
            form.add_error("token", _("This code is not right, or was used already. After a wrong one wait a moment."))
        return is_done
    try:
        operations.remove(actor=request.user, password=form.cleaned_data["password"], at=clock.now())
    except errors.Invalid as error:
        doors.explain(form, error)
        return False
    return True


def _remove_form(request: HttpRequest, data: QueryDict | None = None) -> forms.Form:
    """What asks for the proof: a password, or a code of him who came in without one, or may have none."""
    user = request.user
    has_none = not user.has_usable_password() or single_sign_on.is_bound(user)
    return SecondFactorForm(data) if has_none or request.session.get(sessions.WAY) else RemoveForm(data)


def _page(request: HttpRequest, status: int = 200, **more: object) -> HttpResponse:
    device = queries.find_pending(request.user)
    context: dict[str, object] = {
        "has_factor": queries.has_device(request.user),
        "is_required": queries.is_required(request.user),
        "must": request.session.get(sessions.ENROL),
        "codes_left": queries.count_codes(request.user),
        "form": SecondFactorForm(),
        "remove_form": _remove_form(request),
        "picture": "",
        **more,
    }
    if device is not None and not context["has_factor"]:
        address = device.config_url
        drawn = segno.make(address, error="m").svg_inline(scale=5, border=2, dark="#000", light="#fff")
        context["picture"] = mark_safe(drawn)  # noqa: S308 made here from our own secret
        secret = address.split("secret=")[1].split("&")[0]
        context["secret"] = " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
        context["address"] = address
    return pages.render(request, "accounts/totp.html", context, status=status)
