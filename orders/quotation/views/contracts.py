"""The door of an order's contract: a dialog that writes its terms of clauses."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from common import clock, masters
from orders.order.doors import order_of, order_url, sent
from orders.quotation import contracts


class ContractForm(forms.Form):
    """Which clauses, and what else."""

    clauses = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Clauses"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    own_text = forms.CharField(
        label=gettext_lazy("Further terms"), max_length=50_000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )

    def __init__(self, *args: Any, contract: contracts.Contract, **kwargs: Any):
        super().__init__(*args, **kwargs)
        offered = [(one.pk, f"{one.code} {one.name}") for one in contract.offered]
        self.fields["clauses"].choices = offered  # type: ignore[attr-defined]
        if contract.outdated:
            names = ", ".join(contract.outdated)
            self.fields["clauses"].help_text = _("There is a newer wording, taken when you save: %(names)s") % {
                "names": names
            }


@require_http_methods(["GET", "POST"])
def compose_contract(request: HttpRequest, reference: str) -> HttpResponse:
    """Write the contract terms of a draft."""
    order = order_of(request, reference)
    contract = contracts.contract_of(request.user, order)
    form = ContractForm(
        sent(request), contract=contract, initial={"clauses": contract.chosen, "own_text": contract.own_text}
    )

    def save(version: int | None) -> Any:
        data = form.cleaned_data
        call = {"clause_ids": data["clauses"], "own_text": data["own_text"], "version": version, "at": clock.now()}
        return contracts.compose_contract(actor=request.user, order_id=order.pk, **call)

    title = _("Contract of %(number)s") % {"number": order.display_number}
    return masters.edit(request, form, order, save, title=title, saved=_("Contract written"), back=order_url(order))
