"""The door that saves how a list is looked at: a view of one's own, or a condition for a department or the company."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.people import queries as people_queries
from common import clock, dates, doors, pages
from orders.listing import chips, keeping, own_views, queries
from orders.order.doors import sent
from segments.forms import KeepForm
from segments.policies import Audience

DELETE = "delete"


class ViewForm(KeepForm):
    """How a view is called, whose it is, and whether it replaces what it came from."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=own_views.MOST_LETTERS,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
    )
    description = None  # type: ignore[assignment]
    as_new = forms.BooleanField(label=gettext_lazy("Keep the old view beside it"), required=False)


@require_http_methods(["GET", "POST"])
def save_view(request: HttpRequest) -> HttpResponse:
    """Save what the query string says under a name: for oneself with the columns shown, or its condition for others."""
    user: Any = request.user
    params = QueryDict(request.POST["query"]) if "query" in request.POST else request.GET
    asked = queries.wanted(user, params, dates.business_day(clock.now()))
    wish = keeping.Wish.of(user, params, people_queries.preference(user, own_views.COLUMNS_KEY, []))
    if wish.mine is not None and request.POST.get("then") == DELETE:
        keeping.delete(actor=user, view=wish.mine, at=clock.now())
        words = _("View deleted: %(name)s") % {"name": wish.mine.name}
        return pages.leave(request, reverse("orders:order-list"), words)
    if wish.changes is not None and request.method == "POST":
        wish = replace(wish, version=doors.version_of(request.POST))
    form = ViewForm(sent(request), user=user, initial=_initial(wish))
    if wish.mine is None and wish.changes is None:
        del form.fields["as_new"]
    saved: list[tuple[str, str]] = []
    if request.method == "POST" and doors.accepted(form, lambda: saved.append(_save(user, form, wish))):
        ((url, name),) = saved
        return pages.leave(request, url, _("View saved: %(name)s") % {"name": name})
    context = {
        "form": form,
        "mine": wish.mine,
        "changes": wish.changes,
        "version": doors.shown_version(request, wish.changes) if wish.changes else None,
        "chips": chips.chips(asked, user),
        "left_out": wish.left_out,
        "query": params.urlencode(),
        "url": request.path,
        "dialog_back": reverse("orders:order-list"),
    }
    status = 422 if request.method == "POST" else 200
    return pages.dialog(request, "orders/order/_view_save.html", context, status=status)


def _initial(wish: keeping.Wish) -> dict[str, Any]:
    if wish.mine is not None:
        return {"name": wish.mine.name}
    if wish.changes is None:
        return {}
    found = wish.changes
    return {"name": str(found), "audience": found.audience, "department": str(found.department_id or "")}


def _save(user: Any, form: ViewForm, wish: keeping.Wish) -> tuple[str, str]:
    """Save it; the address that shows it, and its name."""
    given = form.cleaned_data
    is_new = bool(given.get("as_new"))
    if given["audience"] == Audience.PERSON:
        view = keeping.save_own(actor=user, wish=wish, name=given["name"], is_new=is_new, at=clock.now())
        return view.url, view.name
    segment = keeping.share(
        actor=user,
        wish=wish,
        name=given["name"],
        audience=given["audience"],
        department=given["department"],
        is_new=is_new,
        at=clock.now(),
    )
    return f"{reverse('orders:order-list')}?segment={segment.pk}", str(segment)
