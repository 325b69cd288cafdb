"""What this room declares: exceptions as a subject of comments, files and inbox lines, words of events, settings,
search, merging and handing over, a card of the home page, its place in the shell."""

from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.collaboration.subjects import Subject, subjects
from accounts.handover.duties import Duty, handover
from accounts.home.cards import Card, home
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import clock
from common.navigation import NavEntry, navigation
from common.search import SearchHit, search
from customers.cleaning.registry import Merger, mergers
from customers.models import Customer
from orders.exceptions import fields, invariants, paper, policies, queries, rules
from orders.exceptions.models import ContingencyPlan, ExceptionCase
from orders.exceptions.states import LIVE

SHOWN = 7
_WORDS = {
    "raised": gettext_lazy("Exception reported"),
    "answered": gettext_lazy("Exception answered"),
    "assigned": gettext_lazy("Exception given to another"),
    "decided": gettext_lazy("Joint decision recorded"),
    "told": gettext_lazy("Customer told"),
    "closed": gettext_lazy("Exception closed"),
    "reopened": gettext_lazy("Exception opened again"),
    "escalated": gettext_lazy("Exception not answered in time"),
    "claimed": gettext_lazy("Claim filed against the carrier"),
    "claim_answered": gettext_lazy("Carrier answered the claim"),
    "claim_paid": gettext_lazy("Carrier paid the claim"),
    "claim_dropped": gettext_lazy("Claim given up"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    subjects.register(
        ExceptionCase._meta.label_lower,
        Subject(
            get=queries.get_case_by_id,
            url=url_of,
            verb=policies.VIEW,
            kinds=(gettext_lazy("Photo"), gettext_lazy("Delivery note"), gettext_lazy("Letter")),
            visible=policies.visible_to,
        ),
    )
    subjects.register(
        ContingencyPlan._meta.label_lower,
        Subject(get=queries.get_plan, url=lambda plan: reverse("orders:plan-list"), verb=policies.VIEW),
    )
    for what, label in _WORDS.items():
        event_labels.register(f"exception.{what}", label)
        event_labels.register(f"order.exception_{what}", label)
    event_labels.register("exception.changed", gettext_lazy("Findings written down"))
    event_labels.register("exception.plan_used", gettext_lazy("Contingency plan taken up"))
    event_labels.register("contingency.saved", gettext_lazy("Contingency plan saved"))
    rules.register()
    fields.register_fields()
    invariants.register()
    paper.register()
    search.register("exceptions", find_exceptions)
    mergers.register("orders.exceptions", Merger(_move_customer, _count_customer))
    handover.register("exceptions", Duty(gettext_lazy("Exceptions to answer"), _count_open, _hand_over, order=34))
    home.register(
        "exceptions",
        Card(gettext_lazy("Exceptions to answer"), order=13, verb=policies.VIEW, render=_card),
    )
    navigation.register(
        "exceptions",
        NavEntry(
            group="shipping",
            label=gettext_lazy("Exceptions and complaints"),
            short=gettext_lazy("Exceptions"),
            icon="exclamation-octagon-fill",
            url_name="orders:exception-list",
            verb=policies.VIEW,
            count=queries.count_mine,
            order=57,
        ),
    )


def url_of(case: Any) -> str:
    """The exception's page, "" where no pages are installed."""
    try:
        return reverse("orders:exception-detail", args=[case.number])
    except NoReverseMatch:
        return ""


def find_exceptions(user: Any, text: str, limit: int) -> list[SearchHit]:
    """Exceptions for the palette, by number."""
    word = text.strip().upper()
    if not user.can(policies.VIEW) or not word.startswith("EX"):
        return []
    found = queries.list_cases(user).filter(number__startswith=word).order_by("-pk")[:limit]
    return [
        SearchHit(
            title=one.number,
            subtitle=f"{one.customer.name} · {one.get_kind_display()} · {one.get_status_display()}",
            url=url_of(one),
            icon="exclamation-octagon-fill",
            group=gettext_lazy("Exceptions"),
        )
        for one in found
    ]


def _card(user: Any) -> tuple[str, dict[str, Any]] | None:
    found = list(queries.waiting_for(user)[:SHOWN])
    return ("orders/exception/_card.html", {"cases": found, "now": clock.now()}) if found else None


def _count_customer(source: Customer) -> list[tuple[Any, int]]:
    count = ExceptionCase.objects.filter(customer=source).count()
    return [(_("Exceptions and complaints"), count)] if count else []


def _move_customer(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    ExceptionCase.objects.filter(customer=source).update(customer=target)


def _count_open(user: User) -> int:
    return ExceptionCase.objects.filter(owner=user, status__in=LIVE).count()


def _hand_over(actor: User, giver: User, taker: User, at: datetime) -> int:
    return ExceptionCase.objects.filter(owner=giver, status__in=LIVE).update(owner=taker)
