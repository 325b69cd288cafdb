"""The approval matrix in the console: a row with its steps, saved in one call."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from common.operation_admin import OperationAdmin
from orders.approval.matrix import operations, queries
from orders.approval.matrix.forms import MatrixRowForm, MatrixStepForm
from orders.approval.matrix.models import MatrixRow, MatrixStep


class MatrixStepInline(admin.StackedInline):
    """The steps of a row, in their order."""

    model = MatrixStep
    form = MatrixStepForm
    extra = 1
    max_num = operations.MOST_STEPS


@admin.register(MatrixRow)
class MatrixRowAdmin(OperationAdmin):
    """Rows of the approval matrix, in the order in which they are asked."""

    form = MatrixRowForm
    list_display = ("position", "name", "subject_type", "segment", "is_active")
    list_display_links = ("name",)
    list_filter = ("subject_type", "is_active")
    ordering = ("subject_type", "position", "id")
    inlines = (MatrixStepInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[MatrixRow]:
        return queries.rows()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Waits for the steps: ``save_related`` makes the call."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        filled = [one.cleaned_data for formset in formsets for one in formset.forms if one.cleaned_data]
        steps = [{name: row[name] for name in operations.STEP_FIELDS} for row in filled if not row.get("DELETE")]
        row = operations.save_row(
            actor=request.user,  # type: ignore[arg-type]
            row_id=form.instance.pk if change else None,
            version=self.shown_version(request) if change else None,
            steps=steps,
            at=self.now(),
            **form.cleaned_data,
        )
        form.instance.pk = row.pk
        for formset in formsets:  # the console's own log asks for them
            formset.new_objects = formset.changed_objects = formset.deleted_objects = []
