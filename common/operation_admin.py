"""Base of the console's pages for master data: what is saved goes through an operation, like everywhere.

What an operation finds invalid stands in the form; any other refusal is a message and nothing is saved.
Nothing is deleted here: rows go out of use.
"""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from common import clock, errors
from common.doors import explain


class OperationAdmin(admin.ModelAdmin):
    """Subclasses implement ``perform``; it returns the saved row."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        """Make the one call: ``changes`` are the form's fields (all of a new row, the changed ones of another)."""
        raise NotImplementedError

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        names = form.changed_data if change else form.cleaned_data
        saved = self.perform(request, obj, {name: form.cleaned_data[name] for name in names}, not change)
        obj.pk = saved.pk

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except errors.Invalid as error:
            request.refusal = error  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, form_url, extra_context)
        except errors.DomainError as error:
            self.message_user(request, str(error.message), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        refusal = getattr(request, "refusal", None)
        if refusal is None:
            return form

        def full_clean(self: Any) -> None:
            form.full_clean(self)
            if self.is_bound:
                explain(self, refusal)

        return type(form.__name__, (form,), {"full_clean": full_clean})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @staticmethod
    def now() -> Any:
        """The moment of the call."""
        return clock.now()


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
