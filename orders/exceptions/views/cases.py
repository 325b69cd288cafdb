"""Doors of exceptions: list, figures, page, reporting one, and the verbs."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, currencies, dates, doors, keyset, pages
from customers import queries as customers
from orders.exceptions import desk, forms, operations, paper, policies, queries
from orders.exceptions.filters import ExceptionFilter
from orders.fulfilment import queries as outbound
from orders.order import queries as orders
from orders.order.doors import order_url, sent
from orders.printing.doors import as_answer
from orders.printing.operations import print_paper

PAGE_SIZE = 50


@require_GET
def list_exceptions(request: HttpRequest) -> HttpResponse:
    """Exceptions and complaints that are not closed; others by the tabs."""
    asked = request.GET.copy()
    if not asked.keys() & ExceptionFilter.base_filters.keys():
        asked["open"] = "true"
    chosen = ExceptionFilter(asked, queries.list_cases(request.user))
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {
        "page": page,
        "views": desk.tabs(asked.dict(), request.user.get_username()),
        "now": clock.now(),
        "asked": asked,
        "may_raise": rights.can(request.user, policies.RAISE),
    }
    return pages.render(request, "orders/exception/list.html", context, parts=("list",))


@require_GET
def show_figures(request: HttpRequest) -> HttpResponse:
    """Exceptions counted by kind, root cause, who answers for it, and month."""
    rows = doors.filtered(ExceptionFilter, request.GET, queries.list_cases(request.user))
    context = {
        "figures": queries.figures(rows),
        "views": desk.tabs({"figures": "1"}, request.user.get_username()),
        "with_amounts": policies.sees_amounts(request.user),
        "base": currencies.base(),
    }
    return pages.render(request, "orders/exception/figures.html", context)


@require_GET
def show_exception(request: HttpRequest, number: str) -> HttpResponse:
    """One exception with its history, decisions, claims and what may be done."""
    case = queries.get_case(request.user, number)
    plans = queries.plans_for(case)
    context = {
        "case": case,
        "steps": queries.steps_of(case),
        "decisions": queries.decisions_of(case),
        "claims": desk.claim_actions(request.user, case, queries.claims_of(case)),
        "plans": plans,
        "actions": desk.actions(request.user, case, plans),
        "with_amounts": policies.sees_amounts(request.user),
        "base": currencies.base(),
        "now": clock.now(),
    }
    return pages.render(request, "orders/exception/detail.html", context)


@require_http_methods(["GET", "POST"])
def raise_exception(request: HttpRequest) -> HttpResponse:
    """Report one: of an order, a shipment, a return, or of a customer."""
    user, named = request.user, request.GET
    order, customer = desk.subject_of(user, named)
    lines = orders.lines_of(order) if order is not None else []
    initial = {name: named[name] for name in ("kind", "severity", "line_no") if named.get(name)}
    form = forms.RaiseForm(sent(request), lines=lines, with_amounts=policies.sees_amounts(user), initial=initial)
    made: list[str] = []

    def call() -> str:
        case = operations.raise_case(
            actor=user,
            order_id=order.pk if order else None,
            customer_id=customer.pk if customer else None,
            document=named.get("shipment", ""),
            returned=named.get("returned", ""),
            at=clock.now(),
            **form.columns(),
        )
        return desk.url_of(case)

    if request.method == "POST" and doors.accepted(form, lambda: made.append(doors.once(request, call))):
        return pages.leave(request, made[0], _("Reported"))
    back = order_url(order) if order else reverse("customers:customer-detail", args=[customer.pk])
    context = {"form": form, "order": order, "customer": customer, "url": request.get_full_path(), "dialog_back": back}
    return pages.dialog(request, "orders/exception/_new.html", context, status=_status(request))


@require_http_methods(["GET", "POST"])
def answer_exception(request: HttpRequest, number: str) -> HttpResponse:
    """What is being done."""
    case = _case(request, number)
    form = forms.AnswerForm(sent(request), initial={"answer": case.answer})
    return _ask(request, case, "_answer", form, operations.answer_case, _("Answered"))


@require_http_methods(["GET", "POST"])
def change_exception(request: HttpRequest, number: str) -> HttpResponse:
    """Root cause, who answers for it, remedy, cost."""
    case = _case(request, number)
    names = [*forms.FindingsForm.base_fields]
    initial = {name: getattr(case, name) for name in names if name != "owner"} | {"owner": case.owner_id}
    form = forms.FindingsForm(sent(request), initial=initial, hidden=desk.hidden_fields(request.user, case))
    return _ask(
        request, case, "_findings", form, operations.change_case, _("Saved"), lambda: {"changes": form.columns()}
    )


@require_http_methods(["GET", "POST"])
def decide_exception(request: HttpRequest, number: str) -> HttpResponse:
    """What was decided together."""
    form = forms.DecisionForm(sent(request))
    return _ask(request, _case(request, number), "_decide", form, operations.record_decision, _("Decision recorded"))


@require_http_methods(["GET", "POST"])
def tell_customer(request: HttpRequest, number: str) -> HttpResponse:
    """When and how the customer was told."""
    case = _case(request, number)
    told = {name: getattr(case, name) for name in ("told_date", "told_how", "told_text")}
    told["told_date"] = case.told_date or dates.business_day(clock.now())
    form = forms.ToldForm(sent(request), initial=told)
    return _ask(request, case, "_tell", form, operations.tell_customer, _("Written down"))


@require_http_methods(["GET", "POST"])
def use_plan(request: HttpRequest, number: str) -> HttpResponse:
    """Take a contingency plan up."""
    case = _case(request, number)
    form = forms.PlanChoiceForm(sent(request), plans=queries.plans_for(case), initial={"plan_id": case.plan_id})
    return _ask(request, case, "_plan", form, operations.use_plan, _("Plan taken up"))


@require_http_methods(["GET", "POST"])
def close_exception(request: HttpRequest, number: str) -> HttpResponse:
    """It is done with."""
    case, form = _case(request, number), forms.ConfirmForm(sent(request))
    return _ask(request, case, "_close", form, operations.close_case, _("Closed"))


@require_http_methods(["GET", "POST"])
def reopen_exception(request: HttpRequest, number: str) -> HttpResponse:
    """It is not done with after all."""
    case, form = _case(request, number), forms.ReasonForm(sent(request))
    return _ask(request, case, "_reopen", form, operations.reopen_case, _("Open again"))


@require_http_methods(["GET", "POST"])
def file_claim(request: HttpRequest, number: str) -> HttpResponse:
    """Claim from a carrier."""
    case = _case(request, number, policies.CLAIM)
    form = forms.ClaimForm(sent(request), initial={"carrier_id": case.document.carrier_id if case.document else None})
    return _ask(request, case, "_claim", form, operations.file_claim, _("Claim filed"))


@require_GET
def show_letter(request: HttpRequest, number: str) -> HttpResponse:
    """The letter of apology or explanation as PDF, in the browser."""
    case = queries.get_case(request.user, number)
    language = request.GET.get("language", "")
    printed = print_paper(actor=request.user, kind=paper.KIND, subject_id=case.pk, language=language, at=clock.now())
    return as_answer(printed, inline=True)


@require_GET
def document_exceptions(request: HttpRequest, number: str) -> HttpResponse:
    """What went wrong with a shipment, and the offer to report what was lost: a part of its page."""
    document = outbound.get_document(request.user, number)
    context = {
        "document": document,
        "cases": queries.of_document(request.user, document.pk),
        "lost": document.lines.filter(transit_loss__gt=0).exists(),
        "may_raise": rights.can(request.user, policies.RAISE),
        "now": clock.now(),
    }
    return pages.render(request, "orders/outbound/exceptions.html", context, parts=("exceptions",))


@require_GET
def customer_exceptions(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What a customer complained of, and what went wrong with his orders: a part of his page."""
    customer = customers.get_customer(actor=request.user, customer_id=customer_id)
    context = {
        "customer": customer,
        "cases": queries.of_customer(request.user, customer.pk),
        "may_raise": policies.can_of_customer(request.user, policies.RAISE, customer),
        "now": clock.now(),
    }
    return pages.render(request, "orders/panel/customer_exceptions.html", context, parts=("customer-exceptions",))


def _case(request: HttpRequest, number: str, verb: str = policies.WORK) -> Any:
    """The exception, for who may do ``verb`` to it: before a form of it is drawn."""
    case = queries.get_case(request.user, number)
    policies.require(request.user, verb, case)
    return case


def _status(request: HttpRequest) -> int:
    return 422 if request.method == "POST" else 200


def _ask(
    request: HttpRequest,
    case: Any,
    template: str,
    form: Any,
    operation: Callable[..., Any],
    done: str,
    entries: Callable[[], dict[str, Any]] | None = None,
) -> HttpResponse:
    """A question about an exception, with the version that it is asked of."""

    def call() -> None:
        data = entries() if entries else form.cleaned_data
        version = doors.version_of(request.POST)
        operation(actor=request.user, case_id=case.pk, version=version, at=clock.now(), **data)

    if request.method == "POST" and doors.accepted(form, call):
        return pages.leave(request, desk.url_of(case), done)
    context = {
        "case": case,
        "version": doors.shown_version(request, case),
        "form": form,
        "url": request.path,
        "dialog_back": desk.url_of(case),
    }
    return pages.dialog(request, f"orders/exception/{template}.html", context, status=_status(request))
