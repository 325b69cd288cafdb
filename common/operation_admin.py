"""Base of the console's pages for master data: what is saved goes through one operation, like everywhere.

A page carries what it showed: each field's value, and the row's version where it has one. A form counts as
changing only what the person changed on it, and never overwrites what somebody else saved meanwhile. What an
operation finds invalid or in conflict stands in the form, with everything typed; any other refusal is a
message and nothing is saved. Nothing is deleted here: rows go out of use.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from common import clock, doors, errors


class OperationAdmin(admin.ModelAdmin):
    """Subclasses implement ``perform``; it returns the saved row."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        """Make the one call: ``changes`` are the form's fields (all of a new row, the changed ones of another)."""
        raise NotImplementedError

    @staticmethod
    def shown_version(request: HttpRequest) -> int:
        """The version of the row that the page showed, for the operation's own check. Raises Invalid without one."""
        return doors.version_of(request.POST)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        names = form.changed_data if change else form.cleaned_data
        if change and not hasattr(obj, "version"):
            _require_as_shown(form)
        saved = self.perform(request, obj, {name: form.cleaned_data[name] for name in names}, not change)
        obj.pk = saved.pk

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Django's page without the transaction it puts around itself: the operation has its own."""
        try:
            return self._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[attr-defined]
        except (errors.Invalid, errors.Conflict) as error:
            request.refusal = error  # type: ignore[attr-defined]
            return self._changeform_view(request, object_id, form_url, extra_context)  # type: ignore[attr-defined]
        except errors.DomainError as error:
            self.message_user(request, str(error.message), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)

        def __init__(self: Any, *args: Any, **options: Any) -> None:
            form.__init__(self, *args, **options)
            for field in self.fields.values() if obj is not None else ():
                field.show_hidden_initial = True  # the page carries what it showed

        def full_clean(self: Any) -> None:
            form.full_clean(self)
            if self.is_bound and refusal is not None:
                _explain(self, refusal)

        return type(form.__name__, (form,), {"__init__": __init__, "full_clean": full_clean})

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        if hasattr(row, "version"):
            context["shown_version"] = request.POST.get("version", row.version)
        return super().render_change_form(request, context, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @staticmethod
    def now() -> Any:
        """The moment of the call."""
        return clock.now()


def _require_as_shown(form: forms.ModelForm) -> None:
    """Raise Stale when a field that the person changed is stored with another value than the page showed."""
    stale, labels = {}, {}
    for name in form.changed_data:
        field = form.fields[name]
        shown, stored = doors.shown(form, name), form.initial.get(name)
        if field.has_changed(_one_line_end(stored), _one_line_end(shown)):
            stale[name] = [_words(field, stored), _words(field, form.cleaned_data[name])]
            labels[name] = str(field.label)
    if stale:
        raise errors.Stale(fields=stale, labels=labels)


def _one_line_end(value: Any) -> Any:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value  # browsers send \r\n


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField) and value not in (None, "") and field.queryset is not None:
        value = field.queryset.filter(pk=getattr(value, "pk", value)).first()
    return "" if value is None else str(value)


def _explain(form: forms.Form, refusal: errors.DomainError) -> None:
    if isinstance(refusal, errors.Conflict):
        doors.explain_conflict(form, refusal)
    elif isinstance(refusal, errors.Invalid):
        doors.explain(form, refusal)


class ReadOnlyAdmin(admin.ModelAdmin):
    """A page to look at: what stands here is changed by the verbs of its own pages."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
