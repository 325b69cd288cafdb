"""What this room declares: settings, subjects of comments and files, words of events, merging, handing over, search."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.collaboration.subjects import Subject, subjects
from accounts.handover.duties import Duty, handover
from accounts.people.models import User
from accounts.trail.labels import event_labels
from common import settings
from common.currencies import kept_in_base
from common.mailing import carry
from common.navigation import Action, NavEntry, actions, navigation
from common.search import SearchHit, search
from common.sends import Send, sends
from common.templatetags import fmt
from customers.cleaning import registry as customers
from customers.models import Customer
from orders.order.risks import Kind
from orders.quotation import bounds, mailing, paper, policies, queries
from orders.quotation.models import Inquiry, Quotation, QuotationLine
from orders.quotation.operations import writing
from orders.quotation.states import LIVE, InquiryStatus
from orders.validity.rooms import Checker, checkers
from products.catalogue.models import Product
from products.cleaning import registry as goods

SUBJECT = Quotation._meta.label_lower  # "orders.quotation"
INQUIRY = Inquiry._meta.label_lower
LABELS = {
    "inquiry.recorded": gettext_lazy("Inquiry recorded"),
    "inquiry.changed": gettext_lazy("Inquiry changed"),
    "inquiry.closed": gettext_lazy("Inquiry closed"),
    "quotation.created": gettext_lazy("Quotation made"),
    "quotation.changed": gettext_lazy("Quotation changed"),
    "quotation.alternative_added": gettext_lazy("Alternative added"),
    "quotation.revised": gettext_lazy("New version begun"),
    "quotation.version_dropped": gettext_lazy("Version dropped"),
    "quotation.sent": gettext_lazy("Quotation sent"),
    "quotation.mailed": gettext_lazy("Quotation sent by mail"),
    "quotation.won": gettext_lazy("Quotation won"),
    "quotation.lost": gettext_lazy("Quotation lost"),
    "quotation.withdrawn": gettext_lazy("Quotation withdrawn"),
    "quotation.expired": gettext_lazy("Quotation expired"),
    "order.contract_written": gettext_lazy("Contract written of clauses"),
    "quotation.ordered": gettext_lazy("Order made of the quotation"),
}


def register() -> None:
    """Called once from ``OrdersConfig.ready``."""
    settings.definitions.register(
        writing.VALID_DAYS,
        settings.Definition(
            30, gettext_lazy("How many days a quotation is valid"), "orders", bounds=settings.Bounds(1, 366)
        ),
    )
    subjects.register(
        SUBJECT,
        Subject(
            get=queries.get_quotation_by_id,
            url=lambda row: reverse("orders:quotation-detail", args=[row.number]),
            require_open=lambda row: None,
            verb="quotation.view",
            reach=policies.reach,
            visible=policies.visible_to,
        ),
    )
    subjects.register(
        INQUIRY,
        Subject(
            get=queries.get_inquiry_by_id,
            url=lambda row: reverse("orders:inquiry-detail", args=[row.number]),
            require_open=lambda row: None,
            verb="quotation.view",
            reach=policies.reach,
            visible=policies.inquiries_visible_to,
        ),
    )
    for kind, label in LABELS.items():
        event_labels.register(kind, label)
    customers.mergers.register("orders.quotations", customers.Merger(_move_customer, _count_customer))
    goods.mergers.register("orders.quotations", goods.Merger(_lock_product, _move_product, _count_product))
    handover.register("quotations", Duty(gettext_lazy("Quotations and inquiries"), _count_open, _hand_over, order=32))
    of_quotations = Checker(frozenset({Kind.OVER_QUOTED, Kind.OVER_REDUCED}), bounds.exceeded)
    checkers.register("orders.quotations", of_quotations)
    kept_in_base.register("orders.quotations", Quotation.objects.exists)
    search.register("quotations", find_quotations)
    carry(mailing.TOPIC, mailing.deliver)
    sends.register(mailing.TOPIC, Send(gettext_lazy("Quotation"), "orders.quotation", "quotation"))
    paper.register()
    _offer()


def _offer() -> None:
    """Where the navigation and the palette lead to quotations."""
    navigation.register(
        "quotations",
        NavEntry(
            group="orders",
            label=gettext_lazy("Quotations"),
            icon="file-earmark-text",
            url_name="orders:quotation-list",
            verb=policies.VIEW,
            order=10,
            keys="g q",
        ),
    )
    actions.register(
        "quotation-new",
        Action(gettext_lazy("New quotation"), "file-earmark-text", "orders:quotation-new", "quotation.create"),
    )
    actions.register(
        "inquiry-new",
        Action(gettext_lazy("Record inquiry"), "chat-left-text", "orders:inquiry-new", "quotation.create"),
    )


def _move_customer(*, actor: User, source: Customer, target: Customer, at: datetime) -> None:
    Quotation.objects.filter(customer=source).update(customer=target)
    Inquiry.objects.filter(customer=source).update(customer=target)


def _count_customer(source: Customer) -> list[tuple[Any, int]]:
    counts = (
        (_("Quotations"), Quotation.objects.filter(customer=source).count()),
        (_("Inquiries"), Inquiry.objects.filter(customer=source).count()),
    )
    return [one for one in counts if one[1]]


def _lock_product(product_id: int) -> None:
    """Lines of quotations are locked with the product itself."""


def _move_product(*, actor: User, source: Product, target: Product, rows: Any, locked: Any, at: datetime) -> None:
    """What was quoted keeps the words it was quoted with."""
    QuotationLine.objects.filter(product=source).update(product=target)


def _count_product(product_id: int) -> list[tuple[Any, int]]:
    count = QuotationLine.objects.filter(product_id=product_id).count()
    return [(_("Lines of quotations"), count)] if count else []


def _open_of(giver: User) -> tuple[Any, Any]:
    live = Quotation.objects.filter(salesperson=giver, status__in=LIVE)
    return live, Inquiry.objects.filter(salesperson=giver, status=InquiryStatus.OPEN)


def _count_open(user: User) -> int:
    return sum(rows.count() for rows in _open_of(user))


def _hand_over(actor: User, giver: User, taker: User, at: datetime) -> int:
    """Open ones go to the other, with his department."""
    new = {"salesperson": taker, "department": taker.department}
    return sum(rows.update(**new) for rows in _open_of(giver))


def find_quotations(user: Any, text: str, limit: int) -> list[SearchHit]:
    """Quotations and inquiries for the palette."""
    if not user.can(policies.VIEW):
        return []
    hits = [
        SearchHit(
            title=one.number,
            subtitle=f"{one.customer.name} · {one.get_status_display()} · {fmt.day(one.quote_date)}",
            url=reverse("orders:quotation-detail", args=[one.number]),
            icon="file-earmark-text",
            group=gettext_lazy("Quotations"),
        )
        for one in queries.find_quotations(user, text)[:limit]
    ]
    inquiries = [
        SearchHit(
            title=one.number,
            subtitle=f"{one.asked_by} · {one.get_status_display()}",
            url=reverse("orders:inquiry-detail", args=[one.number]),
            icon="chat-left-text",
            group=gettext_lazy("Quotations"),
        )
        for one in queries.find_inquiries(user, text)[: max(0, limit - len(hits))]
    ]
    return hits + inquiries
