"""Verbs on a row of the console: a page that asks, a form, one operation."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.collaboration.subjects import subjects
from common import doors, errors, pages


def audit_url(request: HttpRequest, row: Any) -> str:
    """The audit page of a row, "" where it has none or the person may not read it."""
    if row is None or row._meta.label_lower not in subjects or not request.user.can("audit.view"):
        return ""
    return reverse("accounts:audit", args=[row._meta.label_lower, row.pk])


@dataclass(frozen=True)
class ConsoleVerb:
    """``call(request, row, cleaned data)`` makes the one call; ``applies`` hides it where it makes no sense."""

    label: str | Promise
    consequence: str | Promise
    form: type[forms.Form]
    call: Callable[[HttpRequest, Any, dict[str, Any]], Any]
    danger: bool = False
    applies: Callable[[Any], bool] = lambda row: True
    asked_of: Callable[[Any], dict[str, Any]] = lambda row: {}  # what the form must know of the row


class VerbsMixin(admin.ModelAdmin):
    """A ModelAdmin with ``verbs``: each gets an address below the row and a link on its page."""

    verbs: ClassVar[dict[str, ConsoleVerb]] = {}
    change_form_template = "admin/verbs_change_form.html"

    def get_urls(self) -> list[Any]:
        info = self.model._meta.app_label, self.model._meta.model_name
        view = self.admin_site.admin_view(self.verb_view)
        own = path("<int:pk>/verb/<slug:verb>/", view, name="{}_{}_verb".format(*info))
        return [own, *super().get_urls()]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        row = self.get_object(request, object_id)
        shown = []
        if row is not None and self.has_change_permission(request, row):
            shown = [
                {"label": verb.label, "url": self._address(row, key), "danger": verb.danger}
                for key, verb in self.verbs.items()
                if verb.applies(row)
            ]
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "verbs": shown})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["audit_url"] = audit_url(request, context.get("original"))
        return super().render_change_form(request, context, *args, **kwargs)

    def verb_view(self, request: HttpRequest, pk: int, verb: str) -> HttpResponse:
        """Ask, then do it."""
        row, chosen = self.get_object(request, str(pk)), self.verbs.get(verb)
        if row is None or chosen is None:
            raise errors.NotFound()
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        form = chosen.form(request.POST if request.method == "POST" else None, **chosen.asked_of(row))
        back = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        if request.method == "POST" and self._done(request, form, chosen, row):
            self.message_user(request, _("Done: %(verb)s") % {"verb": str(chosen.label).rstrip("…")}, messages.SUCCESS)
            return pages.leave(request, back)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{str(chosen.label).rstrip('…')}: {row}",
            "verb": chosen,
            "form": form,
            "back": back,
            "opts": self.opts,
        }
        return pages.render(request, "admin/verb.html", context, status=422 if form.errors else 200)

    def _done(self, request: HttpRequest, form: forms.Form, chosen: ConsoleVerb, row: Any) -> bool:
        try:
            return doors.accepted(form, lambda: chosen.call(request, row, form.cleaned_data))
        except errors.Conflict as error:
            doors.explain_conflict(form, error)
            return False

    def _address(self, row: Any, key: str) -> str:
        return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_verb", args=[row.pk, key])
