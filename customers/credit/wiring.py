"""What this room declares: subjects of inbox lines and files, words of events, merging, the card of what waits."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from accounts.collaboration.subjects import Subject, subjects
from accounts.console.site import ConsolePage, console_pages
from accounts.home.cards import Card, home
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import settings
from customers.cleaning.registry import Merger, mergers
from customers.credit import examples, policies, queries, terms, views
from customers.credit.models import CreditGrading, CreditLimit, CreditReport, Guarantee
from customers.grading import State
from customers.models import Customer

SHOWN = 6
LABELS = {
    "customer.credit_proposed": _("Credit limit proposed"),
    "customer.credit_approved": _("Credit limit approved"),
    "customer.credit_refused": _("Credit limit refused"),
    "customer.credit_withdrawn": _("Proposed credit limit withdrawn"),
    "customer.credit_stopped": _("Credit stopped"),
    "customer.credit_resumed": _("Credit stop lifted"),
    "customer.grade_proposed": _("Credit grade proposed"),
    "customer.grade_refused": _("Credit grade refused"),
    "customer.graded": _("Credit grade changed"),
    "customer.report_added": _("Credit report kept"),
    "customer.report_voided": _("Credit report counts no more"),
    "customer.guarantee_added": _("Guarantee entered"),
    "customer.guarantee_accepted": _("Guarantee accepted"),
    "customer.guarantee_refused": _("Guarantee refused"),
    "customer.guarantee_released": _("Guarantee released"),
}
_TABLES: tuple[tuple[type, Callable[[User], Any]], ...] = (
    (CreditLimit, queries.list_limits),
    (CreditGrading, queries.list_gradings),
    (CreditReport, queries.list_reports),
    (Guarantee, queries.list_guarantees),
)


def register() -> None:
    """Called once from ``CustomersConfig.ready``."""
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    for model, rows in _TABLES:
        subjects.register(model._meta.label_lower, _subject(rows))  # type: ignore[attr-defined]
    mergers.register("credit", Merger(_follow_merge, _count))
    home.register("credit-decisions", Card(_("Credit to decide"), order=16, verb=policies.DECIDE, render=_waiting))
    settings.definitions.register(
        terms.SETTING,
        settings.Definition(
            {}, _("Payment terms that grades allow and propose"), "credit", terms.fault_of, page="credit-terms"
        ),
    )
    page = ConsolePage(
        _("Payment terms by grade"),
        "credit-terms/",
        views.show_terms,
        "setting.manage",
        _("Which terms each credit grade allows and proposes"),
        "customers",
    )
    console_pages.register("credit-terms", page)
    examples.register()


def _subject(rows: Callable[[User], Any]) -> Subject:
    return Subject(
        get=lambda actor, key: queries.get(rows(actor), key),
        url=_url,
        verb=policies.PROPOSE,
        reach=lambda row: {"owners": [row.customer.owner_id], "departments": [row.customer.department_id]},
        visible=rows,
    )


def _url(row: Any) -> str:
    try:
        return reverse("customers:customer-detail", args=[row.customer_id]) + "?tab=credit"
    except NoReverseMatch:
        return ""


def _follow_merge(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    """The doubled customer's history is the other's; what waited there is withdrawn, his limit stays his own."""
    ended = {"state": State.WITHDRAWN, "decided_by": actor, "decided_at": at}
    CreditLimit.objects.filter(customer=source, state=State.PROPOSED).update(**ended)
    CreditGrading.objects.filter(customer=source, state=State.PROPOSED).update(**ended)
    CreditLimit.objects.filter(customer=source, state=State.APPROVED, started_at=None).update(started_at=at)
    CreditLimit.objects.filter(customer=source).update(customer=target)
    CreditGrading.objects.filter(customer=source).update(customer=target)
    CreditReport.objects.filter(customer=source).update(customer=target)
    Guarantee.objects.filter(customer=source).update(customer=target)


def _count(source: Customer) -> list[tuple[Any, int]]:
    count = queries.count_of(source)
    return [(_("Limits, grades, reports and guarantees"), count)] if count else []


def _waiting(user: Any) -> tuple[str, dict[str, Any]] | None:
    found = [
        *queries.list_limits(user).filter(state=State.PROPOSED).exclude(proposed_by=user)[:SHOWN],
        *queries.list_guarantees(user).filter(state=State.PROPOSED).exclude(created_by=user)[:SHOWN],
        *queries.list_gradings(user).filter(state=State.PROPOSED).exclude(proposed_by=user)[:SHOWN],
    ]
    rows = [(row._meta.verbose_name, row, _url(row)) for row in found[: SHOWN * 2]]
    return ("customers/credit/_waiting.html", {"rows": rows}) if rows else None
