"""Doors of dunning: who is to be reminded, sending a letter, the letters sent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts import policies as rights
from common import clock, dates, doors, keyset, pages
from orders.collecting import policies
from orders.collecting import queries as accounts
from orders.collecting.dunning import forms, mailing, operations, paper, queries
from orders.collecting.dunning.filters import LetterFilter
from orders.collecting.rights import SEND
from orders.order.doors import sent
from orders.printing import operations as printing
from orders.printing.doors import as_answer

PAGE_SIZE = 50


def tabs(current: str) -> list[dict[str, Any]]:
    """The tabs above both lists."""
    names = ((_("To remind"), "orders:dunning-list"), (_("Letters sent"), "orders:dunning-letters"))
    return [
        {"label": label, "url": reverse(name), "current": name == current, "key": str(place)}
        for place, (label, name) in enumerate(names, start=1)
    ]


@require_GET
def list_proposals(request: HttpRequest) -> HttpResponse:
    """The letters that are due today, the highest level first."""
    rights.require(request.user, policies.VIEW)
    found = queries.proposals(request.user, dates.business_day(clock.now()))  # type: ignore[arg-type]
    context = {
        "found": [(one, policies.can(request.user, SEND, one.customer)) for one in found],  # type: ignore[arg-type]
        "views": tabs("orders:dunning-list"),
    }
    return pages.render(request, "orders/dunning/list.html", context)


@require_GET
def list_letters(request: HttpRequest) -> HttpResponse:
    """Letters that were sent, newest first."""
    rights.require(request.user, policies.VIEW)
    chosen = LetterFilter(request.GET, queries.list_letters(request.user))  # type: ignore[arg-type]
    doors.require_readable(chosen)
    page = keyset.paginate(
        chosen.qs,
        sorts=queries.SORTS,
        sort=request.GET.get("sort") or queries.DEFAULT_SORT,
        cursor=request.GET.get("cursor"),
        size=PAGE_SIZE,
    )
    context = {"page": page, "views": tabs("orders:dunning-letters")}
    return pages.render(request, "orders/dunning/letters.html", context, parts=("list",))


@require_http_methods(["GET", "POST"])
def send_letter(request: HttpRequest, customer_id: int, currency_code: str) -> HttpResponse:
    """The letter that is due to a customer, as he will read it; sent, it goes."""
    actor: Any = request.user
    rights.require(actor, SEND)
    due = queries.proposal_for(actor, customer_id, currency_code, dates.business_day(clock.now()))
    policies.require(actor, SEND, due.customer)
    by_mail = due.level.channel == "MAIL"
    shown = {"level": due.level.level, "total": due.total}
    contacts = accounts.mails_to(actor, due.customer)
    form = forms.LetterForm(sent(request), contacts=contacts, by_mail=by_mail, initial=shown)

    def send() -> str:
        made = operations.send_letter(
            actor=actor, customer_id=customer_id, currency=currency_code, at=clock.now(), **form.entries()
        )
        return reverse("orders:dunning-letter", args=[made.number])

    urls: list[str] = []
    if request.method == "POST" and doors.accepted(form, lambda: urls.append(doors.once(request, send))):
        return pages.leave(request, urls[0], _("Goes to the customer by mail") if by_mail else _("Letter recorded"))
    language = mailing.language_of(due.customer)
    context = {
        "due": due,
        "form": form,
        "by_mail": by_mail,
        "text": mailing.body_of(mailing.text_of(due, language), due.parts, due.currency, "", language),
        "url": request.path,
        "dialog_back": reverse("orders:dunning-list"),
    }
    return pages.dialog(request, "orders/dunning/_send.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def show_letter(request: HttpRequest, number: str) -> HttpResponse:
    """A letter with what it asked for."""
    letter = queries.get_letter(request.user, number)  # type: ignore[arg-type]
    letter.recipient = str(rights.shown(request.user, "customer.contact", letter.recipient) or "")
    context = {"letter": letter, "rows": queries.rows_of(letter)}
    return pages.render(request, "orders/dunning/letter.html", context)


@require_GET
def print_letter(request: HttpRequest, number: str) -> HttpResponse:
    """The PDF of a letter, in the browser."""
    letter = queries.get_letter(request.user, number)  # type: ignore[arg-type]
    printed = printing.print_paper(
        actor=request.user,  # type: ignore[arg-type]
        kind=paper.KIND,
        subject_id=letter.pk,
        at=clock.now(),
    )
    return as_answer(printed, inline=True)
