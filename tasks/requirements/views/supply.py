"""The page “Supply” of an order: what its lines lack, what was asked for, and the asking."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from common import clock, dates, doors, errors, pages
from orders.order import queries as orders
from orders.order.doors import sent
from tasks.requirements import desk, forms, needs, operations, policies, queries


@require_http_methods(["GET", "POST"])
def order_supply(request: HttpRequest, reference: str) -> HttpResponse:
    """What an order lacks, and what was asked for it; sent, what was chosen is asked for."""
    user, today = request.user, dates.business_day(clock.now())
    order = orders.get_order(actor=user, reference=reference)
    found = needs.of_order(order, orders.lines_of(order), today)
    form = forms.AskForm(sent(request), needs=found)
    here = reverse("tasks:order-supply", args=[order.reference])
    if request.method == "POST" and doors.accepted(
        form, lambda: doors.once(request, lambda: _ask(user, form, order, here))
    ):
        return pages.leave(request, here, _("Asked for"))
    context = {
        "order": order,
        "form": form,
        "asked": [queries.standing(line, today) for line in queries.of_order(user, order.pk)],
        "may_ask": policies.can_ask_for(user, order),
        "today": today,
    }
    return pages.render(request, "tasks/requirement/supply.html", context, status=422 if form.is_bound else 200)


def _ask(user: Any, form: Any, order: Any, here: str) -> str:
    drafts = desk.asked_drafts(form, order)
    if not drafts:
        raise errors.Invalid(_("Choose what is to be asked for."), fields={})
    operations.ask_for_order(actor=user, drafts=drafts, at=clock.now())
    return here
