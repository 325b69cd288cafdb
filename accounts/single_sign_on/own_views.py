"""One's own account at the provider: linked after one's password and a sign-in there, unlinked after one's password."""

from typing import Any

from django import forms
from django.contrib import auth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from accounts.single_sign_on import flow, operations, policies, proving, queries
from accounts.single_sign_on import views as single_sign_on
from accounts.single_sign_on.faults import Fault, in_words, key_of
from common import clock, doors, errors, pages


class OwnPasswordForm(forms.Form):
    """The proof that it is oneself."""

    password = forms.CharField(
        label=gettext_lazy("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@never_cache
@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """What one is linked to, and how to change it."""
    return _page(request)


@never_cache
@require_POST
@sensitive_post_parameters("password")
def link(request: HttpRequest) -> HttpResponse:
    """Off to the provider, after one's password; a page leads on, for a form may not lead to another site."""
    form = OwnPasswordForm(request.POST)
    if form.is_valid():
        try:
            actor: Any = request.user
            operations.confirm_own(actor=actor, password=form.cleaned_data["password"], at=clock.now())
            url = single_sign_on.begun(request, purpose=flow.LINK)
        except errors.Invalid as error:
            doors.explain(form, error)
        except Fault as fault:
            form.add_error(None, in_words(key_of(fault.why), policies.provider_name()))
        else:
            context = {"url": url, "name": policies.provider_name(), "nothing_kept": True}
            return pages.render(request, "accounts/single_sign_on.html", context)
    return _page(request, link_form=form, status=422)


@never_cache
@require_POST
@sensitive_post_parameters("password")
def unlink(request: HttpRequest) -> HttpResponse:
    """Take the link away; all other sessions end."""
    form = OwnPasswordForm(request.POST)
    if form.is_valid():
        actor: Any = request.user
        standing = queries.standing_of(actor)
        ids = [one.pk for one in standing.identities] if standing else []
        try:
            user = operations.unlink_own(
                actor=actor, password=form.cleaned_data["password"], identity_ids=ids, at=clock.now()
            )
        except errors.Invalid as error:
            doors.explain(form, error)
        else:
            auth.update_session_auth_hash(request, user)
            return pages.leave(
                request, resolve_url("accounts:own-identity"), _("Unlinked. All other sessions have ended.")
            )
    return _page(request, unlink_form=form, status=422)


@sensitive_variables()
def linked(request: HttpRequest, started: flow.Started) -> HttpResponse:
    """Back from the provider: link what was proved there to him who began it here."""
    here = resolve_url("accounts:own-identity")
    if not request.user.is_authenticated or request.user.pk != started.user:
        return pages.leave(request, here)
    at = clock.now()
    try:
        proven = proving.prove(started, request.GET.dict(), back=single_sign_on.return_address(), at=at)
        operations.link_own(actor=request.user, proven=proven, at=at)
    except Fault as fault:
        return pages.leave(request, here, in_words(key_of(fault.why), policies.provider_name()), level="err")
    except errors.DomainError as error:
        return pages.leave(request, here, str(error.message), level="err")
    return pages.leave(
        request, here, _("Linked. From now on you may sign in by %(name)s.") % {"name": policies.provider_name()}
    )


def _page(
    request: HttpRequest,
    link_form: OwnPasswordForm | None = None,
    unlink_form: OwnPasswordForm | None = None,
    status: int = 200,
) -> HttpResponse:
    standing = queries.standing_of(request.user)  # type: ignore[arg-type]
    if standing is None:
        raise errors.NotFound()
    forms_of = {
        "link_form": link_form or OwnPasswordForm(auto_id="link_%s"),
        "unlink_form": unlink_form or OwnPasswordForm(auto_id="unlink_%s"),
    }
    return pages.render(request, "accounts/own_identity.html", {"standing": standing, **forms_of}, status=status)
