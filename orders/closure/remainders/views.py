"""Door of the report of remainders."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from common import doors, pages
from orders.closure.remainders import queries
from orders.closure.remainders.filters import RemainderFilter
from orders.closure.remainders.forms import PeriodForm


@require_GET
def remainders(request: HttpRequest) -> HttpResponse:
    """What was let go, by reason; each reason opens to its lines."""
    found = RemainderFilter(request.GET, queries.let_go(request.user))
    doors.require_readable(found)
    first, last = (found.form.cleaned_data[name] for name in ("closed_from", "closed_to"))
    rows = [
        (one, _lines_url(queries.condition_of(one.reason, first, last), request.GET.get("department", "")))
        for one in queries.by_reason(request.user, found.qs)
    ]
    context = {"rows": rows, "form": PeriodForm(request.GET), "base": queries.currency()}
    return pages.render(request, "orders/closure/remainders.html", context, parts=("list",))


def _lines_url(condition: str, department: str) -> str:
    kept = {"view": "all", "condition": condition} | ({"department": department} if department else {})
    return f"{reverse('orders:line-list')}?{urlencode(kept)}"
