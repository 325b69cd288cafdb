"""The approval matrix in the console: a row with its steps, saved in one call."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.operation_admin import OperationAdmin
from orders.approval.matrix import operations, queries
from orders.approval.matrix.forms import MatrixRowForm, MatrixStepForm, MatrixStepFormSet
from orders.approval.matrix.models import MatrixRow, MatrixStep
from orders.approval.subjects import subjects


class _Rows(ChangeList):
    """The list, which reads the words of all its rows at once."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        words = queries.who_decides(self.result_list)
        for row in self.result_list:
            row.who_decides = words[row.pk]


class MatrixStepInline(admin.StackedInline):
    """The steps of a row, in their order."""

    model = MatrixStep
    form = MatrixStepForm
    formset = MatrixStepFormSet
    template = "admin/orders/matrixrow/steps.html"
    extra = 1
    max_num = operations.MOST_STEPS

    @property
    def media(self) -> Media:
        """None of Django's: the template has a script of its own."""
        return Media()

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        made: Any = super().get_formset(request, obj, **kwargs)
        made.refusal = getattr(request, "refusal", None)
        return made


@admin.register(MatrixRow)
class MatrixRowAdmin(OperationAdmin):
    """Rows of the approval matrix, in the order in which they are asked."""

    shelf, about = "orders", _("Who approves what, from which amount and risk on")

    form = MatrixRowForm
    list_display = ("position", "name", "fits_when", "who_decides", "subject", "is_active")
    list_display_links = ("name",)
    list_filter = ("is_active",)
    sortable_by = ()
    ordering = ("subject_type", "position", "id")
    fieldsets = (
        (None, {"fields": ("name", "subject_type")}),
        (_("When it holds"), {"fields": ("segment", "signs", "at_least")}),
        (_("Its place"), {"fields": ("position", "is_active")}),
    )
    inlines = (MatrixStepInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[MatrixRow]:
        return queries.rows()

    @admin.display(description=_("For"))
    def subject(self, row: MatrixRow) -> str:
        """What is approved by it."""
        return str(subjects[row.subject_type].label)

    @admin.display(description=_("Fits when"))
    def fits_when(self, row: MatrixRow) -> str:
        """Its condition and its risks in words."""
        return queries.when(row)

    @admin.display(description=_("Who decides, step by step"))
    def who_decides(self, row: MatrixRow) -> str:
        """Its steps in words."""
        return row.who_decides  # type: ignore[attr-defined,no-any-return]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return _Rows

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Waits for the steps: ``save_related`` makes the call."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        filled = [one.cleaned_data for formset in formsets for one in formset.wanted()]
        steps = [{name: row[name] for name in operations.STEP_FIELDS} for row in filled]
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
