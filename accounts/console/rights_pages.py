"""Pages of the console about rights: the matrix, what one person can do and why, two roles or people side by side."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import policies
from accounts.people import queries as people
from accounts.roles import comparing, explaining
from accounts.roles import queries as roles
from accounts.trying.operations import RIGHT as TRY
from common import clock, pages

RIGHT = "role.manage"


class MatrixForm(forms.Form):
    """What of the matrix is shown."""

    q = forms.CharField(required=False, max_length=80)
    differs = forms.BooleanField(required=False)


class PersonForm(forms.Form):
    """About whom, and about which object, is asked."""

    person = forms.CharField(required=False, max_length=60)
    of = forms.CharField(
        label=gettext_lazy("Number or code of something"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("An order, a customer, a quotation…: may he see it, what may he do to it."),
    )


class CompareForm(forms.Form):
    """Two roles or people. Roles are chosen, people are named by sign-in name."""

    a = forms.CharField(required=False, max_length=80)
    b = forms.CharField(required=False, max_length=80)
    whole = forms.BooleanField(required=False)


@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    """Who may do what: all verbs and sensitive fields over all roles, as it stands now, or those that words find."""
    policies.require(request.user, RIGHT)
    form = MatrixForm(request.GET)
    form.is_valid()
    found = roles.matrix(form.cleaned_data.get("q", ""), differs=form.cleaned_data.get("differs", False))
    return _page(request, "admin/rights.html", title=_("Rights of the roles"), matrix=found, form=form)


@require_safe
def person(request: HttpRequest) -> HttpResponse:
    """What one person can do and see, and why; and to one object."""
    policies.require(request.user, RIGHT)
    form = PersonForm(request.GET)
    form.is_valid()
    name, of = form.cleaned_data.get("person", "").strip(), form.cleaned_data.get("of", "").strip()
    found = people.find_one(name) if name else None
    context: dict[str, Any] = {"form": form, "asked": name, "of": of, "choices": people.active_people()}
    if found is not None:
        context |= {"picture": explaining.picture(found, clock.now()), "may_try": _may_try(request, found)}
        context["answers"] = explaining.about(found, of) if of else []
    return _page(request, "admin/rights_person.html", title=_("What a person can do, and why"), **context)


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two roles, two people, or one of each: what differs."""
    policies.require(request.user, RIGHT)
    form = CompareForm(request.GET)
    form.is_valid()
    sides = [_side(form.cleaned_data.get(name, "").strip()) for name in ("a", "b")]
    context: dict[str, Any] = {"form": form, "roles": roles.list_roles(), "choices": people.active_people()}
    if None not in sides:
        found = comparing.compare(*sides, whole=form.cleaned_data.get("whole", False))  # type: ignore[arg-type]
        context |= {"one": sides[0], "other": sides[1], "groups": found[0], "field_groups": found[1]}
    return _page(request, "admin/rights_compare.html", title=_("Compare roles and people"), **context)


def _side(text: str) -> comparing.Side | None:
    """A role by its code, or a person by his sign-in name."""
    role = next((one for one in roles.list_roles() if one.code == text), None) if text else None
    if role is not None:
        return comparing.of_role(role)
    found = people.find_one(text) if text else None
    return comparing.of_person(found) if found is not None else None


def _may_try(request: HttpRequest, found: Any) -> bool:
    return bool(policies.can(request.user, TRY) and found.is_active and found.pk != request.user.pk)


def _page(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    links = [
        (reverse("admin:rights"), _("Rights of the roles")),
        (reverse("admin:rights-person"), _("What a person can do, and why")),
        (reverse("admin:rights-compare"), _("Compare roles and people")),
    ]
    tabs = [(url, label, url == request.path) for url, label in links]
    return pages.render(request, template, {**admin.site.each_context(request), "tabs": tabs, **context})
