"""The form of conditions over the order-line list: the fields of ``LineFilter`` as people fill them in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.people import queries as people
from common.typed import NumberField
from customers import queries as customers
from orders.lines.queries import Wanted
from orders.listing.forms import named
from orders.order import queries
from orders.order.states import Closure, Status

_ANY = [("", "–")]
_ROWS = ("customer", "product", "salesperson", "executing_owner", "department")
_YES_NO = [("", "–"), ("true", _("yes")), ("false", _("no"))]
_Y_N = [("", "–"), ("true", "Y"), ("false", "N")]


def _several(label: Any, choices: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput)


class LineConditionsForm(forms.Form):
    """What the list can be narrowed by. Only drawn, never validated: ``LineFilter`` reads the query string."""

    condition = forms.CharField(label=_("Condition"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    status = _several(_("State"), Status.choices)
    number = forms.CharField(label=_("Order number"), required=False)
    customer_name = forms.CharField(label=_("Customer"), required=False)
    customer = forms.IntegerField(widget=forms.HiddenInput, required=False)
    product_name = forms.CharField(label=_("Product"), required=False)
    product = forms.IntegerField(widget=forms.HiddenInput, required=False)
    order_date_from = _day(_("Ordered from"))
    order_date_to = _day(_("Ordered to"))
    requested_from = _day(_("Requested from"))
    requested_to = _day(_("Requested to"))
    promised_from = _day(_("Promised from"))
    promised_to = _day(_("Promised to"))
    shipped_from = _day(_("Last shipped from"))
    shipped_to = _day(_("Last shipped to"))
    amount_min = NumberField(label=_("Amount from"), required=False)
    amount_max = NumberField(label=_("Amount to"), required=False)
    row_closed = forms.ChoiceField(label=_("Row-close flag"), choices=_Y_N, required=False)
    closure = _several(_("Closure"), Closure.choices)
    salesperson = forms.ChoiceField(label=_("Salesperson"), required=False)
    executing_owner = forms.ChoiceField(label=_("Executing owner"), required=False)
    department = forms.ChoiceField(label=_("Department"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    order_type = _several(_("Order type"), ())
    is_gift = forms.ChoiceField(label=_("Gift"), choices=_YES_NO, required=False)
    is_urgent = forms.ChoiceField(label=_("Urgent"), choices=_YES_NO, required=False)
    is_frozen = forms.ChoiceField(label=pgettext_lazy("line", "Frozen"), choices=_YES_NO, required=False)

    def __init__(self, asked: Wanted):
        conditions = asked.conditions
        initial = {
            name: conditions.getlist(name) if isinstance(field, forms.MultipleChoiceField) else conditions.get(name)
            for name, field in self.base_fields.items()
        }
        initial |= {name: asked.filter.form.cleaned_data.get(name) for name in _ROWS}  # an address may say a code
        initial |= {f"{name}_name": words for name, words in named(asked.actor, asked).items()}
        super().__init__(initial=initial, auto_id="cond_%s")
        staff = [*_ANY, *((str(person.pk), person.name) for person in people.active_people())]
        regions = customers.regions(asked.actor)
        chosen = conditions.get("region", "")
        more = [chosen] if chosen and chosen not in regions else []
        self._offer(
            salesperson=staff,
            executing_owner=staff,
            department=[*_ANY, *((str(one.pk), one.name) for one in people.list_departments())],
            region=[*_ANY, *((one, one) for one in [*regions, *more])],
            order_type=[(one.code, str(one)) for one in queries.order_types()],
        )
        if not asked.with_money:
            del self.fields["amount_min"], self.fields["amount_max"]

    def _offer(self, **choices: Any) -> None:
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
