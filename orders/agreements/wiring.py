"""What this room declares: the subject of comments and files, words of events, merging, navigation, search."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.collaboration.subjects import Subject, subjects
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import errors
from common.currencies import kept_in_base
from common.navigation import NavEntry, navigation
from common.search import SearchHit, search
from common.templatetags import fmt
from customers.cleaning import registry as customers
from customers.models import Customer
from orders.agreements import policies, queries
from orders.agreements.models import Agreement, AgreementLine
from products.catalogue.models import Product
from products.cleaning import registry as goods

SUBJECT = Agreement._meta.label_lower  # "orders.agreement"
LABELS = {
    "agreement.created": gettext_lazy("Agreement written"),
    "agreement.changed": gettext_lazy("Agreement changed"),
    "agreement.line_saved": gettext_lazy("Line of the agreement saved"),
    "agreement.line_removed": gettext_lazy("Line of the agreement removed"),
    "agreement.activated": gettext_lazy("Agreement in force"),
    "agreement.ended": gettext_lazy("Agreement ended"),
    "agreement.resumed": gettext_lazy("Agreement resumed"),
    "clause.saved": gettext_lazy("Clause saved"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    subjects.register(
        SUBJECT,
        Subject(
            get=queries.get_agreement_by_id,
            url=lambda row: reverse("orders:agreement-detail", args=[row.number]),
            verb="agreement.view",
            kinds=(gettext_lazy("Signed contract"),),
            reach=policies.reach,
            visible=policies.visible_to,
        ),
    )
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    customers.mergers.register("orders.agreements", customers.Merger(_move_customer, _count_customer))
    goods.mergers.register("orders.agreements", goods.Merger(_lock_product, _move_product, _count_product))
    kept_in_base.register("orders.agreements", Agreement.objects.exists)
    search.register("agreements", find_agreements)
    navigation.register(
        "agreements",
        NavEntry(
            group="orders",
            label=gettext_lazy("Frame agreements"),
            icon="journal-text",
            url_name="orders:agreement-list",
            verb=policies.VIEW,
            order=65,
            keys="g a",
        ),
    )


def _move_customer(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    Agreement.objects.filter(customer=source).update(customer=target)


def _count_customer(source: Customer) -> list[tuple[Any, int]]:
    count = Agreement.objects.filter(customer=source).count()
    return [(_("Frame agreements"), count)] if count else []


def _lock_product(product_id: int) -> None:
    """Lines of agreements are locked with the product itself."""


def _move_product(*, actor: User, source: Product, target: Product, rows: Any, locked: Any, at: datetime) -> None:
    """Lines are of the other product. Raises Conflict where one agreement has lines of both: they say different
    things, and a person decides."""
    mine = AgreementLine.objects.filter(product=source)
    both = mine.filter(agreement__lines__product=target).values_list("agreement__number", flat=True)
    if numbers := sorted(set(both)):
        words = _("Agreement %(number)s has a line of each; take one away first.") % {"number": ", ".join(numbers)}
        raise errors.Conflict(words, code="in_one_agreement", agreements=numbers)
    mine.update(product=target)


def _count_product(product_id: int) -> list[tuple[Any, int]]:
    count = AgreementLine.objects.filter(product_id=product_id).count()
    return [(_("Lines of frame agreements"), count)] if count else []


def find_agreements(user: Any, text: str, limit: int) -> list[SearchHit]:
    """Agreements for the palette."""
    if not user.can(policies.VIEW):
        return []
    return [
        SearchHit(
            title=one.number,
            subtitle=f"{one.customer.name} · {one.get_status_display()} · {fmt.day(one.valid_until)}",
            url=reverse("orders:agreement-detail", args=[one.number]),
            icon="journal-text",
            group=gettext_lazy("Frame agreements"),
        )
        for one in queries.search_rows(queries.list_agreements(user), text).order_by("-pk")[:limit]
    ]
