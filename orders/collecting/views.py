"""Doors of statements of account: the list, an account as it stands, drawing it up, its paper."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, dates, doors, keyset, pages
from orders.collecting import desk, forms, operations, paper, policies, queries
from orders.collecting.confirming import queries as confirming
from orders.collecting.filters import StatementFilter
from orders.collecting.rights import ASK, DRAW
from orders.printing import operations as printing
from orders.printing import queries as prints
from orders.printing.doors import as_answer

PAGE_SIZE = 50


@require_GET
def list_statements(request: HttpRequest) -> HttpResponse:
    """Statements that were drawn up, newest first."""
    rights.require(request.user, policies.VIEW)
    chosen = StatementFilter(request.GET, queries.list_statements(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {"page": page, "may_draw": rights.can(request.user, DRAW), "views": desk.tabs(request.GET)}
    return pages.render(request, "orders/statement/list.html", context, parts=("list",))


@require_http_methods(["GET", "POST"])
def draw_statement(request: HttpRequest) -> HttpResponse:
    """An account as it stands now, for a customer, a currency and days; sent, it is drawn up and kept."""
    actor, today = request.user, dates.business_day(clock.now())
    rights.require(actor, policies.VIEW)
    given = request.POST if request.method == "POST" else desk.asked_of(actor, request.GET, today)
    is_asked = request.method == "POST" or "customer" in given
    form = forms.AccountForm(given if is_asked else None, initial=None if is_asked else given)

    def draw() -> str:
        made = operations.draw_statement(actor=actor, at=clock.now(), **form.entries())
        return desk.url_of(made)

    urls: list[str] = []
    if request.method == "POST" and doors.accepted(form, lambda: urls.append(doors.once(request, draw))):
        return pages.leave(request, urls[0], _("Statement drawn up"))
    context: dict[str, Any] = {"form": form, "may_draw": rights.can(actor, DRAW)}
    if is_asked and doors.accepted(form, lambda: operations.require_days(*_days(form), today)):
        found = queries.ledger(actor, **form.entries())
        context |= {"found": found, "sheet": desk.of_account(actor, found, today)}
        context["query"] = _query(form)
    status = 422 if request.method == "POST" else 200
    return pages.render(request, "orders/statement/new.html", context, status=status)


def _days(form: Any) -> tuple[Any, Any]:
    return form.cleaned_data["first"], form.cleaned_data["last"]


def _query(form: Any) -> str:
    data = form.cleaned_data
    return f"customer={data['customer']}&currency={data['currency']}&first={data['first']}&last={data['last']}"


@require_GET
def show_statement(request: HttpRequest, number: str) -> HttpResponse:
    """A statement as it was drawn up."""
    row = queries.get_statement(request.user, number)
    context = {
        "statement": row,
        "sheet": desk.of_statement(row),
        "prints": prints.prints_of(request.user, paper.SUBJECT, row.pk, limit=5),
        "query": f"number={row.number}",
        "confirmations": confirming.standings(request.user, row, at=clock.now()),
        "may_ask": policies.can(request.user, ASK, row.customer),
        "site": settings.SITE_URL,
    }
    return pages.render(request, "orders/statement/detail.html", context)


@require_GET
def print_statement(request: HttpRequest, number: str) -> HttpResponse:
    """The PDF of a statement, in the browser."""
    row = queries.get_statement(request.user, number)
    printed = printing.print_paper(
        actor=request.user,  # type: ignore[arg-type]
        kind=paper.KIND,
        subject_id=row.pk,
        language=request.GET.get("language", ""),
        at=clock.now(),
    )
    return as_answer(printed, inline=True)
