"""The orders that roles reach, in the console; custom fields beside them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from common import clock, dates
from common.conditions.errors import BadCondition
from common.conditions.reading import LONGEST_TEXT
from common.operation_admin import OperationAdmin
from segments import conditions, figures, operations, queries
from segments.custom_fields import admin as custom_fields  # noqa: F401
from segments.doors import at_its_place
from segments.fields import Level
from segments.models import RoleScope, Segment

CHECK, BUILD = "_check", "_build"  # buttons that save nothing


class _New(forms.CharField):
    """Something to be made: what stands in it is meant, also where the page came with it from the builder."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool((data or "").strip())


class RoleScopeForm(forms.ModelForm):
    """A role and the company's condition that stands in place of the scopes of its rights on orders: one that is there,
    or a new one."""

    condition = _New(
        label=_("Or a new condition, as text"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80, "spellcheck": "false"}),
        help_text=_("In Chinese or English, or put together in the builder: the button below leads there and back."),
    )
    name = _New(
        label=_("Name of the new condition"),
        max_length=80,
        required=False,
        help_text=_("It becomes one of the company's saved conditions under this name."),
    )

    class Meta:
        model = RoleScope
        fields = ("role", "segment")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["segment"].queryset = queries.company_segments()  # type: ignore[attr-defined]
        self.fields["segment"].required = False
        self.fields["segment"].help_text = _(
            "The rights of the role on orders reach the orders of this condition, whatever scope each right says."
            " Emptied: what each right says, again."
        )

    def is_valid(self) -> bool:
        return super().is_valid() and CHECK not in self.data

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("condition"):
            if not self.instance.pk and not given.get("segment"):
                self.add_error("segment", _("Choose a condition of the company, or write a new one."))
        elif given.get("segment") and "segment" in self.changed_data:
            self.add_error("condition", _("Choose a condition or write a new one, not both."))
        elif not given.get("name") and CHECK not in self.data:
            self.add_error("name", _("Give the new condition a name."))
        return given


@admin.register(RoleScope)
class RoleScopeAdmin(OperationAdmin):
    """Roles whose reach is a saved condition."""

    shelf, about = "people", _("Roles that reach the orders of a saved condition")

    form = RoleScopeForm
    change_form_template = "admin/segments/rolescope/change_form.html"
    list_display = ("role", "segment")
    list_select_related = ("role", "segment")
    ordering = ("role_id",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[RoleScope]:
        return queries.role_scopes()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("role",) if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """With the condition that the builder sends back, also on the page of a role that has one."""
        form = super().get_form(request, obj, change=change, **kwargs)
        built = {name: request.GET[name] for name in ("condition", "name") if name in request.GET}

        def __init__(self: Any, *args: Any, **options: Any) -> None:
            form.__init__(self, *args, **options)
            self.initial.update(built)

        return type(form.__name__, (form,), {"__init__": __init__})

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method == "POST" and BUILD in request.POST:
            return HttpResponseRedirect(_builder_url(request))
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["preview"] = _preview(request.user, context["adminform"].form)
        context["check"], context["build"] = CHECK, BUILD
        return super().render_change_form(request, context, *args, **kwargs)

    def perform(self, request: HttpRequest, row: Any, changes: dict[str, Any], is_new: bool) -> Any:
        text = changes.get("condition")
        if not is_new and not text and "segment" not in changes:
            return row
        chosen = None if text else changes["segment"]
        try:
            scope = operations.set_role_scope(
                actor=request.user,  # type: ignore[arg-type]
                role_id=row.role_id if not is_new else changes["role"].pk,
                segment_id=chosen.pk if chosen else None,
                condition=text or None,
                name=changes.get("name", ""),
                at=self.now(),
            )
        except BadCondition as fault:
            raise at_its_place(fault) from fault
        return scope or row


def _builder_url(request: HttpRequest) -> str:
    """The builder with what stands in the form; it leads back here with its condition."""
    kept = {name: request.POST[name] for name in ("role", "name") if request.POST.get(name)}
    asked = {"level": Level.ORDER, "next": f"{request.path}?{urlencode(kept)}"}
    if text := request.POST.get("condition", "").strip():
        asked["condition"] = text
    elif segment := request.POST.get("segment"):
        asked["base"] = segment
    return f"{reverse('segments:condition-build')}?{urlencode(asked)}"


def _preview(actor: Any, form: Any) -> dict[str, Any]:
    """What the condition in the form would find: ``parts`` of its expression and ``figures``, or the ``fault``;
    nothing for a form without one, or with one whose fields the person does not see."""
    text, segment = str(form["condition"].value() or "").strip(), form["segment"].value()
    try:
        condition = conditions.read(actor, Level.ORDER, text) if text else _said_by(actor, segment)
    except BadCondition as fault:
        return {"fault": at_its_place(fault).fields["condition"][0]}
    if condition is None or not condition.rows:
        return {}
    today = dates.business_day(clock.now())
    found = figures.of(actor, condition, Level.ORDER, today)
    return {"parts": condition.parts(), "figures": found, "all": figures.all_orders(actor)}


def _said_by(actor: User, segment: Any) -> conditions.Condition | None:
    reference = str(segment.pk if isinstance(segment, Segment) else segment or "")
    found = queries.find_segment(actor, reference)
    return queries.condition_of(actor, found) if found else None
