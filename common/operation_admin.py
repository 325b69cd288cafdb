"""Base of the console's pages for master data: what is saved goes through one operation, like everywhere.

A page carries what it showed: each field's value, and the row's version where it has one. A form counts as
changing only what the person changed on it, and never overwrites what somebody else saved meanwhile. What an
operation finds invalid or in conflict stands in the form, with everything typed; any other refusal is a
message and nothing is saved. Nothing is deleted here: rows go out of use.
"""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from common import citations, clock, doors, errors
from common.typed import NameField


class OperationAdmin(admin.ModelAdmin):
    """Subclasses implement ``perform``; it returns the saved row."""

    list_per_page = 50
    show_full_result_count = False
    actions = None
    shelf: str = ""  # on which shelf of the console's front page the table lies, and what is said of it there
    about: Any = ""

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        """Make the one call: ``changes`` are the form's fields (all of a new row, the changed ones of another)."""
        raise NotImplementedError

    @staticmethod
    def shown(request: HttpRequest) -> dict[str, Any]:
        """What the page showed in the fields that the person changed: for the operation's own check, where a row has
        no version."""
        return request.shown  # type: ignore[attr-defined]

    @staticmethod
    def shown_version(request: HttpRequest) -> int:
        """The version of the row that the page showed, for the operation's own check. Raises Invalid without one."""
        return doors.version_of(request.POST)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        names = form.changed_data if change else form.cleaned_data
        request.shown = _shown(form) if change else {}  # type: ignore[attr-defined]
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
            self.message_user(request, citations.told(error), messages.ERROR)
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


class ShippedForm(forms.ModelForm):
    """The form of rows that may come with the software."""

    class Meta:
        field_classes = {"name": NameField}


def by_id(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """``values`` with the ids of these relations in place of their rows, as operations take them."""
    ids = {f"{name}_id": getattr(values[name], "pk", None) for name in names if name in values}
    return {name: value for name, value in values.items() if name not in names} | ids


def _shown(form: forms.ModelForm) -> dict[str, Any]:
    found = {}
    for name in form.changed_data:
        if form.fields[name].show_hidden_initial:
            raw = doors.shown(form, name)
            try:
                found[name] = form.fields[name].to_python(raw)
            except ValidationError:
                found[name] = raw  # it cannot be chosen any more
    return found


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
    shelf: str = ""
    about: Any = ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
