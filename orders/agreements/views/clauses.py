"""Doors of the library of clauses: a list, and a dialog."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accounts import policies as rights
from common import clock, masters
from orders.agreements import clauses
from orders.agreements.states import ClauseKind
from orders.order.doors import sent

CLAUSES = masters.Master(
    title=gettext_lazy("Clauses of contracts"),
    note=gettext_lazy("Another wording is a new version; contracts that were made keep theirs"),
    new=gettext_lazy("New clause"),
    change=gettext_lazy("Change the clause"),
    saved=gettext_lazy("Clause saved"),
    nowhere=gettext_lazy("What contracts say about rights, delivery and payment, written once and chosen per order."),
    list_url="orders:clause-list",
    new_url="orders:clause-new",
    edit_url="orders:clause-edit",
    columns=(
        masters.Column(gettext_lazy("Code"), lambda row: row.code, "so-num"),
        masters.Column(gettext_lazy("Name"), lambda row: row.name),
        masters.Column(gettext_lazy("Kind"), lambda row: row.get_kind_display()),
        masters.Column(gettext_lazy("Wording"), lambda row: row.wording, "t2 clip w-cu"),
        masters.Column(gettext_lazy("In every contract"), lambda row: _("yes") if row.is_standard else "–"),
    ),
    subject="orders.clause",
    icon="journal-text",
)


class ClauseForm(forms.Form):
    """A clause and its wording."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=20)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ClauseKind.choices)
    text = forms.CharField(label=gettext_lazy("Wording"), max_length=10_000, widget=forms.Textarea(attrs={"rows": 5}))
    is_standard = forms.BooleanField(label=gettext_lazy("In every contract"), required=False)
    is_active = forms.BooleanField(label=gettext_lazy("Active"), required=False, initial=True)


@require_safe
def list_clauses(request: HttpRequest) -> HttpResponse:
    """The library by code."""
    may_edit = rights.can(request.user, "clause.edit")
    if not may_edit:
        rights.require(request.user, "order.create")
    return masters.show(request, CLAUSES, clauses.list_clauses(), may_edit=may_edit)


@require_http_methods(["GET", "POST"])
def save_clause(request: HttpRequest, clause_id: int | None = None) -> HttpResponse:
    """Add a clause, or change one."""
    rights.require(request.user, "clause.edit")
    clause = clauses.get_clause(clause_id) if clause_id else None
    initial: dict[str, Any] = {}
    if clause is not None:
        initial = {name: getattr(clause, name) for name in clauses.COLUMNS} | {"text": clause.wording}  # type: ignore[attr-defined]
    form = ClauseForm(sent(request), initial=initial)

    def save(version: int | None) -> Any:
        values = dict(form.cleaned_data)
        text = values.pop("text")
        call = {"clause_id": clause_id, "version": version, "values": values, "text": text, "at": clock.now()}
        return clauses.save_clause(actor=request.user, **call)

    return masters.edit(request, form, clause, save, **CLAUSES.words(clause))
