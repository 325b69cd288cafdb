"""The door of a person's own views of the order list: save, rename, delete."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.people import queries as people_queries
from common import clock, dates, doors, pages
from orders.listing import chips, own_views, queries
from orders.order.doors import sent

DELETE = "delete"


class ViewForm(forms.Form):
    """How a view is called, and whether it replaces the one it came from."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=own_views.MOST_LETTERS,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    as_new = forms.BooleanField(label=gettext_lazy("Keep the old view beside it"), required=False)


@require_http_methods(["GET", "POST"])
def save_view(request: HttpRequest) -> HttpResponse:
    """Save the conditions of the query string, with the columns shown, under a name of the person's own."""
    params = QueryDict(request.POST["query"]) if "query" in request.POST else request.GET
    mine = own_views.of(request.user).get(params.get("mine", ""))  # type: ignore[arg-type]
    if mine is not None and request.POST.get("then") == DELETE:
        own_views.delete(request.user, mine.key, clock.now())  # type: ignore[arg-type]
        words = _("View deleted: %(name)s") % {"name": mine.name}
        return pages.leave(request, reverse("orders:order-list"), words)
    form = ViewForm(sent(request), initial={"name": mine.name if mine else ""})
    if mine is None:
        del form.fields["as_new"]
    saved: list[own_views.OwnView] = []
    if request.method == "POST" and doors.accepted(form, lambda: saved.append(_save(request, form, params, mine))):
        return pages.leave(request, saved[0].url, _("View saved: %(name)s") % {"name": saved[0].name})
    asked = queries.wanted(request.user, params, dates.business_day(clock.now()))
    context = {
        "form": form,
        "mine": mine,
        "chips": chips.chips(asked, request.user),
        "query": params.urlencode(),
        "url": request.path,
        "dialog_back": reverse("orders:order-list"),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/order/_view_save.html", context, status=status)


def _save(request: HttpRequest, form: forms.Form, params: QueryDict, mine: Any) -> own_views.OwnView:
    is_new = mine is None or form.cleaned_data["as_new"]
    columns = mine.columns if mine else people_queries.preference(request.user, own_views.COLUMNS_KEY, [])  # type: ignore[arg-type]
    return own_views.save(
        request.user,  # type: ignore[arg-type]
        key="" if is_new else mine.key,
        name=form.cleaned_data["name"],
        query=own_views.conditions(params),
        columns=columns,
        at=clock.now(),
    )
