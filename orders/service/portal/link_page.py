"""The customer's own page behind its signed link: his orders, one of them, its papers. No sign-in, nothing of others'.

``?order=`` shows one order, ``?cursor=`` another page of the list, ``?paper=<kind>&number=`` a paper.
"""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from common import clock, errors, keyset, pages
from common.links.models import SignedLink
from orders.answers.asking import LANGUAGES
from orders.answers.link_page import Act, LinkPage
from orders.printing.doors import as_answer
from orders.service.portal import forms, operations, papers, queries, showing, waiting
from orders.service.portal.models import PageAccess

PAGE_SIZE = 20
PAPERS_AN_HOUR = 30  # of one access: each is set anew
ACTS = {
    "ask": Act(forms.QuestionForm, operations.ask_question),
    "suggest": Act(forms.SuggestionForm, operations.suggest),
    "complain": Act(forms.ComplaintForm, operations.complain),
    "rate": Act(forms.RateForm, operations.rate),
}


def show(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """The page, or a paper of it."""
    at = clock.now()
    access = queries.of_link(link, at)
    if request.method == "GET":
        operations.note_opened(access, at)
        if "paper" in request.GET:
            return _paper(request, access)
    page = LinkPage(
        template="orders/portal/page.html",
        find=lambda link: queries.of_link(link, at),
        acts=ACTS,
        context=partial(_context, request),
        named="access_id",
        options=lambda access: {"offer": _offer(request, access)},
    )
    return page.show(request, link)


def _paper(request: HttpRequest, access: PageAccess) -> HttpResponse:
    if cache.count_hit(f"page-papers:{access.pk}", 3600) > PAPERS_AN_HOUR:  # type: ignore[attr-defined]
        words = _("Too many requests. Wait a moment and try again.")
        return pages.render(request, "common/link_closed.html", {"status": 429, "words": words}, status=429)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    language = chosen if chosen in LANGUAGES else access.language
    kind, number = request.GET["paper"], request.GET.get("number", "")
    return as_answer(papers.make(access, kind, number, language, clock.now()))


def _offer(request: HttpRequest, access: PageAccess) -> forms.Offer:
    """What he may write about: lines of the order that he looks at, else one of his orders."""
    order = _order(access, request.GET.get("order", ""))
    if order is not None:
        lines = showing.lines_of(order)
        return forms.Offer(lines=[(one.line.line_no, f"{one.line.line_no} · {one.line.product_name}") for one in lines])
    return forms.Offer(orders=queries.latest_numbers(access))


@dataclass(frozen=True)
class _Home:
    """The list of a customer's orders."""

    rows: list[dict[str, Any]]
    page: Any


def _context(request: HttpRequest, access: PageAccess) -> dict[str, Any]:
    at = clock.now()
    number = request.GET.get("order", "")
    order = _order(access, number)
    seen = showing.of(access, order) if order is not None else None
    words = seen.words_written if seen is not None else queries.words_of(access)
    return {
        "access": access,
        "customer": access.customer,
        "seen": seen,
        "home": None if seen is not None else _home(request, access),
        "waiting": waiting.of(access, at),
        "statements": [] if number else papers.statements_of(access),
        "said": showing.said_of(words),
        "is_one": access.order_id is not None,
        "number": seen.order.number if seen is not None else "",
    }


def _order(access: PageAccess, number: str) -> Any:
    """The order that is asked for; of an access to one, always that one. None: the list. Raises NotFound."""
    if number:
        return queries.get_order(access, number)
    return queries.orders_of(access).first() if access.order_id is not None else None


def _home(request: HttpRequest, access: PageAccess) -> _Home:
    try:
        page = keyset.paginate(
            queries.listed(access),
            sorts=queries.PAGE_SORTS,
            sort="place",
            cursor=request.GET.get("cursor"),
            size=PAGE_SIZE,
        )
    except errors.Invalid as error:  # a damaged cursor
        raise errors.NotFound() from error
    return _Home([showing.listed(one) for one in page.items], page)
